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
  /** the pupil in person, not somebody's child */
  self: boolean;
}

/**
 * The children whose data these people may see electronically: pairs that have not ended, with full rights and consent
 * (152-ФЗ); a pupil sees the own data while somebody's consent stands. By class, oldest first, and name. One query.
 */
export async function childrenOf(db: Db | Tx, personIds: string[], today: SchoolDate): Promise<Child[]> {
  const rows = await db.$queryRaw<ChildRow[]>(
    childRowsOf(Prisma.sql`${personIds}::text[]`, Prisma.sql`${today}::date`),
  );
  return rows.map(childFrom);
}

/**
 * The same as a SELECT, for a statement that asks for more.
 * @param people text[]: ids of guardians and pupils
 * @param today date
 */
export function childRowsOf(people: Prisma.Sql, today: Prisma.Sql): Prisma.Sql {
  return childRows(
    today,
    Prisma.sql`s.id IN (
      SELECT g.student_id FROM guardianship g
      WHERE g.guardian_id = ANY(${people}) AND g.ended_at IS NULL AND g.consent AND g.rights = 'full'
      UNION SELECT g.student_id FROM guardianship g
      WHERE g.student_id = ANY(${people}) AND g.ended_at IS NULL AND g.consent)`,
    people,
  );
}

/** Any pupil of the school, for `may` to judge; null when there is none of that id. One query. */
export async function pupil(db: Db | Tx, studentId: string, today: SchoolDate): Promise<Child | null> {
  const [found] = await pupils(db, today, Prisma.sql`s.id = ${studentId}`);
  return found ?? null;
}

/** The pupils of a class today, by name. One query. */
export async function pupilsOf(db: Db | Tx, classId: number, today: SchoolDate): Promise<Child[]> {
  const on = toDbDate(today);
  return await pupils(
    db,
    today,
    Prisma.sql`EXISTS (
      SELECT 1 FROM membership m
      WHERE m.student_id = s.id AND m.class_id = ${classId}
        AND m."from" <= ${on}::date AND (m."to" IS NULL OR m."to" >= ${on}::date))`,
  );
}

async function pupils(db: Db | Tx, today: SchoolDate, which: Prisma.Sql): Promise<Child[]> {
  const rows = await db.$queryRaw<ChildRow[]>(
    childRows(Prisma.sql`${today}::date`, which, Prisma.sql`ARRAY[]::text[]`),
  );
  return rows.map(childFrom);
}

function childRows(today: Prisma.Sql, which: Prisma.Sql, selves: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT s.id, s.id = ANY(${selves}) AS self, p.last, p.first, s.left_at <= ${today} AS gone,
      c.id AS class_id, c.name AS class_name, c.grade
    FROM student s
    JOIN person p ON p.id = s.id
    LEFT JOIN LATERAL (
      SELECT k.id, k.name, k.grade FROM membership m JOIN school_class k ON k.id = m.class_id
      WHERE m.student_id = s.id
      ORDER BY (m."from" <= ${today} AND (m."to" IS NULL OR m."to" >= ${today})) DESC, m."from" DESC
      LIMIT 1) c ON true
    WHERE ${which}
    ORDER BY c.grade DESC NULLS LAST, c.name, p.last, p.first, s.id`;
}

export function childFrom(row: ChildRow): Child {
  return {
    studentId: row.id,
    last: row.last,
    first: row.first,
    className: row.class_name ?? '',
    classId: row.class_id,
    grade: row.grade ?? 0,
    left: row.gone === true,
    self: row.self,
  };
}

export interface ChildRow {
  id: string;
  self: boolean;
  last: string;
  first: string;
  gone: boolean | null;
  class_id: number | null;
  class_name: string | null;
  grade: number | null;
}
