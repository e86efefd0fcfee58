import type { Db } from '../../src/platform/database/open.ts';
import { schoolRulesSchema } from '../../src/platform/school-rules.ts';
import { toDbDate } from '../../src/platform/school-time.ts';

/**
 * A school of three classes for the journal's tests, put into an empty database by hand. Tuesday, 15 September 2026, is
 * its usual day.
 *
 * - 7Б (t1 class teacher): Алгебра t1, Физика t2, Русский язык t3, Английский язык in two groups (t5: s1, s3; t6: s2, s4)
 * - 1А (t4 class teacher and only teacher), 9А (t2 class teacher)
 * - t3 is deputy, t6 director, t7 secretary, t8 has left, t9 teaches nothing
 * - s5 is taught at home, s6 came to 7Б on 2026-09-10 from 9А, s9 has left
 */
export async function putSchool(db: Db): Promise<void> {
  await db.school.create({
    data: {
      kind: 'rehearsal',
      name: 'Школа для проверки',
      timeZone: 'Europe/Simferopol',
      rules: schoolRulesSchema.parse({}),
      bells: {
        1: ['08:30', '09:15'],
        2: ['09:25', '10:10'],
        3: ['10:30', '11:15'],
        4: ['11:35', '12:20'],
        5: ['12:30', '13:15'],
        6: ['13:25', '14:10'],
      },
      rosterVersion: 1,
      madeAt: new Date('2026-08-20T09:00:00Z'),
      importedAt: new Date('2026-08-20T09:00:00Z'),
      secret: 'secret',
    },
  });
  await putCalendar(db);
  await putPeople(db);
  await putCourses(db);
}

export const date = toDbDate;

async function putCalendar(db: Db): Promise<void> {
  await db.schoolYear.create({ data: { id: 1, starts: date('2026-09-01'), ends: date('2027-05-26') } });
  await db.gradingPeriod.createMany({
    data: [
      { yearId: 1, name: '1 четверть', starts: date('2026-09-01'), ends: date('2026-10-23') },
      { yearId: 1, name: '2 четверть', starts: date('2026-11-02'), ends: date('2026-12-29') },
      { yearId: 1, name: '3 четверть', starts: date('2027-01-11'), ends: date('2027-03-19') },
      { yearId: 1, name: '4 четверть', starts: date('2027-03-29'), ends: date('2027-05-26') },
    ],
  });
  await db.holiday.createMany({ data: [{ date: date('2026-11-04') }] });
}

const STAFF: [id: string, name: string, roles?: string[]][] = [
  ['t1', 'Орлова Анна Сергеевна'],
  ['t2', 'Мельник Олег Васильевич'],
  ['t3', 'Сейтаблаева Эльмира Рустемовна', ['deputy']],
  ['t4', 'Коваленко Ирина Павловна'],
  ['t5', 'Григорян Нарине Ашотовна'],
  ['t6', 'Громов Игорь Львович', ['director']],
  ['t7', 'Лисова Ольга Ивановна', ['secretary', 'admin']],
  ['t8', 'Зуева Нина Петровна'],
  ['t9', 'Панина Вера Юрьевна'],
];
const STUDENTS: [id: string, name: string, classId: number][] = [
  ['s1', 'Иванов Пётр Ильич', 2],
  ['s2', 'Петрова Анна Олеговна', 2],
  ['s3', 'Сидоров Клим Денисович', 2],
  ['s4', 'Цой Вера', 2],
  ['s5', 'Мамутов Руслан Ленурович', 2],
  ['s11', 'Абибуллаева Сафие Эрнесовна', 1],
  ['s21', 'Петров Семён Олегович', 3],
];

async function putPeople(db: Db): Promise<void> {
  const person = ([id, name]: readonly [string, string, ...unknown[]]) => {
    const [last = '', first = '', patronymic = ''] = name.split(' ');
    return { id, last, first, patronymic };
  };
  const moving: [string, string] = ['s6', 'Степанян Нарек Ваганович'];
  const gone: [string, string] = ['s9', 'Ушаков Глеб Ильич'];
  await db.person.createMany({ data: [...STAFF, ...STUDENTS, moving, gone].map(person) });
  await db.staffMember.createMany({
    data: STAFF.map(([id, , roles]) => ({ id, roles: roles ?? [], leftAt: id === 't8' ? date('2026-09-10') : null })),
  });
  await db.schoolClass.createMany({
    data: [
      { id: 1, yearId: 1, name: '1А', grade: 1, classTeacherId: 't4' },
      { id: 2, yearId: 1, name: '7Б', grade: 7, classTeacherId: 't1' },
      { id: 3, yearId: 1, name: '9А', grade: 9, classTeacherId: 't2' },
    ],
  });
  await db.student.createMany({
    data: [
      ...STUDENTS.map(([id]) => ({ id, taughtAtHome: id === 's5' })),
      { id: 's6' },
      { id: 's9', leftAt: date('2026-09-14') },
    ],
  });
  await db.membership.createMany({
    data: [
      ...STUDENTS.map(([studentId, , classId]) => ({ studentId, classId, from: date('2026-09-01') })),
      { studentId: 's6', classId: 3, from: date('2026-09-01'), to: date('2026-09-09') },
      { studentId: 's6', classId: 2, from: date('2026-09-10') },
      { studentId: 's9', classId: 2, from: date('2026-09-01') },
    ],
  });
}

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

async function putCourses(db: Db): Promise<void> {
  const subjects = ['Алгебра', 'Физика', 'Русский язык', 'Английский язык', 'Литературное чтение', 'История'];
  await db.subject.createMany({ data: subjects.map((name, i) => ({ id: i + 1, name, short: [name.slice(0, 3)] })) });
  await db.course.createMany({
    data: [
      { id: COURSE.algebra, classId: 2, subjectId: 1, teacherId: 't1' },
      { id: COURSE.physics, classId: 2, subjectId: 2, teacherId: 't2' },
      { id: COURSE.russian, classId: 2, subjectId: 3, teacherId: 't3' },
      { id: COURSE.english1, classId: 2, subjectId: 4, teacherId: 't5', grouped: true },
      { id: COURSE.english2, classId: 2, subjectId: 4, teacherId: 't6', grouped: true },
      { id: COURSE.reading, classId: 1, subjectId: 5, teacherId: 't4' },
      { id: COURSE.algebra9, classId: 3, subjectId: 1, teacherId: 't1' },
    ],
  });
  const from = date('2026-09-01');
  await db.groupMember.createMany({
    data: [
      ...['s1', 's3'].map((studentId) => ({ courseId: COURSE.english1, studentId, from })),
      ...['s2', 's4'].map((studentId) => ({ courseId: COURSE.english2, studentId, from })),
    ],
  });
  const slots: [courseId: number, weekday: number, lesson: number][] = [
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
    ...[1, 2, 3, 4, 5].map((weekday) => [COURSE.reading, weekday, 1] as [number, number, number]),
    [COURSE.algebra9, 1, 4],
    [COURSE.algebra9, 2, 4],
  ];
  await db.timetableSlot.createMany({
    data: slots.map(([courseId, weekday, lesson]) => ({ courseId, weekday, lesson })),
  });
}

/** Tells every process that people, courses, timetable or calendar changed, as whoever changes them must. */
export async function raiseRosterVersion(db: Db): Promise<void> {
  await db.school.update({ where: { id: 1 }, data: { rosterVersion: { increment: 1 } } });
}

/** Empties the journal, keeps the school. */
export async function emptyJournal(db: Db): Promise<void> {
  await db.$executeRaw`TRUNCATE journal_event, journal_entry, lesson, entry_key, received_request CASCADE`;
}
