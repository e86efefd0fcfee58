/** The four queries behind a child's days: however many days and lessons, no more than these. */
import { Prisma } from '../../platform/database/generated/client.ts';
import type { SchoolDate, SchoolTime } from '../../platform/school-time.ts';

/** The database or a transaction on it. */
export type Reader = Pick<Prisma.TransactionClient, '$queryRaw'>;

export interface ChildRow {
  id: string;
  last: string;
  first: string;
  patronymic: string;
  taughtAtHome: boolean;
  zone: string;
  bells: Record<string, [SchoolTime, SchoolTime]>;
  memberships: {
    classId: number;
    name: string;
    grade: number;
    from: SchoolDate;
    to: SchoolDate | null;
    teacher: string | null;
    teacherPhone: string | null;
  }[];
}

export interface CourseRow {
  id: number;
  classId: number;
  subjectId: number;
  subject: string;
  teacherId: string;
  teacher: string;
  grouped: boolean;
  endedAt: SchoolDate | null;
  slots: { weekday: number; lesson: number; from: SchoolDate | null; to: SchoolDate | null }[];
  /** when this child belongs to the group; empty for others */
  membership: { from: SchoolDate; to: SchoolDate | null }[];
}

export interface CalendarRow {
  periods: { name: string; starts: SchoolDate; ends: SchoolDate }[];
  holidays: SchoolDate[];
  specialDays: {
    date: SchoolDate;
    classId: number | null;
    kind: 'weekday' | 'off' | 'remote';
    weekday: number | null;
  }[];
  changes: {
    date: SchoolDate;
    classId: number;
    lesson: number;
    cancelled: boolean;
    teacherId: string | null;
    teacher: string | null;
    subjectId: number | null;
    subject: string | null;
  }[];
}

export interface EntryRow {
  id: number;
  kind: 'mark' | 'absence' | 'homework' | 'topic' | 'message' | 'periodMark';
  classId: number;
  courseId: number | null;
  date: SchoolDate;
  studentId: string | null;
  value: string | null;
  work: string | null;
  text: string | null;
  period: string | null;
  personal: boolean;
  urgent: boolean;
  toStudent: boolean;
  by: string | null;
  lesson: number | null;
  /** who gave that lesson, when somebody stood in */
  substitute: string | null;
}

/** Days between which a child's life is read, both included. */
export interface Span {
  studentId: string;
  from: SchoolDate;
  to: SchoolDate;
}

const classesOf = ({ studentId, from, to }: Span) => Prisma.sql`
  SELECT class_id FROM membership
  WHERE student_id = ${studentId} AND "from" <= ${to}::date AND ("to" IS NULL OR "to" >= ${from}::date)`;

/** `Орлова Анна Сергеевна` */
const fullName = (alias: string) =>
  Prisma.raw(`trim(${alias}.last || ' ' || ${alias}.first || ' ' || ${alias}.patronymic)`);

/** The child with the classes it belonged to in the span, or undefined if there is no such child. */
export async function readChild(db: Reader, span: Span): Promise<ChildRow | undefined> {
  const [row] = await db.$queryRaw<ChildRow[]>`
    SELECT p.id, p.last, p.first, p.patronymic, st.taught_at_home AS "taughtAtHome",
      s.time_zone AS zone, s.bells,
      coalesce((
        SELECT json_agg(json_build_object(
          'classId', c.id, 'name', c.name, 'grade', c.grade, 'from', m."from", 'to', m."to",
          'teacher', ${fullName('t')},
          'teacherPhone', (
            SELECT k.address FROM contact k JOIN contact_holder h ON h.contact_id = k.id
            WHERE h.person_id = t.id AND h.ended_at IS NULL AND k.channel = 'sms' AND k.state = 'confirmed'
            ORDER BY k.id LIMIT 1)
        ) ORDER BY m."from")
        FROM membership m JOIN school_class c ON c.id = m.class_id LEFT JOIN person t ON t.id = c.class_teacher_id
        WHERE m.student_id = p.id AND m."from" <= ${span.to}::date AND (m."to" IS NULL OR m."to" >= ${span.from}::date)
      ), '[]'::json) AS memberships
    FROM student st JOIN person p ON p.id = st.id CROSS JOIN school s
    WHERE st.id = ${span.studentId}`;
  return row;
}

