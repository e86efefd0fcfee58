import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accountFor } from '../../src/access/accounts.ts';
import { type Actor, visitOf } from '../../src/access/actor.ts';
import type { Application, Change } from '../../src/access/choice-check.ts';
import { choiceHistory } from '../../src/access/choice-view.ts';
import { choose } from '../../src/access/choices.ts';
import { pupil } from '../../src/access/relations.ts';
import { startSession } from '../../src/access/sessions.ts';
import { type AccessSchool, openAccessSchool } from './school.ts';

let school: AccessSchool;
beforeAll(async () => {
  school = await openAccessSchool();
});
afterAll(() => school.close());

const TODAY = '2026-09-16';

/** The person as the web knows them when they are signed in. */
async function actorOf(personId: string): Promise<Actor> {
  const { db, clock } = school;
  const account = await db.$transaction((tx) => accountFor(tx, clock, personId));
  const staff = (await db.staffMember.count({ where: { id: personId } })) > 0;
  const token = await startSession(db, clock, { accountId: account.id, staff, agent: 'test' });
  const visit = await visitOf(db, clock, token);
  if (!visit) throw new Error(`${personId} cannot sign in`);
  return visit.actor;
}

const inPerson = async (guardianId: string, changes: Change[]) =>
  choose(school, { actor: await actorOf(guardianId), guardianIds: [guardianId], way: 'diary' }, changes);

const APPLICATION = { number: '12', date: '2026-09-15' };

async function byStaff(
  staffId: string,
  [guardianId, studentId]: readonly [string, string],
  changes: Change[],
  application: Application = APPLICATION,
) {
  const child = await pupil(school.db, studentId, TODAY);
  const { classId } = child ?? { classId: null };
  const actor = await actorOf(staffId);
  return choose(school, { actor, guardianIds: [guardianId], child: { studentId, classId }, application }, changes);
}

const pairOf = (guardianId: string, studentId: string) =>
  school.db.guardianship.findUniqueOrThrow({ where: { guardianId_studentId: { guardianId, studentId } } });
const recordsOf = async (guardianId: string) =>
  (await school.db.choiceRecord.findMany({ where: { guardianId }, orderBy: { id: 'asc' } })).map(
    ({ studentId, what, value, byId, ground, at }) => ({ studentId, what, value, byId, ground, at }),
  );
const linkChat = (guardianId: string) =>
  school.db.contact.create({
    data: {
      channel: 'telegram',
      bot: 'parents',
      address: `chat of ${guardianId}`,
      since: school.clock.now(),
      holders: { create: { personId: guardianId, linkedAt: school.clock.now() } },
    },
  });

