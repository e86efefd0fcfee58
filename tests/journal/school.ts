import type { Roster } from '../../src/journal/roster.ts';
import { compileRoster } from '../../src/journal/roster-compile.ts';
import type { RosterRows } from '../../src/journal/roster-load.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { toDbDate } from '../../src/platform/school-time.ts';
import { emptyTables } from '../empty-tables.ts';

/** Ids of courses, by a short name. */
export const COURSE = {
  algebra: 1,
  physics: 2,
  russian: 3,
  english1: 4,
  english2: 5,
  reading: 6,
  algebra9: 7,
} as const;
export const CLASS = { '1А': 1, '7Б': 2, '9А': 3 } as const;

type Person = [id: string, name: string];
const STAFF: Person[] = [
  ['t1', 'Орлова Анна Сергеевна'],
  ['t2', 'Мельник Олег Васильевич'],
  ['t3', 'Сейтаблаева Эльмира Рустемовна'],
  ['t4', 'Коваленко Ирина Павловна'],
  ['t5', 'Григорян Нарине Ашотовна'],
  ['t6', 'Громов Игорь Львович'],
  ['t7', 'Лисова Ольга Ивановна'],
  ['t8', 'Зуева Нина Петровна'],
  ['t9', 'Панина Вера Юрьевна'],
];
const ROLES: Record<string, string[]> = { t3: ['deputy'], t6: ['director'], t7: ['secretary', 'admin'] };
const STUDENTS: Person[] = [
  ['s1', 'Иванов Пётр Ильич'],
  ['s2', 'Петрова Анна Олеговна'],
  ['s3', 'Сидоров Клим Денисович'],
  ['s4', 'Цой Вера'],
  ['s5', 'Мамутов Руслан Ленурович'],
  ['s6', 'Степанян Нарек Ваганович'],
  ['s9', 'Ушаков Глеб Ильич'],
  ['s11', 'Абибуллаева Сафие Эрнесовна'],
  ['s21', 'Петров Семён Олегович'],
];
const SUBJECTS = ['Алгебра', 'Физика', 'Русский язык', 'Английский язык', 'Литературное чтение', 'История'];

/** course, weekday, lesson */
const SLOTS: [number, number, number][] = [
  // Monday: algebra twice
  [COURSE.algebra, 1, 1],
  [COURSE.algebra, 1, 2],
  [COURSE.russian, 1, 3],
  // Tuesday
  [COURSE.russian, 2, 1],
  [COURSE.algebra, 2, 2],
  [COURSE.english1, 2, 3],
  [COURSE.english2, 2, 3],
  // Wednesday
  [COURSE.physics, 3, 1],
  [COURSE.algebra, 3, 3],
  // Thursday
  [COURSE.english1, 4, 1],
  [COURSE.english2, 4, 1],
  [COURSE.algebra, 4, 2],
  // Friday
  [COURSE.physics, 5, 1],
  [COURSE.russian, 5, 2],
  ...[1, 2, 3, 4, 5].map((weekday): [number, number, number] => [COURSE.reading, weekday, 1]),
  [COURSE.algebra9, 1, 4],
  [COURSE.algebra9, 2, 4],
];

function person([id, name]: Person) {
  const [last = '', first = '', patronymic = ''] = name.split(' ');
  return { id, last, first, patronymic, sex: null };
}

/**
 * A school of three classes for the journal's tests. Tuesday, 15 September 2026, is its usual day.
 *
 * - 7Б (t1 class teacher): Алгебра t1, Физика t2, Русский язык t3, Английский язык in two groups (t5: s1, s3; t6: s2, s4)
 * - 1А (t4 class teacher and only teacher), 9А (t2 class teacher; Алгебра t1)
 * - t3 is deputy, t6 director, t7 secretary, t8 has left, t9 teaches nothing
 * - s5 is taught at home, s6 came to 7Б on 2026-09-10 from 9А, s9 left on 2026-09-14
 */
