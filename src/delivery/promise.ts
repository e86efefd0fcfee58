/** The weekly promise as the school looks at it: each pair of a closed week, informed and how, or what is to be done. Reading only. */
import type { Db } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import { NEXT } from './serve-week.ts';

type Reader = Pick<Db, '$queryRaw'>;

export interface PromiseWeek {
  week: string;
  starts: SchoolDate;
  ends: SchoolDate;
}

/** Weeks of which some class's is closed, the newest first. One query. */
export async function promiseWeeks(db: Reader, count: number): Promise<PromiseWeek[]> {
  return db.$queryRaw<PromiseWeek[]>`
    SELECT week, min(starts)::text AS starts, max(ends)::text AS ends FROM school_week
    WHERE closed_at IS NOT NULL GROUP BY week ORDER BY week DESC LIMIT ${count}`;
}

interface Name {
  last: string;
  first: string;
  patronymic: string;
}

export type Way = 'telegram' | 'email' | 'paper' | 'diary' | 'family';
export const WAYS: readonly Way[] = ['telegram', 'email', 'paper', 'diary', 'family'];

export interface PromiseLine {
  classId: number;
  className: string;
  classTeacher: Name | null;
  studentId: string;
  student: Name;
  guardian: Name;
  /** absent: not informed yet */
  by: Way | null;
  at: Date | null;
  evidence: 'accepted' | 'seen' | 'handedOver' | null;
  /** not informed: a key of NEXT, or `ended` where nobody is owed word any more */
  next: string | null;
  sheet: number | null;
  /** nobody of the family is informed: that is what somebody must act on */
  familyOpen: boolean;
}

interface Row extends Omit<PromiseLine, 'by' | 'familyOpen'> {
  householdId: number | null;
  metBy: Way | null;
  owed: boolean;
}

/**
 * The pairs of a week that word was owed to, by class and surname; a guardian whose household another of it answers for is
 * informed by the family. One query, whatever the size of the school.
 * @param classId only this class's
 */
export async function promiseOf(db: Reader, week: string, classId: number | null = null): Promise<PromiseLine[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT w.class_id AS "classId", c.name AS "className", o.student_id AS "studentId", p.household_id AS "householdId",
      CASE WHEN t.id IS NOT NULL THEN jsonb_build_object('last', t.last, 'first', t.first, 'patronymic', t.patronymic) END AS "classTeacher",
      jsonb_build_object('last', s.last, 'first', s.first, 'patronymic', s.patronymic) AS student,
      jsonb_build_object('last', h.last, 'first', h.first, 'patronymic', h.patronymic) AS guardian,
      o.met_by AS "metBy", o.met_at AS at, o.evidence, o.next,
      (p.ended_at IS NULL AND p.rights <> 'none' AND g.left_at IS NULL) AS owed,
      (SELECT max(x.id) FROM sheet x WHERE x.weekly_record_id = o.weekly_record_id AND x.guardian_id = o.guardian_id
          AND x.copy_of_id IS NULL)::int AS sheet
    FROM school_week w
      JOIN school_class c ON c.id = w.class_id
      JOIN weekly_record r ON r.school_week_id = w.id
      JOIN obligation o ON o.weekly_record_id = r.id
      JOIN guardianship p ON p.guardian_id = o.guardian_id AND p.student_id = o.student_id
      JOIN guardian g ON g.id = o.guardian_id
      JOIN person h ON h.id = o.guardian_id JOIN person s ON s.id = o.student_id
      LEFT JOIN person t ON t.id = c.class_teacher_id
    WHERE w.week = ${week} AND w.closed_at IS NOT NULL AND (${classId}::int IS NULL OR w.class_id = ${classId}::int)
    ORDER BY c.grade, c.name, s.last, s.first, o.student_id, o.guardian_id`;
  const families = groupBy(rows, ({ studentId, householdId }) => `${studentId} ${householdId}`);
  return rows.map((row) => lineOf(row, families.get(`${row.studentId} ${row.householdId}`) ?? []));
}

function lineOf({ householdId: _, metBy, owed, ...row }: Row, family: Row[]): PromiseLine {
  const proof = metBy ? row : earliest(family);
  const by = metBy ?? (proof ? 'family' : null);
  const open = by === null && owed;
  const next = by ? null : owed ? (row.next ?? NEXT.unreached) : 'ended';
  return { ...row, by, at: proof?.at ?? null, evidence: proof?.evidence ?? null, next, familyOpen: open };
}

function earliest(family: Row[]): Row | undefined {
  return family
    .filter(({ metBy }) => metBy !== null)
    .sort((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0))[0];
}

export interface ClassPromise {
  classId: number;
  className: string;
  pairs: number;
  by: Record<Way, number>;
  /** children of whom some guardian's family nobody has informed */
  open: number;
}

/** The lines of a week counted by class, in their order. Pure. */
export function countPromise(lines: readonly PromiseLine[]): ClassPromise[] {
  return [...groupBy(lines, ({ classId }) => classId).values()].map((of) => ({
    classId: of[0]!.classId,
    className: of[0]!.className,
    pairs: of.filter(({ next }) => next !== 'ended').length,
    by: Object.fromEntries(WAYS.map((way) => [way, of.filter(({ by }) => by === way).length])) as Record<Way, number>,
    open: new Set(of.filter(({ familyOpen }) => familyOpen).map(({ studentId }) => studentId)).size,
  }));
}
