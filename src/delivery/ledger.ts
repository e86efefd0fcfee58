import { studentsOf } from '../journal/membership.ts';
import { currentRoster } from '../journal/roster-view.ts';
import { isOwed } from '../notify/ladder.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { loadPairs } from './audiences.ts';
import { weekSpan } from './due-weeks.ts';
import { readSchool } from './school.ts';
import { NEXT } from './serve-week.ts';

/** One pair of guardian and child in one week: what the school can prove, or who must act. */
export interface LedgerLine {
  week: string;
  guardian: string;
  student: string;
  informed: boolean;
  by: 'telegram' | 'email' | 'paper' | 'diary' | 'family' | null;
  at: string | null;
  evidence: 'accepted' | 'seen' | 'handed-over' | null;
  /** what must happen now, for a person who reads the line */
  next: NextStep | null;
}

export interface NextStep {
  /** a key of the message catalogue */
  code: string;
  sheet?: number;
  class: string;
  classTeacher: string;
  closesAt?: string;
}

interface DutyRow {
  guardian_id: string;
  student_id: string;
  household_id: number | null;
  met_by: LedgerLine['by'];
  met_at: Date | null;
  evidence: 'accepted' | 'seen' | 'handedOver' | null;
  next: string | null;
  sheet: number | null;
  class: string;
  class_teacher: string | null;
}

/** The ledger of one ISO week: a line for every pair, informed or not, closed weeks and the one that is still open. */
export async function readLedger({ db, clock }: { db: Db; clock: Clock }, week: string): Promise<LedgerLine[]> {
  const rows = await db.$queryRaw<DutyRow[]>`
    SELECT o.guardian_id, o.student_id, p.household_id, o.met_by, o.met_at, o.evidence, o.next,
           (SELECT max(s.id) FROM sheet s WHERE s.weekly_record_id = o.weekly_record_id AND s.guardian_id = o.guardian_id
               AND s.copy_of_id IS NULL)::int AS sheet,
           c.name AS class, concat_ws(' ', t.last, t.first, nullif(t.patronymic, '')) AS class_teacher
      FROM obligation o JOIN weekly_record r ON r.id = o.weekly_record_id JOIN school_week w ON w.id = r.school_week_id
      JOIN school_class c ON c.id = w.class_id LEFT JOIN person t ON t.id = c.class_teacher_id
      LEFT JOIN guardianship p ON p.guardian_id = o.guardian_id AND p.student_id = o.student_id
     WHERE o.week = ${week} ORDER BY c.grade, c.name, o.student_id, o.guardian_id`;
  const byChild = groupBy(rows, ({ student_id }) => student_id);
  const closed = rows.map((row) => lineOf(week, row, byChild.get(row.student_id) ?? []));
  return [...closed, ...(await withoutRights(db, week, rows)), ...(await openLines({ db, clock }, week))];
}

function lineOf(week: string, row: DutyRow, ofChild: DutyRow[]): LedgerLine {
  const base = { week, guardian: row.guardian_id, student: row.student_id };
  if (row.met_by) return { ...base, informed: true, by: row.met_by, ...proof(row), next: null };
  const relative = ofChild
    .filter((other) => other !== row && other.met_by && other.household_id === row.household_id)
    .sort((a, b) => (a.met_at?.getTime() ?? 0) - (b.met_at?.getTime() ?? 0))[0];
  if (relative) return { ...base, informed: true, by: 'family', ...proof(relative), next: null };
  const next = {
    code: row.next ?? NEXT.unreached,
    class: row.class,
    classTeacher: row.class_teacher ?? '',
    ...(row.sheet && { sheet: row.sheet }),
  };
  return { ...base, informed: false, by: null, at: null, evidence: null, next };
}

function proof({ met_at, evidence }: DutyRow): Pick<LedgerLine, 'at' | 'evidence'> {
  return {
    at: met_at?.toISOString() ?? null,
    evidence: evidence === 'handedOver' ? 'handed-over' : evidence,
  };
}

/** Pairs that may not be informed stand there too, so that nobody seems forgotten. */
async function withoutRights(db: Db, week: string, rows: DutyRow[]): Promise<LedgerLine[]> {
  const of = new Map(rows.map((row) => [row.student_id, row]));
  const pairs = await db.guardianship.findMany({
    where: { studentId: { in: [...of.keys()] }, rights: 'none', endedAt: null },
    orderBy: [{ studentId: 'asc' }, { guardianId: 'asc' }],
  });
  return pairs
    .filter(
      ({ guardianId, studentId }) =>
        !rows.some((row) => row.guardian_id === guardianId && row.student_id === studentId),
    )
    .map(({ guardianId, studentId }) => ({
      week,
      guardian: guardianId,
      student: studentId,
      informed: false,
      by: null,
      at: null,
      evidence: null,
      next: {
        code: 'noRights',
        class: of.get(studentId)?.class ?? '',
        classTeacher: of.get(studentId)?.class_teacher ?? '',
      },
    }));
}

/** Pairs of classes whose week is not closed yet: nobody is informed of it, and the line says when it closes. */
async function openLines({ db, clock }: { db: Db; clock: Clock }, week: string): Promise<LedgerLine[]> {
  const school = await db.$transaction((tx) => readSchool(tx));
  if (!school.importedAt) return [];
  const roster = await currentRoster(db);
  const taken = await db.schoolWeek.findMany({ where: { week, closedAt: { not: null } }, select: { classId: true } });
  const closed = new Set(taken.map(({ classId }) => classId));
  const open = [...roster.classes.values()].flatMap((one) => {
    const span = weekSpan(roster, one.id, week);
    const ours = span?.taught && span.closesAt > (school.importedAt as Date);
    return ours && !closed.has(one.id) ? [{ ...one, span }] : [];
  });
  const lines: LedgerLine[] = [];
  for (const one of open) {
    const students = studentsOf(roster, one.id, one.span.last).map(({ id }) => id);
    const pairs = await db.$transaction((tx) => loadPairs(tx, students));
    const teacher = roster.staff.get(one.classTeacherId ?? '');
    const next = {
      code: one.span.closesAt > clock.now() ? 'weekOpen' : 'weekClosing',
      class: one.name,
      classTeacher: teacher ? [teacher.last, teacher.first, teacher.patronymic].filter(Boolean).join(' ') : '',
      closesAt: one.span.closesAt.toISOString(),
    };
    for (const { guardianId, studentId } of pairs.filter(isOwed))
      lines.push({
        week,
        guardian: guardianId,
        student: studentId,
        informed: false,
        by: null,
        at: null,
        evidence: null,
        next,
      });
  }
  return lines;
}
