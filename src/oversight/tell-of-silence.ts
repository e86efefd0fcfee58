/** Tells class teachers of families who take every summary and never answer. */
import type { Db, Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { schoolDate } from '../platform/school-time.ts';
import { tellClassTeacher } from '../texts/bot/teachers-silent.ts';
import { familiesSilentFor, type SilentFamily } from './silent-families.ts';
import { beginTelling, classTeacherOf, type TellParts, tellStaff } from './staff.ts';

/**
 * Once for each silence: a family that answered and is silent again is told of again. May run in several processes.
 * @returns how many messages
 */
export async function tellOfSilence({ db, clock }: Omit<TellParts, 'publicUrl'>): Promise<number> {
  const telling = await beginTelling({ db, clock });
  if (!telling) return 0;
  const { now, roster } = telling;
  const families = await familiesSilentFor(db, now);
  await forgetAnswered(db, families);
  const fresh = families.filter(({ toldAt }) => !toldAt);
  let told = 0;
  for (const [classId, ofClass] of groupBy(fresh, (family) => family.classId)) {
    const teacher = classTeacherOf(telling, classId);
    if (!teacher) continue;
    told += await db.$transaction(async (tx) => {
      const mine = await claim(tx, now, ofClass);
      if (!mine.length) return 0;
      const words = mine.map((family) => ({ ...family, since: schoolDate(family.since, roster.zone) }));
      await tellStaff(tx, telling, teacher, tellClassTeacher(ofClass[0]?.className ?? '', words));
      return 1;
    });
  }
  return told;
}

/** Whoever was told of and is silent no more may be told of again some day. */
async function forgetAnswered(db: Db, silent: readonly SilentFamily[]): Promise<void> {
  const still = new Set(silent.flatMap(pairsOf).map(keyOf));
  const told = await db.guardianship.findMany({
    where: { silenceToldAt: { not: null } },
    select: { guardianId: true, studentId: true },
  });
  const answered = told.filter((pair) => !still.has(keyOf(pair)));
  if (answered.length) await db.guardianship.updateMany({ where: { OR: answered }, data: { silenceToldAt: null } });
}

/** Of several processes one gets each family. @returns those that are this one's */
async function claim(tx: Tx, now: Date, families: readonly SilentFamily[]): Promise<SilentFamily[]> {
  const rows = await tx.guardianship.updateManyAndReturn({
    where: { OR: families.flatMap(pairsOf), silenceToldAt: null },
    data: { silenceToldAt: now },
    select: { guardianId: true, studentId: true },
  });
  const mine = new Set(rows.map(keyOf));
  return families.filter((family) => pairsOf(family).some((pair) => mine.has(keyOf(pair))));
}

interface PairKey {
  guardianId: string;
  studentId: string;
}

const pairsOf = ({ studentId, guardians }: SilentFamily): PairKey[] =>
  guardians.map(({ id }) => ({ guardianId: id, studentId }));

const keyOf = ({ guardianId, studentId }: PairKey) => `${guardianId} ${studentId}`;
