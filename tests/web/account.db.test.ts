/** `/account`: everybody sees where they are signed in, ends that, chooses another password, says «это был не я». */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountFor } from '../../src/access/accounts.ts';
import { startSession } from '../../src/access/sessions.ts';
import { createSignInLink } from '../../src/access/sign-in-links.ts';
import { keptPassword } from '../kept-password.ts';
import { openWebSchool, PUBLIC_URL, type WebSchool } from './school.ts';
import { csrfOf, signedIn, visitor } from './visitor.ts';

const ANDROID =
  'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';
const PASSWORD = 'сиреневый вечер';
const OTHER = 'ночной трамвай едет';

let school: WebSchool;
beforeAll(async () => {
  school = await openWebSchool();
});
afterAll(() => school.close());

const plain = (text: string) =>
  text
    .replaceAll('\u00a0', ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const accountOf = (person: string) => school.db.$transaction((tx) => accountFor(tx, school.clock, person));

async function elsewhere(person: string, agent = ANDROID) {
  const { id } = await accountOf(person);
  const who = visitor(school);
  const token = await startSession(school.db, school.clock, { accountId: id, staff: false, agent });
  who.cookies.set('vestnik_session', token);
  return who;
}

describe('where one is signed in', () => {
  test.each(['g1', 's1', 't5', 't3'])('%s sees it, this device marked, and ends one or all others', async (person) => {
    const here = await signedIn(school, person);
    const phone = await elsewhere(person);
    const office = await elsewhere(person, 'curl/8');
    const page = await here.get('/account');
    const text = plain(page.text);
    expect(text).toContain('Chrome, Android вход 16 сентября 2026 г., 15:00; последний раз 16 сентября 2026 г., 15:00');
    expect(text.match(/это устройство/g)).toHaveLength(1);
    expect(page.text).not.toContain(here.cookies.get('vestnik_session'));

    const [first] = [...page.text.matchAll(/name="session" value="([^"]+)"/g)].map((found) => found[1]!);
    // the list names the one seen last first
    const ended = await here.post('/account', { _csrf: csrfOf(page.text), part: 'session', session: first! });
    expect(ended).toMatchObject({ status: 303, location: '/account?done=session&ended=1' });
    expect([(await phone.get('/account')).status, (await office.get('/account')).status].toSorted()).toEqual([
      200, 303,
    ]);
    // sent twice it is said, and nothing more ends
    const again = await here.submit('/account', { part: 'session', session: first! });
    expect(plain((await here.get(again.location ?? '')).text)).toContain('Этот вход уже завершён.');
    expect((await here.submit('/account', { part: 'others' })).location).toBe('/account?done=others&ended=1');
    expect([(await phone.get('/account')).status, (await office.get('/account')).status]).toEqual([303, 303]);
    expect((await here.get('/account')).status).toBe(200);
  });

  test('nobody ends another’s session, nor one that was made up', async () => {
    const owner = await signedIn(school, 'g2');
    const thief = await elsewhere('g2');
    const stranger = await signedIn(school, 'g3');
    const sealed = /name="session" value="([^"]+)"/.exec((await thief.get('/account')).text)?.[1] ?? '';
    for (const session of [sealed, '1', 'AAAA'])
      expect((await stranger.submit('/account', { part: 'session', session })).location).toContain('ended=0');
    expect((await owner.get('/account')).status).toBe(200);
    expect((await stranger.submit('/account', { part: 'all' })).status).toBe(400);
  });

  test('within six queries', async () => {
    const who = await signedIn(school, 'g1');
    const before = await school.othersWrote();
    await who.get('/account');
    expect(school.queries() - before).toBeLessThanOrEqual(6);
  });
});

