import { describe, expect, test } from 'vitest';
import type { SchoolFile } from '../../../src/connectors/school-file/schema.ts';
import { changeDay } from '../../../src/journal/day/change-day.ts';
import { undoDay } from '../../../src/journal/day/undo-day.ts';
import { lessonsOfCourse } from '../../../src/journal/lessons.ts';
import { currentRoster } from '../../../src/journal/roster-view.ts';
import { imports, namesOf } from './imports.ts';
import { example } from './support.ts';

const on = imports();

/** The example with a child moved to another class's list (and out of the groups). */
function moved(id: string, to: string): SchoolFile {
  const file = example();
  const from = file.classes.find(({ students }) => students.some((student) => student.id === id))!;
  const student = from.students.find((one) => one.id === id)!;
  from.students = from.students.filter((one) => one !== student);
  file.classes.find(({ name }) => name === to)!.students.push(student);
  return withGroups(file, (ids) => ids.filter((one) => one !== id));
}

function withGroups(file: SchoolFile, change: (ids: string[]) => string[]): SchoolFile {
  for (const item of [...file.courses, ...file.timetable]) if (item.group) item.group = change(item.group);
  return file;
}

const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null;

async function membershipsOf(studentId: string) {
  const rows = await on.db.membership.findMany({
    where: { studentId },
    include: { schoolClass: true },
    orderBy: { from: 'asc' },
  });
  return rows.map((row) => `${row.schoolClass.name} ${day(row.from)} ${day(row.to)}`);
}

