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
 * One sheet again, for a family that lost it, marked as a copy. Handing it over is handing over the first one.
 * @param number as printed on the sheet
 */
export async function copySheet(
  { db, clock, publicUrl }: PrintDeps,
  number: number,
): Promise<{ ok: true; copy: SheetCopy } | { ok: false; code: 'unknownSheet'; field: '--copy' }> {
  const first = await db.sheet.findFirst({
    where: { id: Math.min(number, LARGEST), copyOfId: null },
    select: { weeklyRecordId: true, paperNoticeId: true, studentId: true, guardianId: true, deliveryId: true },
  });
  if (!first) return { ok: false, code: 'unknownSheet', field: '--copy' };
  const madeAt = clock.now();
  const { secret, timeZone, rules } = await db.school.findUniqueOrThrow({ where: { id: 1 } });
  const { id } = await db.$transaction(async (tx) => {
    const made = await tx.sheet.create({ data: { ...first, copyOfId: number, createdAt: madeAt } });
    await keepCodes({ db: tx, secret }, [made.id]);
    return made;
  });
  const record = (await readFacts(db, [number])).get(number);
  if (!record) throw new Error(`the record of sheet ${number} is gone`);
  const guardian = first.guardianId && (await db.person.findUnique({ where: { id: first.guardianId } }));
  const recipient = guardian && [guardian.last, guardian.first, guardian.patronymic].filter(Boolean).join(' ');
  return {
    ok: true,
    copy: {
      sheet: {
        number,
        ...record,
        ...(recipient && { recipient }),
        copy: true,
        stubUrl: stubUrl({ secret, publicUrl }, id),
      },
      madeAt,
      timeZone,
      format: readRules(rules).paperFormat,
    },
  };
}
