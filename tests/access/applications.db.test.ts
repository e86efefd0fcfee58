/** The register of written applications: К-У 2.2, 4.2, 5; Ш 7.13. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueLetters, letterGuardians, needsLetter } from '../../src/access/access-letters.ts';
import { accountFor } from '../../src/access/accounts.ts';
import type { Actor } from '../../src/access/actor.ts';
import { visitOf } from '../../src/access/actor.ts';
import type { ApplicationWish } from '../../src/access/applications/application.ts';
import { grantApplication, refuseApplication, withdrawApplication } from '../../src/access/applications/decide.ts';
import { overdueApplications, readApplication, readRegister, stateOf } from '../../src/access/applications/read.ts';
import { recordApplication } from '../../src/access/applications/record.ts';
import { choose } from '../../src/access/choices.ts';
import { openForBot } from '../../src/access/invitation-in-bot.ts';
import { peekJoin } from '../../src/access/joining.ts';
import { startSession } from '../../src/access/sessions.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { type AccessSchool, openAccessSchool, PUBLIC_URL } from './school.ts';

const TODAY = '2026-09-16';
let school: AccessSchool;
let teacher: Actor;
let other: Actor;
let secretary: Actor;
let classes: Record<string, number>;
beforeAll(async () => {
  school = await openAccessSchool();
  teacher = await actor('t1');
  other = await actor('t4');
  secretary = await actor('t7');
  classes = Object.fromEntries((await school.db.schoolClass.findMany()).map(({ id, name }) => [name, id]));
});
afterAll(() => school.close());

async function actor(personId: string): Promise<Actor> {
  const { db, clock } = school;
  const account = await db.$transaction((tx) => accountFor(tx, clock, personId));
  const visit = await visitOf(
    db,
    clock,
    await startSession(db, clock, { accountId: account.id, staff: true, agent: '' }),
  );
  return visit!.actor;
}

const deps = () => ({ ...school, publicUrl: PUBLIC_URL });
const of7b = (studentId: string) => ({ studentId, classId: classes['7Б']! });

const wish = (differs: Partial<ApplicationWish> = {}): ApplicationWish => ({
  kind: 'paper',
  date: '2026-09-15',
  outsideNumber: '',
  applicant: { guardianId: 'g1' },
  child: of7b('s1'),
  way: 'person',
  proxyName: '',
  keepsNotices: true,
  ...differs,
});

async function record(differs: Partial<ApplicationWish> = {}, who = teacher): Promise<number> {
  const recorded = await recordApplication(school, who, wish(differs));
  if (!recorded.ok) throw new Error(`${recorded.code} ${recorded.field}`);
  return recorded.id;
}

const pairOf = (guardianId: string, studentId: string) =>
  school.db.guardianship.findUniqueOrThrow({ where: { guardianId_studentId: { guardianId, studentId } } });
const lastRecord = async (guardianId: string) =>
  school.db.choiceRecord.findFirstOrThrow({ where: { guardianId }, orderBy: { id: 'desc' } });

describe('recording', () => {
  test('numbers run on in one sequence of the year, by whoever records, many at once too', async () => {
    const before = await school.db.application.count();
    const made = await Promise.all(
      ['t1', 't7', 't1', 't7'].map((who) => recordApplication(school, who === 't1' ? teacher : secretary, wish())),
    );
    const numbers = made.map((one) => (one.ok ? one.number : 0)).sort((a, b) => a - b);
    expect(numbers).toEqual([1, 2, 3, 4].map((n) => before + n));
    const trace = await school.db.auditRecord.findMany({ where: { action: 'recordApplication' } });
    expect(trace.map(({ studentId }) => studentId)).toEqual(['s1', 's1', 's1', 's1']);
  });

  test('the office’s own number stands beside', async () => {
    const id = await record({ outsideNumber: '01-15/27' });
    expect(await readApplication(school.db, TODAY, id)).toMatchObject({ outsideNumber: '01-15/27', decisions: [] });
  });

  const wrong: [string, Partial<ApplicationWish>, string][] = [
    ['a date to come', { date: '2026-09-17' }, 'tooFar date'],
    ['no date', { date: '15.09.2026' }, 'badDate date'],
    ['a number with a line break', { outsideNumber: '1\n2' }, 'badNumber number'],
    ['another child’s guardian', { applicant: { guardianId: 'g3' } }, 'notEntitled applicant'],
    ['nobody’s name', { applicant: { name: ' \u200b ' } }, 'badName applicant'],
    ['no name of the proxy', { way: 'proxy' }, 'badName proxy'],
    ['no name of the child', { applicant: { name: 'Кто-то' }, child: { name: '' } }, 'badName student'],
    ['a child of another class', { child: { studentId: 's22', classId: classes?.['9А'] ?? 3 } }, 'notYours child'],
  ];
  test.each(wrong)('%s is refused, and nothing is kept', async (_name, differs, fault) => {
    const before = await school.db.application.count();
    const recorded = await recordApplication(school, teacher, wish(differs));
    expect(recorded.ok ? '' : `${recorded.code} ${recorded.field}`).toBe(fault);
    expect(await school.db.application.count()).toBe(before);
  });

  test('nothing of the register is ever rewritten or taken out', async () => {
    const id = await record();
    await expect(school.db.application.update({ where: { id }, data: { kind: 'access' } })).rejects.toThrow();
    await expect(school.db.application.delete({ where: { id } })).rejects.toThrow();
    const { id: refused } = (await refuse(await record(), 'ownRefusal'))!;
    await expect(school.db.applicationDecision.deleteMany({ where: { applicationId: refused } })).rejects.toThrow();
  });
});

async function refuse(id: number, ground: 'notEntitled' | 'notPupil' | 'ownRefusal', note = '') {
  const refused = await refuseApplication(deps(), teacher, id, { ground, note });
  return refused.ok ? refused.application : null;
}

describe('granting', () => {
  test('paper each week, through the child: the choice holds at once, with its ground', async () => {
    const id = await record({ applicant: { guardianId: 'g4' }, child: of7b('s3'), way: 'child', outsideNumber: '12' });
    const granted = await grantApplication(deps(), teacher, id, { consent: false });
    expect(granted).toMatchObject({ ok: true, invitation: null });
    expect(await pairOf('g4', 's3')).toMatchObject({
      paperApplied: true,
      paperWay: 'child',
      channels: ['telegram', 'paper'],
    });
    expect(await lastRecord('g4')).toMatchObject({
      ground: 'заявление № 12 от 15.09.2026',
      byId: 't1',
      what: 'paperWay',
    });
    expect(await grantApplication(deps(), teacher, id, { consent: false })).toMatchObject({ code: 'decided' });
  });

  test('paper instead of electronic notices, by a proxy; and back again', async () => {
    const about = { applicant: { guardianId: 'g7' }, child: of7b('s5') };
    const paper = { way: 'proxy' as const, proxyName: 'Мамутова Зера', keepsNotices: false };
    await grantApplication(deps(), teacher, await record({ ...about, ...paper }), { consent: false });
    expect(await pairOf('g7', 's5')).toMatchObject({
      paperApplied: true,
      paperWay: 'proxy',
      paperProxy: 'Мамутова Зера',
      channels: ['paper'],
    });
    await grantApplication(deps(), teacher, await record({ ...about, kind: 'endPaper' }), { consent: false });
    expect(await pairOf('g7', 's5')).toMatchObject({ paperApplied: false, channels: ['telegram', 'email', 'paper'] });
    await grantApplication(deps(), teacher, await record({ ...about, kind: 'endElectronic' }), { consent: false });
    expect(await pairOf('g7', 's5')).toMatchObject({ channels: ['paper'] });
  });

  test('access: an invitation in the same transaction; without consent none, with it both', async () => {
    const id = await record({ kind: 'access', applicant: { guardianId: 'g8' }, child: of7b('s6') });
    expect(await grantApplication(deps(), teacher, id, { consent: false })).toMatchObject({ code: 'noConsent' });
    expect(await school.db.invitation.count({ where: { personId: 'g8' } })).toBe(0);
    const granted = await grantApplication(deps(), teacher, id, { consent: true });
    if (!granted.ok || !granted.invitation) throw new Error('not granted');
    expect((await pairOf('g8', 's6')).consent).toBe(true);
    const from = { chatId: '77', bot: 'parents' as const };
    expect(await openForBot(school.db, school.clock, granted.invitation.code, from)).toMatchObject({ ok: true });
    expect(JSON.stringify(await school.db.applicationDecision.findMany())).not.toContain(granted.invitation.code);
  });

  test('two who decide at once: one decision', async () => {
    const id = await record({ applicant: { guardianId: 'g6' }, child: of7b('s4') });
    const both = await Promise.all([
      grantApplication(deps(), teacher, id, { consent: false }),
      refuseApplication(deps(), secretary, id, { ground: 'ownRefusal', note: '' }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await school.db.applicationDecision.count({ where: { applicationId: id } })).toBe(1);
  });

  test('who is no guardian with full rights gets nothing: a proxy, a stranger, a child who is no pupil', async () => {
    const cases = [
      await record({ applicant: { guardianId: 'g5' }, child: of7b('s3') }),
      await record({ applicant: { name: 'Иванова Раиса' } }),
      await record({ applicant: { name: 'Новикова Инна' }, child: { name: 'Новиков Лев' } }, secretary),
    ];
    const codes = [];
    for (const id of cases) {
      const granted = await grantApplication(deps(), secretary, id, { consent: true });
      codes.push(granted.ok ? 'granted' : granted.code);
    }
    expect(codes).toEqual(['notEntitled', 'notEntitled', 'notPupil']);
  });

  test('another class’s teacher sees and decides nothing', async () => {
    const id = await record();
    expect(await grantApplication(deps(), other, id, { consent: false })).toMatchObject({ code: 'unknown' });
    expect(await withdrawApplication(deps(), other, id, { note: 'x' })).toMatchObject({ code: 'unknown' });
    expect((await readRegister(school.db, other, TODAY, {})).map(({ id: one }) => one)).not.toContain(id);
    expect((await readRegister(school.db, teacher, TODAY, {})).map(({ id: one }) => one)).toContain(id);
  });
});

describe('refusing (К-У 5)', () => {
  test('only on a ground that the school’s records bear out', async () => {
    const own = await record();
    expect(await refuse(own, 'notEntitled')).toBeNull();
    expect(await refuse(own, 'notPupil')).toBeNull();
    expect(await refuse(own, 'ownRefusal')).not.toBeNull();
    expect(
      await refuse(await record({ applicant: { name: 'Иванова Раиса' } }), 'notEntitled', 'Нет доверенности'),
    ).not.toBeNull();
    const stranger = await record({ applicant: { name: 'Новикова Инна' }, child: { name: 'Новиков Лев' } });
    expect(await refuse(stranger, 'notPupil')).not.toBeNull();
  });

  test('changes nothing of what the family gets', async () => {
    const before = await pairOf('g1', 's1');
    await refuse(await record({ keepsNotices: false }), 'ownRefusal');
    expect(await pairOf('g1', 's1')).toEqual(before);
  });
});

describe('a wrong entry', () => {
  test('is withdrawn with a reason; what it did is undone, what was chosen since stays', async () => {
    const before = await pairOf('g1', 's1');
    const id = await record({ keepsNotices: false });
    await grantApplication(deps(), teacher, id, { consent: false });
    expect(await withdrawApplication(deps(), teacher, id, { note: ' ' })).toMatchObject({ code: 'badReason' });
    expect(await withdrawApplication(deps(), teacher, id, { note: 'Не та семья' })).toMatchObject({ ok: true });
    const { paperApplied, paperWay, channels } = before;
    expect(await pairOf('g1', 's1')).toMatchObject({ paperApplied, paperWay, channels });
    expect((await lastRecord('g1')).ground).toMatch(/^отмена записи: заявление №/);
    const found = await readApplication(school.db, TODAY, id);
    expect(found?.decisions.map(({ kind }) => kind)).toEqual(['granted', 'withdrawn']);

    const again = await record({ keepsNotices: false });
    await grantApplication(deps(), teacher, again, { consent: false });
    const guardian = await actor('g1');
    const choice = { what: 'channels' as const, studentId: 's1', channels: ['email' as const] };
    await choose(school, { actor: guardian, guardianIds: ['g1'], way: 'diary' }, [choice]);
    await withdrawApplication(deps(), teacher, again, { note: 'Не та семья' });
    expect(await pairOf('g1', 's1')).toMatchObject({ channels: ['email', 'paper'], paperApplied: false });
  });

  test('of access ends the invitation, unless a later one took its place', async () => {
    const about = { kind: 'access' as const, applicant: { guardianId: 'g6' }, child: of7b('s4') };
    const id = await record(about);
    const granted = await grantApplication(deps(), teacher, id, { consent: false });
    if (!granted.ok || !granted.invitation) throw new Error('not granted');
    await withdrawApplication(deps(), teacher, id, { note: 'Ошибка' });
    const token = granted.invitation.link.split('/').at(-1)!;
    expect(await peekJoin(school.db, school.clock, token)).toEqual({ ok: false, code: 'void' });
  });
});

test('access is overdue after two working days, and is told oldest first', async () => {
  const id = await record({ kind: 'access', date: '2026-09-11' });
  await record({ kind: 'access', date: '2026-09-15' });
  const overdue = await overdueApplications(school.db, await currentRoster(school.db), TODAY);
  expect(overdue.map((one) => one.id)).toEqual([id]);
  await refuse(id, 'ownRefusal');
  expect(await overdueApplications(school.db, await currentRoster(school.db), TODAY)).toEqual([]);
});

test('an application recorded with its choices stands in the register too, once', async () => {
  const chooser = {
    actor: teacher,
    guardianIds: ['g3'] as [string],
    child: of7b('s2'),
    application: { number: '44', date: '2026-09-14' },
  };
  const rhythm = (to: 'evening' | 'week') => ({
    what: 'rhythm' as const,
    studentId: 's2',
    kind: 'mark' as const,
    rhythm: to,
  });
  await choose(school, chooser, [rhythm('evening')]);
  await choose(school, chooser, [rhythm('week')]);
  await choose(school, chooser, [rhythm('week')]);
  const found = (await readRegister(school.db, teacher, TODAY, { kind: 'choices' })).filter(
    ({ outsideNumber }) => outsideNumber === '44',
  );
  expect(found).toHaveLength(1);
  expect(stateOf(found[0]!)).toBe('granted');
});

describe('access letters', () => {
  const at = () => ({ classId: classes['7Б']!, today: TODAY, now: school.clock.now() });

  test('stand in the order of the class list; who may have none is told apart', async () => {
    const all = await letterGuardians(school.db, at());
    expect(all.map(({ id }) => id)).toEqual(['g2', 'g1', 'g7', 'g3', 'g4', 'g8', 'g6']);
    expect(all.find(({ id }) => id === 'g2')?.children).toEqual([]);
    expect(all.find(({ id }) => id === 'g1')?.children.map(({ className }) => className)).toEqual(['7Б', '1А']);
    // no consent for the sister in 9А: the letter does not speak of her
    expect(all.find(({ id }) => id === 'g3')?.children.map(({ studentId }) => studentId)).toEqual(['s2']);
  });

  test('one for each guardian, of all the children; issued again, the first is dead in bot and diary', async () => {
    const issue = async (chosen: string[], who = teacher) =>
      issueLetters(deps(), who, { classId: classes['7Б']!, today: TODAY, chosen });
    const first = await issue(['g3', 'g1', 'g2', 'g10']);
    if (!first.ok) throw new Error(first.code);
    expect(first.letters.map(({ guardian }) => guardian.id)).toEqual(['g1', 'g3']);
    const [letter] = first.letters;
    expect(needsLetter((await letterGuardians(school.db, at())).find(({ id }) => id === 'g1')!)).toBe(false);
    const again = await issue(['g1']);
    if (!again.ok) throw new Error(again.code);
    const from = { chatId: '78', bot: 'parents' as const };
    expect(await openForBot(school.db, school.clock, letter!.code, from)).toEqual({ ok: false, code: 'void' });
    const token = letter!.link.split('/').at(-1)!;
    expect(await peekJoin(school.db, school.clock, token)).toEqual({ ok: false, code: 'void' });
    expect(await openForBot(school.db, school.clock, again.letters[0]!.code, from)).toMatchObject({ ok: true });
    expect(await issue(['g2'])).toMatchObject({ ok: false, code: 'nobody' });
    expect(await issue(['g1'], other)).toMatchObject({ ok: false, code: 'notYours' });
    const [noted] = await school.db.auditRecord.findMany({ where: { action: 'issueLetters' } });
    expect(noted).toMatchObject({ actorId: 't1', details: { letters: 2 } });
  });

  test('issued by two at once, one letter is good', async () => {
    const one = () => issueLetters(deps(), teacher, { classId: classes['7Б']!, today: TODAY, chosen: ['g4'] });
    const made = await Promise.all([one(), one(), one()]);
    const from = { chatId: '79', bot: 'parents' as const };
    const good = [];
    for (const issued of made) {
      if (!issued.ok) throw new Error(issued.code);
      const opened = await openForBot(school.db, school.clock, issued.letters[0]!.code, from);
      if (opened.ok) good.push(opened);
    }
    expect(good).toHaveLength(1);
  });
});
