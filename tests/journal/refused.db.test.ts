import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RosterRows } from '../../src/journal/roster-load.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { absence, homework, journal, mark, message, periodMark, topic } from './journal.ts';
import { CLASS, COURSE, emptyJournal, putSchool, schoolRows } from './school.ts';

let test: TestDatabase;
let use: ReturnType<typeof journal>;
beforeAll(async () => {
  test = await testDatabase();
  await putSchool(test.db.prisma, changedSchool());
});
beforeEach(async () => {
  await emptyJournal(test.db.prisma);
  use = journal(test.db.prisma);
});
afterAll(() => test.close());

const seventh = CLASS['7Б'];

/** Wednesday the 9th: algebra is cancelled. Thursday the 10th: t9 stands in for t1. Friday the 11th: from home. */
function changedSchool(): RosterRows {
  const rows = schoolRows();
  const change = { classId: seventh, subjectId: null };
  rows.changes.push(
    { ...change, date: '2026-09-09', lesson: 3, cancelled: true, teacherId: null },
    { ...change, date: '2026-09-10', lesson: 2, cancelled: false, teacherId: 't9' },
  );
  rows.specialDays.push({ date: '2026-09-11', classId: seventh, kind: 'remote', weekday: null });
  return rows;
}

/** What is refused, and its twin that is not: the same entry mended in the field named. */
const cases: [what: string, input: object, refusal: string, mended: object][] = [
  ['somebody unknown', { ...mark, by: 't404' }, 'unknown-staff by', { by: 't1' }],
  ['a teacher who has left', { ...mark, by: 't8' }, 'staff-left by', { by: 't1' }],
  ['an unknown class', { ...mark, class: '8Я' }, 'unknown-class class', { class: '7Б' }],
  ['an unknown subject', { ...mark, subject: 'Магия' }, 'unknown-subject subject', { subject: 'Алгебра' }],
  [
    'a subject that the class does not have',
    { ...mark, subject: 'История' },
    'no-course subject',
    { subject: 'Алгебра' },
  ],
  ["another's course", { ...mark, by: 't2' }, 'not-your-course by', { by: 't1' }],
  [
    "another's course by the class teacher",
    { ...mark, by: 't1', subject: 'Физика', date: '2026-09-09' },
    'not-your-course by',
    { by: 't2' },
  ],
  [
    "another's group",
    { ...mark, by: 't5', subject: 'Английский язык', student: 's2' },
    'not-in-group student',
    { student: 's1' },
  ],
  ['a secretary', { ...mark, by: 't7' }, 'not-your-course by', { by: 't3' }],
  ['an unknown pupil', { ...mark, student: 's404' }, 'unknown-student student', { student: 's1' }],
  ["another class's pupil", { ...mark, student: 's21' }, 'not-in-class student', { student: 's2' }],
  [
    'a pupil before coming to the class',
    { ...mark, student: 's6', date: '2026-09-08' },
    'not-in-class student',
    { student: 's1' },
  ],
  ['a pupil who has left', { ...mark, student: 's9' }, 'not-in-class student', { student: 's2' }],
  [
    'a pupil without a group',
    { ...mark, subject: 'Английский язык', by: 't5', student: 's6' },
    'not-in-group student',
    { student: 's3' },
  ],
  ['a day without the lesson', { ...mark, subject: 'Физика', by: 't2' }, 'no-lesson date', { date: '2026-09-09' }],
  ['a lesson number that the course does not have', { ...mark, lesson: 1 }, 'no-lesson lesson', { lesson: 2 }],
  ['a cancelled lesson', { ...mark, date: '2026-09-09' }, 'lesson-cancelled date', { date: '2026-09-08' }],
  ['a holiday', { ...homework, due: '2026-11-04' }, 'no-lesson due', { due: '2026-11-05' }],
  ['tomorrow', { ...mark, date: '2026-09-16' }, 'date-in-future date', { date: '2026-09-15' }],
  ['the year before', { ...mark, date: '2026-08-31' }, 'date-out-of-year date', { date: '2026-09-01' }],
  ['homework due in summer', { ...homework, due: '2027-06-01' }, 'date-out-of-year due', { due: '2027-05-26' }],
  ['homework that was due yesterday', { ...homework, due: '2026-09-14' }, 'due-in-past due', { due: '2026-09-15' }],
  ['homework for a day without the lesson', { ...homework, due: '2026-09-18' }, 'no-lesson due', { due: '2026-09-17' }],
  ['a mark of 6', { ...mark, value: '6' }, 'bad-mark value', { value: '1' }],
  ['«осв» as a mark', { ...mark, value: 'осв' }, 'bad-mark value', { value: 'зачёт' }],
  ['«н/а» as a period mark', { ...periodMark, value: 'н/а' }, 'bad-mark value', { value: 'незачёт' }],
  ['«осв» as a period mark', { ...periodMark, value: 'осв' }, 'bad-mark value', { value: '3' }],
  ['an unknown code', { ...absence, code: 'X' }, 'bad-code code', { code: 'ОП' }],
  ['an unknown work', { ...mark, work: 'экзамен' }, 'bad-work work', { work: 'тест' }],
  ['an unknown period', { ...periodMark, period: '5 четверть' }, 'unknown-period period', { period: 'год' }],
  [
    'a period that has not begun',
    { ...periodMark, period: '2 четверть' },
    'date-in-future period',
    { period: '1 четверть' },
  ],
  ['a message by who does not teach the class', { ...message, by: 't4' }, 'not-your-course class', { class: '1А' }],
  ['a message to an unknown class', { ...message, class: '8Я' }, 'unknown-class class', { class: '7Б' }],
  ["a message to another class's pupil", { ...message, student: 's21' }, 'not-in-class student', { student: 's1' }],
  ['a message to nobody', { ...message, student: 's404' }, 'unknown-student student', { student: 's5' }],
  ['a mark of a pupil taught at home', { ...mark, student: 's5' }, 'taught-at-home student', { student: 's4' }],
  ['an absence of a pupil taught at home', { ...absence, student: 's5' }, 'taught-at-home student', { student: 's4' }],
  [
    'a topic of both groups by the deputy',
    { ...topic, subject: 'Английский язык', by: 't3' },
    'several-groups subject',
    { by: 't5' },
  ],
  [
    'homework of both groups by the deputy',
    { ...homework, subject: 'Английский язык', due: '2026-09-17', by: 't3' },
    'several-groups student',
    { student: 's1' },
  ],
  [
    'a moment six minutes ahead',
    { ...mark, at: '2026-09-15T10:06:00+03:00' },
    'at-in-future at',
    { at: '2026-09-15T10:05:00+03:00' },
  ],
  ['a moment before computers', { ...mark, at: '1999-12-31T23:59:59Z' }, 'invalid at', { at: '2026-09-15T06:00:00Z' }],
  [
    'a moment without an offset',
    { ...mark, at: '2026-09-15T10:00:00' },
    'invalid at',
    { at: '2026-09-15T10:00:00+03:00' },
  ],
  ['a day that no calendar has', { ...mark, date: '2026-02-30' }, 'invalid date', { date: '2026-09-15' }],
  ['homework due on no day', { ...homework, due: '2026-13-01' }, 'invalid due', { due: '2026-09-17' }],
  ['a number for a value', { ...mark, value: 5 }, 'invalid value', { value: '5' }],
  ['a text of spaces', { ...topic, text: '  ' }, 'invalid text', { text: 'Дроби' }],
  ['a text with a zero character', { ...topic, text: 'Дро\0би' }, 'invalid text', { text: 'Дроби' }],
  ['a key with half a character', { ...topic, key: 'a\uD800' }, 'invalid key', { key: 'a😀' }],
  ['no kind', { ...mark, kind: undefined }, 'invalid kind', { kind: 'mark' }],
  ['no author', { ...mark, by: undefined }, 'invalid by', { by: 't1' }],
];