async function groupsOf(studentId: string) {
  const rows = await on.db.groupMember.findMany({
    where: { studentId },
    include: { course: true },
    orderBy: [{ from: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => `${row.course.teacherId} ${day(row.from)} ${day(row.to)}`);
}

async function slotsOf(subject: string, weekday: number) {
  const rows = await on.db.timetableSlot.findMany({
    where: { weekday, course: { subject: { name: subject }, schoolClass: { name: '7Б' } } },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => `${row.lesson} ${day(row.from)} ${day(row.to)}`);
}

describe('a child who changes class', () => {
  test('leaves the old class yesterday and joins the new one today, out of its groups', async () => {
    await on.imported();
    on.clock.set('2026-11-10T12:00:00+03:00');
    const { result } = await on.run(moved('s1', '9А'));
    expect(namesOf(result.changes)).toEqual([
      'membership left s1 · 7Б',
      'membership added s1 · 9А',
      'group left 7Б · Английский язык · t5 · s1',
    ]);
    expect(await membershipsOf('s1')).toEqual(['7Б 2026-09-01 2026-11-09', '9А 2026-11-10 null']);
    expect(await groupsOf('s1')).toEqual(['t5 2026-09-01 2026-11-09']);
  });

  test('comes back on another day as a new membership, on the same day as the old one', async () => {
    await on.imported();
    on.clock.set('2026-11-10T12:00:00+03:00');
    await on.run(moved('s1', '9А'));
    await on.run(example());
    expect(await membershipsOf('s1')).toEqual(['7Б 2026-09-01 null']);
    await on.run(moved('s1', '9А'));
    on.clock.set('2026-12-01T12:00:00+03:00');
    await on.run(example());
    expect(await membershipsOf('s1')).toEqual([
      '7Б 2026-09-01 2026-11-09',
      '9А 2026-11-10 2026-11-30',
      '7Б 2026-12-01 null',
    ]);
  });

  test('moves on the days that `members` says, the past and the future', async () => {
    const file = moved('s1', '9А');
    file.members = [{ student: 's1', class: '7Б', from: '2026-09-01', to: '2026-09-04' }];
    await on.run(file);
    expect(await membershipsOf('s1')).toEqual(['7Б 2026-09-01 2026-09-04', '9А 2026-09-05 null']);
    expect((await on.run(file)).result.changes).toEqual([]);
  });

  test('may be announced: the listed class until then, the new one after', async () => {
    await on.imported();
    const file = { ...example(), members: [{ student: 's21', class: '7Б', from: '2027-01-11' }] };
    await on.run(file);
    expect(await membershipsOf('s21')).toEqual(['9А 2026-09-01 2027-01-10', '7Б 2027-01-11 null']);
    on.clock.set('2027-02-01T12:00:00+03:00');
    expect((await on.run(file)).result.changes).toEqual([]);
    await on.run(moved('s21', '7Б'));
    expect(await membershipsOf('s21')).toEqual(['9А 2026-09-01 2027-01-10', '7Б 2027-01-11 null']);
  });

  test('corrects an earlier import by `members`, history before it kept', async () => {
    await on.imported();
    on.clock.set('2026-11-10T12:00:00+03:00');
    await on.run(moved('s1', '9А'));
    await on.run({ ...moved('s1', '9А'), members: [{ student: 's1', class: '9А', from: '2026-11-02' }] });
    expect(await membershipsOf('s1')).toEqual(['7Б 2026-09-01 2026-11-01', '9А 2026-11-02 null']);
  });
});

test('a pupil who is new has been in the class since the year began', async () => {
  await on.run(example());
  on.clock.set('2026-11-10T12:00:00+03:00');
  const file = example();
  file.classes[1]!.students.push({ id: 's7', last: 'Пак', first: 'Инна' });
  await on.run(withGroups(file, (ids) => (ids.includes('s2') ? [...ids, 's7'] : ids)));
  expect(await membershipsOf('s7')).toEqual(['7Б 2026-09-01 null']);
  expect(await groupsOf('s7')).toEqual(['t6 2026-09-01 null']);
});

test('a pupil who changes group leaves one yesterday and joins the other today', async () => {
  await on.run(example());
  on.clock.set('2026-11-10T12:00:00+03:00');
  const { result } = await on.run(
    withGroups(example(), (ids) => (ids.includes('s3') ? ['s3', 's5'] : ids.includes('s2') ? [...ids, 's1'] : ids)),
  );
  expect(namesOf(result.changes)).toEqual([
    'group left 7Б · Английский язык · t5 · s1',
    'group added 7Б · Английский язык · t6 · s1',
  ]);
  expect(await groupsOf('s1')).toEqual(['t5 2026-09-01 2026-11-09', 't6 2026-11-10 null']);
});

test('groups that swap teachers stay the same courses by their pupils or teachers, never doubled', async () => {
  await on.run(example());
  const file = example();
  [file.courses[6]!.teacher, file.courses[7]!.teacher] = ['t6', 't5'];
  await on.run(file);
  expect(await on.db.course.count({ where: { grouped: true } })).toBe(2);
  expect((await on.run(file)).result.changes).toEqual([]);
});

test('a course that is gone ends today with its group and slots; one that is back goes on', async () => {
  await on.run(example());
  on.clock.set('2026-11-10T12:00:00+03:00');
  const file = example();
  file.courses = file.courses.filter(({ group }) => !group);
  file.timetable = file.timetable.filter(({ group }) => !group);
  await on.run(file);
  const english = await on.db.course.findMany({ where: { grouped: true }, include: { slots: true, members: true } });
  expect(english.map(({ endedAt }) => day(endedAt))).toEqual(['2026-11-10', '2026-11-10']);
  for (const { slots, members } of english)
    for (const row of [...slots, ...members]) expect(day(row.to)).toBe('2026-11-09');
  await on.run(example());
  expect(await on.db.course.count({ where: { grouped: true, endedAt: null } })).toBe(2);
  expect(await groupsOf('s1')).toEqual(['t5 2026-09-01 null']);
});

describe('a timetable that changes', () => {
  test('keeps the days that were taught by the old one', async () => {
    await on.imported();
    on.clock.set('2026-11-10T12:00:00+03:00');
    const file = example();
    const slot = file.timetable.find((one) => one.class === '7Б' && one.subject === 'Алгебра' && one.weekday === 1)!;
    slot.lesson = 4;
    const { result } = await on.run(file);
    expect(namesOf(result.changes)).toEqual([
      'timetable added 7Б · Алгебра · 1/4',
      'timetable left 7Б · Алгебра · t1 · 1/1',
    ]);
    expect(await slotsOf('Алгебра', 1)).toEqual(['1 null 2026-11-09', '4 2026-11-10 null']);
  });

  test('is dated by the file where the file says so', async () => {
    await on.imported();
    const file = example();
    const slot = file.timetable.find((one) => one.class === '7Б' && one.subject === 'Алгебра' && one.weekday === 1)!;
    slot.to = '2026-12-29';
    file.timetable.push({ class: '7Б', subject: 'Алгебра', weekday: 1, lesson: 5, from: '2027-01-11' });
    await on.run(file);
    expect(await slotsOf('Алгебра', 1)).toEqual(['1 null 2026-12-29', '5 2027-01-11 null']);
    expect((await on.run(file)).result.changes).toEqual([]);
  });
});

describe('moved days and changed lessons', () => {
  const off = { date: '2026-09-21', as: 'off' } as const;
  const substitute = { date: '2026-09-14', class: '7Б', lesson: 1, teacher: 't2' };

  test('come, change and go with the file', async () => {
    await on.run({ ...example(), days: [off, { date: '2026-09-26', class: '9А', as: 1 }], changes: [substitute] });
    expect(await on.db.specialDay.count()).toBe(2);
    const { result } = await on.run({
      ...example(),
      days: [{ ...off, as: 'remote' }],
      changes: [{ date: substitute.date, class: '7Б', lesson: 1, cancelled: true }],
    });
    expect(namesOf(result.changes)).toEqual([
      'day changed 2026-09-21',
      'day left 2026-09-26 9А',
      'lessonChange changed 2026-09-14 7Б 1',
    ]);
    expect(await on.db.lessonChange.findFirst()).toMatchObject({ cancelled: true, teacherId: null });
    expect((await on.run(example())).result.changes).toEqual([]);
    expect(await on.db.specialDay.count()).toBe(1);
  });

  test('what the deputy entered in between stands', async () => {
    await on.run({ ...example(), days: [off], changes: [substitute] });
    const { id: classId } = await on.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
    await on.db.lessonChange.updateMany({ where: { classId, lesson: 1 }, data: { teacherId: 't3' } });
    await on.db.lessonChange.create({
      data: { date: new Date('2026-09-15'), classId, lesson: 2, teacherId: 't5' },
    });
    await on.run({ ...example(), days: [off], changes: [substitute] });
    const changes = await on.db.lessonChange.findMany({ orderBy: { id: 'asc' } });
    expect(changes.map(({ teacherId }) => teacherId)).toEqual(['t3', 't5']);
  });
});

test('what the desk said of days and lessons stands, though a file says the same as before, or nothing any more', async () => {
  const off = { date: '2026-09-21', as: 'off' } as const;
  const substitute = { date: '2026-09-15', class: '7Б', lesson: 2, teacher: 't2' };
  await on.run({ ...example(), days: [off], changes: [substitute] });
  const { id: courseId } = await on.db.course.findFirstOrThrow({
    where: { subject: { name: 'Алгебра' }, schoolClass: { name: '7Б' } },
  });
  const deps = { db: on.db, clock: on.clock };
  const desk = { reason: 'приказ № 5', by: 't3' };
  const lessons = [{ courseId, number: 2 }];
  const said = [
    await changeDay(deps, { ...desk, date: '2026-09-15', what: { kind: 'substitute', lessons, teacherId: 't5' } }),
    await changeDay(deps, { ...desk, date: '2026-09-21', what: { kind: 'day', classId: null, as: 'remote' } }),
  ];
  expect(said.map(({ ok }) => ok)).toEqual([true, true]);
  const standing = async () => {
    const [day] = await on.db.specialDay.findMany();
    const lesson = lessonsOfCourse(await currentRoster(on.db), (await courseNow())!, '2026-09-15');
    return [day?.kind, ...lesson.map(({ teacherId }) => teacherId)];
  };
  const courseNow = async () => (await currentRoster(on.db)).courses.get(courseId);
  expect(await standing()).toEqual(['remote', 't5']);
  expect((await on.run({ ...example(), days: [off], changes: [substitute] })).result.changes).toEqual([]);
  expect(await standing()).toEqual(['remote', 't5']);
  // the file's own word of the lesson goes; the desk's stays
  const { result } = await on.run({ ...example(), days: [], changes: [] });
  expect(namesOf(result.changes)).toEqual(['lessonChange left 2026-09-15 7Б 2']);
  expect(await standing()).toEqual(['remote', 't5']);
  // another word of a file about the same day is the last one, and named; the desk's deed cannot be undone past it
  const again = await on.run({ ...example(), days: [{ date: '2026-09-21', as: 2 }] });
  expect(namesOf(again.result.changes)).toEqual(['day changed 2026-09-21']);
  expect(await standing()).toEqual(['weekday', 't5']);
  const deed = await on.db.dayDeed.findFirstOrThrow({ orderBy: { id: 'desc' } });
  expect(await undoDay(deps, { deedId: deed.id, by: 't3' })).toMatchObject({ ok: false, code: 'changed-since' });
});

test('a new school year brings classes of its own and closes those of the old one', async () => {
  await on.run(example());
  on.clock.set('2027-08-25T12:00:00+03:00');
  const file = example();
  file.year = { starts: '2027-09-01', ends: '2028-05-25' };
  file.periods = [{ name: '1 четверть', starts: '2027-09-01', ends: '2027-10-24' }];
  file.holidays = [];
  const grown = (name: string) => (name === '1А' ? '2А' : name === '7Б' ? '8Б' : '10А');
  for (const schoolClass of file.classes) {
    schoolClass.name = grown(schoolClass.name);
    schoolClass.grade += 1;
  }
  for (const item of [...file.courses, ...file.timetable]) item.class = grown(item.class);
  const { result } = await on.run(file);
  expect(result.counts).toMatchObject({ year: { added: 1 }, class: { added: 3, left: 0 }, membership: { added: 12 } });
  expect(await membershipsOf('s1')).toEqual(['7Б 2026-09-01 2027-05-26', '8Б 2027-09-01 null']);
  expect(await on.db.course.count({ where: { endedAt: new Date('2027-05-27') } })).toBe(12);
  expect(await on.db.course.count({ where: { endedAt: null } })).toBe(12);
  expect(await groupsOf('s1')).toEqual(['t5 2026-09-01 2027-05-26', 't5 2027-09-01 null']);
  expect(await on.db.holiday.count()).toBe(5);
  expect((await on.run(file)).result.changes).toEqual([]);
});
