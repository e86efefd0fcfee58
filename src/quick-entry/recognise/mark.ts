import { MARK_NOUNS, NOT_MARKS, NUMERALS, OTHER_NUMERALS, SIGN_WORDS, STROKED } from '../lexicon/words.ts';
import { gluedSign, type Token } from '../text/tokens.ts';
import type { Found, Reading } from './part.ts';
import { strokedAt } from './words.ts';

const DIGIT = /^[1-5]$/u;

/** A mark with its plus or minus in words: "5 с минусом", "пять плюс". */
export function readMark(reading: Reading, at: number): Found | null {
  const found = readBareMark(reading, at);
  if (found?.part.is !== 'mark') return found;
  const { tokens } = reading.line;
  const sign = tokens[found.next]?.key === 'с' ? found.next + 1 : found.next;
  return SIGN_WORDS.has(tokens[sign]?.key ?? '') ? { ...found, next: sign + 1 } : found;
}

/** `5`, `4/3`, `5-`, `пять`, `зач`; what stands like a mark but is none (`6`, `осв`, `н/а`) is told as such. */
function readBareMark(reading: Reading, at: number): Found | null {
  const { tokens } = reading.line;
  const token = tokens[at];
  if (!token) return null;
  const stroked = strokedAt(tokens, at);
  if (stroked && STROKED[stroked.key] === 'bad-mark')
    return { part: { is: 'badMark', alone: false }, next: stroked.next };
  if (OTHER_NUMERALS.has(token.key)) return { part: { is: 'badMark', alone: true }, next: at + 1 };
  if (NOT_MARKS.has(token.key)) return { part: { is: 'badMark', alone: false }, next: at + 1 };
  const negated = token.key === 'не' ? tokens[at + 1] : undefined;
  if (negated && NUMERALS[negated.key] === 'зачёт') return marked(['незачёт'], at + 2);
  if (token.kind === 'number') return readDigits(tokens, at);
  const value = wordValue(token);
  if (value === null) return null;
  const after = tokens[at + 1];
  // "три пятёрки" counts marks instead of naming one
  const counting = after !== undefined && Object.hasOwn(NUMERALS, token.key) && MARK_NOUNS.has(after.key);
  return { part: { is: 'mark', values: [value], counting }, next: at + 1 };
}

function marked(values: string[], next: number): Found {
  return { part: { is: 'mark', values, counting: false }, next };
}

function wordValue(token: Token): string | null {
  if (token.kind !== 'word') return null;
  if (Object.hasOwn(NUMERALS, token.key)) return NUMERALS[token.key] ?? null;
  return MARK_NOUNS.get(token.key) ?? null;
}

/** Digits with their strokes and signs: `4/3`, `5-`, `4+/5`. */
function readDigits(tokens: Token[], from: number): Found {
  const values: string[] = [];
  let good = true;
  let at = from;
  for (;;) {
    const token = tokens[at];
    const value = token?.kind === 'number' ? token.key : token ? wordValue(token) : null;
    if (value === null) break;
    values.push(value);
    good = good && (token?.kind !== 'number' || DIGIT.test(value));
    at += 1;
    if (isMinusOrPlus(tokens[at]) && tokens[at + 1]?.kind !== 'number') at += 1;
    const another = tokens[at + 1];
    if (!gluedSign(tokens[at], '/') || !another || !(another.kind === 'number' || wordValue(another))) break;
    at += 1;
  }
  // "4-5", "4.5", "4,5", "18:00" are neither one mark nor two
  const sign = tokens[at];
  if (sign?.kind === 'sign' && !sign.gap && sign.key !== ';' && isGluedNumber(tokens[at + 1])) {
    return { part: { is: 'badMark', alone: true }, next: at + 2 };
  }
  return good ? marked(values, at) : { part: { is: 'badMark', alone: true }, next: at };
}

function isMinusOrPlus(token: Token | undefined): boolean {
  return gluedSign(token, '-') || gluedSign(token, '+');
}

function isGluedNumber(token: Token | undefined): boolean {
  return token?.kind === 'number' && !token.gap;
}
