/** A stolen account: doors shut, writes void and told as corrections, choices put back, one report (К-Р 4; К-И 4.7). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountHolder } from '../../src/access/account-list.ts';
import { accountFor, signIn } from '../../src/access/accounts.ts';
import { staffActor, visitOf } from '../../src/access/actor.ts';
import { choose } from '../../src/access/choices.ts';
import { invite } from '../../src/access/invitations.ts';
import { inviteAnew } from '../../src/access/invite-anew.ts';
import { join } from '../../src/access/joining.ts';
import { reportTheft } from '../../src/access/report-theft.ts';
import { startSession } from '../../src/access/sessions.ts';
import { createSignInLink, peekSignInLink } from '../../src/access/sign-in-links.ts';
import { previewTheft, type TheftReport, voidTheft } from '../../src/access/void-theft.ts';
import { changeDay } from '../../src/journal/day/change-day.ts';
import { undoDay } from '../../src/journal/day/undo-day.ts';
import { correctEntry, recordEntries, withdrawEntry } from '../../src/journal/record.ts';
import { fromDbDate } from '../../src/platform/school-time.ts';
import { keptPassword } from '../kept-password.ts';
import { mark, openSchool, type School } from '../school.ts';

const PASSWORD = 'сиреневый вечер';
const OWNER = 'ночной трамвай едет';
const PUBLIC_URL = 'https://diary.example';

let school: School;
beforeAll(async () => {
  school = await openSchool({ at: '2026-09-15T15:00:00+03:00' });
  await school.link('g1');
});
afterAll(() => school.close());

const entryOf = (key: string, source = 'api') =>
  school.db.entryKey.findUniqueOrThrow({ where: { source_key: { source, key } } }).then(({ entryId }) => entryId);
const standsAs = async (key: string) => {
  const entry = await school.db.journalEntry.findUniqueOrThrow({ where: { id: await entryOf(key) } });
  return entry.withdrawnAt ? null : (entry.value ?? entry.text);
};
const actorOf = async (id: string) => (await staffActor(school.db, school.clock, id)).actor;
const minutes = (n: number) => school.clock.advance({ minutes: n });
const today = '2026-09-15';

async function stolen(personId: string) {
  const account = await school.db.$transaction((tx) => accountFor(tx, school.clock, personId));
  const passwordHash = keptPassword(PASSWORD);
  await school.db.account.update({ where: { id: account.id }, data: { passwordHash } });
  const token = await startSession(school.db, school.clock, {
    accountId: account.id,
    staff: personId.startsWith('t'),
    agent: 'thief',
  });
  return { ...account, token };
}

describe('of a teacher', () => {
  const homework = { kind: 'homework', class: '7Б', subject: 'Алгебра', due: '2026-09-16', by: 't1' };
  const topic = { kind: 'topic', class: '7Б', subject: 'Алгебра', date: '2026-09-14', by: 't1' };
  let since: Date;
  let account: Awaited<ReturnType<typeof stolen>>;
  let link: string;

  beforeAll(async () => {
    await school.record(
      mark({ key: 'five' }),
      mark({ key: 'of another', student: 's2', value: '2' }),
      { ...homework, text: '§ 12', key: 'homework' },
      { ...topic, text: 'Степень', key: 'topic' },
    );
    minutes(30);
    await school.work();
    account = await stolen('t1');
    minutes(5);
    since = school.clock.now();
    // what the thief does, by bot, desk and another system
    const by = 't1';
    const change = async (key: string) => ({ entryId: await entryOf(key), by, source: 'bot:teachers' });
    await correctEntry(school, { ...(await change('five')), value: { value: '2' } });
    await withdrawEntry(school, await change('homework'));
    await withdrawEntry(school, await change('topic'));
    await school.record(mark({ key: 'thief', value: '1', work: 'контрольная' }), {
      ...topic,
      text: 'Ерунда',
      key: 'nonsense',
    });
    await correctEntry(school, { ...(await change('of another')), value: { value: '1' } });
    minutes(1);
    await correctEntry(school, {
      entryId: await entryOf('of another'),
      by: 't3',
      source: 'desk',
      value: { value: '4' },
    });
    const { id: classId } = await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
    const child = { studentId: 's1', classId };
    const application = { number: '7', date: today };
    const recorded = await choose(school, { actor: await actorOf('t1'), guardianIds: ['g1'], child, application }, [
      { what: 'rhythm', studentId: 's1', kind: 'homework', rhythm: 'week' },
    ]);
    if (!recorded.ok) throw new Error(JSON.stringify(recorded));
    await invite(school.db, school.clock, ['g4'], { publicUrl: PUBLIC_URL, byId: 't1' });
    await invite(school.db, school.clock, ['t1'], { publicUrl: PUBLIC_URL, byId: 't3' });
    link = (await createSignInLink(school.db, school.clock, 't1', { publicUrl: PUBLIC_URL })).link;
    minutes(30);
    await school.work();
  });

  const wish = () => ({ personId: 't1', since, sources: null, allContacts: false });

  test('the preview tells what will be done, and does nothing', async () => {
    const holder = (await accountHolder(school.db, school.clock, today, 't1'))!;
    const before = await school.db.journalEvent.count();
    const seen = await previewTheft(school.db, school.clock, { holder, since });
    expect(
      seen.writes.map(({ kind, state, wrote, stands }) => [
        kind,
        state,
        wrote?.value ?? wrote?.text,
        stands?.value ?? stands?.text,
      ]),
    ).toEqual([
      ['mark', 'restored', '2', '5'],
      ['mark', 'stays', '1', '4'],
      ['homework', 'putBack', undefined, '§ 12'],
      ['topic', 'putBack', undefined, 'Степень'],
      ['mark', 'takenBack', '1', undefined],
      ['topic', 'takenBack', 'Ерунда', undefined],
    ]);
    expect(seen.choices).toMatchObject([
      { guardianId: 'g1', studentId: 's1', what: 'rhythm homework', state: 'restored' },
    ]);
    expect(seen.sessions).toMatchObject([{ agent: 'thief' }]);
    expect(seen.invitations).toMatchObject([{ personId: 'g4' }]);
    expect(seen.deeds.map(({ action }) => action)).toEqual(['invite', 'recordChoices']);
    expect(await school.db.journalEvent.count()).toBe(before);
    expect(await visitOf(school.db, school.clock, account.token)).not.toBeNull();
  });

  test('who may not, may not: class teachers, oneself, a deputy over the director; nor of the future', async () => {
    for (const [actor, person, code] of [
      ['t5', 't1', 'notYours'],
      ['t1', 't1', 'notYours'],
      ['t3', 't3', 'notYours'],
      ['t3', 't6', 'notYours'],
      ['t3', 't7', 'notYours'],
      ['t3', 'nobody', 'unknown'],
    ] as const)
      expect(
        await voidTheft(school, await actorOf(actor), { ...wish(), personId: person }),
        `${actor} ${person}`,
      ).toMatchObject({ code });
    const future = new Date(school.clock.now().getTime() + 60_000);
    expect(await voidTheft(school, await actorOf('t3'), { ...wish(), since: future })).toMatchObject({
      code: 'future',
    });
    expect(await school.db.accountTheft.count()).toBe(0);
  });

  test('done twice at once it is done once, and everything of it holds', async () => {
    const actor = await actorOf('t3');
    const [first, second] = await Promise.all([1, 2].map(() => voidTheft(school, actor, wish())));
    expect(first).toMatchObject({ ok: true });
    expect(second).toEqual(first);
    expect(await school.db.accountTheft.count()).toBe(1);

    expect(await visitOf(school.db, school.clock, account.token)).toBeNull();
    expect(await peekSignInLink(school.db, school.clock, link.split('/').at(-1)!)).toMatchObject({ ok: false });
    const login = { login: account.login, password: PASSWORD };
    expect(await signIn(school.db, school.clock, login, { address: '192.0.2.1' })).toMatchObject({ code: 'wrong' });
    expect(await school.db.invitation.count({ where: { voidedAt: null } })).toBe(0);

    expect(await standsAs('five')).toBe('5');
    expect(await standsAs('thief')).toBeNull();
    expect(await standsAs('homework')).toBe('§ 12');
    expect(await standsAs('topic')).toBe('Степень');
    expect(await standsAs('nonsense')).toBeNull();
    expect(await standsAs('of another')).toBe('4');
    const events = await school.db.journalEvent.findMany({ where: { source: 'theft' }, orderBy: { id: 'asc' } });
    expect(events.map(({ change, byId }) => `${change} ${byId}`).toSorted()).toEqual([
      'corrected t3',
      'recorded t3',
      'recorded t3',
      'withdrawn t3',
      'withdrawn t3',
    ]);

    const key = { guardianId_studentId_kind: { guardianId: 'g1', studentId: 's1', kind: 'homework' as const } };
    expect(await school.db.preference.findUnique({ where: key })).toBeNull();
    const [record] = await school.db.choiceRecord.findMany({
      where: { what: 'rhythm' },
      orderBy: { id: 'desc' },
      take: 1,
    });
    expect(record).toMatchObject({ value: { homework: null }, byId: 't3', ground: 'чужой вход: отмена от 15.09.2026' });
  });

  test('the family is told of corrections, and of what stands again, as of any other', async () => {
    minutes(30);
    await school.work();
    const told = school.texts('chat-g1').join('\n');
    expect(told).toMatch(/Исправление\.[^\n]*было 2, стало 5/);
    expect(told).toMatch(/Исправление\.[^\n]*контрольная работа: отметка 1 снята/);
  });

  test('the report keeps values and times, and no names', async () => {
    const { report, settledById, since: from } = await school.db.accountTheft.findFirstOrThrow();
    const kept = report as unknown as TheftReport;
    expect([settledById, from]).toEqual(['t3', since]);
    expect(kept.writes).toHaveLength(6);
    expect(kept.writes[0]).toMatchObject({ wrote: { value: '2' }, stands: { value: '5' }, source: 'bot:teachers' });
    expect(JSON.stringify({ ...kept, writes: [] })).not.toMatch(/Орлова|Иванов/);
    expect(await school.db.auditRecord.count({ where: { action: 'voidTheft', actorId: 't3' } })).toBe(1);
  });

  test('a source that repeats its word later is judged anew, a delayed copy is not', async () => {
    const again = mark({ key: 'thief', value: '1', work: 'контрольная' });
    expect(await recordEntries(school, 'api', [again])).toMatchObject([{ status: 'refused', code: 'key-conflict' }]);
    const later = { ...again, at: school.clock.now().toISOString(), value: '3' };
    expect(await recordEntries(school, 'api', [later])).toMatchObject([{ status: 'corrected' }]);
    expect(await standsAs('thief')).toBe('3');
  });

  test('the owner comes back with a new invitation and a new password', async () => {
    const asked = { personId: 't1', today };
    const deps = { ...school, publicUrl: PUBLIC_URL };
    expect(await inviteAnew(deps, await actorOf('t5'), asked)).toMatchObject({ code: 'notYours' });
    const invited = await inviteAnew(deps, await actorOf('t3'), asked);
    if (!invited.ok) throw new Error(invited.code);
    expect(invited.letter).toMatchObject({ as: 'staff', holder: { personId: 't1' } });
    const back = { by: { code: invited.letter.code }, className: '', how: { password: OWNER } };
    expect(await join(school.db, school.clock, back, { address: '192.0.2.1', publicUrl: PUBLIC_URL })).toMatchObject({
      ok: true,
    });
    const login = { login: account.login, password: OWNER };
    expect(await signIn(school.db, school.clock, login, { address: '192.0.2.1' })).toMatchObject({ ok: true });
    // of a family that lost nothing the class teacher takes care
    expect(await inviteAnew(deps, await actorOf('t3'), { personId: 'g2', today })).toMatchObject({
      code: 'ofClassTeacher',
    });
  });
});

test('of a deputy: homework that the day’s changes moved is due on its own day again, with its own text', async () => {
  const task = { kind: 'homework', class: '7Б', subject: 'Алгебра', due: '2026-09-17', by: 't1', key: 'moved' };
  await school.record({ ...task, text: '§ 13' });
  await stolen('t3');
  minutes(5);
  const since = school.clock.now();
  const { courseId } = await school.db.journalEntry.findUniqueOrThrow({ where: { id: await entryOf('moved') } });
  const cancel = { kind: 'cancel', lessons: [{ courseId: courseId!, number: 2 }] } as const;
  const deed = await changeDay(school, { date: '2026-09-17', what: cancel, reason: 'болезнь', by: 't3' });
  if (!deed.ok) throw new Error(deed.code);
  await correctEntry(school, { entryId: await entryOf('moved'), by: 't3', source: 'desk', value: { text: 'ничего' } });
  const day = async () =>
    (await school.db.journalEntry.findUniqueOrThrow({ where: { id: await entryOf('moved') } })).date;
  expect([await standsAs('moved'), fromDbDate(await day())]).toEqual(['ничего', '2026-09-18']);
  const wish = { personId: 't3', since, sources: null, allContacts: false };
  expect(await voidTheft(school, await actorOf('t6'), wish)).toMatchObject({ ok: true });
  expect([await standsAs('moved'), fromDbDate(await day())]).toEqual(['§ 13', '2026-09-17']);
  // the school undoes the deed itself when it has looked: the homework stays where it is
  expect(await undoDay(school, { deedId: deed.deedId, by: 't6' })).toMatchObject({ ok: true, homework: 0 });
  expect(fromDbDate(await day())).toBe('2026-09-17');
});

describe('of a guardian', () => {
  const channels = async () =>
    (await school.db.guardianship.findFirstOrThrow({ where: { guardianId: 'g1', studentId: 's1' } })).channels;

  test('choices are put back as they were, what the owner chose again since stays; the word that waits is settled', async () => {
    const account = await stolen('g1');
    const visit = (await visitOf(school.db, school.clock, account.token))!;
    const own = { actor: visit.actor, guardianIds: ['g1'], way: 'diary' as const };
    const before = await channels();
    minutes(1);
    const since = school.clock.now();
    const all = [
      { what: 'channels' as const, studentId: 's1', channels: ['paper' as const] },
      { what: 'paper' as const, studentId: 's1', wished: true },
      { what: 'quiet' as const, hours: { from: '01:00', to: '02:00' } },
      { what: 'links' as const },
    ];
    for (const change of all) expect(await choose(school, own, [change])).toMatchObject({ ok: true });
    await reportTheft(school, visit.actor, visit.session.id);
    expect(await channels()).toEqual(['paper']);
    const done = await voidTheft(school, await actorOf('t6'), {
      personId: 'g1',
      since,
      sources: null,
      allContacts: true,
    });
    expect(done.ok).toBe(true);
    expect(await channels()).toEqual(before);
    const guardian = await school.db.guardian.findUniqueOrThrow({ where: { id: 'g1' } });
    expect([guardian.quietFrom, guardian.linksVoidAt]).toEqual([null, school.clock.now()]);
    const pair = await school.db.guardianship.findFirstOrThrow({ where: { guardianId: 'g1', studentId: 's1' } });
    expect(pair.paperApplied).toBe(false);
    // chat and mailbox too, as asked
    expect(
      await school.db.contactHolder.count({
        where: { personId: 'g1', endedAt: null, contact: { channel: { not: 'sms' } } },
      }),
    ).toBe(0);
    const thefts = await school.db.accountTheft.findMany({ where: { accountId: account.id } });
    expect(thefts).toMatchObject([{ reportedById: 'g1', settledById: 't6' }]);
    const { choices } = thefts[0]!.report as unknown as TheftReport;
    expect(choices.map(({ what, state }) => `${what} ${state}`).toSorted()).toEqual([
      'channels restored',
      'links byHand',
      'paper restored',
      'quiet restored',
    ]);
    const invited = await inviteAnew({ ...school, publicUrl: PUBLIC_URL }, await actorOf('t3'), {
      personId: 'g1',
      today,
    });
    expect(invited).toMatchObject({ ok: true, letter: { children: [{ studentId: 's1' }, { studentId: 's13' }] } });
  });
});
