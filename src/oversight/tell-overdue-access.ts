/** A word about applications for access whose two working days are over (К-У 4.2). */
import { isWorkingDay } from '../access/applications/deadline.ts';
import { type ApplicationView, deadlineOf, overdueApplications } from '../access/applications/read.ts';
import { currentRoster } from '../journal/roster-view.ts';
import { afterQuietHours } from '../notify/rhythm.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { schoolDate } from '../platform/school-time.ts';
import { overdueAccessWords } from '../texts/bot/staff-applications.ts';
import { firstOfRoles, linkedStaff, takeTurn, tellStaff } from './staff.ts';

/** Once a working day, whatever the hour of the day before. */
const APART_MS = 20 * 3_600_000;

/**
 * Tells each class teacher of the own class's, deputies of all; on working days, once a day at most. Of several processes one tells.
 * @param publicUrl without a trailing slash
 * @returns how many messages
 */
export async function tellOverdueAccess({
  db,
  clock,
  publicUrl,
}: {
  db: Db;
  clock: Clock;
  publicUrl: string;
}): Promise<number> {
  const now = clock.now();
  const school = await db.school.findUnique({ where: { id: 1 }, select: { sendingPausedAt: true, importedAt: true } });
  if (!school?.importedAt || school.sendingPausedAt) return 0;
  const roster = await currentRoster(db);
  const today = schoolDate(now, roster.zone);
  if (!isWorkingDay(roster, today)) return 0;
  const overdue = await overdueApplications(db, roster, today);
  if (overdue.length === 0) return 0;
  const staff = await linkedStaff(db);
  const deputies = firstOfRoles(staff, 'deputy', 'director', 'admin');
  const teacherOf = ({ child }: ApplicationView) => roster.classes.get(child?.classId ?? 0)?.classTeacherId;
  const told = staff.flatMap((one) => {
    const theirs = deputies.includes(one) ? overdue : overdue.filter((each) => teacherOf(each) === one.staffId);
    return theirs.length > 0 ? [{ one, theirs }] : [];
  });
  if (told.length === 0) return 0;
  return await db.$transaction(async (tx) => {
    if (!(await takeTurn(tx, 'overdue access told', now, APART_MS))) return 0;
    const when = { now, dueAt: afterQuietHours(now, roster) };
    for (const { one, theirs } of told) {
      const lines = theirs.map((each) => ({
        number: each.number,
        className: each.child?.className ?? '',
        by: deadlineOf(each, roster, today)?.by ?? today,
      }));
      await tellStaff(tx, when, one, overdueAccessWords(lines, `${publicUrl}/desk/applications`));
    }
    return told.length;
  });
}
