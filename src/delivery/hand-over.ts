/** Handing over printed sheets: what is noted, checked, kept with who and when, and taken back when it was a slip. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { fromDbDate, type SchoolDate, schoolDate, toDbDate } from '../platform/school-time.ts';
import { followSheets } from './paper-duties.ts';
import { type SheetState, STANDING, type Way } from './standing.ts';

interface Parts {
  db: Db;
  clock: Clock;
}

/** What was done: given in person, to a proxy, by post, through the child; the stub came back; refused; nobody came. */
export const DEEDS = ['person', 'proxy', 'post', 'child', 'stub', 'refused', 'absent'] as const;
export type Deed = (typeof DEEDS)[number];

/** Through the child a sheet counts only when its stub is back. */
const MEANS: Record<Deed, { state: Exclude<SheetState, 'open'>; way: Way | null }> = {
  person: { state: 'handedOver', way: 'person' },
  proxy: { state: 'handedOver', way: 'proxy' },
  post: { state: 'handedOver', way: 'post' },
  child: { state: 'awaitingStub', way: 'child' },
  stub: { state: 'handedOver', way: 'child' },
  refused: { state: 'refused', way: null },
  absent: { state: 'absent', way: null },
};

export const LONGEST_NOTE = 300;

export interface HandingOver {
  /** numbers of sheets; a copy's is the first sheet's */
  sheetIds: readonly number[];
  deed: Deed;
  /** school date, not in the future, not before the printing */
  date: SchoolDate;
  byId: string;
  note?: string;
}

export type HandoverFault =
  | { code: 'noSheets' | 'unknownSheet'; field: 'sheets' }
  | { code: 'badDate' | 'dateInFuture' | 'beforePrinting'; field: 'date' }
  | { code: 'longNote'; field: 'note' };

export type HandedOver =
  /** `stood`: handed over before, or noted just so already: left as they are; `batch` is null where nothing was noted */
  { ok: true; batch: string | null; noted: number[]; stood: number[] } | ({ ok: false } & HandoverFault);

interface SheetRow {
  id: number;
  studentId: string;
  createdAt: Date;
  state: SheetState;
  date: Date | null;
}

/** Notes what became of sheets: all of them in one transaction, or none. The caller has asked `may`. */
export async function handOver({ db, clock }: Parts, input: HandingOver): Promise<HandedOver> {
  const now = clock.now();
  const note = (input.note ?? '').trim();
  if (!input.sheetIds.length) return { ok: false, code: 'noSheets', field: 'sheets' };
  if (note.length > LONGEST_NOTE) return { ok: false, code: 'longNote', field: 'note' };
  return db.$transaction(async (tx) => {
    const sheets = await lockSheets(tx, input.sheetIds);
    if (!sheets) return { ok: false, code: 'unknownSheet', field: 'sheets' };
    const { timeZone } = await tx.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
    const code = dateFault(input.date, schoolDate(now, timeZone), sheets, timeZone);
    if (code) return { ok: false, code, field: 'date' };
    const fresh = sheets.filter((sheet) => changes(sheet, input));
    const noted = fresh.map(({ id }) => id);
    const stood = sheets.filter((sheet) => !fresh.includes(sheet)).map(({ id }) => id);
    if (!noted.length) return { ok: true, batch: null, noted, stood };
    const batch = randomBytes(9).toString('base64url');
    const { state, way } = MEANS[input.deed];
    const kept = { state, way, date: toDbDate(input.date), byId: input.byId, note, at: now, batch };
    await tx.handover.createMany({ data: noted.map((sheetId) => ({ sheetId, ...kept })) });
    await followSheets(tx, now, noted);
    await trace(tx, { at: now, actorId: input.byId, action: 'handOver', details: { deed: input.deed } }, fresh);
    return { ok: true, batch, noted, stood };
  });
}

