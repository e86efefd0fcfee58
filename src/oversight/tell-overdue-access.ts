/** A word about applications for access whose two working days are over (К-У 4.2). */
import { isWorkingDay } from '../access/applications/deadline.ts';
import { type ApplicationView, deadlineOf, overdueApplications } from '../access/applications/read.ts';
import { overdueAccessWords } from '../texts/bot/staff-applications.ts';
import { beginTelling, classTeacherOf, firstOfRoles, type TellParts, takeTurn, tellStaff } from './staff.ts';

/** Once a working day, whatever the hour of the day before. */
const APART_MS = 20 * 3_600_000;

/**
 * Tells each class teacher of the own class's, deputies of all; on working days, once a day at most. Of several processes one tells.
 * @returns how many messages
 */
export async function tellOverdueAccess({ db, clock, publicUrl }: TellParts): Promise<number> {
  const telling = await beginTelling({ db, clock });
  if (!telling || !isWorkingDay(telling.roster, telling.today)) return 0;
  const { now, today, roster, staff } = telling;
  const overdue = await overdueApplications(db, roster, today);
  if (overdue.length === 0) return 0;
  const deputies = firstOfRoles(staff, 'deputy', 'director', 'admin');
  const teacherOf = ({ child }: ApplicationView) => classTeacherOf(telling, child?.classId ?? 0);
  const told = staff.flatMap((one) => {
    const theirs = deputies.includes(one) ? overdue : overdue.filter((each) => teacherOf(each) === one);
    return theirs.length > 0 ? [{ one, theirs }] : [];
  });
  if (told.length === 0) return 0;
  return await db.$transaction(async (tx) => {
    if (!(await takeTurn(tx, 'overdue access told', now, APART_MS))) return 0;
    for (const { one, theirs } of told) {
      const lines = theirs.map((each) => ({
        number: each.number,
        className: each.child?.className ?? '',
        by: deadlineOf(each, roster, today)?.by ?? today,
      }));
      await tellStaff(tx, telling, one, overdueAccessWords(lines, `${publicUrl}/desk/applications`));
    }
    return told.length;
  });
}