describe('what is refused', () => {
  it.each(cases)('%s', async (_, input, refusal, mended) => {
    expect(await use.record(input)).toEqual([`refused ${refusal}`]);
    expect(await use.standing()).toEqual([]);
    expect(await use.record({ ...input, ...mended })).toEqual(['recorded']);
  });

  it.each([
    ['a mark', { ...mark, class: '1А', subject: 'Литературное чтение', student: 's11', by: 't4' }],
    ['homework', { ...homework, class: '1А', subject: 'Литературное чтение', by: 't4' }],
    ['a period mark', { ...periodMark, class: '1А', subject: 'Литературное чтение', student: 's11', by: 't4' }],
  ])('in grade 1: %s', async (_, input) => {
    expect(await use.record(input)).toEqual(['refused grade-1 class']);
  });

  it('grade 1 has absences, topics and messages', async () => {
    const first = { class: '1А', subject: 'Литературное чтение', by: 't4' };
    expect(
      await use.record({ ...absence, ...first, student: 's11' }, { ...topic, ...first }, { ...message, ...first }),
    ).toEqual(['recorded', 'recorded', 'recorded']);
  });

  it('is no object at all', async () => {
    expect(await use.record(null, 3, 'mark', [mark], mark)).toEqual([
      ...Array(4).fill('refused invalid entry'),
      'recorded',
    ]);
  });

  it('is everything in a database that no school was put into', async () => {
    const empty = await testDatabase();
    try {
      const none = journal(empty.db.prisma);
      expect(await none.record(mark, message)).toEqual(Array(2).fill('refused unknown-staff by'));
      expect(await none.history()).toEqual([]);
    } finally {
      await empty.close();
    }
  });

  it('does not spoil the others, and keeps their order', async () => {
    const results = await use.from('test', [
      { ...mark, key: 'a' },
      { ...mark, key: 'b', value: '9' },
      { ...topic, key: 'c' },
    ]);
    expect(results).toEqual([
      { key: 'a', status: 'recorded', entryId: expect.any(Number) },
      { key: 'b', status: 'refused', code: 'bad-mark', field: 'value' },
      { key: 'c', status: 'recorded', entryId: expect.any(Number) },
    ]);
    expect(await use.standing()).toEqual(['mark s1 5', 'topic Дроби']);
  });

  it('spoils all of a message that is recorded whole or not at all', async () => {
    const inputs = [
      { ...mark, key: 'a' },
      { ...mark, key: 'b', value: '9' },
    ];
    const results = await use.from('test', inputs, { allOrNothing: true });
    expect(results.map((r) => `${r.key} ${r.code} ${r.field}`)).toEqual(['a others-refused entry', 'b bad-mark value']);
    expect(await use.standing()).toEqual([]);
    expect((await use.from('test', [inputs[0]], { allOrNothing: true })).map((r) => r.status)).toEqual(['recorded']);
  });
});

