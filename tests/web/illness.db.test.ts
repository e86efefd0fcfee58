/** An illness from–to: its lessons stand with Б, the family is told once, and it can be shortened, prolonged, taken back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { planDue } from '../../src/delivery/planner.ts';
import { fillIllnesses } from '../../src/journal/illness/fill.ts';
import { correctEntry, recordEntries } from '../../src/journal/record.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { type Page, signedIn, type Visitor } from './visitor.ts';

const SECRET = 'for tests only';
const path = `/desk/illness?child=${sealId(SECRET, 'student', 's3')}`;
const plain = ({ text }: Page) => text.replace(/<[^>]+>/g, ' ').replaceAll(/[\u00a0\s]+/g, ' ');

let school: WebSchool;
let teacher: Visitor;
beforeAll(async () => {
  school = await openWebSchool();
  teacher = await signedIn(school, 't1');
  const { db, clock } = school;
  await db.contact.create({
    data: {
      ...{ channel: 'telegram', bot: 'parents', address: '4', since: clock.now() },
      holders: { create: { personId: 'g4', linkedAt: clock.now() } },
    },
  });
  const of = { class: '7Б', student: 's3' };
  const results = await recordEntries(school, 'roll', [
    { kind: 'absence', ...of, subject: 'Физика', date: '2026-09-14', by: 't2', code: 'Н' },
    { kind: 'absence', ...of, subject: 'Русский язык', date: '2026-09-15', by: 't3', code: 'ОП' },
    { kind: 'mark', ...of, subject: 'Алгебра', date: '2026-09-15', by: 't1', value: '4' },
  ]);
  expect(results.map(({ status }) => status)).toEqual(['recorded', 'recorded', 'recorded']);
  await planDue(school);
});
afterAll(() => school.close());

/** «14 1 Б»: day, lesson and code of what stands. */
const standing = async () => {
  const rows = await school.db.journalEntry.findMany({
    where: { kind: 'absence', studentId: 's3', withdrawnAt: null },
    include: { lesson: true },
    orderBy: [{ date: 'asc' }, { lesson: { number: 'asc' } }],
  });
  return rows.map(({ date, lesson, value }) => `${date.getUTCDate()} ${lesson?.number} ${value}`);
};
/** What is planned for the family from now on, by kind. */
const planned = async (since: number) => {
  await planDue(school);
  const items = await school.db.deliveryItem.findMany({ where: { id: { gt: since } }, orderBy: { id: 'asc' } });
  const events = await school.db.journalEvent.findMany({
    where: { id: { in: items.map(({ eventId }) => eventId ?? 0) } },
  });
  // the evening list of homework is another matter
  return events.filter(({ kind }) => kind !== 'homework').map(({ kind, change }) => `${kind} ${change}`);
};
const lastItem = async () => (await school.db.deliveryItem.aggregate({ _max: { id: true } }))._max.id ?? 0;
const form = (page: Page) => ({
  illness: /name="illness" value="([^"]+)"/.exec(page.text)?.[1] ?? '',
  revision: /name="revision" value="(\d+)"/.exec(page.text)?.[1] ?? '',
});

