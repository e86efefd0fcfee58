import { afterAll, beforeAll, expect, test } from 'vitest';
import { childMarks } from '../../../src/journal/read/child-marks.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { journal, mark, periodMark } from '../journal.ts';
import { putSchool } from '../school.ts';

let database: TestDatabase;
const marks = (today: string, period?: string) => childMarks(database.db.prisma, 's1', today, period);
const algebra = async (today: string, period?: string) =>
  (await marks(today, period)).subjects.find(({ subject }) => subject === 'Алгебра');

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

test('of a school without a year are none', async () => {
  expect(await marks('2026-09-15')).toEqual({ periods: [], subjects: [] });
});

test('stand by subject, those of the period shown, in the order of the lessons', async () => {
  const db = database.db.prisma;
  await putSchool(db);
  const { clock, record } = journal(db);
  await record(
    { ...mark, date: '2026-09-14', lesson: 2, value: '4', work: 'тест' },
    { ...mark, date: '2026-09-14', value: '3' },
    { ...mark, subject: 'Русский язык', by: 't3', value: 'зачёт' },
    { ...mark, student: 's2', value: '2' },
    periodMark,
    { ...periodMark, period: 'год', value: '5' },
  );
  clock.set('2026-11-10T12:00:00+03:00');
  await record({ ...mark, date: '2026-11-09', value: '5' }, { ...mark, date: '2026-11-10', value: '2', key: 'gone' });
  await record({ kind: 'withdraw', key: 'gone', at: '2026-11-10T12:01:00+03:00' });

  const first = await marks('2026-09-15');
  expect(first.period?.name).toBe('1 четверть');
  expect(first.subjects.map(({ subject }) => subject)).toEqual(['Алгебра', 'Русский язык']);
  expect(first.subjects[0]?.marks.map(({ value, work }) => `${value} ${work}`)).toEqual(['3 ответ', '4 тест']);
  expect((await algebra('2026-11-10'))?.marks.map(({ value }) => value)).toEqual(['5']);
});

test('of the whole year are the period marks, whatever period is shown', async () => {
  const whole = { '1 четверть': '4', год: '5' };
  expect((await algebra('2026-09-15'))?.periodMarks).toEqual(whole);
  expect((await algebra('2026-09-15', '3 четверть'))?.periodMarks).toEqual(whole);
});

test('are of the period asked for, else of the one that runs or ran last, before the year of the first', async () => {
  const shown = async (today: string, period?: string) => (await marks(today, period)).period?.name;
  expect(await shown('2026-09-15', '2 четверть')).toBe('2 четверть');
  expect(await shown('2026-09-15', '5 четверть')).toBe('1 четверть');
  expect(await shown('2026-10-28')).toBe('1 четверть');
  expect(await shown('2027-07-01')).toBe('4 четверть');
  expect(await shown('2026-08-20')).toBe('1 четверть');
});

test('have an average from three digits on (К-И 5.2)', async () => {
  expect(await algebra('2026-09-15')).not.toHaveProperty('average');
  await journal(database.db.prisma).record({ ...mark, value: 'зачёт' });
  expect(await algebra('2026-09-15')).not.toHaveProperty('average');
  await journal(database.db.prisma).record({ ...mark, value: '3' });
  expect((await algebra('2026-09-15'))?.average).toBe(3.33);
});
