/** Tells class teachers of families who take every summary and never answer. */
import { readSchool } from '../delivery/school.ts';
import { afterQuietHours } from '../notify/rhythm.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { schoolDate } from '../platform/school-time.ts';
import { tellClassTeacher } from '../texts/bot/teachers-silent.ts';
import { familiesSilentFor, type SilentFamily } from './silent-families.ts';
import { linkedStaff, tellStaff } from './staff.ts';

/**
 * Once for each silence: a family that answered and is silent again is told of again. May run in several processes.
 * @returns how many messages
 */
export async function tellOfSilence({ db, clock }: { db: Db; clock: Clock }): Promise<number> {
  const now = clock.now();
  const paused = await db.school.count({ where: { sendingPausedAt: { not: null } } });
  if (paused) return 0;
  const families = await familiesSilentFor(db, now);
  await forgetAnswered(db, families);
  const fresh = families.filter(({ toldAt }) => !toldAt);
  if (!fresh.length) return 0;
  const staff = await linkedStaff(db);
  let told = 0;
  for (const ofClass of groupBy(fresh, ({ classId }) => classId).values()) {
    const teacher = staff.find(({ staffId }) => staffId === ofClass[0]?.classTeacherId);
    if (!teacher) continue;
    told += await db.$transaction(async (tx) => {
      const school = await readSchool(tx);
      const mine = await claim(tx, now, ofClass);
      if (!mine.length) return 0;
      const words = mine.map((family) => ({ ...family, since: schoolDate(family.since, school.zone) }));
      const dueAt = afterQuietHours(now, school);
      await tellStaff(tx, { now, dueAt }, teacher, tellClassTeacher(ofClass[0]?.className ?? '', words));
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
