import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountFor, signIn } from '../../src/access/accounts.ts';
import { visitOf } from '../../src/access/actor.ts';
import { endSession, startSession, touchSession } from '../../src/access/sessions.ts';
import { consumeSignInLink, createSignInLink, peekSignInLink } from '../../src/access/sign-in-links.ts';
import { keptPassword } from '../kept-password.ts';
import { type AccessSchool, openAccessSchool, PUBLIC_URL } from './school.ts';

let school: AccessSchool;
beforeAll(async () => {
  school = await openAccessSchool();
});
afterAll(() => school.close());

async function account(personId: string, password?: string) {
  const made = await school.db.$transaction((tx) => accountFor(tx, school.clock, personId));
  if (password) {
    const passwordHash = keptPassword(password);
    await school.db.account.update({ where: { id: made.id }, data: { passwordHash } });
  }
  return made;
}

describe('an account', () => {
  test('has a login made of the name; namesakes get a number; again it is the same account', async () => {
    const first = await account('g2');
    expect(first.login).toBe('ivanov.ia');
    const namesake = { last: 'Иванов', first: 'Игорь', patronymic: 'Андреевич' };
    await school.db.person.create({ data: { id: 'g99', ...namesake } });
    expect((await account('g99')).login).toBe('ivanov.ia2');
    expect(await account('g2')).toEqual(first);
  });
});

describe('signing in', () => {
  const here = { address: '198.51.100.1' };
  test('by login, by the address the school knows, by the person’s id', async () => {
    const { id, login } = await account('g1', 'сиреневый вечер');
    for (const name of [login, ` ${login.toUpperCase()} `, 'Ivanova@mail.example', 'g1']) {
      const signed = await signIn(school.db, school.clock, { login: name, password: 'сиреневый вечер' }, here);
      expect(signed, name).toEqual({ ok: true, accountId: id, staff: false });
    }
  });

  test('a wrong password, an unknown name, an account without password or one closed are all the same', async () => {
    await account('g10');
    const closed = await account('g11', 'сиреневый вечер');
    await school.db.account.update({ where: { id: closed.id }, data: { closedAt: school.clock.now() } });
    const wrong = { ok: false, code: 'wrong' };
    for (const login of ['ivanova.mp', 'nobody', 'g10', 'g11']) {
      const password = login === 'g11' ? 'сиреневый вечер' : 'не тот пароль';
      expect(await signIn(school.db, school.clock, { login, password }, here), login).toEqual(wrong);
    }
  });

  test('eight wrong tries make the pair of account and address wait; the owner elsewhere does not', async () => {
    const { id, login } = await account('g7', 'сиреневый вечер');
    const thief = { address: '203.0.113.9' };
    for (let tried = 0; tried < 8; tried++) {
      const wrong = await signIn(school.db, school.clock, { login, password: `догадка ${tried}` }, thief);
      expect(wrong).toEqual({ ok: false, code: 'wrong' });
    }
    const right = { login, password: 'сиреневый вечер' };
    expect(await signIn(school.db, school.clock, right, thief)).toEqual({ ok: false, code: 'tooMany' });
    expect(await signIn(school.db, school.clock, right, here)).toMatchObject({ ok: true, accountId: id });
    school.clock.advance({ minutes: 15 });
    expect(await signIn(school.db, school.clock, right, thief)).toMatchObject({ ok: true });
  });

  test('a thief with many addresses locks strangers out, never the owner’s own browser', async () => {
    const { id, login } = await account('g4', 'сиреневый вечер');
    const tries = Array.from({ length: 40 }, (_, tried) =>
      signIn(school.db, school.clock, { login, password: `догадка ${tried}` }, { address: `203.0.113.${tried}` }),
    );
    expect((await Promise.all(tries)).every(({ ok }) => !ok)).toBe(true);
    const right = { login, password: 'сиреневый вечер' };
    const stranger = await signIn(school.db, school.clock, right, { address: '203.0.113.200' });
    expect(stranger).toEqual({ ok: false, code: 'tooMany' });
    const owner = { address: '203.0.113.201', known: { accountId: id, browser: 'of the owner' } };
    expect(await signIn(school.db, school.clock, right, owner)).toMatchObject({ ok: true });
    // nor does one who had the password once, and a browser noted with it
    const former = { address: '203.0.113.9', known: { accountId: id, browser: 'of the thief' } };
    for (let tried = 0; tried < 8; tried++)
      await signIn(school.db, school.clock, { login, password: `догадка ${tried}` }, former);
    expect(await signIn(school.db, school.clock, right, former)).toEqual({ ok: false, code: 'tooMany' });
    expect(await signIn(school.db, school.clock, right, owner)).toMatchObject({ ok: true });
  });
});

