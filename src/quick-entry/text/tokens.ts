import { fold } from './fold.ts';

/** A word, a number or a single sign of a line. */
export interface Token {
  kind: 'word' | 'number' | 'sign';
  raw: string;
  /** What recognisers compare: words folded, kindred signs alike. */
  key: string;
  start: number;
  end: number;
  /** White space or the line's beginning stands before it. */
  gap: boolean;
}

/** One line of a message; `offset` is where it begins in the message. */
export interface Line {
  text: string;
  offset: number;
  tokens: Token[];
}

const IGNORED = /^[\p{M}\p{Cf}\p{Sk}\p{Cn}\p{Co}\p{Cs}\p{Extended_Pictographic}\p{Regional_Indicator}]$/u;
const LETTER = /^\p{L}$/u;
const WITH_LETTER = /^[\p{M}\p{Cf}]$/u;
const SPACE = /^\s$/u;
const APOSTROPHES = new Set(["'", '’', 'ʼ']);

const SIGN_KEYS = new Map(
  ['-‐‑‒–—―−﹣－', `"'«»“”„‟‹›‘’‚\``, '/\\⁄∕', '([{', ')]}', '*•·'].flatMap((signs) =>
    [...signs].map((sign): [string, string] => [sign, signs.charAt(0)]),
  ),
);

/** Splits a message into its lines that hold anything at all. */
export function toLines(message: string): Line[] {
  const lines: Line[] = [];
  for (const found of message.matchAll(/[^\n\r\u2028\u2029\v\f]+/gu)) {
    const tokens = toTokens(found[0]);
    if (tokens.length > 0) lines.push({ text: found[0], offset: found.index, tokens });
  }
  return lines;
}

function toTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let gap = true;
  for (let start = 0; start < text.length; ) {
    const sign = String.fromCodePoint(text.codePointAt(start) ?? 0);
    const end = endOf(text, start, sign);
    if (isSpace(sign)) gap = true;
    else if (end > start + sign.length || isLetter(sign) || isFigure(sign) || !IGNORED.test(sign)) {
      const raw = text.slice(start, end);
      tokens.push({ ...kindOf(raw, sign), raw, start, end, gap });
      gap = false;
    }
    start = end;
  }
  return tokens;
}

/** Where the word, the number or the sign ends that begins here. */
function endOf(text: string, start: number, sign: string): number {
  let end = start + sign.length;
  if (isFigure(sign)) {
    while (isFigure(text.charAt(end))) end += 1;
    return end;
  }
  if (!isLetter(sign)) return end;
  for (;;) {
    const next = String.fromCodePoint(text.codePointAt(end) ?? 0);
    if (isLetter(next) || WITH_LETTER.test(next)) end += next.length;
    else if (APOSTROPHES.has(next) && isLetter(text.charAt(end + 1))) end += 1;
    else return end;
  }
}

function isFigure(sign: string): boolean {
  return sign >= '0' && sign <= '9' && sign.length === 1;
}

function isLetter(sign: string): boolean {
  if ((sign >= 'а' && sign <= 'я') || (sign >= 'А' && sign <= 'Я')) return true;
  if (sign < '\u0080') return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
  return LETTER.test(sign);
}

function isSpace(sign: string): boolean {
  return sign === ' ' || SPACE.test(sign);
}

function kindOf(raw: string, sign: string): Pick<Token, 'kind' | 'key'> {
  if (isFigure(sign)) return { kind: 'number', key: raw };
  return isLetter(sign) ? { kind: 'word', key: fold(raw) } : { kind: 'sign', key: SIGN_KEYS.get(raw) ?? raw };
}

/** The words of a line from one token to before another, as they were written. */
export function wordsOf(line: Line, from: number, to: number): string {
  const first = line.tokens[from];
  const last = line.tokens[to - 1];
  return first && last ? line.text.slice(first.start, last.end) : '';
}

/** Is this token such a sign, written close to the token before it? */
export function gluedSign(token: Token | undefined, key: string): boolean {
  return token?.kind === 'sign' && token.key === key && !token.gap;
}
