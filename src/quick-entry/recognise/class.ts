import type { Token } from '../text/tokens.ts';
import type { Found, Reading } from './part.ts';

const HIGHEST_GRADE = 11;
const LISTED = new Set(['pupil', 'unknown', 'mark', 'code', 'badMark', 'all']);
/** "в 7Б", "для 7Б". */
const LEADING = new Set(['в', 'для']);
/** Letters that after a number and a space are far more likely to be the little words. */
const LITTLE_WORDS = new Set(['и', 'в', 'с', 'к', 'о', 'у']);
const CODE_LETTERS = new Set(['н', 'б', 'у', 'оп', 'ув', 'нб']);

/** `7б`, `7-Б`, `7 «Б»`, `7 б`: a class of the school, or the shape of one that it does not have. */
export function readClass(reading: Reading, at: number): Found | null {
  const led = LEADING.has(reading.line.tokens[at]?.key ?? '') && reading.line.tokens[at + 1]?.kind === 'number';
  if (!led) return readBareClass(reading, at);
  const found = readBareClass(reading, at + 1);
  return found?.part.is === 'class' ? found : null;
}

function readBareClass(reading: Reading, at: number): Found | null {
  const { roster, line } = reading;
  const number = line.tokens[at];
  if (number?.kind !== 'number') return bareName(reading, at);
  const { letter, next, joined } = letterAfter(line.tokens, at + 1);
  const inList = followsList(reading);
  if (!letter || letter.key === '') return bareName(reading, at);
  const spaced = !joined && letter.gap;
  if (spaced && inList) return null;
  const grade = Number(number.key);
  if (inList && !spaced && grade <= 5 && CODE_LETTERS.has(letter.key)) return { part: { is: 'unclear' }, next };
  const name = roster.classKeys.get(number.key + letter.key);
  if (name !== undefined) {
    const doubtful = letter.raw === 'b' && roster.classKeys.has(`${number.key}б`);
    return { part: doubtful ? { is: 'doubtfulClass' } : { is: 'class', name }, next };
  }
  if ([...letter.key].length > 1 || grade < 1 || grade > HIGHEST_GRADE) return null;
  if (spaced && LITTLE_WORDS.has(letter.key)) return null;
  if (letter.raw === 'b' && roster.classKeys.has(`${number.key}б`)) return { part: { is: 'doubtfulClass' }, next };
  return { part: { is: 'unknownClass' }, next };
}

/** The letter of a class after its number, with the dash or the quotes about it. */
function letterAfter(tokens: Token[], from: number): { letter?: Token; next: number; joined: boolean } {
  let at = from;
  const sign = tokens[at]?.kind === 'sign' ? tokens[at] : undefined;
  if (sign && sign.key !== '-' && sign.key !== '"') return { next: at, joined: false };
  const dashed = sign?.key === '-' && !sign.gap && tokens[at + 1]?.gap === false;
  if (sign?.key === '-' && !dashed) return { next: at, joined: false };
  if (dashed) at += 1;
  const quoted = tokens[at]?.key === '"';
  if (quoted) at += 1;
  const letter = tokens[at];
  if (letter?.kind !== 'word') return { next: at, joined: false };
  if (!quoted) return { letter, next: at + 1, joined: dashed };
  if (tokens[at + 1]?.key !== '"') return { next: at, joined: false };
  return { letter, next: at + 2, joined: true };
}

/** Classes named without a letter or without a number. */
function bareName(reading: Reading, at: number): Found | null {
  const token = reading.line.tokens[at];
  if (!token || token.kind === 'sign' || followsList(reading)) return null;
  const name = reading.roster.classKeys.get(token.key);
  const after = reading.line.tokens[at + 1];
  const number = token.kind === 'number' && after?.kind === 'sign' && !after.gap;
  return name === undefined || number ? null : { part: { is: 'class', name }, next: at + 1 };
}

/** Does this place follow a pupil or a mark, where a number is more likely a mark? */
export function followsList(reading: Reading): boolean {
  return reading.before.word !== null && LISTED.has(reading.before.word);
}
