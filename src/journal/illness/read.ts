/** Illnesses as rows, and what of the journal they are planned against. */
import { Prisma } from '../../platform/database/generated/client.ts';
import type { Db, Tx } from '../../platform/database/open.ts';
import type { SchoolDate } from '../../platform/school-time.ts';
import type { OwnEntry, Span, StandingLesson } from './plan.ts';
import { illnessSource } from './source.ts';

export interface IllnessRow extends Span {
  id: number;
  studentId: string;
  note: string;
  byId: string;
  revision: number;
  filledThrough: SchoolDate | null;
  messageId: number | null;
  takenBack: boolean;
}

const ROW = Prisma.sql`
  SELECT i.id, i.student_id AS "studentId", i.starts::text AS starts, i.ends::text AS ends, i.note, i.by_id AS "byId", i.revision,
    i.filled_through::text AS "filledThrough", i.message_id AS "messageId", i.taken_back_at IS NOT NULL AS "takenBack"
  FROM illness i`;

/** A pupil's illnesses, the latest first, those taken back too. One query. */
export async function illnessesOf(db: Db | Tx, studentId: string): Promise<IllnessRow[]> {
  return await db.$queryRaw<IllnessRow[]>`${ROW} WHERE i.student_id = ${studentId} ORDER BY i.starts DESC, i.id DESC`;
}

/** Illnesses of these pupils that hold on any day from first to last. One query. */
export async function illnessesDuring(
  db: Db | Tx,
  studentIds: readonly string[],
  { starts, ends }: Span,
): Promise<IllnessRow[]> {
  return await db.$queryRaw<IllnessRow[]>`${ROW}
    WHERE i.student_id = ANY(${[...studentIds]}) AND i.taken_back_at IS NULL
      AND i.starts <= ${ends}::date AND i.ends >= ${starts}::date
    ORDER BY i.starts, i.id`;
}

/** Illnesses whose lessons of today are still to be entered. */
export async function illnessesToFill(db: Db | Tx, today: SchoolDate): Promise<IllnessRow[]> {
  return await db.$queryRaw<IllnessRow[]>`${ROW}
    WHERE i.taken_back_at IS NULL AND i.starts <= ${today}::date AND (i.filled_through IS NULL OR i.filled_through < i.ends)
      AND (i.filled_through IS NULL OR i.filled_through < ${today}::date)
    ORDER BY i.id`;
}

/** What stands for a pupil's lessons on these days. */
export async function standingLessons(
  db: Db | Tx,
  studentId: string,
  { starts, ends }: Span,
): Promise<StandingLesson[]> {
  return await db.$queryRaw<StandingLesson[]>`
    SELECT l.course_id AS "courseId", l.date::text AS date, l.number, bool_or(e.kind = 'mark') AS marked,
      (json_agg(json_build_object('entryId', e.id, 'value', e.value)) FILTER (WHERE e.kind = 'absence')) -> 0 AS absence
    FROM journal_entry e JOIN lesson l ON l.id = e.lesson_id
    WHERE e.student_id = ${studentId} AND e.kind IN ('absence', 'mark') AND e.withdrawn_at IS NULL
      AND e.date BETWEEN ${starts}::date AND ${ends}::date
    GROUP BY 1, 2, 3`;
}

/** Absences whose last change is this illness's own, and what each was before the illness touched it. */
export async function ownEntries(db: Db | Tx, illnessId: number): Promise<OwnEntry[]> {
  const source = illnessSource(illnessId);
  return await db.$queryRaw<OwnEntry[]>`
    SELECT e.id AS "entryId", l.course_id AS "courseId", l.date::text AS date, l.number, first.before ->> 'value' AS was
    FROM journal_entry e JOIN lesson l ON l.id = e.lesson_id
      JOIN LATERAL (SELECT v.before FROM journal_event v WHERE v.entry_id = e.id AND v.source = ${source} ORDER BY v.id LIMIT 1) first ON true
      JOIN LATERAL (SELECT v.source FROM journal_event v WHERE v.entry_id = e.id ORDER BY v.id DESC LIMIT 1) last ON true
    WHERE e.id IN (SELECT v.entry_id FROM journal_event v WHERE v.source = ${source} AND v.kind = 'absence')
      AND e.withdrawn_at IS NULL AND e.value = 'Б' AND last.source = ${source}`;
}
