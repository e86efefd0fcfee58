/** Printed sheets as the school looks at them: whose, of which week, what became of each. Reading only. */
import { hashToken } from '../access/keys.ts';
import { Prisma } from '../platform/database/generated/client.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { daysOfWeek, fromDbDate, type SchoolDate } from '../platform/school-time.ts';
import type { Deed } from './hand-over.ts';
import { type SheetState, STANDING, type Way } from './standing.ts';

interface Name {
  last: string;
  first: string;
  patronymic: string;
}

/** One printed sheet; copies count as the first. */
export interface SheetOnHand {
  /** the number printed on it */
  id: number;
  classId: number;
  className: string;
  week: string;
  starts: SchoolDate;
  ends: SchoolDate;
  kind: 'weekly' | 'supplementary' | 'period' | 'request';
  printedAt: Date;
  studentId: string;
  child: Name;
  recipient: Name | null;
  /** as the guardian applied for, where it is not to be handed to them in person */
  wish: 'child' | 'proxy' | null;
  /** whose hands it then goes through */
  proxy: string | null;
  /** no guardian of the child consented: no name of it may go into a chat (152-ФЗ) */
  nameless: boolean;
  state: SheetState;
  /** what stands, as it was noted */
  date: SchoolDate | null;
  way: Way | null;
  batch: string | null;
  note: string;
  /** by what the family was informed already; null: the duty is open, or the sheet serves none */
  metBy: string | null;
}

export interface SheetFilter {
  classId?: number;
  week?: string;
  ids?: readonly number[];
  /** of weeks that ended on this day or later */
  since?: SchoolDate;
  /** of the families on paper: without what was printed once on request */
  onPaper?: boolean;
}

type Row = Omit<SheetOnHand, 'starts' | 'ends' | 'date'> & { starts: Date; ends: Date; date: Date | null };

/** First sheets in the order of week, class, surname. */
export async function sheetsOnHand(db: Db | Tx, filter: SheetFilter): Promise<SheetOnHand[]> {
  const { classId, week, ids, since, onPaper = false } = filter;
  const rows = await db.$queryRaw<Row[]>`
    SELECT s.id, k.id AS "classId", k.name AS "className", n.week, coalesce(w.starts, (q.facts->>'from')::date) AS starts,
           coalesce(w.ends, (q.facts->>'to')::date) AS ends, n.kind::text AS kind, s.created_at AS "printedAt",
           s.student_id AS "studentId",
           jsonb_build_object('last', c.last, 'first', c.first, 'patronymic', c.patronymic) AS child,
           CASE WHEN g.id IS NOT NULL THEN jsonb_build_object('last', g.last, 'first', g.first, 'patronymic', g.patronymic) END AS recipient,
           nullif(y.paper_way::text, 'person') AS wish, y.paper_proxy AS proxy,
           NOT EXISTS (SELECT FROM guardianship p WHERE p.student_id = s.student_id AND p.ended_at IS NULL AND p.consent AND p.rights <> 'none') AS nameless,
           coalesce(h.state::text, 'open') AS state, h.date, h.way::text AS way, h.batch, coalesce(h.note, '') AS note,
           (SELECT o.met_by FROM delivery_item i JOIN obligation o ON o.id = i.obligation_id WHERE i.delivery_id = s.delivery_id LIMIT 1) AS "metBy"
      FROM sheet s JOIN print_run n ON n.id = s.run_id LEFT JOIN weekly_record r ON r.id = s.weekly_record_id
      LEFT JOIN school_week w ON w.id = r.school_week_id LEFT JOIN paper_notice q ON q.id = s.paper_notice_id
      JOIN school_class k ON k.id = n.class_id
      JOIN person c ON c.id = s.student_id LEFT JOIN person g ON g.id = s.guardian_id
      LEFT JOIN guardianship y ON y.guardian_id = s.guardian_id AND y.student_id = s.student_id
      LEFT JOIN LATERAL (${STANDING}) h ON true
     WHERE s.copy_of_id IS NULL AND (NOT ${onPaper} OR n.kind <> 'request')
       AND (${classId ?? null}::int IS NULL OR n.class_id = ${classId ?? null}::int)
       AND (${week ?? null}::text IS NULL OR n.week = ${week ?? null}::text)
       AND (${since ?? null}::date IS NULL OR coalesce(w.ends, (q.facts->>'to')::date) >= ${since ?? null}::date)
       AND (${ids === undefined} OR s.id = ANY(${[...(ids ?? [])]}::int[]))
     ORDER BY n.week, k.grade, k.name, s.id`;
  const sheets = rows.map((row) => ({
    ...row,
    starts: fromDbDate(row.starts),
    ends: fromDbDate(row.ends),
    date: row.date && fromDbDate(row.date),
  }));
  return sheets.sort(
    (a, b) =>
      a.week.localeCompare(b.week) ||
      (a.classId === b.classId
        ? RUSSIAN.compare(`${a.child.last} ${a.child.first}`, `${b.child.last} ${b.child.first}`) || a.id - b.id
        : 0),
  );
}
const RUSSIAN = new Intl.Collator('ru');

/** Number of the first sheet behind the code on a stub, a copy's too; null: no such code. */
export async function sheetByCode(db: Db, code: string): Promise<number | null> {
  if (!/^[\w-]{16}$/.test(code)) return null;
  const found = await db.sheet.findUnique({
    where: { codeHash: hashToken(code) },
    select: { id: true, copyOfId: true },
  });
  return found && (found.copyOfId ?? found.id);
}