describe('a guardian in person', () => {
  test('chooses channels, rhythm, paper, quiet hours and a pause; each is kept with who, when and the ground', async () => {
    await linkChat('g1');
    const before = (await recordsOf('g1')).length;
    const changes: Change[] = [
      { what: 'channels', studentId: 's1', channels: ['email', 'telegram'] },
      { what: 'rhythm', studentId: 's1', kind: 'mark', rhythm: 'evening' },
      { what: 'paper', studentId: 's13', wished: true },
      { what: 'quiet', hours: { from: '22:30', to: '06:00' } },
      { what: 'pause', until: '2026-09-30' },
    ];
    expect(await inPerson('g1', changes)).toEqual({ ok: true, changed: 5 });
    const common = { byId: 'g1', ground: 'дневник', at: school.clock.now() };
    expect((await recordsOf('g1')).slice(before)).toEqual([
      { ...common, studentId: 's1', what: 'channels', value: ['email', 'telegram', 'paper'] },
      { ...common, studentId: 's1', what: 'rhythm', value: { mark: 'evening' } },
      { ...common, studentId: 's13', what: 'paper', value: true },
      { ...common, studentId: null, what: 'quiet', value: { from: '22:30', to: '06:00' } },
      { ...common, studentId: null, what: 'pause', value: '2026-09-30' },
    ]);
    expect(await school.db.guardian.findUnique({ where: { id: 'g1' } })).toMatchObject({
      quietFrom: '22:30',
      quietTo: '06:00',
      pausedUntil: new Date('2026-09-30'),
      lastSeenAt: school.clock.now(),
    });
    expect(await pairOf('g1', 's13')).toMatchObject({ channels: ['telegram', 'email', 'paper'], paperApplied: true });

    expect(await inPerson('g1', changes)).toEqual({ ok: true, changed: 0 });
    expect(await recordsOf('g1')).toHaveLength(before + 5);
  });

  test('takes everything back', async () => {
    const changes: Change[] = [
      { what: 'quiet', hours: 'none' },
      { what: 'pause', until: null },
      { what: 'paper', studentId: 's13', wished: false },
    ];
    expect(await inPerson('g1', changes)).toEqual({ ok: true, changed: 3 });
    expect(await inPerson('g1', [{ what: 'quiet', hours: 'school' }])).toEqual({ ok: true, changed: 1 });
    expect(await school.db.guardian.findUnique({ where: { id: 'g1' } })).toMatchObject({
      quietFrom: null,
      quietTo: null,
      pausedUntil: null,
    });
    expect((await recordsOf('g1')).slice(-4).map(({ what, value }) => [what, value])).toEqual([
      ['quiet', { from: '00:00', to: '00:00' }],
      ['pause', {}],
      ['paper', false],
      ['quiet', {}],
    ]);
  });

  const pair = { studentId: 's1' } as const;
  const refused: [string, Change, string, string][] = [
    ['another’s child', { what: 'paper', studentId: 's2', wished: true }, 'notYours', 'child'],
    ['the other parent’s consent', { what: 'consent', ...pair, given: false }, 'notYours', 'consent'],
    ['quiet hours of no length', { what: 'quiet', hours: { from: '22:00', to: '22:00' } }, 'badHours', 'quiet'],
    ['an hour that is none', { what: 'quiet', hours: { from: '24:00', to: '07:00' } }, 'badHours', 'quiet'],
    ['a pause until yesterday', { what: 'pause', until: '2026-09-15' }, 'past', 'pause'],
    ['a pause of years', { what: 'pause', until: '2028-01-01' }, 'tooFar', 'pause'],
    ['a day that is none', { what: 'pause', until: '2026-09-31' }, 'badDate', 'pause'],
    ['no date at all', { what: 'pause', until: 'завтра' }, 'badDate', 'pause'],
    ['a mandatory kind weekly', { what: 'rhythm', ...pair, kind: 'periodMark', rhythm: 'week' }, 'ruled', 'periodMark'],
  ];
  test.each(refused)(
    'may not choose %s: nothing changes, what else was wished neither',
    async (_, change, code, field) => {
      const before = await recordsOf('g1');
      const also: Change = { what: 'rhythm', studentId: 's1', kind: 'message', rhythm: 'diary' };
      expect(await inPerson('g1', [also, change])).toEqual({ ok: false, code, field });
      expect(await recordsOf('g1')).toEqual(before);
    },
  );

  test('a pause may end today, and last a year', async () => {
    expect(await inPerson('g1', [{ what: 'pause', until: TODAY }])).toMatchObject({ ok: true });
    expect(await inPerson('g1', [{ what: 'pause', until: '2027-09-17' }])).toMatchObject({ ok: true });
    await inPerson('g1', [{ what: 'pause', until: null }]);
  });

  test('may not choose for another guardian, nor one without consent anything electronic', async () => {
    const actor = await actorOf('g1');
    const forAnother = { actor, guardianIds: ['g4'], way: 'diary' as const };
    expect(await choose(school, forAnother, [{ what: 'pause', until: null }])).toMatchObject({ code: 'notYours' });
    const wish: Change = { what: 'channels', studentId: 's6', channels: ['telegram'] };
    expect(await inPerson('g8', [wish])).toMatchObject({ code: 'notYours' });
  });

  test('names only channels with an address, or that stood before; paper alone always', async () => {
    const to = (...channels: ('telegram' | 'email' | 'paper')[]): Change => ({
      what: 'channels',
      studentId: 's5',
      channels,
    });
    expect(await inPerson('g7', [to('telegram')])).toEqual({ ok: false, code: 'noAddress', field: 'channels' });
    expect(await inPerson('g7', [to('telegram', 'email')])).toEqual({ ok: true, changed: 0 });
    expect(await inPerson('g7', [to('paper', 'email')])).toEqual({ ok: true, changed: 1 });
    expect((await pairOf('g7', 's5')).channels).toEqual(['paper']);
    expect(await inPerson('g7', [to('email', 'email', 'paper', 'telegram')])).toEqual({ ok: true, changed: 1 });
    expect((await pairOf('g7', 's5')).channels).toEqual(['email', 'paper']);
  });

  test('what the school holds back is weekly or in the diary', async () => {
    const rules = { heldBack: ['homework'], mandatory: ['firstLesson', 'urgent', 'mark'] };
    await school.db.school.update({ where: { id: 1 }, data: { rules } });
    const choice = (kind: 'homework' | 'mark' | 'absence', rhythm: 'now' | 'evening' | 'week' | 'diary') =>
      inPerson('g1', [{ what: 'rhythm', studentId: 's1', kind, rhythm }]);
    expect(await choice('homework', 'now')).toMatchObject({ code: 'ruled', field: 'homework' });
    expect(await choice('homework', 'diary')).toMatchObject({ ok: true });
    expect(await choice('mark', 'diary')).toMatchObject({ code: 'ruled' });
    expect(await choice('mark', 'now')).toMatchObject({ ok: true });
    expect(await choice('absence', 'diary')).toMatchObject({ ok: true });
    await school.db.school.update({ where: { id: 1 }, data: { rules: {} } });
  });

  test('guardians who read one chat choose together; of channels each gets those he has', async () => {
    const { clock, db } = school;
    await db.guardianship.create({
      data: {
        guardianId: 'g4',
        studentId: 's5',
        consent: true,
        channels: ['telegram', 'paper'],
        startedAt: clock.now(),
      },
    });
    const actor = await actorOf('g7');
    const both = { actor: { ...actor, personIds: ['g7', 'g4'] }, guardianIds: ['g7', 'g4'], way: 'bot' as const };
    const changes: Change[] = [
      { what: 'channels', studentId: 's5', channels: ['email', 'telegram'] },
      { what: 'rhythm', studentId: 's5', kind: 'mark', rhythm: 'evening' },
    ];
    expect(await choose(school, both, changes)).toEqual({ ok: true, changed: 2 });
    expect((await pairOf('g7', 's5')).channels).toEqual(['email', 'paper']);
    expect((await pairOf('g4', 's5')).channels).toEqual(['telegram', 'paper']);
    const preferences = await db.preference.findMany({ where: { studentId: 's5' }, orderBy: { guardianId: 'asc' } });
    expect(preferences.map(({ guardianId, rhythm }) => [guardianId, rhythm])).toEqual([
      ['g4', 'evening'],
      ['g7', 'evening'],
    ]);
  });
});

