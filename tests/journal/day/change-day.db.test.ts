/** What the desk does to a day: lessons given by others, cancelled, moved, replaced; days free, from home, by another weekday. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { changeDay, previewDay } from '../../../src/journal/day/change-day.ts';
import type { Asked } from '../../../src/journal/day/deed.ts';
import { undoDay } from '../../../src/journal/day/undo-day.ts';
import { lessonsOfClass } from '../../../src/journal/lessons.ts';
import { currentRoster } from '../../../src/journal/roster-view.ts';
import { fromDbDate } from '../../../src/platform/school-time.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { emptyTables } from '../../empty-tables.ts';
import { homework, journal, mark } from '../journal.ts';
import { CLASS, COURSE, emptyJournal, putSchool, raiseRosterVersion } from '../school.ts';

const seventh = CLASS['7Б'];
let base: TestDatabase;
let use: ReturnType<typeof journal>;
beforeAll(async () => {
  base = await testDatabase();
  await putSchool(base.db.prisma);
});
beforeEach(async () => {
  const db = base.db.prisma;
  await emptyJournal(db);
  // deeds are never deleted; the rows that name them go with them
  await emptyTables(db, 'day_deed');
  await raiseRosterVersion(db);
  use = journal(db);
});
afterAll(() => base.close());

const WEDNESDAY = '2026-09-16';
const algebra = { courseId: COURSE.algebra, number: 3 };
const deed = (what: Asked, differs: object = {}) => ({
  date: WEDNESDAY,
  what,
  reason: 'болезнь',
  by: 't3',
  ...differs,
});
const english1 = { courseId: COURSE.english1, number: 3 };

/** Does it, and answers with the deed's id, or why not. */
async function done(what: Asked, differs: object = {}): Promise<number | string> {
  const result = await changeDay(use.deps, deed(what, differs));
  return result.ok ? result.deedId : `${result.code} ${result.field}`;
}
async function undone(deedId: number | string, by = 't3'): Promise<string> {
  const result = await undoDay(use.deps, { deedId: Number(deedId), by });
  return result.ok ? `undone ${result.homework}` : result.code;
}
async function onDay(date = WEDNESDAY, classId: number = seventh): Promise<string[]> {
  return lessonsOfClass(await currentRoster(base.db.prisma), classId, date).map(
    (l) => `${l.number} ${l.course.subject.name} ${l.teacherId}${l.cancelled ? ' –' : ''}${l.remote ? ' из дома' : ''}`,
  );
}
/** What is due when, oldest first. */
async function due(): Promise<string[]> {
  const rows = await base.db.prisma.journalEntry.findMany({ where: { kind: 'homework' }, orderBy: { id: 'asc' } });
  return rows.map(({ text, date }) => `${text} ${fromDbDate(date)}`);
}

test('a substitute gives one lesson that day, and fills the journal of it (К-Р 2.10)', async () => {
  const byOther = { ...mark, date: WEDNESDAY, by: 't2', key: 'a' };
  use.clock.set('2026-09-16T12:00:00+03:00');
  expect(await use.record(byOther)).toEqual(['refused not-your-course by']);
  const id = await done({ kind: 'substitute', lessons: [algebra], teacherId: 't2' });
  expect(await onDay()).toEqual(['1 Физика t2', '3 Алгебра t2']);
  expect(await use.record(byOther)).toEqual(['recorded']);
  expect(await base.db.prisma.lesson.findFirst()).toMatchObject({ teacherId: 't2', substituted: true });
  // its own teacher again: nothing is said of the lesson any more, and the other may enter no more
  expect(await undone(id)).toBe('undone 0');
  expect(await onDay()).toEqual(['1 Физика t2', '3 Алгебра t1']);
  expect(await use.record({ ...byOther, key: 'b', value: '4' })).toEqual(['refused not-your-course by']);
});