describe('of this week', () => {
  test('is shown lesson by lesson before it is written', async () => {
    const before = await standing();
    const days = { starts: '2026-09-14', ends: '2026-09-18', note: 'справка № 7' };
    const page = plain(await teacher.submit(path, { part: 'preview', ...days }));
    expect(page).toContain(
      'Понедельник, 14 сентября 1-й урок, Алгебра: будет «Б» 2-й урок, Физика: было «Н», станет «Б»',
    );
    expect(page).toContain('1-й урок, Русский язык: стоит «ОП»: остаётся 2-й урок, Алгебра: стоит отметка: остаётся');
    expect(page).toMatch(/Четверг, 17 сентября 1-й урок, [А-я ]+: «Б» появится утром этого дня/);
    expect(page).toContain('Болезнь: 14–18 сентября. Уроки этих дней');
    expect(await standing()).toEqual(before);
    expect(await school.db.illness.count()).toBe(0);
  });

  test('past lessons are entered at once, and the family is told once', async () => {
    const since = await lastItem();
    const days = { starts: '2026-09-14', ends: '2026-09-18', note: 'справка № 7' };
    expect((await teacher.submit(path, { part: 'save', ...days })).location).toContain('saved=kept');
    const now = await standing();
    expect(now.filter((one) => one.startsWith('14'))).toEqual(['14 1 Б', '14 2 Б', '14 3 Б']);
    expect(now.filter((one) => one.startsWith('15'))).toEqual(['15 1 ОП', '15 3 Б']);
    expect(now.filter((one) => one.startsWith('16')).every((one) => one.endsWith('Б'))).toBe(true);
    expect(now.some((one) => one.startsWith('17'))).toBe(false);
    expect(await planned(since)).toEqual(['message recorded']);
    const page = await teacher.get(path);
    expect(plain(page)).toContain('14–18 сентября справка № 7');
    expect(await school.db.auditRecord.count({ where: { action: 'keepIllness', studentId: 's3' } })).toBe(1);
  });

  test('a lesson to come is entered on the morning of its day, once, and told to nobody again', async () => {
    const since = await lastItem();
    school.clock.set('2026-09-17T00:05:00+03:00');
    expect(await fillIllnesses(school)).toBe(1);
    const thursday = (await standing()).filter((one) => one.startsWith('17'));
    expect(thursday.length).toBeGreaterThan(1);
    expect(thursday.every((one) => one.endsWith('Б'))).toBe(true);
    expect(await fillIllnesses(school)).toBe(0);
    // what a teacher says of a lesson afterwards stays
    const first = await school.db.journalEntry.findFirstOrThrow({
      where: { studentId: 's3', kind: 'absence', date: new Date('2026-09-17') },
      orderBy: { id: 'asc' },
    });
    school.clock.set('2026-09-17T12:00:00+03:00');
    await correctEntry(school, { entryId: first.id, by: 't3', source: 'bot', value: { value: 'У' } });
    expect(await fillIllnesses(school)).toBe(0);
    expect((await standing()).find((one) => one.startsWith('17'))).toContain('У');
    expect(await planned(since)).toEqual([]);
  });

  test('shortened: the days that fall out are put back, but for what somebody changed; the message is corrected', async () => {
    teacher = await signedIn(school, 't1');
    const since = await lastItem();
    const days = { starts: '2026-09-14', ends: '2026-09-16', note: '' };
    const known = form(await teacher.get(path));
    expect(plain(await teacher.submit(path, { part: 'preview', ...known, ...days }))).toContain('«Б» снимается');
    expect((await teacher.submit(path, { part: 'save', ...known, ...days })).status).toBe(303);
    expect((await standing()).filter((one) => one.startsWith('17'))).toHaveLength(1);
    expect(await planned(since)).toEqual(['message corrected']);
    const message = await school.db.journalEntry.findFirstOrThrow({ where: { kind: 'message', studentId: 's3' } });
    expect(message.text).toContain('Болезнь: 14–16\u00a0сентября');
    // the form that was opened before knows nothing of it
    const late = await teacher.submit(path, {
      part: 'save',
      ...known,
      starts: '2026-09-14',
      ends: '2026-09-18',
      note: '',
    });
    expect(late.status).toBe(422);
    expect(plain(late)).toContain('запись изменили');
    expect(await fillIllnesses(school)).toBe(0);
  });

  test('prolonged: what was put in order before stays, the added days are entered', async () => {
    const since = await lastItem();
    const known = form(await teacher.get(path));
    const days = { starts: '2026-09-14', ends: '2026-09-19', note: '' };
    expect((await teacher.submit(path, { part: 'save', ...known, ...days })).status).toBe(303);
    const thursday = (await standing()).filter((one) => one.startsWith('17'));
    expect(thursday.map((one) => one.at(-1))).toEqual(['У', ...Array(thursday.length - 1).fill('Б')]);
    expect(await planned(since)).toEqual(['message corrected']);
    school.clock.set('2026-09-19T00:05:00+03:00');
    expect(await fillIllnesses(school)).toBe(1);
    // a morning that was missed is caught up
    expect((await standing()).filter((one) => /^1[89]/.test(one)).length).toBeGreaterThan(2);
  });

  test('taken back: everything stands as it did, and the message is withdrawn', async () => {
    teacher = await signedIn(school, 't1');
    const since = await lastItem();
    const known = form(await teacher.get(path));
    const asked = plain(await teacher.submit(path, { part: 'ask', ...known }));
    expect(asked).toContain('2-й урок, Физика: «Б» снимается, снова «Н»');
    expect((await teacher.submit(path, { part: 'back', ...known })).location).toContain('saved=back');
    expect(await standing()).toEqual(['14 2 Н', '15 1 ОП', expect.stringMatching(/^17 . У$/)]);
    expect(await planned(since)).toEqual(['message withdrawn']);
    expect(await fillIllnesses(school)).toBe(0);
    expect(plain(await teacher.get(path))).toContain('отменена');
    expect((await teacher.submit(path, { part: 'back', ...known })).status).toBe(422);
  });
});

describe('what cannot be', () => {
  test.each([
    [{ starts: '2026-09-18', ends: '2026-09-17' }, 'Последний день раньше первого.'],
    [{ starts: '2026-09-31', ends: '2026-09-17' }, 'Укажите, пожалуйста, день.'],
    [{ starts: '2026-08-18', ends: '2026-09-17' }, 'не входит в учебный год'],
    [{ starts: '2026-11-18', ends: '2026-11-20' }, 'не позже чем через две недели'],
  ])('%j is refused in words, with what was filled in', async (days, words) => {
    const page = await teacher.submit(path, { part: 'save', note: '', ...days });
    expect(page.status).toBe(422);
    expect(plain(page)).toContain(words);
    expect(page.text).toContain(`value="${days.ends}"`);
  });

  test('two at once; a day that the school’s edit lock closes is for deputy and director', async () => {
    const days = { starts: '2026-09-10', ends: '2026-09-14', note: '' };
    const page = plain(await teacher.submit(path, { part: 'preview', ...days }));
    expect(page).toContain('10 сентября 1-й урок, Английский язык: не внесено: день закрыт для правки');
    expect(page).toContain('Понедельник, 14 сентября 1-й урок, Алгебра: будет «Б»');
    await teacher.submit(path, { part: 'save', ...days });
    expect((await standing()).some((one) => one.startsWith('10'))).toBe(false);
    expect((await teacher.submit(path, { part: 'save', ...days, starts: '2026-09-14' })).status).toBe(422);
    const deputy = await signedIn(school, 't3');
    await deputy.submit(path, { part: 'save', starts: '2026-09-08', ends: '2026-09-09', note: '' });
    expect((await standing()).some((one) => one.startsWith('8'))).toBe(true);
  });
});
