import { hashToken, keyedHash, keyFor } from '../access/keys.ts';
import type { Roster } from '../journal/roster.ts';
import type { WeekFacts } from '../notify/week-facts.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { wayOf } from './paper-way.ts';
import { type RegisterToPrint, registerOf } from './print-register.ts';
import { RECIPIENT } from './recipient.ts';

export interface SheetToPrint {
  number: number;
  facts: WeekFacts;
  hash: string;
  recipient?: string;
  /** as the guardian wrote, where it is not the guardian in person */
  way?: 'child' | 'proxy';
  proxy?: string;
  /** behind the QR code of the stub */
  stubUrl: string;
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
  /** one run alone; absent: all of the week's */
  run?: { id: number; kind: PaperRun };
}

/** Runs of families on paper: a week's, of who fell to paper afterwards, of news that do not wait for the week. */
export type PaperRun = 'weekly' | 'supplementary' | 'period';

export interface SheetDeps {
  db: Db;
  roster: Roster;
  /** the school's, made with its database */
  secret: string;
  /** without a trailing slash */
  publicUrl: string;
}

/** Records that are in memory at once. */
const PAGE = 10;
const RUSSIAN = new Intl.Collator('ru');

/** The classes of a scope that have sheets, read as they are printed. */
export async function* readClasses(deps: SheetDeps, scope: PrintScope): AsyncIterable<ClassToPrint> {
  for (const classId of scope.classIds) {
    const rows = await rowsOf(deps.db, scope, classId);
    if (!rows.length) continue;
    const onPaper = rows.filter((row) => row.onPaper);
    const register = onPaper.length ? await registerOf(deps, { ...scope, classId }, onPaper) : null;
    yield { register, sheets: readSheets(deps, rows) };
  }
}

export interface RunRow {
  id: number;
  sha256: string | null;
}

/** The runs of families on paper in a scope, the oldest first. */
export async function runsOf(
  db: Db | Tx,
  { week, classIds, run }: PrintScope,
  { lock = false } = {},
): Promise<RunRow[]> {
  const id = run?.id ?? null;
  if (lock)
    return db.$queryRaw<RunRow[]>`
      SELECT id, sha256 FROM print_run
       WHERE CASE WHEN ${id}::int IS NULL THEN week = ${week} AND class_id = ANY(${classIds}) AND kind IN ('weekly', 'supplementary')
                  ELSE id = ${id} END ORDER BY id FOR UPDATE`;
  return db.$queryRaw<RunRow[]>`
    SELECT id, sha256 FROM print_run
     WHERE CASE WHEN ${id}::int IS NULL THEN week = ${week} AND class_id = ANY(${classIds}) AND kind IN ('weekly', 'supplementary')
                ELSE id = ${id} END ORDER BY id`;
}

