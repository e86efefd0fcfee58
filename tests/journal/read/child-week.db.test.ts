import { afterAll, beforeAll, expect, test } from 'vitest';
import { childDays, weekOfDate } from '../../../src/journal/read/child-week.ts';
import { newExampleSchool, record } from '../../bots/school.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { fakeClock } from '../../fake-clock.ts';

const clock = fakeClock('2026-09-19T09:00:00Z');
let database: TestDatabase;
const days = (student: string, from = '2026-09-14', to = '2026-09-20') =>
  childDays(database.db.prisma, student, from, to);
const day = async (student: string, date: string) => (await days(student, date, date))!.days[0]!;

const algebra = { class: '7Б', subject: 'Алгебра', by: 't1' };
const english = { class: '7Б', subject: 'Английский язык' };

beforeAll(async () => {
  database = await testDatabase();
  const db = database.db.prisma;
  await newExampleSchool(database, clock, (file) => {
    file.days = [
      { date: '2026-09-17', as: 'off' },
      { date: '2026-09-18', class: '7Б', as: 'remote' },
    ];
    file.changes = [
      { date: '2026-09-15', class: '7Б', lesson: 1, cancelled: true },
      { date: '2026-09-16', class: '7Б', lesson: 3, teacher: 't2' },
    ];
  });
  await record(db, clock, [
    { kind: 'mark', ...algebra, date: '2026-09-15', student: 's1', value: '5', work: 'контрольная' },
    { kind: 'mark', ...algebra, date: '2026-09-14', student: 's1', value: '4' },
    { kind: 'mark', ...algebra, date: '2026-09-18', student: 's1', value: '4' },
    { kind: 'mark', ...algebra, date: '2026-09-04', student: 's2', value: '3' },
    { kind: 'absence', class: '7Б', subject: 'Физика', by: 't2', date: '2026-09-16', student: 's1', code: 'Б' },
    { kind: 'topic', ...algebra, date: '2026-09-15', text: 'Линейные уравнения' },
    { kind: 'homework', ...algebra, due: '2026-09-21', text: '§ 13' },
    { kind: 'homework', ...algebra, due: '2026-09-21', text: 'карточка', student: 's2' },
    { kind: 'homework', ...english, by: 't5', due: '2026-09-22', text: 'Unit 3' },
    { kind: 'homework', ...english, by: 't6', due: '2026-09-22', text: 'Unit 4' },
    { kind: 'message', class: '7Б', text: 'Собрание в среду', by: 't1' },
    { kind: 'message', class: '7Б', student: 's1', text: 'Зайдите, пожалуйста', by: 't1', personal: true },
    { kind: 'periodMark', ...algebra, period: '1 четверть', student: 's1', value: '5' },
  ]);
});
afterAll(() => database.close());

test('who it is, and the averages of the running period from three marks on', async () => {
  const week = await days('s1');
  expect(week).toMatchObject({
    student: { id: 's1', last: 'Иванов', first: 'Пётр', patronymic: 'Ильич' },
    class: '7Б',
    grade: 7,
    classTeacher: { name: 'Орлова Анна Сергеевна' },
    period: { name: '1 четверть' },
    averages: [{ subject: 'Алгебра', count: 3, average: 4.33 }],
  });
  expect(week!.days.map((d) => d.date)).toHaveLength(7);
  expect((await days('s2'))!.averages).toEqual([{ subject: 'Алгебра', count: 1 }]);
});

test('a lesson with all that stands in the journal for it', async () => {
  const tuesday = await day('s1', '2026-09-15');
  expect(tuesday.lessons[1]).toEqual({
    number: 2,
    starts: '09:25',
    ends: '10:10',
    courseId: expect.any(Number),
    subject: 'Алгебра',
    teacher: 'Орлова Анна Сергеевна',
    substituted: false,
    cancelled: false,
    topic: 'Линейные уравнения',
    marks: [{ entryId: expect.any(Number), value: '5', work: 'контрольная' }],
    homework: [],
  });
  expect((await day('s1', '2026-09-16')).lessons[0]).toMatchObject({ subject: 'Физика', absence: 'Б' });
});

test('cancelled, substituted, off and remote', async () => {
  expect((await day('s1', '2026-09-15')).lessons[0]).toMatchObject({ subject: 'Русский язык', cancelled: true });
  expect((await day('s1', '2026-09-16')).lessons[2]).toMatchObject({
    teacher: 'Мельник Олег Васильевич',
    substituted: true,
  });
  expect(await day('s1', '2026-09-17')).toMatchObject({ kind: 'off', lessons: [] });
  expect((await day('s1', '2026-09-18')).kind).toBe('remote');
  expect((await day('s21', '2026-09-18')).kind).toBe('school');
  expect((await day('s1', '2026-09-20')).kind).toBe('off');
});

test('homework of the own group and for this child alone', async () => {
  const texts = async (student: string, date: string) =>
    (await day(student, date)).lessons.flatMap((l) => l.homework.map((h) => h.text));
  expect(await texts('s1', '2026-09-21')).toEqual(['§ 13']);
  expect(await texts('s2', '2026-09-21')).toEqual(['§ 13', 'карточка']);
  expect(await texts('s1', '2026-09-22')).toEqual(['Unit 3']);
  expect(await texts('s2', '2026-09-22')).toEqual(['Unit 4']);
  expect((await day('s1', '2026-09-22')).lessons.filter((l) => l.subject === 'Английский язык')).toHaveLength(1);
});

test('messages of the class and of this child, nobody else’s; period marks', async () => {
  const own = await day('s1', '2026-09-19');
  expect(own.messages.map((m) => [m.text, m.personal, m.by])).toEqual([
    ['Собрание в среду', false, 'Орлова Анна Сергеевна'],
    ['Зайдите, пожалуйста', true, 'Орлова Анна Сергеевна'],
  ]);
  expect(own.periodMarks).toMatchObject([{ subject: 'Алгебра', period: '1 четверть', value: '5' }]);
  expect((await day('s2', '2026-09-19')).messages.map((m) => m.text)).toEqual(['Собрание в среду']);
  expect((await day('s21', '2026-09-19')).messages).toEqual([]);
});

test('what the journal has for a lesson that the timetable has no more is shown all the same', async () => {
  const db = database.db.prisma;
  const lesson = await db.lesson.findFirstOrThrow({ where: { entries: { some: { text: 'Линейные уравнения' } } } });
  await db.lesson.update({ where: { id: lesson.id }, data: { number: 6, substituted: true, teacherId: 't3' } });
  expect((await day('s1', '2026-09-15')).lessons.at(-1)).toMatchObject({
    number: 6,
    subject: 'Алгебра',
    topic: 'Линейные уравнения',
    teacher: 'Сейтаблаева Эльмира Рустемовна',
    substituted: true,
  });
  await db.lesson.update({ where: { id: lesson.id }, data: { number: 2, substituted: false, teacherId: 't1' } });
});

test('withdrawn entries are gone; a stranger has no days', async () => {
  const db = database.db.prisma;
  await db.journalEntry.updateMany({ where: { text: 'Собрание в среду' }, data: { withdrawnAt: clock.now() } });
  expect((await day('s1', '2026-09-19')).messages).toHaveLength(1);
  expect(await days('nobody')).toBeNull();
  expect(await days('s1', '2025-09-15', '2025-09-20')).toBeNull();
});

test('the week of a date is Monday to Sunday', () => {
  expect(weekOfDate('2026-09-20')).toEqual({ from: '2026-09-14', to: '2026-09-20' });
  expect(weekOfDate('2026-09-21')).toEqual({ from: '2026-09-21', to: '2026-09-27' });
});
