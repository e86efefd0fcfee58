import { addDays, dateOf, lastWeekday, nextWeekday } from '../calendar.ts';
import { DAYS_NOT_TAKEN, MONTHS, WEEKDAYS } from '../lexicon/words.ts';
import type { DateSpan } from '../school-view.ts';
import { gluedSign, type Token } from '../text/tokens.ts';
import type { Found, NamedDay, NamedDue, Reading } from './part.ts';

const NEXT = /^(?:след|следующ(?:ий|его|ему|им|ем|ая|ую|ей|ее))$/u;
const LESSON = /^урок(?:а|у|ом|е)?$/u;
const DUE_PREPOSITIONS = new Set(['на', 'к', 'ко', 'до']);
const DAY_PREPOSITIONS = new Set(['за', 'в', 'во']);

/** The day of a mark, an absence or a topic: `вчера`, `за 12.09`, `12 сентября`, `в понедельник`. */
export function readDay(reading: Reading, at: number): Found | null {
  const { tokens } = reading.line;
  const led = DAY_PREPOSITIONS.has(tokens[at]?.key ?? '');
  const from = led ? at + 1 : at;
  const relative = relativeDay(tokens[from], reading.today);
  if (relative && tokens[at]?.key !== 'в') return dayFound(relative, from + 1);
  const weekday = weekdayOf(tokens[from]);
  // "ср" alone may be anything, "в ср" is Wednesday
  // and "Суббота 5" a pupil, where there is one of that name
  if (weekday && (led || ((tokens[from]?.key.length ?? 0) > 2 && !reading.names.last.has(tokens[from]?.key ?? '')))) {
    return dayFound({ date: lastWeekday(reading.today, weekday) }, from + 1);
  }
  if (led && tokens[at]?.key !== 'за') return null;
  const figures = readFigures(reading, from);
  // "за 45.10" means a day, and there is none such
  if (!figures && led && tokens[from]?.kind === 'number') return { part: { is: 'unclear' }, next: from + 1 };
  if (!figures || (!led && !figures.plain)) return null;
  return dayFound(figures.day, figures.next);
}

/** The day that homework is due: `на завтра`, `к пятнице`, `до 15.09`, `на следующий урок`, `через урок`. */
export function readDue(reading: Reading, at: number): Found | null {
  const { tokens } = reading.line;
  const [first, second, third] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (first?.key === 'через' && second && LESSON.test(second.key)) return dueFound({ lessonsAhead: 2 }, at + 2);
  if (!DUE_PREPOSITIONS.has(first?.key ?? '') || !second) return null;
  if (second.key === 'завтра') return dueFound({ date: addDays(reading.today, 1) }, at + 2);
  if (second.key === 'сегодня') return dueFound({ date: reading.today }, at + 2);
  if (DAYS_NOT_TAKEN.has(second.key)) return dueFound({ fault: 'unreadable' }, at + 2);
  const weekday = weekdayOf(second);
  // "к среде обитания" is biology
  if (weekday && third?.key.startsWith('обитан')) return null;
  if (weekday) return dueFound({ date: nextWeekday(reading.today, weekday) }, at + 2);
  if (NEXT.test(second.key)) return dueOfNext(tokens, third?.key === '.' ? at + 3 : at + 2);
  const figures = readFigures(reading, at + 1);
  return figures ? dueFound(figures.day, figures.next) : null;
}

/** "на следующий урок"; "на следующую пятницу" may mean two days, so neither is taken. */
function dueOfNext(tokens: Token[], at: number): Found | null {
  const token = tokens[at];
  if (token && LESSON.test(token.key)) return dueFound({ lessonsAhead: 1 }, at + 1);
  return weekdayOf(token) ? dueFound({ fault: 'unreadable' }, at + 1) : null;
}

function dayFound(day: NamedDay, next: number): Found {
  return { part: { is: 'date', day }, next };
}

function dueFound(due: NamedDue, next: number): Found {
  return { part: { is: 'due', due }, next };
}

