/** Asks class teachers, then tells deputies, of families who have no evidence of a closed week (К-У 2.2). */
import { fullName, type Roster } from '../journal/roster.ts';
import { currentRoster } from '../journal/roster-view.ts';
import { afterQuietHours } from '../notify/rhythm.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { askClassTeacher, type ClassWords, tellDeputy } from '../texts/bot/teachers-unproven.ts';
import { firstOfRoles, type LinkedStaff, linkedStaff, tellStaff } from './staff.ts';
import { HAND_OVER } from './tell-printed.ts';
import { ASK_AFTER_DAYS, isOverdue, schoolDaysAfter, type UnprovenFamily, unprovenFamilies } from './unproven.ts';

/** School days between the question to the class teacher and the word to the deputy. */
const ESCALATE_AFTER_DAYS = 1;

interface Round {
  db: Db;
  now: Date;
  /** not before the school's quiet hours end */
  dueAt: Date;
  roster: Roster;
  staff: LinkedStaff[];
}

/**
 * Each family is asked about once and told of once, unless what had proven its week comes back. May run in several
 * processes: the rows of the duties keep who was told.
 * @returns how many messages
 */
export async function askForEvidence({ db, clock }: { db: Db; clock: Clock }): Promise<number> {
  const now = clock.now();
  const school = await db.school.findUnique({ where: { id: 1 }, select: { sendingPausedAt: true, importedAt: true } });
  if (!school?.importedAt || school.sendingPausedAt) return 0;
  const families = await unprovenFamilies(db, now);
  if (!families.length) return 0;
  const roster = await currentRoster(db);
  const round = { db, now, roster, dueAt: afterQuietHours(now, roster), staff: await linkedStaff(db) };
  const overdue = families.filter((family) => isOverdue(roster, family, now));
  return (await askTeachers(round, overdue)) + (await tellDeputies(round, overdue));
}

const teacherOf = ({ roster, staff }: Round, classId: number) =>
  staff.find(({ staffId }) => staffId === roster.classes.get(classId)?.classTeacherId);

const byClass = (families: readonly UnprovenFamily[]) =>
  groupBy(families, ({ classId, week }) => `${classId} ${week}`).values();

async function askTeachers(round: Round, families: readonly UnprovenFamily[]): Promise<number> {
  let asked = 0;
  for (const ofClass of byClass(families.filter(({ askedAt }) => !askedAt))) {
    const teacher = teacherOf(round, ofClass[0]?.classId ?? 0);
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
  return !teacherOf(round, classId) && after(openSince, ASK_AFTER_DAYS + ESCALATE_AFTER_DAYS);
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
      asked: teacherOf(round, classId) !== undefined,
      families: ofClass,
    };
  });
}
