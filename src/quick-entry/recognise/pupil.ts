import { WEEKDAYS } from '../lexicon/words.ts';
import { foldName } from '../names/name-index.ts';
import { gluedSign, type Token } from '../text/tokens.ts';
import type { Found, Reading } from './part.ts';

/** Single letters that without a dot are codes or little words, not initials. */
const NOT_INITIALS = new Set(['н', 'б', 'у', 'и', 'в', 'с', 'к', 'о', 'а']);

interface Named {
  ids: Set<string>;
  next: number;
}

/** A pupil by exact forms: surname, with initials or a given name in either order, or a given name alone. */
export function readPupil(reading: Reading, at: number): Found | null {
  return initialsFirst(reading, at) ?? fromSurname(reading, at, surnameAt(reading, at)) ?? fromGivenName(reading, at);
}

/** A pupil by a surname with one slip of the pen; exact forms are to be tried first. */
export function readPupilWithSlip(reading: Reading, at: number): Found | null {
  const named = slipAt(reading, at);
  return named ? fromSurname(reading, at, named, true) : null;
}

/** The longest run of words here that is a surname of the class, exact. */
export function surnameAt(reading: Reading, at: number): Named | null {
  return nameAt(reading, at, reading.names.last);
}

function firstNameAt(reading: Reading, at: number): Named | null {
  return nameAt(reading, at, reading.names.first);
}

function nameAt(reading: Reading, at: number, names: Map<string, Set<string>>): Named | null {
  for (const { name, next } of joinedWords(reading, at)) {
    const ids = names.get(name);
    if (ids) return { ids, next };
  }
  return null;
}

/** The words here joined by hyphens, longest run first: double names are written with a hyphen, a dash or a space. */
function joinedWords(reading: Reading, at: number): { name: string; next: number }[] {
  const { tokens } = reading.line;
  const runs: { name: string; next: number }[] = [];
  let name = '';
  let next = at;
  while (runs.length < reading.names.longest) {
    const word = tokens[next];
    if (word?.kind !== 'word') break;
    name = name ? `${name}-${word.key}` : word.key;
    next += 1;
    runs.unshift({ name, next });
    if (tokens[next]?.key === '-') next += 1;
  }
  return runs;
}

function slipAt(reading: Reading, at: number): Named | null {
  for (const { name, next } of joinedWords(reading, at)) {
    const ids = new Set([...reading.names.slips.find(name)].filter(reading.counts));
    if (ids.size > 0) return { ids, next };
  }
  return null;
}

/** `П. Иванов`, `П.И. Иванов`. A letter without a dot leads only where it can be nothing else. */
function initialsFirst(reading: Reading, at: number): Found | null {
  const initials = initialsAt(reading, at, true);
  if (!initials) return null;
  const surname = surnameAt(reading, initials.next) ?? slipAt(reading, initials.next);
  if (!surname) return null;
  return pupil(reading, withInitials(reading, surname.ids, initials.letters), surname.next, true);
}

function fromSurname(reading: Reading, at: number, surname: Named | null, slip = false): Found | null {
  if (!surname) return null;
  const initials = initialsAt(reading, surname.next, false);
  if (initials) {
    const ids = withInitials(reading, surname.ids, initials.letters);
    // "Сидоров б.": a code and a full stop when nobody's name begins so and the line ends
    const code = initials.letters.length === 1 && NOT_INITIALS.has(initials.letters[0] ?? '');
    const ends = initials.next >= reading.line.tokens.length;
    if (ids.length > 0 || !(code && ends)) return pupil(reading, ids, initials.next, true, slip);
  }
  const first = firstNameAt(reading, surname.next);
  if (first) {
    const both = intersect(surname.ids, first.ids);
    const other = surnameAt(reading, first.next);
    const followed = other !== null && intersect(first.ids, other.ids).length > 0;
    if (both.length > 0 && followed) return { part: { is: 'unclear' }, next: first.next };
    if (both.length > 0) return pupil(reading, both, patronymicEnd(reading, first.next), true, slip);
    // the next word is another pupil's surname, or the given name belongs to the surname after it
    if (!followed && !surnameAt(reading, surname.next)) return pupil(reading, [], first.next, true, slip);
  }
  const given = slip ? null : firstNameAt(reading, at);
  const ids = given && given.next === surname.next ? new Set([...surname.ids, ...given.ids]) : surname.ids;
  if (given && given.next === surname.next) {
    const after = fromGivenName(reading, at, false);
    if (after) return after;
  }
  return pupil(reading, [...ids], surname.next, true, slip);
}