describe('who may enter', () => {
  const onThursday = { date: '2026-09-10' };

  it("that day's substitute, and the lesson keeps it (К-Р 2.10)", async () => {
    expect(await use.record({ ...mark, ...onThursday, by: 't9' })).toEqual(['recorded']);
    expect(await use.record({ ...mark, date: '2026-09-08', by: 't9' })).toEqual(['refused not-your-course by']);
    const lessons = await test.db.prisma.lesson.findMany();
    expect(lessons).toMatchObject([{ courseId: COURSE.algebra, number: 2, teacherId: 't9', substituted: true }]);
  });

  it('the course’s own teacher on a day of substitution too', async () => {
    expect(await use.record({ ...mark, ...onThursday })).toEqual(['recorded']);
    expect(await test.db.prisma.lesson.findMany()).toMatchObject([{ teacherId: 't9', substituted: true }]);
  });

  it('the substitute gives homework for the next lesson on the day itself, not later', async () => {
    const given = { ...homework, due: '2026-09-16', by: 't9' };
    expect(await use.record({ ...given, at: '2026-09-10T14:00:00+03:00' })).toEqual(['recorded']);
    expect(await use.record(given)).toEqual(['refused not-your-course by']);
  });

  it.each(['t3', 't6'])('deputy and director for any course: %s', async (by) => {
    expect(await use.record({ ...mark, by }, { ...periodMark, by }, { ...message, class: '1А', by })).toEqual([
      'recorded',
      'recorded',
      'recorded',
    ]);
  });

  it('a director who teaches a group means the own group', async () => {
    expect(await use.record({ ...topic, subject: 'Английский язык', by: 't6' })).toEqual(['recorded']);
    expect(await use.record({ ...mark, subject: 'Английский язык', by: 't6' })).toEqual(['recorded']);
    const entries = await test.db.prisma.journalEntry.findMany({ orderBy: { id: 'asc' } });
    expect(entries.map((e) => e.courseId)).toEqual([COURSE.english2, COURSE.english1]);
  });

  it('subject teachers write to the class and to one pupil’s parents', async () => {
    expect(await use.record({ ...message, by: 't2' }, { ...message, by: 't5', student: 's5', urgent: true })).toEqual([
      'recorded',
      'recorded',
    ]);
  });

  it('for lessons from home as for any', async () => {
    expect(await use.record({ ...mark, subject: 'Физика', by: 't2', date: '2026-09-11' })).toEqual(['recorded']);
  });

  it('for a pupil taught at home period marks only (Ш 7.8)', async () => {
    expect(await use.record({ ...periodMark, student: 's5' }, { ...message, student: 's5' })).toEqual([
      'recorded',
      'recorded',
    ]);
  });

  it('for a pupil who left after a period, its mark still', async () => {
    use.clock.set('2026-11-10T10:00:00+03:00');
    const moved = { ...periodMark, class: '9А', student: 's6' };
    expect(await use.record(moved)).toEqual(['refused not-in-class student']);
    await test.db.prisma.membership.updateMany({
      where: { classId: 3, studentId: 's6' },
      data: { to: new Date('2026-10-23') },
    });
    await test.db.prisma.school.update({ where: { id: 1 }, data: { rosterVersion: { increment: 1 } } });
    expect(await use.record(moved)).toEqual(['recorded']);
  });
});
