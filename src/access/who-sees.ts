/** Whoever else opens a child's diary as a guardian: names and relation alone, for those who open it themselves. */
import type { Db } from '../platform/database/open.ts';
import type { SchoolDate } from '../platform/school-time.ts';

export interface Seer {
  studentId: string;
  last: string;
  first: string;
  patronymic: string;
  /** as the school wrote it: мать, опекун */
  relation: string | null;
}

/** Guardians with full rights and consent of each of these children, without `personIds` themselves. By name. One query. */
export async function othersWhoSee(
  db: Db,
  { studentIds, personIds }: { studentIds: string[]; personIds: string[] },
  today: SchoolDate,
): Promise<Seer[]> {
  return await db.$queryRaw<Seer[]>`
    SELECT g.student_id AS "studentId", p.last, p.first, p.patronymic, g.relation
    FROM guardianship g JOIN guardian r ON r.id = g.guardian_id AND (r.left_at IS NULL OR r.left_at > ${today}::date)
      JOIN person p ON p.id = g.guardian_id AND p.erased_at IS NULL
    WHERE g.student_id = ANY(${studentIds}) AND NOT g.guardian_id = ANY(${personIds})
      AND g.ended_at IS NULL AND g.consent AND g.rights = 'full'
    ORDER BY p.last, p.first, p.patronymic, p.id`;
}
