import { NAMES_THAT_ARE_WORDS, ORDINARY_WORDS } from '../lexicon/text-openings.ts';
import { TEXT_COMMANDS } from '../lexicon/words.ts';
import { readClass } from './class.ts';
import { readDay, readDue } from './day.ts';
import { type Found, NOTHING_BEFORE, type Part, type Placed, type Reading, type TextCommand } from './part.ts';
import { readPupil, readPupilWithSlip } from './pupil.ts';
import { readSubject } from './subject.ts';
import { readTextCommand } from './words.ts';

/** The parts that a homework, a topic or a message begins with; its text begins at `textFrom`. */
export interface Opening {
  command: TextCommand;
  parts: Placed[];
  textFrom: number;
  /** Parts that do not go together: two classes, several pupils, a day where none belongs. */
  muddled: boolean;
  /** The pupil's name is also an ordinary word: to be asked about. */
  doubtfulPupil: boolean;
}

type Sort = 'class' | 'subject' | 'day' | 'pupil';

/** No text command without one of these words. */
const FIRST_WORDS = new Set([...TEXT_COMMANDS.map(({ words }) => words[0]), 'д']);
const CLASS_PREPOSITIONS = new Set(['в', 'для', 'у', 'на']);
const SEPARATORS = new Set([',', '.', ':', ';', '-', '*', '=', '|', '~', '_', '!']);
/** Prefixes of subjects that are whole words: no subject when they begin a text. */
const WORDS_NOT_SUBJECTS = new Set(['род', 'мир', 'общество', 'основ', 'прав', 'право', 'тех', 'про']);

/** Reads parts up to the first word that is none; null when no text command is among them. */
export function readOpening(reading: Omit<Reading, 'before'>): Opening | null {
  if (!reading.line.tokens.some(({ key }) => FIRST_WORDS.has(key))) return null;
  const here: Reading = { ...reading, before: NOTHING_BEFORE };
  const parts: Placed[] = [];
  let command: TextCommand | null = null;
  let at = skipSeparators(reading, 0);
  for (;;) {
    const found = readPart(here, at, command, parts);
    if (!found) break;
    if (found.part.is === 'text') command = found.part.command;
    else parts.push({ part: found.part, line: reading.line, from: at, to: found.next });
    at = skipSeparators(reading, found.next);
  }
  if (command === null) return null;
  const muddled = isMuddled(here, command, parts, at);
  return { command, parts, textFrom: at, muddled, doubtfulPupil: isDoubtfulPupil(parts) };
}

function readPart(reading: Reading, at: number, command: TextCommand | null, parts: Placed[]): Found | null {
  const has = (sort: Sort) => parts.some(({ part }) => sortOf(part) === sort);
  const takes = (sort: Sort) => !has(sort) && (command === null || TAKEN[command].includes(sort));
  const named = command === null ? readTextCommand(reading, at) : null;
  if (named) return named;
  // "родителям в 7Б карантин" tells of 7Б, it need not be for it
  const told = command === 'message' && reading.line.tokens[at]?.key === 'в';
  const schoolClass = takes('class') && !told ? readClass(reading, at) : null;
  if (schoolClass && schoolClass.part.is !== 'unclear') return schoolClass;
  const day = takes('day') ? readDayOf(reading, at, command) : null;
  if (day) return day;
  const subject = takes('subject') ? readSubject(reading, at) : null;
  if (subject && !isOrdinaryWord(reading, at, subject)) return subject;
  if (subject) return null;
  return takes('pupil') ? readPupilOfText(reading, at) : null;
}

const TAKEN: Record<TextCommand, Sort[]> = {
  homework: ['class', 'subject', 'day', 'pupil'],
  topic: ['class', 'subject', 'day'],
  message: ['class', 'pupil'],
};

function sortOf(part: Part): Sort | null {
  if (part.is === 'class' || part.is === 'unknownClass' || part.is === 'doubtfulClass') return 'class';
  if (part.is === 'subject' || part.is === 'pupil') return part.is;
  return part.is === 'date' || part.is === 'due' ? 'day' : null;
}

