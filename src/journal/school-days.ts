/** Which days are school days, by the calendar alone. Pure. */
import { addDays, type SchoolDate, weekdayOf } from '../platform/school-time.ts';
import type { Roster, RosterClass, RosterPeriod, RosterYear } from './roster.ts';

export interface DayPlan {
  /** remote: lessons are held, from home; off: no lessons by the timetable */
  kind: 'school' | 'remote' | 'off';
  /** by which weekday's timetable the class is taught (1 Monday … 6 Saturday), null: by none */
  weekday: number | null;
  /** taken off by a special day: nothing is held, single changed lessons neither */
  closed: boolean;
}

/** The period of the class's year that holds the date. */
export function periodOn(year: RosterYear, date: SchoolDate): RosterPeriod | undefined {
  return year.periods.find((p) => p.starts <= date && date <= p.ends);
}

/**
 * How a class is taught on a date. What is said for the class goes before what is said for the school; a moved
 * weekday goes before periods and holidays, a remote day does not.
 */
export function dayPlan(roster: Roster, schoolClass: RosterClass, date: SchoolDate): DayPlan {
  const said = roster.specialDays.get(date) ?? [];
  const own = said.find((d) => d.classId === schoolClass.id);
  const common = said.find((d) => d.classId === null);
  const special = own ?? common;
  if (special?.kind === 'off') return { kind: 'off', weekday: null, closed: true };
  const remote = special?.kind === 'remote';
  const moved = [own, common].find((d) => d?.kind === 'weekday')?.weekday ?? null;
  if (moved !== null) return { kind: remote ? 'remote' : 'school', weekday: moved, closed: false };
  const taught = periodOn(schoolClass.year, date) !== undefined;
  if (!taught || roster.holidays.has(date)) return { kind: 'off', weekday: null, closed: !taught };
  return { kind: remote ? 'remote' : 'school', weekday: weekdayOf(date), closed: false };
}

/** The dates from first to last, both included. */
export function datesBetween(first: SchoolDate, last: SchoolDate): SchoolDate[] {
  const dates: SchoolDate[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/** The school year that holds the date. */
export function yearOn(roster: Roster, date: SchoolDate): RosterYear | undefined {
  return roster.years.find((y) => y.starts <= date && date <= y.ends);
}

/** The year that holds the date, else (in summer) the last one that has begun, else the first to come. */
export function yearNear(roster: Roster, date: SchoolDate): RosterYear | undefined {
  return yearOn(roster, date) ?? roster.years.findLast((y) => y.starts <= date) ?? roster.years[0];
}

/** The class of that name in the year, if it is still in the school on the date. */
export function classNamed(roster: Roster, name: string, year: RosterYear, date: SchoolDate): RosterClass | undefined {
  return roster.classesByName.get(name)?.find((c) => c.year.id === year.id && (c.leftAt === null || date < c.leftAt));
}
