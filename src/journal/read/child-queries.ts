/** What the roster does not hold of a child's days: the journal's entries. One query, however long the span. */
import { Prisma } from '../../platform/database/generated/client.ts';
import type { SchoolDate } from '../../platform/school-time.ts';

/** The database or a transaction on it. */
export type Reader = Pick<Prisma.TransactionClient, '$queryRaw'>;

/** What stands in the journal: each kind with what the database holds it to. */
export type EntryRow = LessonRow | HomeworkRow | PeriodMarkRow | MessageRow;

interface Common {
  id: number;
  classId: number;
  date: SchoolDate;
  studentId: string | null;
}

export type LessonRow = Common & {
  courseId: number;
  lesson: number;
  /** who gave that lesson, when somebody stood in */
  substituteId: string | null;
} & (
    | { kind: 'mark'; value: string; work: string }
    | { kind: 'absence'; value: string }
    | { kind: 'topic'; text: string }
  );

export interface HomeworkRow extends Common {
  kind: 'homework';
  courseId: number;
  lesson: null;
  text: string;
  /** joined to it */
  files: { id: string; name: string }[] | null;
}

export interface PeriodMarkRow extends Common {
  kind: 'periodMark';
  courseId: number;
  lesson: null;
  period: string;
  value: string;
}

export interface MessageRow extends Common {
  kind: 'message';
  courseId: null;
  lesson: null;
  text: string;
  personal: boolean;
  urgent: boolean;
  toStudent: boolean;
  byId: string;
}

export interface EntrySpan {
  studentId: string;
  /** classes that the child belonged to */
  classIds: number[];
  from: SchoolDate;
  to: SchoolDate;
  /** marks already from here, for averages */
  marksFrom: SchoolDate;
}

/**
 * What stands in the journal for a child: everything of the span, and the marks since `marksFrom` besides. Entries of a
 * whole class come for each class of the child; who reads must check day and group.
 */
export async function readEntries(
  db: Reader,
  { studentId, classIds, from, to, marksFrom }: EntrySpan,
): Promise<EntryRow[]> {
  return db.$queryRaw<EntryRow[]>(
    entriesWhere(Prisma.sql`
      (e.student_id = ${studentId} OR (e.student_id IS NULL AND e.class_id = ANY(${classIds})))
      AND (e.date BETWEEN ${from}::date AND ${to}::date
        OR (e.kind = 'mark' AND e.date BETWEEN ${marksFrom}::date AND ${to}::date))`),
  );
}

/** @param which condition over `e` */
export function entriesWhere(which: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT e.id, e.kind::text AS kind, e.class_id AS "classId", e.course_id AS "courseId", e.date::text AS date,
      e.student_id AS "studentId", e.value, e.work, e.text, e.period, e.personal, e.urgent, e.to_student AS "toStudent",
      e.by_id AS "byId", l.number AS lesson, CASE WHEN l.substituted THEN l.teacher_id END AS "substituteId",
      CASE WHEN e.kind = 'homework' THEN (
        SELECT json_agg(json_build_object('id', a.public_id, 'name', a.name) ORDER BY a.id) FROM attachment a
        WHERE a.entry_id = e.id) END AS files
    FROM journal_entry e
    -- OFFSET 0: one look by its id for each entry, never all lessons of the year
    LEFT JOIN LATERAL (SELECT * FROM lesson WHERE lesson.id = e.lesson_id OFFSET 0) l ON true
    WHERE e.withdrawn_at IS NULL AND ${which}
    ORDER BY e.date, l.number, e.id`;
}

/** The telephone number that the school gives out for a member of staff, if any. */
export async function readPhone(db: Reader, staffId: string): Promise<string | undefined> {
  const [row] = await db.$queryRaw<{ address: string }[]>(phoneOf(Prisma.sql`${staffId}`));
  return row?.address;
}

export function phoneOf(staffId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT k.address FROM contact k JOIN contact_holder h ON h.contact_id = k.id
    WHERE h.person_id = ${staffId} AND h.ended_at IS NULL AND k.channel = 'sms' AND k.state = 'confirmed'
    ORDER BY k.id LIMIT 1`;
}
