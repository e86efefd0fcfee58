/** Until when access must be given: two working days from the application (К-У 4.2). Pure. */
import type { RosterSpecialDay } from '../../journal/roster.ts';
import { addDays, type SchoolDate, weekdayOf } from '../../platform/school-time.ts';

export const ACCESS_WITHIN_DAYS = 2;
/** A date far in the past is no reason to count for ever. */
const FARTHEST_DAYS = 2000;

/** The part of the school's calendar that says on which days it works. */
export interface WorkCalendar {
  holidays: ReadonlySet<SchoolDate>;
  specialDays: ReadonlyMap<SchoolDate, readonly Pick<RosterSpecialDay, 'classId' | 'kind'>[]>;
}

/**
 * Whether the school's office works: Monday to Friday without holidays, in vacations too; a Saturday that is taught as another
 * day for everybody, and no day that is off for everybody.
 */
export function isWorkingDay({ holidays, specialDays }: WorkCalendar, date: SchoolDate): boolean {
  if (holidays.has(date)) return false;
  const special = specialDays.get(date)?.find(({ classId }) => classId === null);
  if (special && special.kind !== 'remote') return special.kind === 'weekday';
  return weekdayOf(date) <= 5;
}

/** The so-many-th working day after a date. */
export function workingDayAfter(calendar: WorkCalendar, date: SchoolDate, days: number): SchoolDate {
  let day = date;
  for (let left = days, ahead = 0; left > 0 && ahead < FARTHEST_DAYS; ahead += 1) {
    day = addDays(day, 1);
    if (isWorkingDay(calendar, day)) left -= 1;
  }
  return day;
}

export interface Deadline {
  /** the last day on which access is in time */
  by: SchoolDate;
  /** working days that are left after today; 0: today is the last; below: so many are over */
  left: number;
}

/** The deadline of an application of a date, as it looks today. */
export function accessDeadline(calendar: WorkCalendar, date: SchoolDate, today: SchoolDate): Deadline {
  const by = workingDayAfter(calendar, date, ACCESS_WITHIN_DAYS);
  if (today <= by) return { by, left: workingDaysIn(calendar, today, by) };
  return { by, left: -Math.max(1, workingDaysIn(calendar, by, today)) };
}

/** Working days after the first date, up to the last. */
function workingDaysIn(calendar: WorkCalendar, after: SchoolDate, to: SchoolDate): number {
  let count = 0;
  let day = after;
  for (let ahead = 0; day < to && ahead < FARTHEST_DAYS; ahead += 1) {
    day = addDays(day, 1);
    if (isWorkingDay(calendar, day)) count += 1;
  }
  return count;
}
