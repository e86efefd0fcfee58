/** What a school file says about single days: which weekday's timetable is taught, which slots a class has. Pure. */
import { type SchoolDate, weekdayOf } from '../../platform/school-time.ts';
import type { LooseFile } from './schema.ts';

type Calendar = Pick<LooseFile, 'periods' | 'holidays' | 'days'>;
type Dated = { from?: SchoolDate; to?: SchoolDate };

/** The range of dates, both ends included and open where absent, holds the date. */
export function covers({ from, to }: Dated, date: SchoolDate): boolean {
  return (from === undefined || from <= date) && (to === undefined || date <= to);
}

/** The two ranges share a day. */
export function rangesMeet(a: Dated, b: Dated): boolean {
  return (a.from ?? '') <= (b.to ?? '~') && (b.from ?? '') <= (a.to ?? '~');
}

export function inPeriod({ periods }: Pick<LooseFile, 'periods'>, date: SchoolDate): boolean {
  return (periods ?? []).some(
    (p) => p?.starts !== undefined && p.ends !== undefined && p.starts <= date && date <= p.ends,
  );
}

/**
 * The weekday whose timetable a class is taught on a date, or null when it has no school: outside every period, a
 * holiday, a day off; a moved weekday goes before these. What is said for the class goes before what is said for the
 * school.
 */
export function taughtWeekday(calendar: Calendar, className: string, date: SchoolDate): number | null {
  const said = (calendar.days ?? []).filter((day) => day?.date === date);
  const day = said.find((d) => d?.class === className) ?? said.find((d) => d?.class === undefined);
  if (day?.as === 'off') return null;
  if (typeof day?.as === 'number') return day.as;
  if (!inPeriod(calendar, date) || calendar.holidays?.includes(date)) return null;
  return weekdayOf(date);
}
