import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { readRules, type SchoolRules } from '../platform/school-rules.ts';
import { keepCodes, readFacts, type SheetToPrint, stubUrl } from './print-sheets.ts';
import type { PrintDeps } from './print-week.ts';

export interface SheetCopy {
  /** under the number of the first one, with a code of its own */
  sheet: SheetToPrint & { copy: true };
  madeAt: Date;
  timeZone: string;
  format: SchoolRules['paperFormat'];
}

/** of a database's integers */
const LARGEST = 2 ** 31 - 1;

/**
 * Makes one sheet again, for a family that lost it. Handing it over is handing over the first one.
 * @param number as printed on the sheet
 * @returns the copy's own id, or null where there is no such sheet
 */
export async function makeCopy({ db, clock }: { db: Db; clock: Clock }, number: number): Promise<number | null> {
  const first = await db.sheet.findFirst({
    where: { id: Math.min(number, LARGEST), copyOfId: null },
    select: { weeklyRecordId: true, paperNoticeId: true, studentId: true, guardianId: true, deliveryId: true },
  });
  if (!first) return null;
  const { secret } = await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { secret: true } });
  return db.$transaction(async (tx) => {
    const { id } = await tx.sheet.create({ data: { ...first, copyOfId: number, createdAt: clock.now() } });
    await keepCodes({ db: tx, secret }, [id]);
    return id;
  });
}

/** A copy as it is printed, marked as one; null where there is none of this sheet. */
export async function readCopy(
  { db, publicUrl }: Pick<PrintDeps, 'db' | 'publicUrl'>,
  { number, copyId }: { number: number; copyId: number },
): Promise<SheetCopy | null> {
  const copy = await db.sheet.findFirst({ where: { id: Math.min(copyId, LARGEST), copyOfId: number } });
  if (!copy) return null;
  const { secret, timeZone, rules } = await db.school.findUniqueOrThrow({ where: { id: 1 } });
  const record = await readFacts(db, number);
  if (!record) throw new Error(`the record of sheet ${number} is gone`);
  const guardian = copy.guardianId && (await db.person.findUnique({ where: { id: copy.guardianId } }));
  const recipient =
    guardian && !guardian.erasedAt && [guardian.last, guardian.first, guardian.patronymic].filter(Boolean).join(' ');
  return {
    sheet: {
      number,
      ...record,
      ...(recipient && { recipient }),
      copy: true,
      stubUrl: stubUrl({ secret, publicUrl }, copyId),
    },
    madeAt: copy.createdAt,
    timeZone,
    format: readRules(rules).paperFormat,
  };
}

/** Makes a copy and reads it for the press. */
export async function copySheet(
  deps: PrintDeps,
  number: number,
): Promise<{ ok: true; copy: SheetCopy } | { ok: false; code: 'unknownSheet'; field: '--copy' }> {
  const copyId = await makeCopy(deps, number);
  const copy = copyId === null ? null : await readCopy(deps, { number, copyId });
  return copy ? { ok: true, copy } : { ok: false, code: 'unknownSheet', field: '--copy' };
}
