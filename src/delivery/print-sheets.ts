import { hashToken, keyedHash, keyFor } from '../access/keys.ts';
import type { WeekFacts } from '../notify/week-facts.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { fromDbDate } from '../platform/school-time.ts';

export interface SheetToPrint {
  number: number;
  facts: WeekFacts;
  hash: string;
  recipient?: string;
  /** behind the QR code of the stub */
  stubUrl: string;
}

export interface RegisterToPrint {
  class: string;
  classTeacher: WeekFacts['classTeacher'];
  period?: string;
  columns: string[];
  rows: { student: string; recipient: string; number: number }[];
}

/** A class's part of a run. */
export interface ClassToPrint {
  /** null: no family of the class is on paper */
  register: RegisterToPrint | null;
  /** in alphabetical order */
  sheets: AsyncIterable<SheetToPrint>;
}

/** What is printed. */
export interface PrintScope {
  week: string;
  /** null: the whole school */
  classId: number | null;
  /** in the school's order */
  classIds: number[];
  /** every child, not only the families on paper */
  all: boolean;
}

export interface SheetDeps {
  db: Db;
  /** the school's, made with its database */
  secret: string;
  /** without a trailing slash */
  publicUrl: string;
}

/** Weekly records that are in memory at once. */
const PAGE = 50;
const RUSSIAN = new Intl.Collator('ru');

/** The classes of a scope that have sheets, read as they are printed. */
export async function* readClasses(deps: SheetDeps, scope: PrintScope): AsyncIterable<ClassToPrint> {
  for (const classId of scope.classIds) {
    const rows = await rowsOf(deps.db, scope, classId);
    if (rows.length) yield { register: registerOf(rows), sheets: readSheets(deps, rows) };
  }
}

export async function countSheets(db: Tx, { week, classIds, all }: PrintScope): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count
      FROM sheet s JOIN print_run n ON n.id = s.run_id JOIN weekly_record r ON r.id = s.weekly_record_id
      JOIN school_week w ON w.id = r.school_week_id
     WHERE w.week = ${week} AND w.class_id = ANY(${classIds}) AND s.copy_of_id IS NULL AND (${all} OR n.kind <> 'request')`;
  return row?.count ?? 0;
}

interface SheetRow {
  number: number;
  record: number;
  class: string;
  teacher: WeekFacts['classTeacher'];
  period: string | null;
  student: string;
  recipient: string;
  starts: Date;
  ends: Date;
  /** of a family on paper; otherwise asked for once */
  onPaper: boolean;
  /** the hash of its code is kept already */
  coded: boolean;
}

/** Names are those of the frozen record, whatever was imported since. */
async function rowsOf(db: Db, { week, all }: PrintScope, classId: number): Promise<SheetRow[]> {
  const rows = await db.$queryRaw<SheetRow[]>`
    SELECT s.id AS number, r.id AS record, r.facts->>'class' AS class, r.facts->'classTeacher' AS teacher,
           r.facts->>'period' AS period, concat_ws(' ', r.facts->'student'->>'last', r.facts->'student'->>'first') AS student,
           concat_ws(' ', g.last, g.first, nullif(g.patronymic, '')) AS recipient,
           w.starts, w.ends, n.kind <> 'request' AS "onPaper", s.code_hash IS NOT NULL AS coded
      FROM sheet s JOIN print_run n ON n.id = s.run_id JOIN weekly_record r ON r.id = s.weekly_record_id
      JOIN school_week w ON w.id = r.school_week_id LEFT JOIN person g ON g.id = s.guardian_id
     WHERE w.week = ${week} AND w.class_id = ${classId} AND s.copy_of_id IS NULL AND (${all} OR n.kind <> 'request')`;
  // a database sorts by its own locale, and some put Ё before А
  return rows.sort((a, b) => RUSSIAN.compare(a.student, b.student) || a.number - b.number);
}

function registerOf(rows: readonly SheetRow[]): RegisterToPrint | null {
  const onPaper = rows.filter((row) => row.onPaper);
  const [first] = onPaper;
  if (!first) return null;
  const short = (date: Date) => fromDbDate(date).slice(5).split('-').reverse().join('.');
  return {
    class: first.class,
    classTeacher: first.teacher,
    ...(first.period && { period: first.period }),
    columns: [`${short(first.starts)}–${short(first.ends)}`],
    rows: onPaper.map(({ student, recipient, number }) => ({ student, recipient, number })),
  };
}

async function* readSheets(deps: SheetDeps, rows: readonly SheetRow[]): AsyncIterable<SheetToPrint> {
  for (let from = 0; from < rows.length; from += PAGE) {
    const page = rows.slice(from, from + PAGE);
    const records = await readRecords(
      deps.db,
      page.map(({ record }) => record),
    );
    await keepCodes(
      deps,
      page.flatMap(({ number, coded }) => (coded ? [] : [number])),
    );
    for (const { number, record, recipient } of page) {
      const found = records.get(record);
      if (!found) throw new Error(`the record of sheet ${number} went away while it was printed`);
      yield { number, ...found, ...(recipient && { recipient }), stubUrl: stubUrl(deps, number) };
    }
  }
}

/** Frozen records by id; as text, for taking JSON apart once is enough. */
export async function readRecords(db: Db, ids: number[]): Promise<Map<number, Pick<SheetToPrint, 'facts' | 'hash'>>> {
  const found = await db.$queryRaw<{ id: number; facts: string; hash: string }[]>`
    SELECT id, facts::text AS facts, sha256 AS hash FROM weekly_record WHERE id = ANY(${ids})`;
  return new Map(found.map(({ id, facts, hash }) => [id, { facts: JSON.parse(facts) as WeekFacts, hash }]));
}

/** 96 bits that only the school's secret leads to: the same whenever the sheet is printed again. */
function stubCode({ secret }: Pick<SheetDeps, 'secret'>, sheetId: number): string {
  const hash = keyedHash(keyFor(secret, 'stub-code'), String(sheetId));
  return Buffer.from(hash.slice(0, 24), 'hex').toString('base64url');
}

/** The address behind the QR code of a stub. */
export const stubUrl = (deps: Omit<SheetDeps, 'db'>, sheetId: number): string =>
  `${deps.publicUrl}/s/${stubCode(deps, sheetId)}`;

/** Notes by which hash a stub's code is known, before it is on paper. */
export async function keepCodes({ db, secret }: { db: Tx; secret: string }, sheetIds: number[]): Promise<void> {
  if (!sheetIds.length) return;
  const hashes = sheetIds.map((id) => hashToken(stubCode({ secret }, id)));
  await db.$executeRaw`
    UPDATE sheet s SET code_hash = c.hash FROM unnest(${sheetIds}::int[], ${hashes}::text[]) AS c (id, hash)
     WHERE s.id = c.id AND s.code_hash IS NULL`;
}