describe('a written application', () => {
  const PAPER: Change[] = [{ what: 'channels', studentId: 's4', channels: ['telegram'] }];

  test('is the ground; the class teacher stands as who did it, in the record and in the audit', async () => {
    expect(await byStaff('t1', ['g6', 's4'], PAPER)).toEqual({ ok: true, changed: 1 });
    expect((await recordsOf('g6')).at(-1)).toEqual({
      studentId: 's4',
      what: 'channels',
      // a chat may be chosen on paper before it is linked
      value: ['telegram', 'paper'],
      byId: 't1',
      ground: 'заявление № 12 от 15.09.2026',
      at: school.clock.now(),
    });
    expect(await school.db.auditRecord.findFirst({ where: { action: 'recordChoices' } })).toMatchObject({
      actorId: 't1',
      object: 'guardian:g6',
      studentId: 's4',
    });
    expect((await school.db.guardian.findUniqueOrThrow({ where: { id: 'g6' } })).lastSeenAt).toBeNull();
  });

  test.each([
    ['t4', 'another class’s teacher'],
    ['t5', 'a teacher who leads no class'],
    ['t7', 'the secretary'],
  ])('%s, %s, may not record it', async (staffId) => {
    expect(await byStaff(staffId, ['g6', 's4'], [{ what: 'paper', studentId: 's4', wished: true }])).toEqual({
      ok: false,
      code: 'notYours',
      field: 'child',
    });
  });

  test.each(['t3', 't6'])('%s may, for any class', async (staffId) => {
    const wished = staffId === 't3';
    expect(await byStaff(staffId, ['g6', 's4'], [{ what: 'paper', studentId: 's4', wished: !wished }])).toMatchObject({
      ok: true,
    });
  });

  test('is about the child and the guardian that it names, and about nobody without full rights', async () => {
    const foreign: Change = { what: 'paper', studentId: 's1', wished: true };
    expect(await byStaff('t1', ['g6', 's4'], [foreign])).toMatchObject({ code: 'notYours' });
    expect(await byStaff('t1', ['g1', 's4'], PAPER)).toMatchObject({ code: 'notYours' });
    expect(await byStaff('t1', ['g5', 's3'], [{ what: 'quiet', hours: 'none' }])).toMatchObject({ code: 'notYours' });
  });

  test.each([
    ['12', '2026-09-17', 'tooFar', 'date'],
    ['12', '2016-09-15', 'past', 'date'],
    ['12', '15.09.2026', 'badDate', 'date'],
    ['', '2026-09-15', 'badNumber', 'number'],
    ['12 от вчера', '2026-09-15', 'badNumber', 'number'],
    ['1'.repeat(21), '2026-09-15', 'badNumber', 'number'],
  ])('№ %j of %s is refused: %s', async (number, date, code, field) => {
    expect(await byStaff('t1', ['g6', 's4'], PAPER, { number, date })).toEqual({ ok: false, code, field });
  });

  test.each(['7', '01-15/27', '12/а', '3.4'])('№ %s is taken', async (number) => {
    const date = TODAY;
    expect(await byStaff('t1', ['g6', 's4'], [{ what: 'pause', until: null }], { number, date })).toMatchObject({
      ok: true,
    });
  });

  test('names a mailbox only where the school knows one', async () => {
    const email: Change = { what: 'channels', studentId: 's4', channels: ['email'] };
    expect(await byStaff('t1', ['g6', 's4'], [email])).toMatchObject({ code: 'noAddress' });
  });
});

