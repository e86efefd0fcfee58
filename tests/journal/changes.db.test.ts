import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { correctEntry, withdrawEntry } from '../../src/journal/record.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { absence, homework, journal, mark, message, NOW, periodMark, topic } from './journal.ts';
import { COURSE, emptyJournal, putSchool, raiseRosterVersion } from './school.ts';

let test: TestDatabase;
let use: ReturnType<typeof journal>;
beforeAll(async () => {
  test = await testDatabase();
  await putSchool(test.db.prisma);
});
beforeEach(async () => {
  await emptyJournal(test.db.prisma);
  use = journal(test.db.prisma);
});
afterAll(() => test.close());

async function recorded(input: object): Promise<number> {
  const [result] = await use.from('test', [input]);
  if (result?.entryId === undefined) throw new Error(`refused: ${result?.code}`);
  return result.entryId;
}
const correct = async (entryId: number, by: string, value: object, at?: string) => {
  const result = await correctEntry(use.deps, { entryId, by, value, at, source: 'bot' });
  return result.ok ? result.status : `${result.code} ${result.field}`;
};
const withdraw = async (entryId: number, by: string, at?: string) => {
  const result = await withdrawEntry(use.deps, { entryId, by, at, source: 'bot' });
  return result.ok ? result.status : `${result.code} ${result.field}`;
};
async function withRules(rules: object, check: () => Promise<void>): Promise<void> {
  const put = async (stored: object) => {
    await test.db.prisma.school.update({ where: { id: 1 }, data: { rules: stored } });
    await raiseRosterVersion(test.db.prisma);
  };
  await put(rules);
  try {
    await check();
  } finally {
    await put({});
  }
}

describe('a correction by id', () => {
  it('changes what is said and keeps the rest, with its history', async () => {
    const id = await recorded({ ...mark, work: 'контрольная' });
    expect(await correct(id, 't1', { value: '4' })).toBe('corrected');
    expect(await correct(id, 't1', { value: '4' })).toBe('duplicate');
    const events = await test.db.prisma.journalEvent.findMany({ orderBy: { id: 'asc' } });
    const place = { subject: 'Алгебра', date: '2026-09-15', lesson: 2, starts: '09:25', work: 'контрольная' };
    expect(events.map((e) => [e.before, e.after])).toEqual([
      [null, { ...place, value: '5' }],
      [
        { ...place, value: '5' },
        { ...place, value: '4' },
      ],
    ]);
    expect(events[1]).toMatchObject({
      source: 'bot',
      byId: 't1',
      studentId: 's1',
      classId: 2,
      kind: 'mark',
      plannedAt: null,
    });
  });

  it('is refused for what is unknown, withdrawn, wrong, too early or stale', async () => {
    const id = await recorded(mark);
    expect(await correct(404, 't1', { value: '4' })).toBe('unknown-entry entryId');
    expect(await withdraw(404, 't1')).toBe('unknown-entry entryId');
    expect(await correct(id, 't404', { value: '4' })).toBe('unknown-staff by');
    expect(await correct(id, 't1', { value: '8' })).toBe('bad-mark value');
    expect(await correct(id, 't1', { value: '4' }, '2026-09-15T10:06:00+03:00')).toBe('at-in-future at');
    expect(await withdraw(id, 't1', '2026-09-15T10:06:00+03:00')).toBe('at-in-future at');
    expect(await correct(id, 't1', { value: '4' }, NOW)).toBe('stale at');
    expect(await withdraw(id, 't1', NOW)).toBe('stale at');
    expect(await withdraw(id, 't1')).toBe('withdrawn');
    expect(await withdraw(id, 't1', NOW)).toBe('duplicate');
    expect(await correct(id, 't1', { value: '4' })).toBe('withdrawn entryId');
    expect(await correct(await recorded(topic), 't1', { text: '' })).toBe('invalid text');
  });

  it('of the next moment comes after the one before, though the clock stands', async () => {
    const id = await recorded(mark);
    for (const value of ['4', '3', '2']) expect(await correct(id, 't1', { value })).toBe('corrected');
    const events = await test.db.prisma.journalEvent.findMany({ orderBy: { id: 'asc' } });
    const moments = events.map((e) => e.at.getTime());
    expect(moments).toEqual([...new Set(moments)].sort((a, b) => a - b));
  });
});

