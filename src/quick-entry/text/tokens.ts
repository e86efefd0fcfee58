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

const TOKEN = /\p{L}[\p{M}\p{Cf}]*(?:['’ʼ]?\p{L}[\p{M}\p{Cf}]*)*|\d+|\s+|./gsu;
const IGNORED = /^[\p{M}\p{Cf}\p{Sk}\p{Cn}\p{Co}\p{Cs}\p{Extended_Pictographic}\p{Regional_Indicator}]$/u;

const SIGN_KEYS: [RegExp, string][] = [
  [/[-‐‑‒–—―−﹣－]/u, '-'],
  [/["'«»“”„‟‹›‘’‚`]/u, '"'],
  [/[/\\⁄∕]/u, '/'],
  [/[([{]/u, '('],
  [/[)\]}]/u, ')'],
  [/[•·*]/u, '*'],
];

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
  for (const found of text.matchAll(TOKEN)) {
    const raw = found[0];
    if (/^\s/u.test(raw)) {
      gap = true;
      continue;
    }
    if (IGNORED.test(raw)) continue;
    tokens.push({ ...kindOf(raw), raw, start: found.index, end: found.index + raw.length, gap });
    gap = false;
  }
  return tokens;
}

function kindOf(raw: string): Pick<Token, 'kind' | 'key'> {
  if (/^\d/u.test(raw)) return { kind: 'number', key: raw };
  if (/^\p{L}/u.test(raw)) return { kind: 'word', key: fold(raw) };
  return { kind: 'sign', key: SIGN_KEYS.find(([signs]) => signs.test(raw))?.[1] ?? raw };
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
