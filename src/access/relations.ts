import { Prisma } from '../platform/database/generated/client.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { type SchoolDate, toDbDate } from '../platform/school-time.ts';

export interface Child {
  studentId: string;
  last: string;
  first: string;
  /** the class today, else the latest or the coming one; empty when the child never had any */
  className: string;
  classId: number | null;
  grade: number;
  /** has left the school */
  left: boolean;
}

/**
 * The children whose data a guardian may see electronically: the pair has not ended, the rights are full and consent is
 * given (152-ФЗ). By class and name. One query.
 */
export async function childrenOf(db: Db | Tx, guardianId: string, today: SchoolDate): Promise<Child[]> {
  return children(db, Prisma.sql`g.guardian_id = ${guardianId}`, today);
}

/** As `childrenOf`, for several guardians at once, without a child twice. */
async function children(db: Db | Tx, which: Prisma.Sql, today: SchoolDate): Promise<Child[]> {
  const on = toDbDate(today);
  const rows = await db.$queryRaw<ChildRow[]>`
    SELECT s.id, p.last, p.first, s.left_at <= ${on}::date AS gone, c.id AS class_id, c.name AS class_name, c.grade
    FROM guardianship g
    JOIN student s ON s.id = g.student_id
    JOIN person p ON p.id = s.id
    LEFT JOIN LATERAL (
      SELECT k.id, k.name, k.grade FROM membership m JOIN school_class k ON k.id = m.class_id
      WHERE m.student_id = s.id
      ORDER BY (m."from" <= ${on}::date AND (m."to" IS NULL OR m."to" >= ${on}::date)) DESC, m."from" DESC
      LIMIT 1) c ON true
    WHERE ${which} AND g.ended_at IS NULL AND g.rights = 'full' AND g.consent
    ORDER BY c.grade DESC NULLS LAST, c.name, p.last, p.first, s.id`;
  return rows.map((row) => ({
    studentId: row.id,
    last: row.last,
    first: row.first,
    className: row.class_name ?? '',
    classId: row.class_id,
    grade: row.grade ?? 0,
    left: row.gone === true,
  }));
}

interface ChildRow {
  id: string;
  last: string;
  first: string;
  gone: boolean | null;
  class_id: number | null;
  class_name: string | null;
  grade: number | null;
}
