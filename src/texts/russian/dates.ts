import { NBSP } from './typography.ts';

const MONTHS = [
  'января',
  'февраля',
  'марта',
  'апреля',
  'мая',
  'июня',
  'июля',
  'августа',
  'сентября',
  'октября',
  'ноября',
  'декабря',
] as const;
const WEEKDAYS = ['воскресенье', 'понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота'] as const;
const WEEKDAYS_ACCUSATIVE = [
  'воскресенье',
  'понедельник',
  'вторник',
  'среду',
  'четверг',
  'пятницу',
  'субботу',
] as const;
const WEEKDAYS_SHORT = ['вс', 'пн', 'вт', 'ср', 'чт', 'пт', 'сб'] as const;

interface DateParts {
  year: number;
  month: number;
  day: number;
}

/** A school date, `YYYY-MM-DD`, taken apart. Throws on anything else: a fault of ours, never of a reader. */
function parts(date: string): DateParts {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const month = Number(found?.[2]);
  const day = Number(found?.[3]);
  if (!found || month < 1 || month > 12 || day < 1 || day > 31) throw new Error(`not a school date: ${date}`);
  return { year: Number(found[1]), month, day };
}

function weekdayIndex(date: string): number {
  const { year, month, day } = parts(date);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

function month(number: number): string {
  return MONTHS[number - 1]!;
}

/** «15 сентября», tied. */
export function dayMonth(date: string): string {
  const { month: m, day } = parts(date);
  return `${day}${NBSP}${month(m)}`;
}

/** «15 сентября 2026 г.», tied. */
export function dayMonthYear(date: string): string {
  return `${dayMonth(date)}${NBSP}${parts(date).year}${NBSP}г.`;
}

/** «вторник, 15 сентября» */
export function longDate(date: string): string {
  return `${weekday(date)}, ${dayMonth(date)}`;
}

/** «вторник» */
export function weekday(date: string): string {
  return WEEKDAYS[weekdayIndex(date)]!;
}

/** «вт» */
export function weekdayShort(date: string): string {
  return WEEKDAYS_SHORT[weekdayIndex(date)]!;
}

/** «среду»: after «на» and «в» */
export function weekdayAccusative(date: string): string {
  return WEEKDAYS_ACCUSATIVE[weekdayIndex(date)]!;
}

/** «на среду, 16 сентября» */
export function forDay(date: string): string {
  return `на ${weekdayAccusative(date)}, ${dayMonth(date)}`;
}

/** «в среду», «во вторник» */
export function onWeekday(date: string): string {
  const name = weekdayAccusative(date);
  return `${name === 'вторник' ? 'во' : 'в'} ${name}`;
}

/** «15.09» */
export function shortDate(date: string): string {
  return `${date.slice(8, 10)}.${date.slice(5, 7)}`;
}

/** «15.09.2026» */
export function fullDate(date: string): string {
  return `${shortDate(date)}.${date.slice(0, 4)}`;
}

/**
 * «14–19 сентября»; «28 сентября – 3 октября» over a month's border; with years over a year's border;
 * a single day is that day.
 */
export function dateRange(from: string, to: string): string {
  const a = parts(from);
  const b = parts(to);
  if (from === to) return dayMonth(from);
  if (a.year !== b.year) {
    return `${dayMonth(from)}${NBSP}${a.year}${NBSP}– ${dayMonth(to)}${NBSP}${b.year}`;
  }
  if (a.month !== b.month) return `${dayMonth(from)}${NBSP}– ${dayMonth(to)}`;
  return `${a.day}–${b.day}${NBSP}${month(b.month)}`;
}

/** «7:30» from `07:30`. */
export function clockTime(time: string): string {
  return time.replace(/^0(?=\d:)/, '');
}