test('the substitute of one group gives that group alone', async () => {
  await done({ kind: 'substitute', lessons: [english1], teacherId: 't2' }, { date: '2026-09-15' });
  expect(await onDay('2026-09-15')).toEqual([
    '1 Русский язык t3',
    '2 Алгебра t1',
    '3 Английский язык t2',
    '3 Английский язык t6',
  ]);
});

test('a cancelled lesson takes no entries; homework due on it is due on the next, by one event that undoing turns back', async () => {
  await use.record({ ...homework, key: 'h' }, { ...homework, due: '2026-09-17', text: '§ 13', key: 'h2' });
  const preview = await previewDay(use.deps, deed({ kind: 'cancel', lessons: [algebra] }));
  if (!preview.ok) throw new Error(preview.code);
  expect(preview.consequences.homework).toMatchObject([{ text: '§ 12', date: WEDNESDAY, to: '2026-09-17' }]);
  expect(await due()).toEqual(['§ 12 2026-09-16', '§ 13 2026-09-17']);
  const id = await done({ kind: 'cancel', lessons: [algebra] });
  expect(await onDay()).toEqual(['1 Физика t2', '3 Алгебра t1 –']);
  expect(await due()).toEqual(['§ 12 2026-09-17', '§ 13 2026-09-17']);
  expect(await use.history()).toContainEqual(expect.stringMatching(/corrected § 12→§ 12 t3$/));
  expect(await use.record({ ...homework, text: '§ 14', key: 'h3' })).toEqual(['refused lesson-cancelled due']);
  // the source's own copy of what it said stays a duplicate
  expect(await use.record({ ...homework, key: 'h' })).toEqual(['duplicate']);
  expect(await undone(id)).toBe('undone 1');
  expect(await due()).toEqual(['§ 12 2026-09-16', '§ 13 2026-09-17']);
  expect(await undone(id)).toBe('undone');
  expect(await base.db.prisma.journalEvent.count({ where: { source: 'desk' } })).toBe(2);
});

test('homework that its teacher moved since stays where it is when the deed is undone, and what is past is not turned back', async () => {
  await use.record({ ...homework, key: 'h' });
  const first = await done({ kind: 'cancel', lessons: [algebra] });
  const second = await done(
    { kind: 'cancel', lessons: [{ courseId: COURSE.algebra, number: 2 }] },
    { date: '2026-09-17' },
  );
  expect(await due()).toEqual(['§ 12 2026-09-21']);
  expect(await undone(first)).toBe('undone 0');
  expect(await due()).toEqual(['§ 12 2026-09-21']);
  use.clock.set('2026-09-18T12:00:00+03:00');
  expect(await undone(second)).toBe('undone 0');
});

test('a lesson moves to a free place with its homework, and not on top of another, nor into a day that is free', async () => {
  await use.record({ ...homework, key: 'h' });
  const move = (date: string, number: number) => done({ kind: 'move', lessons: [algebra], to: { date, number } });
  expect(await move('2026-09-18', 1)).toBe('lesson-taken number');
  expect(await move('2026-10-28', 1)).toBe('day-off to');
  expect(await move('2027-07-01', 1)).toBe('date-out-of-year to');
  expect(await move('2026-09-18', 9)).toBe('no-bell number');
  const id = await move('2026-09-18', 3);
  expect(await onDay()).toEqual(['1 Физика t2', '3 Алгебра t1 –']);
  expect(await onDay('2026-09-18')).toEqual(['1 Физика t2', '2 Русский язык t3', '3 Алгебра t1']);
  // to where the lesson is, though the course meets on Thursday before
  expect(await due()).toEqual(['§ 12 2026-09-18']);
  // moved again from there
  const again = await done(
    { kind: 'move', lessons: [algebra], to: { date: '2026-09-18', number: 4 } },
    { date: '2026-09-18' },
  );
  expect(await onDay('2026-09-18')).toEqual(['1 Физика t2', '2 Русский язык t3', '4 Алгебра t1']);
  expect(await undone(id)).toBe('changed-since');
  expect(await undone(again)).toBe('undone 0');
  expect(await undone(id)).toBe('undone 1');
  expect(await due()).toEqual(['§ 12 2026-09-16']);
});

