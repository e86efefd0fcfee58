/** The read model of what the school wrote to one child's family. */
import type { SchoolDate } from '../../platform/school-time.ts';
import type { ChildMessage } from './child-day.ts';
import type { Reader } from './child-queries.ts';

/**
 * Messages to a child's family, the newest first: those to the child's class of that day and those about this child alone.
 * @param options `before`: only older than this entry; `toStudent`: only what a pupil may read. One query
 */
export async function childMessages(
  db: Reader,
  studentId: string,
  options: { before?: number; toStudent: boolean; limit: number },
): Promise<ChildMessage[]> {
  const before = options.before ?? 2_147_483_647;
  return await db.$queryRaw<(ChildMessage & { date: SchoolDate })[]>`
    SELECT e.id AS "entryId", e.date::text AS date, e.text,
      trim(coalesce(b.last || ' ' || b.first || ' ' || b.patronymic, '')) AS by,
      e.personal OR e.student_id IS NOT NULL AS personal, e.urgent, e.to_student AS "toStudent"
    FROM journal_entry e LEFT JOIN person b ON b.id = e.by_id
    WHERE e.kind = 'message' AND e.withdrawn_at IS NULL AND e.id < ${before}
      AND (NOT ${options.toStudent} OR e.to_student)
      AND (e.student_id = ${studentId} OR (e.student_id IS NULL AND EXISTS (
        SELECT 1 FROM membership m WHERE m.student_id = ${studentId} AND m.class_id = e.class_id
          AND m."from" <= e.date AND (m."to" IS NULL OR m."to" >= e.date))))
    ORDER BY e.id DESC LIMIT ${options.limit}`;
}