describe('consent', () => {
  beforeEach(() => {
    school.clock.advance({ minutes: 1 });
  });

  test('withdrawn: chat, mailbox, session and link end at once; what is chosen stays for the day it is given again', async () => {
    const { db } = school;
    await linkChat('g10');
    await actorOf('g10');
    expect(await byStaff('t2', ['g10', 's22'], [{ what: 'consent', studentId: 's22', given: false }])).toEqual({
      ok: true,
      changed: 1,
    });
    expect(await pairOf('g10', 's22')).toMatchObject({
      consent: false,
      consentDate: new Date('2026-09-15'),
      channels: ['email', 'paper'],
    });
    const holders = await db.contactHolder.findMany({ where: { personId: 'g10' }, include: { contact: true } });
    expect(holders.map(({ endedAt, contact }) => [endedAt !== null, contact.state])).toEqual([
      [true, 'ended'],
      [true, 'ended'],
    ]);
    const sessions = await db.session.findMany({ where: { account: { people: { some: { personId: 'g10' } } } } });
    expect(sessions.map(({ endedAt }) => endedAt)).toEqual([school.clock.now()]);
    expect((await recordsOf('g10')).at(-1)).toMatchObject({
      what: 'consent',
      value: { consent: false, date: '2026-09-15' },
    });
  });

  test('without it nothing electronic is chosen, paper is; given in the same application it is', async () => {
    const rhythm: Change = { what: 'rhythm', studentId: 's22', kind: 'mark', rhythm: 'now' };
    expect(await byStaff('t2', ['g10', 's22'], [rhythm])).toMatchObject({ code: 'noConsent', field: 'mark' });
    const telegram: Change = { what: 'channels', studentId: 's22', channels: ['telegram'] };
    expect(await byStaff('t2', ['g10', 's22'], [telegram])).toMatchObject({ code: 'noConsent', field: 'channels' });
    const paper: Change = { what: 'channels', studentId: 's22', channels: [] };
    expect(await byStaff('t2', ['g10', 's22'], [paper])).toMatchObject({ ok: true });
    const given: Change = { what: 'consent', studentId: 's22', given: true };
    expect(await byStaff('t2', ['g10', 's22'], [rhythm, telegram, given])).toEqual({ ok: true, changed: 3 });
    expect(await pairOf('g10', 's22')).toMatchObject({ consent: true, channels: ['telegram', 'paper'] });
  });

  test('withdrawn for one of two children leaves the other’s chat and session', async () => {
    expect(await byStaff('t1', ['g1', 's1'], [{ what: 'consent', studentId: 's1', given: false }])).toMatchObject({
      ok: true,
    });
    const held = await school.db.contactHolder.count({
      where: { personId: 'g1', endedAt: null, contact: { state: 'confirmed', channel: { in: ['telegram', 'email'] } } },
    });
    expect(held).toBe(2);
    expect((await actorOf('g1')).children.map(({ studentId }) => studentId)).toEqual(['s13']);
    school.clock.advance({ minutes: 1 });
    await byStaff('t1', ['g1', 's1'], [{ what: 'consent', studentId: 's1', given: true }]);
  });
});

test('the history tells who, when and on which ground; what was chosen together stands together', async () => {
  const entries = await choiceHistory(school.db, { guardianIds: ['g1'], studentIds: ['s1', 's13'] });
  const first = entries.at(-1)!;
  expect(first).toMatchObject({ by: null, ground: 'файл школы' });
  expect(first.choices.map(({ what }) => what)).toContain('consent');
  const [last, before] = entries;
  expect(last).toMatchObject({
    studentId: 's1',
    by: { id: 't1', last: 'Орлова', first: 'Анна', patronymic: 'Сергеевна' },
    ground: 'заявление № 12 от 15.09.2026',
    choices: [{ what: 'consent', value: { consent: true, date: '2026-09-15' } }],
  });
  expect(before!.choices).toEqual([{ what: 'consent', value: { consent: false, date: '2026-09-15' } }]);
  const own = await choiceHistory(school.db, { guardianIds: ['g1'], studentIds: ['s13'] });
  expect(own.some(({ studentId }) => studentId === 's1')).toBe(false);
  expect(own.some(({ studentId }) => studentId === null)).toBe(true);
});

test('a record is never rewritten, nor struck out', async () => {
  const { id } = await school.db.choiceRecord.findFirstOrThrow();
  await expect(school.db.choiceRecord.update({ where: { id }, data: { ground: 'иное' } })).rejects.toThrow(
    'append-only',
  );
  await expect(school.db.choiceRecord.delete({ where: { id } })).rejects.toThrow('append-only');
});