test('groups that meet side by side move together, other lessons one by one', async () => {
  const both = [english1, { courseId: COURSE.english2, number: 3 }];
  const to = { date: '2026-09-15', number: 4 };
  expect(await done({ kind: 'move', lessons: both, to }, { date: '2026-09-15' })).toBeGreaterThan(0);
  expect((await onDay('2026-09-15')).slice(2)).toEqual([
    '3 Английский язык t5 –',
    '3 Английский язык t6 –',
    '4 Английский язык t5',
    '4 Английский язык t6',
  ]);
  const apart = [
    { courseId: COURSE.physics, number: 1 },
    { courseId: COURSE.algebra, number: 3 },
  ];
  expect(await done({ kind: 'move', lessons: apart, to: { date: WEDNESDAY, number: 5 } })).toBe('one-lesson lesson');
});

test('another course of the class is taught instead, by its own teacher', async () => {
  const what = { kind: 'replace', lessons: [algebra], courseId: COURSE.russian } as const;
  expect(await done({ ...what, courseId: COURSE.algebra9 })).toBe('unknown-course course');
  expect(await done({ ...what, courseId: COURSE.algebra })).toBe('unknown-course course');
  await done(what);
  expect(await onDay()).toEqual(['1 Физика t2', '3 Алгебра t1 –', '3 Русский язык t3']);
  const half = { kind: 'replace', lessons: [english1], courseId: COURSE.russian } as const;
  expect(await done(half, { date: '2026-09-15' })).toBe('lesson-taken course');
});

test('a day is free, from home, by another weekday, or usual again, for a class before the school', async () => {
  await use.record({ ...homework, key: 'h' });
  const day = (as: 'off' | 'remote' | 'usual' | number, classId: number | null = seventh) =>
    done({ kind: 'day', classId, as });
  const off = await day('off', null);
  expect([await onDay(), await onDay(WEDNESDAY, CLASS['1А'])]).toEqual([[], []]);
  expect(await due()).toEqual(['§ 12 2026-09-17']);
  expect(await day('usual')).toBe('nothing-changes deed');
  const asMonday = await day(1);
  expect(await onDay()).toEqual(['1 Алгебра t1', '2 Алгебра t1', '3 Русский язык t3']);
  // the day is taught again, so the task is due on it again; and goes on when it is not
  expect(await undone(off)).toBe('undone 1');
  await use.record({ ...homework, subject: 'Русский язык', text: 'упр. 7', by: 't3', key: 'r' });
  expect(await undone(asMonday)).toBe('undone 1');
  expect(await due()).toEqual(['§ 12 2026-09-16', 'упр. 7 2026-09-18']);
  expect(await day('remote')).toBeGreaterThan(0);
  expect(await onDay()).toEqual(['1 Физика t2 из дома', '3 Алгебра t1 из дома']);
  const usual = await day('usual');
  expect(await onDay()).toEqual(['1 Физика t2', '3 Алгебра t1']);
  expect(await undone(usual)).toBe('undone 0');
  expect(await onDay()).toEqual(['1 Физика t2 из дома', '3 Алгебра t1 из дома']);
  expect(await day(9)).toBe('unknown-day as');
});

