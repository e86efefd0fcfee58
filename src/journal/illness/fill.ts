import { schoolDate, toDbDate } from '../../platform/school-time.ts';
import { classOf } from '../membership.ts';
import { isClassTeacher, leads } from '../permissions.ts';
import type { JournalDeps } from '../record.ts';
import type { Roster, RosterStaff } from '../roster.ts';
import { currentRoster, rosterIn } from '../roster-view.ts';
import { inWriting } from '../writing.ts';
import { writeDeeds } from './change.ts';
import { planIllness } from './plan.ts';
import { type IllnessRow, illnessesToFill, standingLessons } from './read.ts';

/**
 * Enters the lessons of today, and of days that were missed, for whoever is ill: on the morning of the day, before they are
 * held, so that the teacher finds the reason there and no family is asked why. Each day once: what somebody changes afterwards
 * stays as they changed it.
 * @returns how many illnesses were brought up to today
 */
export async function fillIllnesses(deps: JournalDeps): Promise<number> {
  const { zone } = await currentRoster(deps.db);
  const today = schoolDate(deps.clock.now(), zone);
  const due = await illnessesToFill(deps.db, today);
  for (const { id } of due) await fillOne(deps, id, today);
  return due.length;
}

async function fillOne(deps: JournalDeps, id: number, today: string): Promise<void> {
  await inWriting(deps.db, async (tx) => {
    const roster = await rosterIn(tx, deps.db);
    await tx.$executeRaw`SELECT id FROM illness WHERE id = ${id} FOR UPDATE`;
    const illness = (await illnessesToFill(tx, today)).find((one) => one.id === id);
    if (!illness) return;
    const staff = writerOf(roster, illness, today);
    if (staff) {
      const { studentId } = illness;
      const span = { starts: illness.starts, ends: illness.ends < today ? illness.ends : today };
      const standing = await standingLessons(tx, studentId, span);
      const deeds = planIllness({ roster, staff, studentId, today }, illness, span, { standing, own: [] });
      await writeDeeds(tx, deps, { id, by: staff.id, studentId }, deeds);
    }
    const through = illness.ends < today ? illness.ends : today;
    await tx.illness.update({ where: { id }, data: { filledThrough: toDbDate(through) } });
  });
}

/** Whoever recorded it, as long as they may; else the class teacher of now. */
function writerOf(roster: Roster, { byId, studentId }: IllnessRow, today: string): RosterStaff | null {
  const schoolClass = classOf(roster, studentId, today);
  const may = (id: string | null): RosterStaff | null => {
    const staff = id === null ? undefined : roster.staff.get(id);
    if (!staff || (staff.leftAt !== null && staff.leftAt <= today)) return null;
    return leads(staff) || (schoolClass && isClassTeacher(roster, staff, schoolClass.id)) ? staff : null;
  };
  return may(byId) ?? may(schoolClass?.classTeacherId ?? null);
}