/** `Пете`, `Пете Иванову`; `alone` false asks only for the second. */
function fromGivenName(reading: Reading, at: number, alone = true): Found | null {
  const first = firstNameAt(reading, at);
  if (!first) return null;
  const afterPatronymic = patronymicEnd(reading, first.next);
  const surname = surnameAt(reading, afterPatronymic);
  const ids = surname ? intersect(first.ids, surname.ids) : [];
  if (surname && ids.length > 0) return pupil(reading, ids, surname.next, true);
  if (!alone) return null;
  // "Петя Сидоров" where Сидоров is Максим: nobody
  if (surname && !firstNameAt(reading, afterPatronymic)) return pupil(reading, [], surname.next, true);
  const slipped = surname ? null : slipAt(reading, afterPatronymic);
  const slippedIds = slipped ? intersect(first.ids, slipped.ids) : [];
  if (slipped && slippedIds.length > 0) return pupil(reading, slippedIds, slipped.next, true, true);
  return pupil(reading, [...first.ids], afterPatronymic, false);
}

function pupil(reading: Reading, ids: string[], next: number, surname: boolean, slip = false): Found {
  return { part: { is: 'pupil', fit: ids.filter(reading.counts), slip, surname }, next };
}

function intersect(one: Set<string>, other: Set<string>): string[] {
  return [...one].filter((id) => other.has(id));
}

/** A patronymic after a given name is passed over. */
function patronymicEnd(reading: Reading, at: number): number {
  const word = reading.line.tokens[at];
  return word?.kind === 'word' && reading.names.patronymic.has(word.key) ? at + 1 : at;
}

/** Initials here: letters with dots, or one bare letter that is no code and no little word. */
function initialsAt(reading: Reading, from: number, leading: boolean): { letters: string[]; next: number } | null {
  const { tokens } = reading.line;
  const letters: string[] = [];
  let at = from;
  while (letters.length < 2 && isLetter(tokens[at])) {
    const letter = tokens[at];
    const dotted = gluedSign(tokens[at + 1], '.');
    if (!letter || (!dotted && letters.length === 0 && !isBareInitial(reading, at, leading))) break;
    // a second letter belongs only where the first had its dot and it stands close
    if (letters.length === 1 && (tokens[at - 1]?.key !== '.' || (letter.gap && !dotted))) break;
    letters.push(letter.key);
    at += dotted ? 2 : 1;
    if (!dotted) break;
  }
  return letters.length > 0 ? { letters, next: at } : null;
}

function isLetter(token: Token | undefined): boolean {
  return token?.kind === 'word' && [...token.key].length === 1;
}

function isBareInitial(reading: Reading, at: number, leading: boolean): boolean {
  const { tokens } = reading.line;
  const key = tokens[at]?.key ?? '';
  if (key === 'в') return !leading && !WEEKDAYS.has(tokens[at + 1]?.key ?? '');
  if (key === 'а' || key === 'с' || key === 'к' || key === 'о') return !leading;
  if (reading.names.last.has(key)) return false;
  return !NOT_INITIALS.has(key);
}

function withInitials(reading: Reading, ids: Set<string>, letters: string[]): string[] {
  const [first = '', patronymic] = letters;
  return [...ids].filter((id) => {
    const student = reading.names.pupils.get(id);
    if (!student || !foldName(student.first).startsWith(first)) return false;
    return patronymic === undefined || !student.patronymic || foldName(student.patronymic).startsWith(patronymic);
  });
}