describe('another password', () => {
  test('ends the other sessions and the links not used yet; the old one opens nothing', async () => {
    const { id, login } = await accountOf('g7');
    await school.db.account.update({ where: { id }, data: { passwordHash: keptPassword(PASSWORD) } });
    const here = await elsewhere('g7');
    const thief = await elsewhere('g7');
    const { link } = await createSignInLink(school.db, school.clock, 'g7', { publicUrl: PUBLIC_URL });
    const wrong = await here.submit('/account', { part: 'password', current: 'не он', password: OTHER });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Нынешний пароль не подходит.');
    const weak = await here.submit('/account', { part: 'password', current: PASSWORD, password: 'Мамутова1' });
    expect(weak.text).toContain('Пароль похож на имя или логин.');
    expect(weak.text).not.toContain(PASSWORD);
    expect((await thief.get('/account')).status).toBe(200);

    const changed = await here.submit('/account', { part: 'password', current: PASSWORD, password: OTHER });
    expect(changed.location).toBe('/account?done=password&ended=1');
    expect(plain((await here.get(changed.location ?? '')).text)).toContain('Пароль сохранён. Завершено: 1 вход.');
    expect((await thief.get('/account')).status).toBe(303);
    expect((await visitor(school).get(new URL(link).pathname)).status).toBe(410);
    expect((await visitor(school).submit('/login', { login, password: PASSWORD })).status).toBe(422);
    expect((await visitor(school).submit('/login', { login, password: OTHER })).status).toBe(303);
  });

  test('is not to be guessed in a session that was left open', async () => {
    const { id } = await accountOf('g7');
    await school.db.account.update({ where: { id }, data: { passwordHash: keptPassword(OTHER) } });
    const here = await elsewhere('g7');
    const guess = () => here.submit('/account', { part: 'password', current: 'догадка', password: OTHER });
    for (let tried = 0; tried < 8; tried++) await guess();
    expect((await guess()).text).toContain('Слишком много попыток.');
    // the owner's own session has tries of its own
    const owner = await elsewhere('g7');
    expect((await owner.submit('/account', { part: 'password', current: OTHER, password: PASSWORD })).status).toBe(303);
  });

  test('who has none sets the first within a quarter of an hour of signing in', async () => {
    const left = await elsewhere('g9');
    school.clock.advance({ minutes: 16 });
    const late = await left.submit('/account', { part: 'password', password: PASSWORD });
    expect(late.text).toContain('Вход был давно.');
    const fresh = await elsewhere('g9');
    expect((await fresh.submit('/account', { part: 'password', password: PASSWORD })).status).toBe(303);
    expect(plain((await fresh.get('/account')).text)).toContain('логин и пароль');
  });
});

describe('«это был не я»', () => {
  test('ends the other sessions at once and tells deputy, director and admin, once', async () => {
    for (const [person, chat] of [
      ['t3', '303'],
      ['t5', '505'],
    ] as const) {
      const { id } = await school.db.contact.create({
        data: { channel: 'telegram', bot: 'teachers', address: chat, since: school.clock.now() },
      });
      await school.db.contactHolder.create({
        data: { contactId: id, personId: person, linkedAt: school.clock.now() },
      });
    }
    const owner = await signedIn(school, 't1');
    const thief = await elsewhere('t1');
    expect((await owner.get('/account')).text).toContain('Записи в журнале, сделанные чужими руками');
    const said = await Promise.all([1, 2].map(() => owner.submit('/account', { part: 'theft' })));
    expect(said.map(({ status }) => status)).toEqual([303, 303]);
    expect((await thief.get('/account')).status).toBe(303);
    const page = plain((await owner.get('/account')).text);
    expect(page).toContain('Вы сообщили о чужом входе.');
    expect(page).not.toContain('Сообщить школе');

    const told = await school.db.delivery.findMany({ where: { rhythm: 'staff' }, include: { contact: true } });
    expect(told.map(({ contact }) => contact?.address)).toEqual(['303']);
    const words = JSON.stringify(told[0]?.payload);
    expect(words).toContain(`${PUBLIC_URL}/desk/accounts`);
    expect(words).not.toContain('Орлова');
    expect(await school.db.accountTheft.count({ where: { settledAt: null } })).toBe(1);
    expect(await school.db.auditRecord.count({ where: { action: 'reportTheft', actorId: 't1' } })).toBe(1);
  });
});
