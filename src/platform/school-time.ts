import { DateTime } from 'luxon';

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
export function weekdayOf(date: SchoolDate): number {
  return DateTime.fromISO(date, { zone: 'utc' }).weekday;
}

export function addDays(date: SchoolDate, days: number): SchoolDate {
  return DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
}

/** The ISO week that a date belongs to: `2026-W38`. School weeks run Monday to Sunday. */
export function weekOf(date: SchoolDate): string {
  return DateTime.fromISO(date, { zone: 'utc' }).toFormat("kkkk-'W'WW");
}

/** Monday and Sunday of an ISO week, or null if `week` is not one. */
export function daysOfWeek(week: string): { monday: SchoolDate; sunday: SchoolDate } | null {
  if (!/^\d{4}-W\d{2}$/.test(week)) return null;
  const monday = DateTime.fromISO(week, { zone: 'utc' });
  if (!monday.isValid) return null;
  return { monday: monday.toFormat('yyyy-MM-dd'), sunday: monday.plus({ days: 6 }).toFormat('yyyy-MM-dd') };
}

/** A `date` column as its calendar date. */
export function fromDbDate(value: Date): SchoolDate {
  return value.toISOString().slice(0, 10);
}

/** A calendar date as a `date` column takes it. */
export function toDbDate(date: SchoolDate): Date {
  return new Date(`${date}T00:00:00Z`);
}
