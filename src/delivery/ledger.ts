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
  /** still to be told: the relation stands, with rights */
  owed: boolean;
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
           (SELECT max(s.id) FROM sheet s WHERE s.student_id = o.student_id AND s.weekly_record_id = o.weekly_record_id AND s.guardian_id = o.guardian_id
               AND s.copy_of_id IS NULL)::int AS sheet,
           (p.ended_at IS NULL AND p.rights <> 'none' AND g.left_at IS NULL) AS owed,
           c.name AS class, concat_ws(' ', t.last, t.first, nullif(t.patronymic, '')) AS class_teacher
      FROM obligation o JOIN weekly_record r ON r.id = o.weekly_record_id JOIN school_week w ON w.id = r.school_week_id
      JOIN school_class c ON c.id = w.class_id LEFT JOIN person t ON t.id = c.class_teacher_id
      JOIN guardianship p ON p.guardian_id = o.guardian_id AND p.student_id = o.student_id
      JOIN guardian g ON g.id = o.guardian_id
     WHERE o.week = ${week} ORDER BY c.grade, c.name, o.student_id, o.guardian_id`;
  const byChild = groupBy(rows, ({ student_id }) => student_id);
  const closed = rows.map((row) => lineOf(week, row, byChild.get(row.student_id) ?? []));
  return [...closed, ...(await withoutDuty(db, week)), ...(await openLines({ db, clock }, week))];
}

function lineOf(week: string, row: DutyRow, ofChild: DutyRow[]): LedgerLine {
  const base = { week, guardian: row.guardian_id, student: row.student_id };
  if (row.met_by) return { ...base, informed: true, by: row.met_by, ...proof(row), next: null };
  const relative = ofChild
    .filter((other) => other !== row && other.met_by && other.household_id === row.household_id)
    .sort((a, b) => (a.met_at?.getTime() ?? 0) - (b.met_at?.getTime() ?? 0))[0];
  if (relative) return { ...base, informed: true, by: 'family', ...proof(relative), next: null };
  const next = {
    code: row.owed ? (row.next ?? NEXT.unreached) : 'ended',
    class: row.class,
    classTeacher: row.class_teacher ?? '',
    ...(row.sheet && { sheet: row.sheet }),
  };
  return openLine(week, row.guardian_id, row.student_id, next);
}

function proof({ met_at, evidence }: DutyRow): Pick<LedgerLine, 'at' | 'evidence'> {
  return {
    at: met_at?.toISOString() ?? null,
    evidence: evidence === 'handedOver' ? 'handed-over' : evidence,
  };
}

interface LoosePair {
  guardian_id: string;
  student_id: string;
  rights: string;
  class: string;
  class_teacher: string;
}

/** Pairs of a closed week that nothing was owed to stand there too, so that nobody seems forgotten. */
async function withoutDuty(db: Db, week: string): Promise<LedgerLine[]> {
  const rows = await db.$queryRaw<LoosePair[]>`
    SELECT p.guardian_id, p.student_id, p.rights::text AS rights, c.name AS class,
           concat_ws(' ', t.last, t.first, nullif(t.patronymic, '')) AS class_teacher
      FROM school_week w JOIN weekly_record r ON r.school_week_id = w.id JOIN guardianship p ON p.student_id = r.student_id
      JOIN guardian g ON g.id = p.guardian_id
      JOIN school_class c ON c.id = w.class_id LEFT JOIN person t ON t.id = c.class_teacher_id
     WHERE w.week = ${week} AND p.ended_at IS NULL AND g.left_at IS NULL
       AND NOT EXISTS (SELECT FROM obligation o WHERE o.week = w.week AND o.guardian_id = p.guardian_id AND o.student_id = p.student_id)
     ORDER BY c.grade, c.name, p.student_id, p.guardian_id`;
  return rows.map((row) =>
    openLine(week, row.guardian_id, row.student_id, {
      code: row.rights === 'none' ? 'noRights' : 'afterClose',
      class: row.class,
      classTeacher: row.class_teacher,
    }),
  );
}

/** Nobody is informed by such a line. */
function openLine(week: string, guardian: string, student: string, next: NextStep): LedgerLine {
  return { week, guardian, student, informed: false, by: null, at: null, evidence: null, next };
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
    for (const pair of pairs.filter(({ ended }) => !ended))
      lines.push(openLine(week, pair.guardianId, pair.studentId, isOwed(pair) ? next : { ...next, code: 'noRights' }));
  }
  return lines;
}