/** Courses of those classes with their weekly slots. */
export async function readCourses(db: Reader, span: Span): Promise<CourseRow[]> {
  return db.$queryRaw<CourseRow[]>`
    SELECT c.id, c.class_id AS "classId", s.id AS "subjectId", s.name AS subject, c.teacher_id AS "teacherId",
      ${fullName('t')} AS teacher, c.grouped, c.ended_at::text AS "endedAt",
      coalesce((
        SELECT json_agg(json_build_object('weekday', x.weekday, 'lesson', x.lesson, 'from', x."from", 'to', x."to"))
        FROM timetable_slot x WHERE x.course_id = c.id), '[]'::json) AS slots,
      coalesce((
        SELECT json_agg(json_build_object('from', g."from", 'to', g."to"))
        FROM group_member g WHERE g.course_id = c.id AND g.student_id = ${span.studentId}), '[]'::json) AS membership
    FROM course c JOIN subject s ON s.id = c.subject_id JOIN person t ON t.id = c.teacher_id
    WHERE c.class_id IN (${classesOf(span)})
    ORDER BY s.name, c.id`;
}

/** Grading periods of the year, and what is out of the ordinary in the span. */
export async function readCalendar(db: Reader, span: Span): Promise<CalendarRow> {
  const [row] = await db.$queryRaw<CalendarRow[]>`
    SELECT
      coalesce((
        SELECT json_agg(json_build_object('name', g.name, 'starts', g.starts, 'ends', g.ends) ORDER BY g.starts)
        FROM grading_period g JOIN school_year y ON y.id = g.year_id
        WHERE y.starts <= ${span.to}::date AND y.ends >= ${span.from}::date), '[]'::json) AS periods,
      coalesce((
        SELECT json_agg(date) FROM holiday
        WHERE date BETWEEN ${span.from}::date AND ${span.to}::date), '[]'::json) AS holidays,
      coalesce((
        SELECT json_agg(json_build_object('date', date, 'classId', class_id, 'kind', kind, 'weekday', weekday))
        FROM special_day
        WHERE date BETWEEN ${span.from}::date AND ${span.to}::date
          AND (class_id IS NULL OR class_id IN (${classesOf(span)}))), '[]'::json) AS "specialDays",
      coalesce((
        SELECT json_agg(json_build_object(
          'date', h.date, 'classId', h.class_id, 'lesson', h.lesson, 'cancelled', h.cancelled,
          'teacherId', h.teacher_id, 'teacher', ${fullName('t')}, 'subjectId', h.subject_id, 'subject', s.name))
        FROM lesson_change h LEFT JOIN person t ON t.id = h.teacher_id LEFT JOIN subject s ON s.id = h.subject_id
        WHERE h.date BETWEEN ${span.from}::date AND ${span.to}::date
          AND h.class_id IN (${classesOf(span)})), '[]'::json) AS changes`;
  return row ?? { periods: [], holidays: [], specialDays: [], changes: [] };
}

/**
 * What stands in the journal: everything of the span, and the marks since `marksFrom` besides, for averages.
 * Entries of a whole class come for each class of the child; who reads must check day and group.
 */
export async function readEntries(db: Reader, span: Span, marksFrom: SchoolDate): Promise<EntryRow[]> {
  return db.$queryRaw<EntryRow[]>`
    SELECT e.id, e.kind::text AS kind, e.class_id AS "classId", e.course_id AS "courseId", e.date::text AS date,
      e.student_id AS "studentId", e.value, e.work, e.text, e.period, e.personal, e.urgent, e.to_student AS "toStudent",
      ${fullName('b')} AS by, l.number AS lesson,
      CASE WHEN l.substituted THEN ${fullName('v')} END AS substitute
    FROM journal_entry e
      LEFT JOIN person b ON b.id = e.by_id
      LEFT JOIN lesson l ON l.id = e.lesson_id
      LEFT JOIN person v ON v.id = l.teacher_id
    WHERE e.withdrawn_at IS NULL
      AND (e.student_id = ${span.studentId} OR (e.student_id IS NULL AND e.class_id IN (${classesOf(span)})))
      AND (e.date BETWEEN ${span.from}::date AND ${span.to}::date
        OR (e.kind = 'mark' AND e.date BETWEEN ${marksFrom}::date AND ${span.to}::date))
    ORDER BY e.date, l.number, e.id`;
}
