/** Reads everything a roster is compiled from: a constant number of queries. */
import type { Prisma } from '../platform/database/generated/client.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import type { RosterName, RosterSpecialDay } from './roster.ts';

/** The database or a transaction on it. */
export type RosterReader = Pick<Prisma.TransactionClient, '$queryRaw'>;

type Dated = { from: SchoolDate | null; to: SchoolDate | null };

/** Rows as the tables hold them, dates as text. */
export interface RosterRows {
  school: { version: number; name: string; zone: string; rules: unknown; bells: Record<string, [string, string]> };
  years: { id: number; starts: SchoolDate; ends: SchoolDate }[];
  periods: { yearId: number; name: string; starts: SchoolDate; ends: SchoolDate }[];
  holidays: { date: SchoolDate }[];
  specialDays: ({ date: SchoolDate } & RosterSpecialDay)[];
  staff: (RosterName & { id: string; roles: string[]; leftAt: SchoolDate | null })[];
  students: (RosterName & { id: string; taughtAtHome: boolean; leftAt: SchoolDate | null })[];
  memberships: (Dated & { studentId: string; classId: number })[];
  classes: {
    id: number;
    yearId: number;
    name: string;
    grade: number;
    classTeacherId: string | null;
    leftAt: SchoolDate | null;
  }[];
  subjects: { id: number; name: string; short: string[] }[];
  courses: {
    id: number;
    classId: number;
    subjectId: number;
    teacherId: string;
    grouped: boolean;
    endedAt: SchoolDate | null;
  }[];
  groupMembers: (Dated & { courseId: number; studentId: string })[];
  slots: (Dated & { courseId: number; weekday: number; lesson: number })[];
  changes: {
    date: SchoolDate;
    classId: number;
    lesson: number;
    cancelled: boolean;
    teacherId: string | null;
    subjectId: number | null;
    courseId?: number | null;
  }[];
}

/** `school.roster_version`; 0 where no school was made yet. */
export async function readRosterVersion(db: RosterReader): Promise<number> {
  const [row] = await db.$queryRaw<{ version: number }[]>`SELECT roster_version AS version FROM school`;
  return row?.version ?? 0;
}

/** All rows. Consistent only under the ROSTER lock, which the caller holds. */
export async function readRosterRows(db: RosterReader): Promise<RosterRows> {
  const [school] = await db.$queryRaw<RosterRows['school'][]>`
    SELECT roster_version AS version, name, time_zone AS zone, rules, bells FROM school`;
  return {
    school: school ?? { version: 0, name: '', zone: 'Europe/Moscow', rules: {}, bells: {} },
    ...(await readCalendar(db)),
    ...(await readPeople(db)),
    ...(await readTeaching(db)),
  };
}

type CalendarRows = Pick<RosterRows, 'years' | 'periods' | 'holidays' | 'specialDays' | 'changes'>;

async function readCalendar(db: RosterReader): Promise<CalendarRows> {
  return {
    years: await db.$queryRaw<RosterRows['years']>`
      SELECT id, starts::text, ends::text FROM school_year ORDER BY starts`,
    periods: await db.$queryRaw<RosterRows['periods']>`
      SELECT year_id AS "yearId", name, starts::text, ends::text FROM grading_period ORDER BY starts, id`,
    holidays: await db.$queryRaw<RosterRows['holidays']>`SELECT date::text FROM holiday`,
    specialDays: await db.$queryRaw<RosterRows['specialDays']>`
      SELECT date::text, class_id AS "classId", kind::text, weekday FROM special_day ORDER BY id`,
    changes: await db.$queryRaw<RosterRows['changes']>`
      SELECT date::text, class_id AS "classId", lesson, cancelled, teacher_id AS "teacherId", subject_id AS "subjectId",
        course_id AS "courseId"
      FROM lesson_change ORDER BY course_id NULLS FIRST, lesson`,
  };
}

type PeopleRows = Pick<RosterRows, 'staff' | 'students' | 'memberships'>;

async function readPeople(db: RosterReader): Promise<PeopleRows> {
  return {
    staff: await db.$queryRaw<RosterRows['staff']>`
      SELECT p.id, p.last, p.first, p.patronymic, p.sex, s.roles, s.left_at::text AS "leftAt"
      FROM staff_member s JOIN person p ON p.id = s.id ORDER BY p.id`,
    students: await db.$queryRaw<RosterRows['students']>`
      SELECT p.id, p.last, p.first, p.patronymic, p.sex, s.taught_at_home AS "taughtAtHome", s.left_at::text AS "leftAt"
      FROM student s JOIN person p ON p.id = s.id ORDER BY p.last, p.first, p.id`,
    memberships: await db.$queryRaw<RosterRows['memberships']>`
      SELECT student_id AS "studentId", class_id AS "classId", "from"::text, "to"::text
      FROM membership ORDER BY "from", id`,
  };
}

type TeachingRows = Pick<RosterRows, 'classes' | 'subjects' | 'courses' | 'groupMembers' | 'slots'>;

async function readTeaching(db: RosterReader): Promise<TeachingRows> {
  return {
    classes: await db.$queryRaw<RosterRows['classes']>`
      SELECT id, year_id AS "yearId", name, grade, class_teacher_id AS "classTeacherId", left_at::text AS "leftAt"
      FROM school_class ORDER BY id`,
    subjects: await db.$queryRaw<RosterRows['subjects']>`SELECT id, name, short FROM subject ORDER BY id`,
    courses: await db.$queryRaw<RosterRows['courses']>`
      SELECT id, class_id AS "classId", subject_id AS "subjectId", teacher_id AS "teacherId", grouped,
        ended_at::text AS "endedAt"
      FROM course ORDER BY id`,
    groupMembers: await db.$queryRaw<RosterRows['groupMembers']>`
      SELECT course_id AS "courseId", student_id AS "studentId", "from"::text, "to"::text
      FROM group_member ORDER BY "from", id`,
    slots: await db.$queryRaw<RosterRows['slots']>`
      SELECT course_id AS "courseId", weekday, lesson, "from"::text, "to"::text
      FROM timetable_slot ORDER BY weekday, lesson, id`,
  };
}