function readDayOf(reading: Reading, at: number, command: TextCommand | null): Found | null {
  if (command === 'homework') return readDue(reading, at);
  const day = readDay(reading, at);
  if (day && command === 'topic' && isParagraphNumber(reading, at)) {
    return { ...day, part: { is: 'date', day: { fault: 'unreadable' } } };
  }
  return day ?? (command === null ? readDue(reading, at) : null);
}

/** "тема 12.09 …" without "за" may be a date or a paragraph's number. */
function isParagraphNumber(reading: Reading, at: number): boolean {
  return reading.line.tokens[at]?.kind === 'number' && reading.line.tokens[at + 1]?.key === '.';
}

/** Such a prefix of a subject may as well begin the text. */
function isOrdinaryWord(reading: Reading, at: number, found: Found): boolean {
  const inexact = found.part.is === 'subject' && !found.part.exact && found.next === at + 1;
  return inexact && WORDS_NOT_SUBJECTS.has(reading.line.tokens[at]?.key ?? '');
}

function readPupilOfText(reading: Reading, at: number): Found | null {
  const exact = readPupil(reading, at);
  if (exact) return exact;
  return ORDINARY_WORDS.has(reading.line.tokens[at]?.key ?? '') ? null : readPupilWithSlip(reading, at);
}

/** Separators between parts and before the text; a minus before a figure belongs to the text. */
function skipSeparators(reading: Omit<Reading, 'before'>, from: number): number {
  const { tokens } = reading.line;
  let at = from;
  for (;;) {
    const token = tokens[at];
    if (token?.kind !== 'sign' || !SEPARATORS.has(token.key)) return at;
    const after = tokens[at + 1];
    if (token.key === '-' && token.gap && after?.kind === 'number' && !after.gap) return at;
    at += 1;
  }
}

function isMuddled(reading: Reading, command: TextCommand, parts: Placed[], textFrom: number): boolean {
  const sorts = parts.map(({ part }) => part.is);
  if (command !== 'homework' && sorts.includes('due')) return true;
  if (command !== 'topic' && sorts.includes('date')) return true;
  if (command === 'topic' && sorts.includes('pupil')) return true;
  const subject = command === 'message' || sorts.includes('subject') ? null : readSubject(reading, textFrom);
  if (subject && isOrdinaryWord(reading, textFrom, subject)) return true;
  // "дз для 9А": a class that is written but not read must not be overlooked
  const led = CLASS_PREPOSITIONS.has(reading.line.tokens[textFrom]?.key ?? '');
  if (led && readClass(reading, textFrom + 1)?.part.is === 'class') return true;
  if (reading.line.tokens[textFrom]?.key === 'для' && command !== 'topic' && readPupil(reading, textFrom + 1))
    return true;
  const last = parts.at(-1);
  if (!last) return false;
  const at = reading.line.tokens[textFrom]?.key === 'и' ? textFrom + 1 : textFrom;
  if (last.part.is === 'class') return namesAnotherClass(reading, at, last.part.name);
  const another = last.part.is === 'pupil' ? readPupil(reading, at) : null;
  return another?.part.is === 'pupil' && another.part.surname;
}

function namesAnotherClass(reading: Reading, at: number, name: string): boolean {
  const other = readClass(reading, at)?.part;
  const spaced = reading.line.tokens[at + 1]?.gap === true;
  return other?.is === 'class' && other.name !== name && !spaced;
}

function isDoubtfulPupil(parts: Placed[]): boolean {
  const named = parts.find(({ part }) => part.is === 'pupil');
  if (!named || named.to !== named.from + 1) return false;
  const key = named.line.tokens[named.from]?.key ?? '';
  const colon = named.line.tokens[named.to]?.key === ':';
  return !colon && (NAMES_THAT_ARE_WORDS.has(key) || ORDINARY_WORDS.has(key));
}