test('only deputy and director change a day, with a reason, and what is there', async () => {
  const cancel = { kind: 'cancel', lessons: [algebra] } as const;
  expect(await done(cancel, { by: 't1' })).toBe('not-yours deed');
  expect(await done(cancel, { by: 't7' })).toBe('not-yours deed');
  expect(await done(cancel, { reason: ' ' })).toBe('no-reason reason');
  expect(await done(cancel, { date: '2027-07-01' })).toBe('date-out-of-year date');
  expect(await done({ ...cancel, lessons: [] })).toBe('no-lessons lesson');
  expect(await done({ ...cancel, lessons: [{ ...algebra, number: 2 }] })).toBe('no-lessons lesson');
  expect(await done({ ...cancel, lessons: [{ courseId: 99, number: 2 }] })).toBe('no-lessons lesson');
  expect(await done({ kind: 'substitute', lessons: [algebra], teacherId: 't8' })).toBe('unknown-teacher teacher');
  expect(await done({ kind: 'substitute', lessons: [algebra], teacherId: 't1' })).toBe('nothing-changes deed');
  expect(await base.db.prisma.dayDeed.count()).toBe(0);
  const id = await done(cancel, { by: 't6' });
  expect(await undone(id, 't1')).toBe('not-yours');
  expect(await undone(999)).toBe('unknown-deed');
  expect(await done(cancel)).toBe('no-lessons lesson');
});

test('a deed is never rewritten or deleted; it is taken back once', async () => {
  const db = base.db.prisma;
  const id = Number(await done({ kind: 'cancel', lessons: [algebra] }));
  const where = { id };
  const back = { undoneAt: use.clock.now(), undoneById: 't6' };
  for (const rewritten of [
    { reason: 'другая' },
    { byId: 't6' },
    { made: 0 },
    { ...back, reason: 'другая' },
    { undoneAt: back.undoneAt },
  ])
    await expect(db.dayDeed.update({ where, data: rewritten }), JSON.stringify(rewritten)).rejects.toThrow(
      /append-only/,
    );
  await expect(db.dayDeed.delete({ where })).rejects.toThrow(/append-only/);
  expect(await undone(id)).toBe('undone 0');
  for (const rewritten of [{ undoneAt: null, undoneById: null }, { undoneById: 't1' }, { undoneAt: new Date(0) }])
    await expect(db.dayDeed.update({ where, data: rewritten })).rejects.toThrow(/append-only/);
  await expect(db.dayDeed.delete({ where })).rejects.toThrow(/append-only/);
});

test('the preview says who would give two lessons at once, and what is recorded for a lesson that falls away', async () => {
  use.clock.set('2026-09-15T16:00:00+03:00');
  await use.record({ ...mark, key: 'm' });
  const look = async (what: Asked, date = '2026-09-15') => {
    const preview = await previewDay(use.deps, deed(what, { date }));
    if (!preview.ok) throw new Error(preview.code);
    return preview.consequences;
  };
  const place = { courseId: COURSE.algebra, number: 2 };
  expect((await look({ kind: 'cancel', lessons: [place] })).recorded).toHaveLength(1);
  expect((await look({ kind: 'cancel', lessons: [english1] })).recorded).toEqual([]);
  expect((await look({ kind: 'substitute', lessons: [english1], teacherId: 't6' })).twice).toMatchObject([
    [{ number: 3 }, { number: 3 }],
  ]);
  expect((await look({ kind: 'substitute', lessons: [english1], teacherId: 't2' })).twice).toEqual([]);
});

test('every process sees the day as it is: the version rises, and an entry in flight is checked anew', async () => {
  const { rosterVersion } = await base.db.prisma.school.findUniqueOrThrow({ where: { id: 1 } });
  use.clock.set('2026-09-16T12:00:00+03:00');
  const [changed, recorded] = await Promise.all([
    done({ kind: 'substitute', lessons: [algebra], teacherId: 't2' }),
    use.record({ ...mark, date: WEDNESDAY, key: 'x' }),
  ]);
  expect([changed, recorded]).toEqual([expect.any(Number), ['recorded']]);
  expect(await base.db.prisma.school.findUniqueOrThrow({ where: { id: 1 } })).toMatchObject({
    rosterVersion: rosterVersion + 1,
  });
});
