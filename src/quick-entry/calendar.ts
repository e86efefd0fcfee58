/** Calendar arithmetic on `YYYY-MM-DD`, free of zones and of the clock. */

const DAY = 86_400_000;

/** Monday is 1, Sunday 7. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The date of these numbers, or null when the calendar has no such day. */
export function dateOf(year: number, month: number, day: number): string | null {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(date) ? date : null;
}

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}

/** Every date from the first to the last, both included. */
export function datesBetween(starts: string, ends: string): string[] {
  const dates: string[] = [];
  for (let date = starts; date <= ends; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/** The last such weekday up to this date, it included. */
export function lastWeekday(date: string, weekday: number): string {
  return addDays(date, -((weekdayOf(date) - weekday + 7) % 7));
}

/** The first such weekday after this date. */
export function nextWeekday(date: string, weekday: number): string {
  return addDays(date, ((weekday - weekdayOf(date) + 6) % 7) + 1);
}
