/** Asks class teachers, then tells deputies, of families who have no evidence of a closed week (К-У 2.2). */
import { fullName } from '../journal/roster.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { askClassTeacher, type ClassWords, tellDeputy } from '../texts/bot/teachers-unproven.ts';
import { beginTelling, classTeacherOf, firstOfRoles, type Telling, type TellParts, tellStaff } from './staff.ts';
import { HAND_OVER } from './tell-printed.ts';
import { ASK_AFTER_DAYS, isOverdue, schoolDaysAfter, type UnprovenFamily, unprovenFamilies } from './unproven.ts';

/** School days between the question to the class teacher and the word to the deputy. */
const ESCALATE_AFTER_DAYS = 1;

interface Round extends Telling {
  db: Db;
}

/**
 * Each family is asked about once and told of once, unless what had proven its week comes back. May run in several
 * processes: the rows of the duties keep who was told.
 * @returns how many messages
 */
export async function askForEvidence({ db, clock }: Omit<TellParts, 'publicUrl'>): Promise<number> {
  const telling = await beginTelling({ db, clock });
  const families = telling ? await unprovenFamilies(db, telling.now) : [];
  if (!telling || !families.length) return 0;
  const round = { db, ...telling };
  const overdue = families.filter((family) => isOverdue(round.roster, family, round.now));
  return (await askTeachers(round, overdue)) + (await tellDeputies(round, overdue));
}

const byClass = (families: readonly UnprovenFamily[]) =>
  groupBy(families, ({ classId, week }) => `${classId} ${week}`).values();

async function askTeachers(round: Round, families: readonly UnprovenFamily[]): Promise<number> {
  let asked = 0;
  for (const ofClass of byClass(families.filter(({ askedAt }) => !askedAt))) {
    const teacher = classTeacherOf(round, ofClass[0]?.classId ?? 0);
    if (!teacher) continue;
    asked += await round.db.$transaction(async (tx) => {
      const claimed = await claim(tx, 'askedAt', round.now, ofClass);
      const [words] = wordsOf(round, claimed);
      if (!words) return 0;
      await tellStaff(tx, round, teacher, askClassTeacher(words, words.families), buttonsFor(words));
      return 1;
    });
  }
  return asked;
}

/** Where a sheet is to be handed over, that is noted right there. */
function buttonsFor({ families }: ClassWords) {
  return families.some(({ step }) => PAPER_STEPS.includes(step)) ? HAND_OVER : undefined;
}
const PAPER_STEPS = ['handOver', 'absent', 'awaitStub', 'refused'];

async function tellDeputies(round: Round, families: readonly UnprovenFamily[]): Promise<number> {
  const deputies = firstOfRoles(round.staff, 'deputy', 'director', 'admin');
  const due = families.filter((family) => !family.escalatedAt && isForDeputy(round, family));
  if (!deputies.length || !due.length) return 0;
  return round.db.$transaction(async (tx) => {
    const words = wordsOf(round, await claim(tx, 'escalatedAt', round.now, due));
    if (!words.length) return 0;
    for (const deputy of deputies) await tellStaff(tx, round, deputy, tellDeputy(words));
    return deputies.length;
  });
}

/** A school day after the teacher was asked; where nobody could be asked, as if it had been in time. */
function isForDeputy(round: Round, { classId, openSince, askedAt }: UnprovenFamily): boolean {
  const after = (since: Date, days: number) => round.now >= schoolDaysAfter(round.roster, classId, since, days);
  if (askedAt) return after(askedAt, ESCALATE_AFTER_DAYS);
  return !classTeacherOf(round, classId) && after(openSince, ASK_AFTER_DAYS + ESCALATE_AFTER_DAYS);
}

/** Of several processes one gets each family. @returns those that are this one's */
async function claim(
  tx: Tx,
  column: 'askedAt' | 'escalatedAt',
  now: Date,
  families: readonly UnprovenFamily[],
): Promise<UnprovenFamily[]> {
  const rows = await tx.obligation.updateManyAndReturn({
    where: { id: { in: families.flatMap(({ obligationIds }) => obligationIds) }, [column]: null, metBy: null },
    data: { [column]: now },
    select: { id: true },
  });
  const mine = new Set(rows.map(({ id }) => id));
  return families.filter(({ obligationIds }) => obligationIds.some((id) => mine.has(id)));
}

function wordsOf(round: Round, families: readonly UnprovenFamily[]): ClassWords[] {
  const { roster } = round;
  return [...byClass(families)].map((ofClass) => {
    const [{ classId, starts, ends }] = ofClass as [UnprovenFamily];
    const schoolClass = roster.classes.get(classId);
    const teacher = roster.staff.get(schoolClass?.classTeacherId ?? '');
    return {
      class: schoolClass?.name ?? '',
      starts,
      ends,
      classTeacher: teacher ? fullName(teacher) : '',
      asked: classTeacherOf(round, classId) !== undefined,
      families: ofClass,
    };
  });
}
