import { DateTime } from 'luxon';

const REMEMBERED = 5000;

/** A school day, `YYYY-MM-DD`, in the school's zone. */
export type SchoolDate = string;
/** A time of the school's day, `HH:MM`. */
export type SchoolTime = string;

/** The school's date at an instant. */
export function schoolDate(instant: Date, zone: string): SchoolDate {
  return DateTime.fromJSDate(instant, { zone }).toFormat('yyyy-MM-dd');
}

/** The school's time of day at an instant, `HH:MM`. */
export function schoolTime(instant: Date, zone: string): SchoolTime {
  return DateTime.fromJSDate(instant, { zone }).toFormat('HH:mm');
}

/** The instant of a school-local date and time; a time that a clock change skips is the first one after it. */
export function instantOf(date: SchoolDate, time: SchoolTime, zone: string): Date {
  return DateTime.fromISO(`${date}T${time}`, { zone }).toJSDate();
}

/** 1 Monday … 7 Sunday. */
export const weekdayOf: (date: SchoolDate) => number = remembered(
  (date) => DateTime.fromISO(date, { zone: 'utc' }).weekday,
);

const inDays = remembered((dateAndDays) => {
  const [date = '', days] = dateAndDays.split(' ');
  return DateTime.fromISO(date, { zone: 'utc' })
    .plus({ days: Number(days) })
    .toFormat('yyyy-MM-dd');
});

export function addDays(date: SchoolDate, days: number): SchoolDate {
  return inDays(`${date} ${days}`);
}

/** The ISO week that a date belongs to: `2026-W38`. School weeks run Monday to Sunday. */
export const weekOf: (date: SchoolDate) => string = remembered((date) =>
  DateTime.fromISO(date, { zone: 'utc' }).toFormat("kkkk-'W'WW"),
);

/** Monday and Sunday of an ISO week, or null if `week` is not one. */
export const daysOfWeek: (week: string) => { monday: SchoolDate; sunday: SchoolDate } | null = remembered((week) => {
  if (!/^\d{4}-W\d{2}$/.test(week)) return null;
  const monday = DateTime.fromISO(week, { zone: 'utc' });
  if (!monday.isValid) return null;
  return { monday: monday.toFormat('yyyy-MM-dd'), sunday: monday.plus({ days: 6 }).toFormat('yyyy-MM-dd') };
});

/** What depends on a calendar date alone is worked out once: a page asks for the same few days over and over. */
function remembered<R>(find: (of: string) => R): (of: string) => R {
  const known = new Map<string, R>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before;
    const found = find(of);
    if (known.size >= REMEMBERED) known.clear();
    known.set(of, found);
    return found;
  };
}

/** A `date` column as its calendar date. */
export function fromDbDate(value: Date): SchoolDate {
  return value.toISOString().slice(0, 10);
}

/** A calendar date as a `date` column takes it. */
export function toDbDate(date: SchoolDate): Date {
  return new Date(`${date}T00:00:00Z`);
}
