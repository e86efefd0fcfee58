import type { Token } from '../text/tokens.ts';
import { readMark } from './mark.ts';
import type { Found, Reading } from './part.ts';
import { readPupil } from './pupil.ts';

/** Signs that part pupils from pupils; a semicolon parts whole groups. */
const SOFT = new Set([',', '.', ')', '!', '…']);
/** Signs that part nothing: between a name and its mark, before a list, about a word. */
const FILLERS = new Set(['-', ':', '"', '=', '*', '_', '~', '|', '(']);
const AND = new Set(['и', 'а']);

export function readAll(reading: Reading, at: number): Found | null {
  return reading.line.tokens[at]?.key === 'всем' ? { part: { is: 'all' }, next: at + 1 } : null;
}

export function readExcept(reading: Reading, at: number): Found | null {
  return reading.line.tokens[at]?.key === 'кроме' ? { part: { is: 'except' }, next: at + 1 } : null;
}

/** `по 5`; `по` before anything that is no subject and no mark names a subject nobody knows. */
export function readPer(reading: Reading, at: number): Found | null {
  const { tokens } = reading.line;
  if (tokens[at]?.key !== 'по') return null;
  if (readMark(reading, at + 1)) return { part: { is: 'per' }, next: at + 1 };
  return tokens[at + 1]?.kind === 'word'
    ? { part: { is: 'unknownSubject' }, next: at + 2 }
    : { part: { is: 'unclear' }, next: at + 1 };
}

export function readPunctuation(reading: Reading, at: number): Found | null {
  const { tokens } = reading.line;
  const token = tokens[at];
  if (!token) return null;
  if (token.kind === 'word') return AND.has(token.key) ? softBreak(at) : null;
  if (token.key === ';') return { part: { is: 'break', hard: true }, next: at + 1 };
  if (token.key === '.' && endsAbbreviation(reading, token)) return { part: { is: 'filler' }, next: at + 1 };
  if (SOFT.has(token.key)) return softBreak(at);
  // "Гуль (Марьям)": one pupil or two?
  if (token.key === '(' && reading.before.last === 'pupil' && readPupil(reading, at + 1)) return null;
  // "2 (два)": one mark or two?
  if (token.key === '(' && reading.before.last === 'mark' && readMark(reading, at + 1)) return null;
  if (FILLERS.has(token.key)) return { part: { is: 'filler' }, next: at + 1 };
  return token.key === '/' && joinsMarkAndCode(reading, at) ? { part: { is: 'filler' }, next: at + 1 } : null;
}

function softBreak(at: number): Found {
  return { part: { is: 'break', hard: false }, next: at + 1 };
}

/** The dot of "оп.", "алг.", "к/р." is not a full stop. */
function endsAbbreviation(reading: Reading, dot: Token): boolean {
  const { last } = reading.before;
  return !dot.gap && last !== null && !['pupil', 'unknown', 'mark', 'break'].includes(last);
}

/** `н/5`, `5/н`: absent, and made up later. */
function joinsMarkAndCode(reading: Reading, at: number): boolean {
  const { last } = reading.before;
  const next = reading.line.tokens[at + 1];
  if (last === 'code') return next?.kind === 'number';
  return last === 'mark' && ['н', 'б', 'у', 'оп'].includes(next?.key ?? '');
}
