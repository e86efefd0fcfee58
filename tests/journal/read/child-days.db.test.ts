/** A child's days where the school is not as usual: timetable, people and periods change after something was entered. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { childDays } from '../../../src/journal/read/child-week.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { absence, homework, journal, mark } from '../journal.ts';
import { CLASS, COURSE, putSchool, raiseRosterVersion, schoolRows } from '../school.ts';

let database: TestDatabase;
const days = async (student: string, from: string, to = from) => {
  const read = await childDays(database.db.prisma, student, from, to);
  if (!read) throw new Error(`${student} has no days`);
  return read;
};
const day = async (date: string) => (await days('s1', date)).days[0]!;

beforeAll(async () => {
  database = await testDatabase();
  const db = database.db.prisma;
  const rows = schoolRows();
  for (const one of rows.classes) if (one.name === '9А') one.classTeacherId = null;
  for (const one of rows.students) if (one.id === 's2') one.leftAt = '2026-09-16';
  rows.periods[0]!.starts = '2026-09-03';
  // no bell rings for it
  rows.slots.push({ courseId: COURSE.algebra, weekday: 2, lesson: 7, from: null, to: null });
  await putSchool(db, rows);
  await journal(db).record(
    { ...mark, date: '2026-09-14', value: '3' },
    { ...absence, date: '2026-09-14' },
    { ...mark, date: '2026-09-15', lesson: 7, value: '2' },
    { ...mark, date: '2026-09-08', value: '4' },
    { ...mark, date: '2026-09-10', value: '5' },
    homework,
  );
});
afterAll(() => database.close());

test('a lesson that no bell rings for has no times', async () => {
  const [second, seventh] = (await day('2026-09-15')).lessons.filter((l) => l.subject === 'Алгебра');
  expect(second).toMatchObject({ number: 2, starts: '09:25', ends: '10:10' });
  expect(seventh).toMatchObject({ number: 7, marks: [{ value: '2' }] });
  expect(seventh).not.toHaveProperty('starts');
});

test('what stands for a lesson that was cancelled since is shown at it; homework due then is shown apart', async () => {
  expect((await day('2026-09-16')).otherHomework).toEqual([]);
  const db = database.db.prisma;
  await db.lessonChange.createMany({
    data: [
      { date: new Date('2026-09-14'), classId: CLASS['7Б'], lesson: 1, cancelled: true },
      { date: new Date('2026-09-16'), classId: CLASS['7Б'], lesson: 3, cancelled: true },
    ],
  });
  await raiseRosterVersion(db);
  const monday = (await day('2026-09-14')).lessons;
  expect(monday[0]).toMatchObject({ number: 1, cancelled: true, absence: 'Н', marks: [{ value: '3' }] });
  expect(monday[1]).toMatchObject({ number: 2, cancelled: false, marks: [] });
  const wednesday = await day('2026-09-16');
  expect(wednesday.lessons.flatMap((l) => l.homework)).toEqual([]);
  expect(wednesday.otherHomework).toMatchObject([{ subject: 'Алгебра', text: '§ 12', personal: false, files: [] }]);
});

test('a lesson that the timetable lost is shown with the course’s own teacher', async () => {
  const db = database.db.prisma;
  await db.timetableSlot.deleteMany({ where: { courseId: COURSE.algebra, weekday: 4 } });
  await raiseRosterVersion(db);
  const lost = (await day('2026-09-10')).lessons.find((l) => l.subject === 'Алгебра');
  expect(lost).toMatchObject({
    number: 2,
    teacher: 'Орлова Анна Сергеевна',
    substituted: false,
    marks: [{ value: '5' }],
  });
});

test('a pupil who leaves within the week has days of school until then', async () => {
  const { class: name, days: week } = await days('s2', '2026-09-14', '2026-09-18');
  expect(name).toBe('7Б');
  expect(week.map(({ kind }) => kind)).toEqual(['school', 'school', 'off', 'off', 'off']);
});

test('whom to call is said where the class has a teacher, and the school gives out a telephone number', async () => {
  const name = 'Орлова Анна Сергеевна';
  expect((await days('s1', '2026-09-15')).classTeacher).toEqual({ name });
  expect((await days('s21', '2026-09-15')).classTeacher).toEqual({ name: '' });
  const db = database.db.prisma;
  const at = new Date('2026-09-01T06:00:00Z');
  const phone = await db.contact.create({ data: { channel: 'sms', address: '8 978 000-00-00', since: at } });
  await db.contactHolder.create({ data: { contactId: phone.id, personId: 't1', linkedAt: at } });
  expect((await days('s1', '2026-09-15')).classTeacher).toEqual({ name, phone: '8 978 000-00-00' });
});

test('averages count from the beginning of the period, of the span where none has begun', async () => {
  const running = await days('s1', '2026-09-15');
  expect(running.period?.name).toBe('1 четверть');
  expect(running.averages).toEqual([{ subject: 'Алгебра', count: 4, average: 3.5 }]);
  expect((await days('s1', '2026-09-01', '2026-09-09')).averages).toEqual([{ subject: 'Алгебра', count: 1 }]);
  const before = await days('s1', '2026-09-01', '2026-09-02');
  expect(before).not.toHaveProperty('period');
  expect(before.averages).toEqual([]);
});
