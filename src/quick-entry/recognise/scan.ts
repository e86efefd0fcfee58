import { readClass } from './class.ts';
import { readDay } from './day.ts';
import { readMark } from './mark.ts';
import { type Found, NOTHING_BEFORE, type Placed, type Reading, type Recogniser, type Trail } from './part.ts';
import { readPeriod } from './period.ts';
import { readPupil, readPupilWithSlip } from './pupil.ts';
import { readAll, readExcept, readPer, readPunctuation } from './structure.ts';
import { readSubject } from './subject.ts';
import { readCode, readMarksCommand, readTextCommand, readWork } from './words.ts';

/**
 * What a line of marks or absences is made of, tried in this order at every word: a new construction is one more
 * recogniser here, and one more case where parts are put together. Exact things stand before likely ones.
 */
const RECOGNISERS: Recogniser[] = [
  readPeriod,
  readClass,
  readDay,
  readTextCommand,
  readMarksCommand,
  readAll,
  readExcept,
  readSubjectBeforePupil,
  readPupil,
  readWork,
  readCode,
  readSubject,
  readPer,
  readMark,
  readPunctuation,
  readPupilWithSlip,
];

/** Recognises a whole line; words that are nothing known are `unknown`. */
export function scan(reading: Omit<Reading, 'before'>): Placed[] {
  const placed: Placed[] = [];
  const before: Trail = { ...NOTHING_BEFORE };
  const here: Reading = { ...reading, before };
  const { line } = reading;
  for (let at = 0; at < line.tokens.length; ) {
    const { part, next } = recognise(here, at);
    placed.push({ part, line, from: at, to: next });
    before.last = part.is;
    if (part.is !== 'filler' && part.is !== 'break') before.word = part.is;
    before.subject ||= part.is === 'subject';
    at = next;
  }
  return placed;
}

function recognise(reading: Reading, at: number): Found {
  for (const recogniser of RECOGNISERS) {
    const found = recogniser(reading, at);
    if (found) return found;
  }
  return { part: { is: reading.line.tokens[at]?.kind === 'word' ? 'unknown' : 'unclear' }, next: at + 1 };
}

/** A subject goes before a pupil of the same name only while none has been named and no mark follows. */
function readSubjectBeforePupil(reading: Reading, at: number): Found | null {
  if (reading.before.subject) return null;
  const found = readSubject(reading, at);
  return found && reading.line.tokens[found.next]?.kind !== 'number' ? found : null;
}