/** One row of a sheet's history. */
export interface SheetDeed {
  deed: Deed;
  date: SchoolDate;
  at: Date;
  by: Name | null;
  note: string;
  /** when it was taken back, and by whom */
  takenBack: { at: Date; by: Name | null } | null;
}

const nameOf = (alias: string) =>
  Prisma.raw(
    `CASE WHEN ${alias}.id IS NOT NULL THEN jsonb_build_object('last', ${alias}.last, 'first', ${alias}.first, 'patronymic', ${alias}.patronymic) END`,
  );

/** All that was ever noted of a sheet, the newest first. */
export async function sheetHistory(db: Db, sheetId: number): Promise<SheetDeed[]> {
  const rows = await db.$queryRaw<
    {
      state: SheetState;
      way: Way | null;
      date: Date;
      at: Date;
      by: Name | null;
      note: string;
      backAt: Date | null;
      backBy: Name | null;
    }[]
  >`
    SELECT h.state::text AS state, h.way::text AS way, h.date, h.at, h.note, ${nameOf('p')} AS by, b.at AS "backAt", ${nameOf('q')} AS "backBy"
      FROM handover h LEFT JOIN handover b ON b.takes_back_id = h.id LEFT JOIN person p ON p.id = h.by_id LEFT JOIN person q ON q.id = b.by_id
     WHERE h.sheet_id = ${sheetId} AND h.state <> 'takenBack' ORDER BY h.id DESC`;
  return rows.map(({ state, way, date, at, by, note, backAt, backBy }) => ({
    deed: deedOf(state, way),
    date: fromDbDate(date),
    at,
    by,
    note,
    takenBack: backAt && { at: backAt, by: backBy },
  }));
}

/** What was done, from how it is kept. */
export function deedOf(state: SheetState, way: Way | null): Deed {
  if (state === 'refused' || state === 'absent') return state;
  if (way === 'child') return state === 'handedOver' ? 'stub' : 'child';
  return way ?? 'person';
}

/** A class's sheets of one week, counted by what became of them. */
export interface ClassCounts {
  classId: number;
  className: string;
  week: string;
  starts: SchoolDate;
  ends: SchoolDate;
  total: number;
  handedOver: number;
  awaitingStub: number;
  /** neither: to be handed over, refused or absent */
  open: number;
}

/** By week, the newest first, then in the school's order. @param classId only this class's */
export async function countsByClass(
  db: Db,
  { week, classId }: { week?: string; classId?: number } = {},
): Promise<ClassCounts[]> {
  const rows = await db.$queryRaw<(Omit<ClassCounts, 'starts' | 'ends'> & Span)[]>`
    SELECT n.class_id AS "classId", k.name AS "className", n.week, min(w.starts) AS starts, max(w.ends) AS ends, count(*)::int AS total,
           (count(*) FILTER (WHERE h.state = 'handedOver'))::int AS "handedOver",
           (count(*) FILTER (WHERE h.state = 'awaitingStub'))::int AS "awaitingStub",
           (count(*) FILTER (WHERE h.state IS NULL OR h.state IN ('refused', 'absent')))::int AS open
      FROM sheet s JOIN print_run n ON n.id = s.run_id AND n.kind <> 'request' JOIN school_class k ON k.id = n.class_id
      LEFT JOIN school_week w ON w.class_id = n.class_id AND w.week = n.week
      LEFT JOIN LATERAL (${STANDING}) h ON true
     WHERE s.copy_of_id IS NULL AND (${week ?? null}::text IS NULL OR n.week = ${week ?? null}::text)
       AND (${classId ?? null}::int IS NULL OR n.class_id = ${classId ?? null}::int)
     GROUP BY n.class_id, k.name, k.grade, n.week ORDER BY n.week DESC, k.grade, k.name`;
  return rows.map((row) => ({ ...row, ...daysOf(row) }));
}

interface Span {
  week: string;
  starts: Date | null;
  ends: Date | null;
}

/** The school days of a week; of one that has not closed its calendar days. */
function daysOf({ week, starts, ends }: Span): { starts: SchoolDate; ends: SchoolDate } {
  const days = daysOfWeek(week);
  return {
    starts: starts ? fromDbDate(starts) : (days?.monday ?? ''),
    ends: ends ? fromDbDate(ends) : (days?.sunday ?? ''),
  };
}

export interface PrintedWeek {
  week: string;
  starts: SchoolDate;
  ends: SchoolDate;
}

/** Weeks of which anything was printed for families on paper, the newest first. */
export async function printedWeeks(db: Db, most: number): Promise<PrintedWeek[]> {
  const rows = await db.$queryRaw<Span[]>`
    SELECT n.week, min(w.starts) AS starts, max(w.ends) AS ends
      FROM print_run n LEFT JOIN school_week w ON w.class_id = n.class_id AND w.week = n.week
     WHERE n.kind <> 'request' AND n.class_id IS NOT NULL GROUP BY n.week ORDER BY n.week DESC LIMIT ${most}`;
  return rows.map((row) => ({ week: row.week, ...daysOf(row) }));
}

/** A run that may be printed by itself. */
export interface RunOfWeek {
  id: number;
  kind: 'weekly' | 'supplementary' | 'period';
  sheets: number;
}

/** A class's runs of a week for families on paper, the oldest first. */
export async function runsOfWeek(db: Db, { classId, week }: { classId: number; week: string }): Promise<RunOfWeek[]> {
  return db.$queryRaw`
    SELECT n.id, n.kind::text AS kind, count(*)::int AS sheets
      FROM print_run n JOIN sheet s ON s.run_id = n.id AND s.copy_of_id IS NULL
     WHERE n.class_id = ${classId} AND n.week = ${week} AND n.kind <> 'request' GROUP BY n.id ORDER BY n.id`;
}
