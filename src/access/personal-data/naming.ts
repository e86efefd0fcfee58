/** How somebody may be named in what others wrote: surname with name or initials, name with patronymic, an address. Pure. */
import { likePart } from '../plain-name.ts';

export interface Named {
  last: string;
  first: string;
  patronymic: string;
  /** chats, mailboxes, telephones that nobody else has */
  addresses: readonly string[];
}

const SPACE = '[\\s\\u00a0]+';
const TIE = '[\\s\\u00a0]*';
/** between the digits of a telephone number */
const APART = '[\\s\\u00a0()-]*';
/** the part of a number that does not depend on how its country is written */
const OWN_DIGITS = 10;

/** Finds every place that names the person, whatever the case, the kind of spaces, Е for Ё. */
export function namingOf({ last, first, patronymic, addresses }: Named): RegExp {
  const [f, p] = [initial(first), initial(patronymic)];
  const ways = [
    [word(last), word(first), word(patronymic)],
    [word(first), word(patronymic), word(last)],
    [word(last), word(first)],
    [word(first), word(patronymic)],
  ].flatMap((words) => (words.includes('') ? [] : [words.join(SPACE)]));
  if (last && f) ways.push(...(p ? [`${word(last)}${SPACE}${f}${TIE}${p}`, `${f}${TIE}${p}${TIE}${word(last)}`] : []));
  if (last && f) ways.push(`${word(last)}${SPACE}${f}`);
  ways.push(...addresses.map(addressed));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${ways.join('|') || '(?!)'})(?![\\p{L}\\p{N}])`, 'giu');
}

/** Patterns for LIKE over text in lower case with Е for Ё: whatever names the person has one of them. */
export function hintsOf({ last, first, patronymic, addresses }: Named): string[] {
  return [
    ...(last ? [`%${likePart(last)}%`] : []),
    ...(first && patronymic ? [`%${likePart(first)}%${likePart(patronymic)}%`] : []),
    ...addresses.map((one) => (isPhone(one) ? `%${[...digitsOf(one)].join('%')}%` : `%${likePart(one)}%`)),
  ];
}

const isPhone = (address: string) => address.startsWith('+');
const digitsOf = (phone: string) => phone.replace(/\D/g, '').slice(-OWN_DIGITS);

function addressed(address: string): string {
  if (!isPhone(address)) return word(address);
  return `(?:\\+?\\d${APART})?${[...digitsOf(address)].join(APART)}`;
}

function word(text: string): string {
  const parts = text.trim().split(/\s+/).filter(Boolean);
  return parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/[её]/giu, '[её]')).join(SPACE);
}

const initial = (name: string) => (name ? `${word([...name][0] ?? '')}\\.` : '');

/** The text with dots in place of the person, as long as it was: what points into it still does. */
export function masked(text: string, naming: RegExp): string {
  return text.replace(naming, (named) => '•'.repeat(named.length));
}

/** The same for every text within a value as JSON keeps it. */
export function maskedIn(value: unknown, naming: RegExp): unknown {
  if (typeof value === 'string') return masked(value, naming);
  if (Array.isArray(value)) return value.map((one) => maskedIn(one, naming));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskedIn(inner, naming)]));
}

/** The lines of a value's texts that name the person. */
export function linesNaming(value: unknown, naming: RegExp): string[] {
  if (typeof value === 'string') return value.split('\n').filter((line) => line.search(naming) >= 0);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => linesNaming(inner, naming));
}
