/** When a class has its sheets in the morning. Pure over the roster. */
import { isSchoolDay } from '../journal/lessons.ts';
import type { Roster } from '../journal/roster.ts';
import { addDays, instantOf, type SchoolDate, schoolDate, weekdayOf } from '../platform/school-time.ts';

/** when a school without quiet hours begins its day */
const MORNING = '07:30';
/** longer than any holidays */
const LOOK_AHEAD_DAYS = 150;

/**
 * The morning of the class's first school day after an instant, at the end of the school's quiet hours; of that same day
 * where its morning is still to come. When the year is over no school day comes: then working days count.
 */
export function nextSchoolMorning(roster: Roster, classId: number, after: Date): Date {
  const { from, to } = roster.rules.quietHours;
  const time = from === to || from < to ? MORNING : to;
  const ends = roster.classes.get(classId)?.year.ends ?? '';
  let date = schoolDate(after, roster.zone);
  for (let ahead = 0; ahead < LOOK_AHEAD_DAYS; ahead += 1, date = addDays(date, 1)) {
    const morning = instantOf(date, time, roster.zone);
    if (morning > after && isPrinted(roster, classId, date, ends)) return morning;
  }
  return instantOf(date, time, roster.zone);
}

function isPrinted(roster: Roster, classId: number, date: SchoolDate, ends: SchoolDate): boolean {
  if (date <= ends) return isSchoolDay(roster, classId, date);
  return weekdayOf(date) <= 5 && !roster.holidays.has(date);
}
