/** Which class's weeks are over and when they close. Pure over the roster. */
import { schoolWeek } from '../journal/lessons.ts';
import type { Roster, RosterClass } from '../journal/roster.ts';
import {
  addDays,
  daysOfWeek,
  instantOf,
  type SchoolDate,
  schoolDate,
  weekdayOf,
  weekOf,
} from '../platform/school-time.ts';

export interface WeekSpan {
  classId: number;
  /** ISO week */
  week: string;
  /** the class's first and last school day; Monday and Sunday of a week without lessons */
  first: SchoolDate;
  last: SchoolDate;
  taught: boolean;
  closesAt: Date;
}

/** The week of one class: К-У 2.2 asks for one word to the family in each. Null for what is no ISO week. */
export function weekSpan(roster: Roster, classId: number, week: string): WeekSpan | null {
  const days = daysOfWeek(week);
  if (!days) return null;
  const taught = schoolWeek(roster, classId, week);
  const { first, last } = taught ?? { first: days.monday, last: days.sunday };
  const { weekday, time } = roster.rules.weekCloses;
  const date = weekday === 'after' ? addDays(last, 1) : nextWeekday(last, weekday);
  return { classId, week, first, last, taught: taught !== null, closesAt: instantOf(date, time, roster.zone) };
}

/** The first such weekday after a date. */
function nextWeekday(date: SchoolDate, weekday: number): SchoolDate {
  return addDays(date, ((weekday - weekdayOf(date) + 6) % 7) + 1);
}

export const weekAfter = (week: string): string => weekOf(addDays(daysOfWeek(week)?.monday ?? '', 7));

/**
 * Every week that has closed by now and was not taken yet, in order for each class.
 * @param taken the last week taken of each class
 * @param since weeks before this school date are none of ours
 */
export function dueWeeks(roster: Roster, now: Date, taken: Map<number, string>, since: SchoolDate): WeekSpan[] {
  const today = schoolDate(now, roster.zone);
  return [...roster.classes.values()].flatMap((one) => dueOfClass(roster, one, now, today, taken.get(one.id), since));
}

function dueOfClass(
  roster: Roster,
  { id, year, leftAt }: RosterClass,
  now: Date,
  today: SchoolDate,
  taken: string | undefined,
  since: SchoolDate,
): WeekSpan[] {
  const start = since > year.starts ? since : year.starts;
  const due: WeekSpan[] = [];
  for (let week = taken ? weekAfter(taken) : weekOf(start); week <= weekOf(today); week = weekAfter(week)) {
    const monday = daysOfWeek(week)?.monday ?? '';
    if (monday > year.ends || (leftAt && monday >= leftAt)) break;
    const span = weekSpan(roster, id, week);
    if (span && span.closesAt <= now) due.push(span);
  }
  return due;
}
