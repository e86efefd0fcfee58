/** The register of a class's families on paper: one page for a grading period, its weeks as columns, signed for months. */
import { schoolWeek } from '../journal/lessons.ts';
import type { Roster } from '../journal/roster.ts';
import { periodOn } from '../journal/school-days.ts';
import type { WeekFacts } from '../notify/week-facts.ts';
import type { Db } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { addDays, fromDbDate, type SchoolDate, weekOf } from '../platform/school-time.ts';
import { wayOf } from './paper-way.ts';
import type { PrintScope, SheetRow } from './print-sheets.ts';
import { RECIPIENT } from './recipient.ts';
import { STANDING } from './standing.ts';

export interface RegisterToPrint {
  class: string;
  classTeacher: WeekFacts['classTeacher'];
  period?: string;
  /** first and last school day of each week */
  columns: { from: SchoolDate; to: SchoolDate }[];
  rows: {
    student: string;
    recipient: string;
    way?: 'child' | 'proxy';
    proxy?: string;
    /** for each column the sheet to sign for; null: none. `on`: it was handed over before this was printed */
    cells: ({ number: number; on?: SchoolDate } | null)[];
  }[];
  /** sheets that are printed with it */
  sheets: number;
}

/** weeks that a page has room for: a signature needs two centimetres. A longer period has its weeks in even parts */
const COLUMNS = 10;
const RUSSIAN = new Intl.Collator('ru');

interface Family {
  studentId: string;
  guardianId: string | null;
  student: string;
  recipient: string;
  /** of those printed now */
  way?: SheetRow['way'];
  proxy?: SheetRow['proxy'];
  week: string;
  number: number;
  /** when it was handed over */
  on: SchoolDate | null;
}

interface Week {
  week: string;
  from: SchoolDate;
  to: SchoolDate;
}

/**
 * A week's register lists whoever was on paper in the period, so that one page may be signed throughout it; that of a
 * supplementary run its own families alone.
 * @param rows the sheets that are printed now, one at least
 */
export async function registerOf(
  { db, roster }: { db: Db; roster: Roster },
  scope: PrintScope & { classId: number },
  rows: readonly SheetRow[],
): Promise<RegisterToPrint> {
  const [first] = rows as [SheetRow, ...SheetRow[]];
  const weeks = scope.run?.kind === 'period' ? [noticeDays(scope, rows)] : weeksOf(roster, scope, first);
  const earlier = await earlierSheets(db, scope, weeks);
  const now = rows.map((row) => ({ ...row, week: scope.week, on: null }));
  const families = groupBy([...earlier, ...now], ({ studentId, guardianId }) => `${studentId} ${guardianId}`);
  const printed = new Set(rows.map(({ number }) => number));
  const listed = [...families.values()].filter(
    (own) => scope.run?.kind !== 'supplementary' || own.some(({ number }) => printed.has(number)),
  );
  return {
    class: first.class,
    classTeacher: first.teacher,
    ...(first.period && { period: first.period }),
    columns: weeks.map(({ from, to }) => ({ from, to })),
    rows: listed.map((own) => rowOf(own, weeks)).sort(inOrder),
    sheets: rows.length,
  };
}

function rowOf(own: Family[], weeks: readonly Week[]): RegisterToPrint['rows'][number] {
  const last = own.at(-1) as Family;
  const { student, recipient } = last;
  const cells = weeks.map(({ week }) => {
    const sheet = own.findLast((one) => one.week === week);
    return sheet ? { number: sheet.number, ...(sheet.on && { on: sheet.on }) } : null;
  });
  return { student, recipient, ...wayOf(last), cells };
}

type Row = RegisterToPrint['rows'][number];
const inOrder = (a: Row, b: Row) => RUSSIAN.compare(a.student, b.student) || RUSSIAN.compare(a.recipient, b.recipient);

function noticeDays({ week }: PrintScope, rows: readonly SheetRow[]): Week {
  const days = rows.flatMap(({ from, to }) => [from, to]).sort();
  return { week, from: days[0] as string, to: days.at(-1) as string };
}

/** The school weeks of the grading period that holds the printed week's last day; of a long one the part with that week. */
function weeksOf(roster: Roster, { classId, week }: PrintScope & { classId: number }, { from, to }: SheetRow): Week[] {
  const alone = [{ week, from, to }];
  const schoolClass = roster.classes.get(classId);
  const period = schoolClass && periodOn(schoolClass.year, to);
  if (!period) return alone;
  const weeks: Week[] = [];
  for (let day = period.starts; weekOf(day) <= weekOf(period.ends); day = addDays(day, 7)) {
    const one = weekOf(day);
    const span = one === week ? { first: from, last: to } : schoolWeek(roster, classId, one);
    if (span && span.last >= period.starts && span.last <= period.ends)
      weeks.push({ week: one, from: span.first, to: span.last });
  }
  const at = weeks.findIndex((one) => one.week === week);
  if (at < 0) return alone;
  const size = Math.ceil(weeks.length / Math.ceil(weeks.length / COLUMNS));
  const part = Math.floor(at / size) * size;
  return weeks.slice(part, part + size);
}

/** Sheets of the class in the weeks before the printed one, the oldest first. */
async function earlierSheets(
  db: Db,
  { classId, week }: PrintScope & { classId: number },
  weeks: readonly Week[],
): Promise<Family[]> {
  const before = weeks.filter((one) => one.week < week).map((one) => one.week);
  if (!before.length) return [];
  const rows = await db.$queryRaw<(Omit<Family, 'on'> & { on: Date | null })[]>`
    SELECT n.week, s.id AS number, s.student_id AS "studentId", s.guardian_id AS "guardianId",
           concat_ws(' ', r.facts->'student'->>'last', r.facts->'student'->>'first') AS student,
           ${RECIPIENT} AS recipient,
           CASE WHEN h.state = 'handedOver' THEN h.date END AS "on"
      FROM print_run n JOIN sheet s ON s.run_id = n.id JOIN weekly_record r ON r.id = s.weekly_record_id
      LEFT JOIN person g ON g.id = s.guardian_id LEFT JOIN LATERAL (${STANDING}) h ON true
     WHERE n.class_id = ${classId} AND n.week = ANY(${before}) AND n.kind IN ('weekly', 'supplementary') AND s.copy_of_id IS NULL
     ORDER BY n.week, s.id`;
  return rows.map((row) => ({ ...row, on: row.on && fromDbDate(row.on) }));
}