describe('a session', () => {
  const started = async (personId: string, staff = false) => {
    const { id } = await account(personId);
    return await startSession(school.db, school.clock, { accountId: id, staff, agent: 'test' });
  };

  test('is kept hashed and tells who somebody is with the children permitted', async () => {
    const token = await started('g1');
    expect(JSON.stringify(await school.db.session.findMany())).not.toContain(token);
    const visit = await visitOf(school.db, school.clock, token);
    expect(visit?.actor).toMatchObject({ personIds: ['g1'], roles: ['guardian'], staffId: null });
    expect(visit?.actor.children.map(({ studentId }) => studentId)).toEqual(['s1', 's13']);
    expect(visit?.school).toMatchObject({ today: '2026-09-16', demo: false, imported: true });
  });

  test('ends when it is ended, when its time is over, and when the account is closed', async () => {
    const ended = await started('g1');
    const visit = await visitOf(school.db, school.clock, ended);
    await endSession(school.db, school.clock, visit!.session.id);
    expect(await visitOf(school.db, school.clock, ended)).toBeNull();

    const old = await started('g1');
    school.clock.advance({ days: 30, ms: -1 });
    expect(await visitOf(school.db, school.clock, old)).not.toBeNull();
    school.clock.advance({ ms: 1 });
    expect(await visitOf(school.db, school.clock, old)).toBeNull();

    const stolen = await started('g3');
    const { id } = await account('g3');
    await school.db.account.update({ where: { id }, data: { closedAt: school.clock.now() } });
    expect(await visitOf(school.db, school.clock, stolen)).toBeNull();
  });

  test('lives on by visits, half a year at most; of staff for half a day', async () => {
    const token = await started('g7');
    for (let month = 0; month < 8; month++) {
      school.clock.advance({ days: 25 });
      const visit = await visitOf(school.db, school.clock, token);
      expect(visit !== null, `day ${(month + 1) * 25}`).toBe((month + 1) * 25 < 180);
      if (visit) await touchSession(school.db, school.clock, visit.session, false);
    }
    school.clock.set('2026-09-16T15:00:00+03:00');
    const staff = await started('t1', true);
    school.clock.advance({ hours: 12 });
    expect(await visitOf(school.db, school.clock, staff)).toBeNull();
    school.clock.set('2026-09-16T15:00:00+03:00');
  });

  test('shows a child no more from the moment rights or consent end', async () => {
    const token = await started('g1');
    const children = async () =>
      (await visitOf(school.db, school.clock, token))?.actor.children.map((c) => c.studentId);
    const pair = { guardianId_studentId: { guardianId: 'g1', studentId: 's1' } };
    for (const change of [{ consent: false }, { rights: 'paper' as const }, { endedAt: school.clock.now() }]) {
      await school.db.guardianship.update({ where: pair, data: change });
      expect(await children()).toEqual(['s13']);
      await school.db.guardianship.update({ where: pair, data: { consent: true, rights: 'full', endedAt: null } });
      expect(await children()).toEqual(['s1', 's13']);
    }
  });

  test('of staff knows offices and classes led; of who left it knows nothing', async () => {
    const deputy = await visitOf(school.db, school.clock, await started('t3', true));
    expect(deputy?.actor.roles).toEqual(['teacher', 'deputy']);
    const leader = await visitOf(school.db, school.clock, await started('t1', true));
    expect(leader?.actor).toMatchObject({ roles: ['teacher', 'classTeacher'], ledClasses: [{ name: '7Б' }] });
    const parent = await visitOf(school.db, school.clock, await started('t2', true));
    expect(parent?.actor.roles).toEqual(['guardian', 'teacher', 'classTeacher']);
    await school.db.staffMember.update({ where: { id: 't1' }, data: { leftAt: new Date('2026-09-10') } });
    const left = await visitOf(school.db, school.clock, await started('t1', true));
    expect(left?.actor).toMatchObject({ roles: [], staffId: null, ledClasses: [] });
    await school.db.staffMember.update({ where: { id: 't1' }, data: { leftAt: null } });
  });
});

describe('a one-time link', () => {
  const token = (link: string) => link.split('/').at(-1)!;

  test('enters once; looking at it uses nothing up', async () => {
    const { link } = await createSignInLink(school.db, school.clock, 'g9', { publicUrl: PUBLIC_URL });
    expect(link).toMatch(/^https:\/\/diary\.example\/enter\/[A-Za-z0-9_-]{43}$/);
    expect(JSON.stringify(await school.db.signInLink.findMany())).not.toContain(token(link));
    for (let looked = 0; looked < 3; looked++) {
      expect(await peekSignInLink(school.db, school.clock, token(link))).toEqual({ ok: true });
    }
    const both = await Promise.all([1, 2].map(() => consumeSignInLink(school.db, school.clock, token(link))));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, code: 'used' });
  });

  test('is good for a quarter of an hour', async () => {
    const { link } = await createSignInLink(school.db, school.clock, 'g9', { publicUrl: PUBLIC_URL });
    school.clock.advance({ minutes: 15 });
    expect(await consumeSignInLink(school.db, school.clock, token(link))).toEqual({ ok: false, code: 'expired' });
    expect(await consumeSignInLink(school.db, school.clock, 'made up')).toEqual({ ok: false, code: 'unknown' });
  });
});