function relativeDay(token: Token | undefined, today: string): NamedDay | null {
  if (token?.key === 'сегодня') return { date: today };
  if (token?.key === 'вчера') return { date: addDays(today, -1) };
  if (token?.key === 'завтра') return { date: addDays(today, 1) };
  return token && DAYS_NOT_TAKEN.has(token.key) ? { fault: 'unreadable' } : null;
}

function weekdayOf(token: Token | undefined): number | null {
  return (token && WEEKDAYS.get(token.key)) ?? null;
}

interface Figures {
  day: NamedDay;
  next: number;
  /** Plainly a date, also without a preposition: with a month's name or a month of two digits. */
  plain: boolean;
}

/** `12.09`, `12.09.26`, `12.09.2026`, `12 сентября`, `12 сентября 2026 г.` */
function readFigures(reading: Reading, at: number): Figures | null {
  const { tokens } = reading.line;
  const day = tokens[at];
  if (day?.kind !== 'number' || day.key.length > 2) return null;
  return readDotted(reading, at) ?? readWithMonth(reading, at);
}

function readDotted(reading: Reading, at: number): Figures | null {
  const { tokens } = reading.line;
  const [day, dot, month, secondDot, year] = tokens.slice(at, at + 5);
  if (!day || !month || !gluedSign(dot, '.') || !isGluedNumber(month) || month.key.length > 2) return null;
  const numbers: [number, number] = [Number(month.key), Number(day.key)];
  if (!isPossible(...numbers)) return null;
  const plain = month.key.length === 2;
  if (!gluedSign(secondDot, '.') || !isGluedNumber(year)) {
    return { day: dayOfYear(reading.roster.view.year, ...numbers), next: at + 3, plain };
  }
  const full = yearOf(year);
  if (full === null) return null;
  return { day: dayOfYear(reading.roster.view.year, ...numbers, full), next: skipYearWord(tokens, at + 5), plain };
}

function readWithMonth(reading: Reading, at: number): Figures | null {
  const { tokens } = reading.line;
  const [day, name] = tokens.slice(at, at + 2);
  const month = name && Object.hasOwn(MONTHS, name.key) ? MONTHS[name.key] : undefined;
  if (!day || !month || !isPossible(month, Number(day.key))) return null;
  // "Иванов 5 Мая 4": a pupil's name after a mark is no month
  if (name && reading.names.first.has(name.key) && Number(day.key) <= 5) return null;
  const dotted = gluedSign(tokens[at + 2], '.') ? at + 3 : at + 2;
  const year = tokens[dotted];
  const full = year?.kind === 'number' && year.key.length === 4 ? yearOf(year) : null;
  if (full === null)
    return { day: dayOfYear(reading.roster.view.year, month, Number(day.key)), next: dotted, plain: true };
  return {
    day: dayOfYear(reading.roster.view.year, month, Number(day.key), full),
    next: skipYearWord(tokens, dotted + 1),
    plain: true,
  };
}

function isPossible(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function isGluedNumber(token: Token | undefined): token is Token {
  return token?.kind === 'number' && !token.gap;
}

function yearOf(token: Token): number | null {
  if (token.key.length === 4) return Number(token.key);
  return token.key.length === 2 ? 2000 + Number(token.key) : null;
}

function skipYearWord(tokens: Token[], at: number): number {
  if (!['г', 'года'].includes(tokens[at]?.key ?? '')) return at;
  return gluedSign(tokens[at + 1], '.') ? at + 2 : at + 1;
}

/** A day and month in the school year; with a year it must be of this school year too. */
function dayOfYear(span: DateSpan, month: number, day: number, year?: number): NamedDay {
  const first = Number(span.starts.slice(0, 4));
  const last = Number(span.ends.slice(0, 4));
  for (let candidate = year ?? first; candidate <= (year ?? last); candidate += 1) {
    const date = dateOf(candidate, month, day);
    if (date && span.starts <= date && date <= span.ends) return { date };
  }
  return { fault: 'date-out-of-year' };
}