describe('who may change', () => {
  it('the course’s teacher, deputy and director, not another', async () => {
    const id = await recorded(mark);
    expect(await correct(id, 't2', { value: '4' })).toBe('not-your-course by');
    expect(await withdraw(id, 't5')).toBe('not-your-course by');
    expect(await correct(id, 't3', { value: '4' })).toBe('corrected');
    expect(await withdraw(id, 't6')).toBe('withdrawn');
  });

  it('a message its author, deputy and director', async () => {
    const id = await recorded({ ...message, by: 't2' });
    expect(await correct(id, 't1', { text: 'Иначе' })).toBe('not-your-message by');
    expect(await correct(id, 't2', { text: 'Иначе' })).toBe('corrected');
    expect(await withdraw(id, 't6')).toBe('withdrawn');
    const events = await test.db.prisma.journalEvent.findMany({ orderBy: { id: 'asc' } });
    const said = {
      date: '2026-09-15',
      by: 'Мельник Олег Васильевич',
      personal: false,
      urgent: false,
      toStudent: false,
    };
    expect(events.map((e) => e.after)).toEqual([
      { ...said, text: 'Собрание в пятницу' },
      { ...said, text: 'Иначе' },
      null,
    ]);
  });

  it('the class teacher the reason of an absence (Б 4.2), and that alone', async () => {
    const physics = { ...absence, subject: 'Физика', date: '2026-09-09', by: 't2' };
    const id = await recorded(physics);
    expect(await correct(id, 't1', { value: 'ОП' })).toBe('not-your-course by');
    expect(await correct(id, 't4', { value: 'Б' })).toBe('not-your-course by');
    expect(await correct(id, 't1', { value: 'Б' })).toBe('corrected');
    expect(await withdraw(id, 't1')).toBe('not-your-course by');
    expect(await use.record({ ...physics, code: 'У', by: 't1' })).toEqual(['corrected']);
    expect(await use.record({ ...physics, code: 'ОП', by: 't1' })).toEqual(['refused not-your-course by']);
    expect(await use.record({ ...physics, student: 's2', by: 't1' })).toEqual(['refused not-your-course by']);
    expect(await use.standing()).toEqual(['absence s1 У']);
  });

  it('the class teacher everything where the school’s rules say so (Ш 2.4)', async () => {
    const physics = { ...mark, subject: 'Физика', date: '2026-09-09' };
    const id = await recorded({ ...physics, by: 't2' });
    expect(await correct(id, 't1', { value: '4' })).toBe('not-your-course by');
    await withRules({ classTeacherMayEdit: true }, async () => {
      expect(await correct(id, 't1', { value: '4' })).toBe('corrected');
      expect(await use.record({ ...physics, by: 't1' }, { ...physics, by: 't4' })).toEqual([
        'recorded',
        'refused not-your-course by',
      ]);
    });
  });
});

describe('the edit lock (Ш 7.6)', () => {
  it('leaves what is older than the days of the rules to deputy and director', async () => {
    const old = await recorded({ ...mark, date: '2026-09-07', key: 'old', at: '2026-09-15T09:00:00+03:00' });
    const fresh = await recorded({ ...mark, date: '2026-09-08' });
    expect(await correct(old, 't1', { value: '4' })).toBe('locked date');
    expect(await withdraw(old, 't1')).toBe('locked date');
    expect(await correct(fresh, 't1', { value: '4' })).toBe('corrected');
    const later = { key: 'old', at: '2026-09-15T09:30:00+03:00' };
    expect(
      await use.record(
        { ...mark, date: '2026-09-07', value: '3', ...later },
        { ...mark, ...later },
        { kind: 'withdraw', ...later },
      ),
    ).toEqual(Array(3).fill('refused locked date'));
    expect(await correct(old, 't3', { value: '4' })).toBe('corrected');
    expect(await withdraw(old, 't6')).toBe('withdrawn');
  });

  it('counts from the lesson, and does not stop a first entry', async () => {
    expect(await use.record({ ...absence, date: '2026-09-01' }, { ...absence, date: '2026-09-01', code: 'Б' })).toEqual(
      ['recorded', 'refused locked date'],
    );
    await withRules({ editLockDays: 20 }, async () => {
      expect(await use.record({ ...absence, date: '2026-09-01', code: 'Б' })).toEqual(['corrected']);
    });
  });
});