/** The first sheets of these numbers, held until the end of the transaction; null where one is none. */
async function lockSheets(tx: Tx, ids: readonly number[]): Promise<SheetRow[] | null> {
  const named = await tx.sheet.findMany({ where: { id: { in: [...ids] } }, select: { id: true, copyOfId: true } });
  if (named.length < new Set(ids).size) return null;
  const firsts = [...new Set(named.map(({ id, copyOfId }) => copyOfId ?? id))];
  await tx.$queryRaw`SELECT id FROM sheet WHERE id = ANY(${firsts}) ORDER BY id FOR UPDATE`;
  return tx.$queryRaw<SheetRow[]>`
    SELECT s.id, s.student_id AS "studentId", s.created_at AS "createdAt", coalesce(h.state::text, 'open') AS state, h.date
      FROM sheet s LEFT JOIN LATERAL (${STANDING}) h ON true WHERE s.id = ANY(${firsts}) ORDER BY s.id`;
}

function dateFault(date: SchoolDate, today: SchoolDate, sheets: SheetRow[], zone: string) {
  const isDate =
    /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date)) && fromDbDate(toDbDate(date)) === date;
  if (!isDate) return 'badDate';
  if (date > today) return 'dateInFuture';
  return sheets.some(({ createdAt }) => date < schoolDate(createdAt, zone)) ? 'beforePrinting' : null;
}

/** What was handed over stays so until it is taken back; the same again is a second tap on the same button. */
function changes({ state, date }: SheetRow, input: HandingOver): boolean {
  if (state === 'handedOver') return false;
  const wanted = MEANS[input.deed].state;
  if (wanted !== state) return true;
  return wanted !== 'awaitingStub' && date !== null && fromDbDate(date) !== input.date;
}

export type TakenBack = { ok: true; sheetIds: number[] } | { ok: false; code: 'changedSince'; field: 'batch' };

interface TakingBack {
  batch: string;
  /** only these of the batch; the caller has asked `may` for each */
  sheetIds: readonly number[];
  byId: string;
}

/** Takes back what was noted at once, where nothing was noted since: a row of its own says so, and evidence follows. */
export async function takeBack({ db, clock }: Parts, { batch, sheetIds, byId }: TakingBack): Promise<TakenBack> {
  const now = clock.now();
  const wanted = [...sheetIds];
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM sheet WHERE id = ANY(${wanted}) ORDER BY id FOR UPDATE`;
    const rows = await tx.$queryRaw<{ id: number; sheetId: number; studentId: string; at: Date }[]>`
      SELECT h.id, s.id AS "sheetId", s.student_id AS "studentId", h.at
        FROM sheet s JOIN LATERAL (${STANDING}) h ON true
       WHERE s.id = ANY(${wanted}) AND h.batch = ${batch} AND h.batch <> '' ORDER BY s.id`;
    const [first] = rows;
    if (!first) return { ok: false, code: 'changedSince', field: 'batch' };
    const { timeZone } = await tx.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
    const kept = { state: 'takenBack' as const, date: toDbDate(schoolDate(now, timeZone)), byId, at: now };
    await tx.handover.createMany({ data: rows.map(({ id, sheetId }) => ({ ...kept, sheetId, takesBackId: id })) });
    const taken = rows.map(({ sheetId }) => sheetId);
    await followSheets(tx, now, taken, first.at);
    const sheets = rows.map(({ sheetId, studentId }) => ({ id: sheetId, studentId }));
    await trace(tx, { at: now, actorId: byId, action: 'takeBackHandover' }, sheets);
    return { ok: true, sheetIds: taken };
  });
}

async function trace(
  tx: Tx,
  record: { at: Date; actorId: string; action: string; details?: object },
  sheets: readonly { id: number; studentId: string }[],
): Promise<void> {
  await tx.auditRecord.createMany({
    data: sheets.map(({ id, studentId }) => ({ ...record, object: `sheet:${id}`, studentId })),
  });
}