export function schoolRows(): RosterRows {
  const always = { from: '2026-09-01', to: null };
  const member = (studentId: string, classId: number) => ({ studentId, classId, ...always });
  const course = (id: number, classId: number, subjectId: number, teacherId: string, grouped = false) => {
    return { id, classId, subjectId, teacherId, grouped, endedAt: null };
  };
  return {
    school: {
      version: 1,
      name: 'Школа для проверки',
      zone: 'Europe/Simferopol',
      rules: {},
      bells: {
        1: ['08:30', '09:15'],
        2: ['09:25', '10:10'],
        3: ['10:30', '11:15'],
        4: ['11:35', '12:20'],
        5: ['12:30', '13:15'],
      },
    },
    years: [{ id: 1, starts: '2026-09-01', ends: '2027-05-26' }],
    periods: [
      { yearId: 1, name: '1 четверть', starts: '2026-09-01', ends: '2026-10-23' },
      { yearId: 1, name: '2 четверть', starts: '2026-11-02', ends: '2026-12-29' },
      { yearId: 1, name: '3 четверть', starts: '2027-01-11', ends: '2027-03-19' },
      { yearId: 1, name: '4 четверть', starts: '2027-03-29', ends: '2027-05-26' },
    ],
    holidays: [{ date: '2026-11-04' }],
    specialDays: [],
    staff: STAFF.map((p) => ({ ...person(p), roles: ROLES[p[0]] ?? [], leftAt: p[0] === 't8' ? '2026-09-10' : null })),
    students: STUDENTS.map((p) => ({
      ...person(p),
      taughtAtHome: p[0] === 's5',
      leftAt: p[0] === 's9' ? '2026-09-14' : null,
    })),
    memberships: [
      ...['s1', 's2', 's3', 's4', 's5', 's9'].map((id) => member(id, CLASS['7Б'])),
      member('s11', CLASS['1А']),
      member('s21', CLASS['9А']),
      { studentId: 's6', classId: CLASS['9А'], from: '2026-09-01', to: '2026-09-09' },
      { studentId: 's6', classId: CLASS['7Б'], from: '2026-09-10', to: null },
    ],
    classes: [
      { id: 1, yearId: 1, name: '1А', grade: 1, classTeacherId: 't4', leftAt: null },
      { id: 2, yearId: 1, name: '7Б', grade: 7, classTeacherId: 't1', leftAt: null },
      { id: 3, yearId: 1, name: '9А', grade: 9, classTeacherId: 't2', leftAt: null },
    ],
    subjects: SUBJECTS.map((name, i) => ({ id: i + 1, name, short: [name.slice(0, 3)] })),
    courses: [
      course(COURSE.algebra, 2, 1, 't1'),
      course(COURSE.physics, 2, 2, 't2'),
      course(COURSE.russian, 2, 3, 't3'),
      course(COURSE.english1, 2, 4, 't5', true),
      course(COURSE.english2, 2, 4, 't6', true),
      course(COURSE.reading, 1, 5, 't4'),
      course(COURSE.algebra9, 3, 1, 't1'),
    ],
    groupMembers: [
      ...['s1', 's3'].map((studentId) => ({ courseId: COURSE.english1, studentId, ...always })),
      ...['s2', 's4'].map((studentId) => ({ courseId: COURSE.english2, studentId, ...always })),
    ],
    slots: SLOTS.map(([courseId, weekday, lesson]) => ({ courseId, weekday, lesson, from: null, to: null })),
    changes: [],
  };
}

/** The school's snapshot without a database, changed as the test needs it. */
export function roster(change: (rows: RosterRows) => void = () => {}): Roster {
  const rows = schoolRows();
  change(rows);
  return compileRoster(rows);
}

const day = (date: string | null) => (date === null ? null : toDbDate(date));

/** Puts the school into an empty database. */
export async function putSchool(db: Db, rows: RosterRows = schoolRows()): Promise<void> {
  const { school } = rows;
  const madeAt = new Date('2026-08-20T09:00:00Z');
  await db.school.create({
    data: {
      kind: 'rehearsal',
      name: school.name,
      timeZone: school.zone,
      rules: school.rules as object,
      bells: school.bells,
      rosterVersion: school.version,
      madeAt,
      importedAt: madeAt,
      secret: 'secret',
    },
  });
  await putCalendar(db, rows);
  await putPeople(db, rows);
  await putTeaching(db, rows);
}

async function putCalendar(db: Db, rows: RosterRows): Promise<void> {
  const span = ({ starts, ends }: { starts: string; ends: string }) => ({
    starts: toDbDate(starts),
    ends: toDbDate(ends),
  });
  await db.schoolYear.createMany({ data: rows.years.map((y) => ({ ...y, ...span(y) })) });
  await db.gradingPeriod.createMany({ data: rows.periods.map((p) => ({ ...p, ...span(p) })) });
  await db.holiday.createMany({ data: rows.holidays.map(({ date }) => ({ date: toDbDate(date) })) });
}

async function putPeople(db: Db, rows: RosterRows): Promise<void> {
  const people = [...rows.staff, ...rows.students].map(({ id, last, first, patronymic, sex }) => {
    return { id, last, first, patronymic, sex };
  });
  await db.person.createMany({ data: people });
  await db.staffMember.createMany({
    data: rows.staff.map(({ id, roles, leftAt }) => ({ id, roles, leftAt: day(leftAt) })),
  });
  await db.student.createMany({
    data: rows.students.map(({ id, taughtAtHome, leftAt }) => ({ id, taughtAtHome, leftAt: day(leftAt) })),
  });
}

async function putTeaching(db: Db, rows: RosterRows): Promise<void> {
  const span = (s: { from: string | null; to: string | null }) => ({ from: day(s.from), to: day(s.to) });
  const begun = (s: { from: string | null; to: string | null }) => ({
    from: toDbDate(s.from ?? '2026-09-01'),
    to: day(s.to),
  });
  await db.schoolClass.createMany({ data: rows.classes.map((c) => ({ ...c, leftAt: day(c.leftAt) })) });
  await db.membership.createMany({ data: rows.memberships.map((m) => ({ ...m, ...begun(m) })) });
  await db.subject.createMany({ data: rows.subjects });
  await db.course.createMany({ data: rows.courses.map((c) => ({ ...c, endedAt: day(c.endedAt) })) });
  await db.groupMember.createMany({ data: rows.groupMembers.map((m) => ({ ...m, ...begun(m) })) });
  await db.timetableSlot.createMany({ data: rows.slots.map((s) => ({ ...s, ...span(s) })) });
  await db.specialDay.createMany({ data: rows.specialDays.map((d) => ({ ...d, date: toDbDate(d.date) })) });
  await db.lessonChange.createMany({ data: rows.changes.map((c) => ({ ...c, date: toDbDate(c.date) })) });
}

/** Tells every process that people, courses, timetable or calendar changed, as whoever changes them must. */
export async function raiseRosterVersion(db: Db): Promise<void> {
  await db.school.update({ where: { id: 1 }, data: { rosterVersion: { increment: 1 } } });
}

/** Empties the journal, keeps the school. */
export async function emptyJournal(db: Db): Promise<void> {
  await emptyTables(db, 'journal_event, journal_entry, lesson, entry_key, received_request');
}