describe('what is kept', () => {
  it('of each kind all that names it', async () => {
    await use.record(absence, homework, { ...homework, student: 's2' }, topic, periodMark);
    const events = await test.db.prisma.journalEvent.findMany({ orderBy: { id: 'asc' } });
    const lesson = { subject: 'Алгебра', date: '2026-09-15', lesson: 2, starts: '09:25' };
    expect(events.map((e) => [e.studentId, e.after])).toEqual([
      ['s1', { ...lesson, value: 'Н' }],
      [null, { subject: 'Алгебра', date: '2026-09-16', text: '§ 12' }],
      ['s2', { subject: 'Алгебра', date: '2026-09-16', text: '§ 12' }],
      [null, { ...lesson, text: 'Дроби' }],
      ['s1', { subject: 'Алгебра', date: '2026-09-15', period: '1 четверть', value: '4' }],
    ]);
  });

  it('in order: event ids follow the order of the entries', async () => {
    const students = ['s1', 's2', 's3', 's4', 's6'];
    await use.from(
      'test',
      students.map((student) => ({ ...absence, student })),
    );
    const events = await test.db.prisma.journalEvent.findMany({ orderBy: { id: 'asc' } });
    const entries = await test.db.prisma.journalEntry.findMany({ orderBy: { id: 'asc' } });
    expect(events.map((e) => e.studentId)).toEqual(students);
    expect(entries.map((e) => e.studentId)).toEqual(students);
  });

  it('of a lesson one row, whatever is recorded for it', async () => {
    await use.record(mark, absence, topic);
    await use.record({ ...mark, student: 's2' }, { ...mark, lesson: 2 });
    expect(await test.db.prisma.lesson.findMany()).toMatchObject([
      { courseId: COURSE.algebra, number: 2, teacherId: 't1', substituted: false },
    ]);
  });

  it('without a lesson number: of the day’s first lesson of the course', async () => {
    await use.record({ ...mark, date: '2026-09-14' }, { ...mark, date: '2026-09-14', lesson: 2 });
    const lessons = await test.db.prisma.lesson.findMany({ orderBy: { number: 'asc' } });
    expect(lessons.map((l) => l.number)).toEqual([1, 2]);
  });

  it('that somebody stood in, though it was learnt after the first entry', async () => {
    await use.record(mark);
    const { id } = await test.db.prisma.lessonChange.create({
      data: { date: new Date('2026-09-15'), classId: 2, lesson: 2, teacherId: 't9' },
    });
    await raiseRosterVersion(test.db.prisma);
    await use.record({ ...mark, student: 's2', by: 't9' });
    expect(await test.db.prisma.lesson.findMany()).toMatchObject([{ teacherId: 't9', substituted: true }]);
    await test.db.prisma.lessonChange.delete({ where: { id } });
    await raiseRosterVersion(test.db.prisma);
    await use.record({ ...mark, student: 's3' });
    expect(await test.db.prisma.lesson.findMany()).toMatchObject([{ teacherId: 't9', substituted: true }]);
  });

  it('of a first import as told already', async () => {
    const past = { ...homework, due: '2026-09-08' };
    expect((await use.from('test', [past])).map((r) => r.code)).toEqual(['due-in-past']);
    expect((await use.from('test', [past, mark], { baseline: true })).map((r) => r.status)).toEqual([
      'recorded',
      'recorded',
    ]);
    await use.record(topic);
    const entries = await test.db.prisma.journalEntry.findMany({ include: { events: true }, orderBy: { id: 'asc' } });
    expect(entries.map((e) => [e.baseline, e.events[0]?.plannedAt?.toISOString()])).toEqual([
      [true, '2026-09-15T07:00:00.000Z'],
      [true, '2026-09-15T07:00:00.000Z'],
      [false, undefined],
    ]);
  });

  it('of a message and a period mark: the day it was made, by its source', async () => {
    const at = '2026-09-11T23:30:00+03:00';
    await use.record({ ...message, at }, { ...periodMark, at });
    const entries = await test.db.prisma.journalEntry.findMany({ orderBy: { id: 'asc' } });
    expect(entries.map((e) => e.date.toISOString().slice(0, 10))).toEqual(['2026-09-11', '2026-09-11']);
    expect(entries[0]).toMatchObject({ changedAt: new Date(at), recordedAt: new Date(NOW) });
  });

  it('in summer: messages go to the class of the year that was', async () => {
    use.clock.set('2027-06-10T10:00:00+03:00');
    expect(await use.record(message, { ...message, student: 's1' }, { ...periodMark, period: 'год' })).toEqual([
      'recorded',
      'recorded',
      'recorded',
    ]);
  });
});