export async function countSheets(db: Db | Tx, { week, classIds, all, run }: PrintScope): Promise<number> {
  const id = run?.id ?? null;
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM sheet s JOIN print_run n ON n.id = s.run_id
     WHERE s.copy_of_id IS NULL
       AND CASE WHEN ${id}::int IS NOT NULL THEN n.id = ${id}
                ELSE n.week = ${week} AND n.class_id = ANY(${classIds}) AND (n.kind IN ('weekly', 'supplementary') OR (${all} AND n.kind = 'request')) END`;
  return row?.count ?? 0;
}

export interface SheetRow {
  number: number;
  studentId: string;
  guardianId: string | null;
  class: string;
  teacher: WeekFacts['classTeacher'];
  period: string | null;
  student: string;
  recipient: string;
  way: 'child' | 'proxy' | null;
  proxy: string | null;
  from: string;
  to: string;
  /** of a family on paper; otherwise asked for once */
  onPaper: boolean;
  /** the hash of its code is kept already */
  coded: boolean;
}

/** Names are those of the frozen facts, whatever was imported since. */
async function rowsOf(db: Db, { week, all, run }: PrintScope, classId: number): Promise<SheetRow[]> {
  const id = run?.id ?? null;
  const rows = await db.$queryRaw<SheetRow[]>`
    SELECT s.id AS number, s.student_id AS "studentId", s.guardian_id AS "guardianId", f.facts->>'class' AS class,
           f.facts->'classTeacher' AS teacher, f.facts->>'period' AS period, f.facts->>'from' AS "from", f.facts->>'to' AS "to",
           concat_ws(' ', f.facts->'student'->>'last', f.facts->'student'->>'first') AS student,
           ${RECIPIENT} AS recipient,
           nullif(p.paper_way::text, 'person') AS way, p.paper_proxy AS proxy, n.kind <> 'request' AS "onPaper", s.code_hash IS NOT NULL AS coded
      FROM sheet s JOIN print_run n ON n.id = s.run_id
      LEFT JOIN weekly_record r ON r.id = s.weekly_record_id LEFT JOIN paper_notice q ON q.id = s.paper_notice_id
      CROSS JOIN LATERAL (SELECT coalesce(r.facts, q.facts) AS facts) f
      LEFT JOIN person g ON g.id = s.guardian_id
      LEFT JOIN guardianship p ON p.guardian_id = s.guardian_id AND p.student_id = s.student_id
     WHERE s.copy_of_id IS NULL AND n.class_id = ${classId}
       AND CASE WHEN ${id}::int IS NOT NULL THEN n.id = ${id}
                ELSE n.week = ${week} AND (n.kind IN ('weekly', 'supplementary') OR (${all} AND n.kind = 'request')) END`;
  // a database sorts by its own locale, and some put Ё before А
  return rows.sort((a, b) => RUSSIAN.compare(a.student, b.student) || a.number - b.number);
}

async function* readSheets(deps: SheetDeps, rows: readonly SheetRow[]): AsyncIterable<SheetToPrint> {
  for (let from = 0; from < rows.length; from += PAGE) {
    const page = rows.slice(from, from + PAGE);
    const frozen = await readFrozen(
      deps.db,
      page.map(({ number }) => number),
    );
    await keepCodes(
      deps,
      page.flatMap(({ number, coded }) => (coded ? [] : [number])),
    );
    for (const row of page) {
      const { number, recipient } = row;
      const found = frozen.get(number);
      if (!found) throw new Error(`the record of sheet ${number} went away while it was printed`);
      const to = { ...(recipient && { recipient }), ...wayOf(row) };
      yield { number, ...factsOf(found), ...to, stubUrl: stubUrl(deps, number) };
    }
  }
}

/** A sheet's facts as they were frozen, still as text: taken apart when their turn comes, they are gone before the next. */
interface FrozenFacts {
  facts: string;
  hash: string;
}

async function readFrozen(db: Db, numbers: number[]): Promise<Map<number, FrozenFacts>> {
  const found = await db.$queryRaw<(FrozenFacts & { id: number })[]>`
    SELECT s.id, coalesce(r.facts, q.facts)::text AS facts, coalesce(r.sha256, q.sha256) AS hash
      FROM sheet s LEFT JOIN weekly_record r ON r.id = s.weekly_record_id LEFT JOIN paper_notice q ON q.id = s.paper_notice_id
     WHERE s.id = ANY(${numbers})`;
  return new Map(found.map(({ id, facts, hash }) => [id, { facts, hash }]));
}

const factsOf = ({ facts, hash }: FrozenFacts) => ({ facts: JSON.parse(facts) as WeekFacts, hash });

/** The frozen facts of one sheet; null: there is none of that number. */
export async function readFacts(db: Db, number: number): Promise<Pick<SheetToPrint, 'facts' | 'hash'> | null> {
  const found = (await readFrozen(db, [number])).get(number);
  return found ? factsOf(found) : null;
}

/** 96 bits that only the school's secret leads to: the same whenever the sheet is printed again. */
function stubCode({ secret }: Pick<SheetDeps, 'secret'>, sheetId: number): string {
  const hash = keyedHash(keyFor(secret, 'stub-code'), String(sheetId));
  return Buffer.from(hash.slice(0, 24), 'hex').toString('base64url');
}

/** The address behind the QR code of a stub. */
export const stubUrl = (deps: Pick<SheetDeps, 'secret' | 'publicUrl'>, sheetId: number): string =>
  `${deps.publicUrl}/s/${stubCode(deps, sheetId)}`;

/** Notes by which hash a stub's code is known, before it is on paper. */
export async function keepCodes({ db, secret }: { db: Tx; secret: string }, sheetIds: number[]): Promise<void> {
  if (!sheetIds.length) return;
  const hashes = sheetIds.map((id) => hashToken(stubCode({ secret }, id)));
  await db.$executeRaw`
    UPDATE sheet s SET code_hash = c.hash FROM unnest(${sheetIds}::int[], ${hashes}::text[]) AS c (id, hash)
     WHERE s.id = c.id AND s.code_hash IS NULL`;
}
