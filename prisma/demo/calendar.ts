import type { SchoolFile } from '../../src/connectors/school-file/schema.ts';
import { addDays, type SchoolDate, weekdayOf } from '../../src/platform/school-time.ts';

export type DemoCalendar = Required<Pick<SchoolFile, 'year' | 'periods' | 'holidays'>>;

/** So many taught days back there must be, for a diary with something in it. */
const TAUGHT_DAYS = 13;
const LOOK_BACK_DAYS = 34;

/** Quarters in weeks from the Monday of the year's first week: first and last day (0 Monday). */
const QUARTERS = [
  { name: '1 четверть', from: [0, 0], to: [7, 5] },
  { name: '2 четверть', from: [9, 0], to: [17, 1] },
  { name: '3 четверть', from: [19, 0], to: [28, 5] },
  { name: '4 четверть', from: [30, 0], to: [38, 2] },
] as const;

/** Public holidays, month and day. */
const PUBLIC = ['01-01', '01-02', '01-07', '02-23', '03-08', '05-01', '05-09', '06-12', '11-04'];

/**
 * The school year around a date. Usually that of the calendar, September to May; in summer and in the first weeks of
 * September, when nothing would stand in the journal yet, moved by as few weeks as bring a month of lessons before `today`.
 */
export function demoCalendar(today: SchoolDate): DemoCalendar {
  const year = Number(today.slice(0, 4)) - (today.slice(5) < '07-15' ? 1 : 0);
  for (let weeks = 0; ; weeks++) {
    for (const shift of weeks === 0 ? [0] : [-weeks, weeks]) {
      const calendar = calendarOf(addDays(`${year}-09-01`, 7 * shift));
      if (isAlive(calendar, today)) return calendar;
    }
  }
}

function calendarOf(starts: SchoolDate): DemoCalendar {
  const monday = addDays(starts, 1 - weekdayOf(starts));
  const day = ([week, weekday]: readonly [number, number]) => addDays(monday, 7 * week + weekday);
  const periods = QUARTERS.map(({ name, from, to }) => {
    const first = day(from);
    return { name, starts: first < starts ? starts : first, ends: day(to) };
  });
  const ends = periods.at(-1)!.ends;
  const holidays = [starts.slice(0, 4), ends.slice(0, 4)]
    .flatMap((year) => PUBLIC.map((date) => `${year}-${date}`))
    .filter((date, at, all) => all.indexOf(date) === at && weekdayOf(date) !== 7)
    .filter((date) => periods.some((period) => period.starts <= date && date <= period.ends));
  return { year: { starts, ends }, periods, holidays };
}

function isAlive(calendar: DemoCalendar, today: SchoolDate): boolean {
  const { starts, ends } = calendar.year;
  // a week ahead, so that homework has a lesson to be due on
  if (today < starts || addDays(today, 7) > ends) return false;
  return taughtDates(calendar, addDays(today, -LOOK_BACK_DAYS), today).length >= TAUGHT_DAYS;
}

/** Mondays to Saturdays with lessons, both ends included. */
export function taughtDates({ periods, holidays }: DemoCalendar, from: SchoolDate, to: SchoolDate): SchoolDate[] {
  const dates: SchoolDate[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const inPeriod = periods.some((period) => period.starts <= date && date <= period.ends);
    if (inPeriod && weekdayOf(date) !== 7 && !holidays.includes(date)) dates.push(date);
  }
  return dates;
}
