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
const APOSTROPHES = new Set(["'", '’', 'ʼ'].map((sign) => sign.charCodeAt(0)));

/** What a character is to the tokeniser. */
const Sort = { letter: 0, figure: 1, sign: 2, space: 3, ignored: 4 } as const;
type Sort = (typeof Sort)[keyof typeof Sort];

const KINDS: Record<0 | 1 | 2, Token['kind']> = ['word', 'number', 'sign'];

/** Latin and Cyrillic, worked out once. */
const COMMON = Array.from({ length: 0x530 }, (_none, code) =>
  code >= 0x30 && code <= 0x39 ? Sort.figure : sortRare(code),
);

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
    const code = text.codePointAt(start) ?? 0;
    const sort = sortOf(code);
    const end = endOf(text, start, code, sort);
    if (sort === Sort.space) gap = true;
    else if (sort !== Sort.ignored) {
      const raw = text.slice(start, end);
      tokens.push({ kind: KINDS[sort], raw, key: keyOf(raw, sort), start, end, gap });
      gap = false;
    }
    start = end;
  }
  return tokens;
}

/** Where the word, the number or the sign ends that begins here. */
function endOf(text: string, start: number, code: number, sort: Sort): number {
  let end = start + (code > 0xffff ? 2 : 1);
  if (sort !== Sort.letter && sort !== Sort.figure) return end;
  for (; end < text.length; ) {
    const next = text.codePointAt(end) ?? 0;
    const nextSort = sortOf(next);
    if (
      nextSort === sort ||
      (sort === Sort.letter && nextSort === Sort.ignored && WITH_LETTER.test(text.charAt(end)))
    ) {
      end += next > 0xffff ? 2 : 1;
    } else if (sort === Sort.letter && APOSTROPHES.has(next) && sortOf(text.charCodeAt(end + 1)) === Sort.letter)
      end += 1;
    else return end;
  }
  return end;
}

function sortOf(code: number): Sort {
  return COMMON[code] ?? sortRare(code);
}

function sortRare(code: number): Sort {
  const sign = String.fromCodePoint(code);
  if (LETTER.test(sign)) return Sort.letter;
  if (SPACE.test(sign)) return Sort.space;
  return IGNORED.test(sign) ? Sort.ignored : Sort.sign;
}

function keyOf(raw: string, sort: Sort): string {
  if (sort === Sort.letter) return fold(raw);
  return sort === Sort.figure ? raw : (SIGN_KEYS.get(raw) ?? raw);
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
