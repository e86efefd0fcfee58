import type { Line } from './tokens.ts';

/** A stretch of a line; `cuts` are the tokens taken out of it. */
export interface Stretch {
  line: Line;
  from: number;
  cuts: { from: number; to: number }[];
}

const CUT = '\uFFFF';

/** The text of these stretches, one space between lines; where something was taken out no stray separator stays. */
export function composeText(stretches: Stretch[]): string {
  const joined = stretches.map(withCuts).join(' ').replace(/\s+/gu, ' ');
  return joined
    .replace(/\( ?\uFFFF ?\)/gu, CUT)
    .replace(/ ?[,;:—–-]? ?\uFFFF[\s.,;:!?…]*$/u, '')
    .replace(/([,;:.—–-]?) ?\uFFFF ?([,;:.]?) ?/gu, closeCut)
    .replace(/^(?:[\s,.;:]|[-–—](?!\d))+/u, '')
    .trim();
}

/** Does a text say anything at all? */
export function saysSomething(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

function withCuts({ line, from, cuts }: Stretch): string {
  // what is no token, an emoji, belongs to the text too
  let at = line.tokens[from - 1]?.end ?? 0;
  let text = '';
  for (const cut of cuts) {
    text += line.text.slice(at, line.tokens[cut.from]?.start) + CUT;
    at = line.tokens[cut.to - 1]?.end ?? at;
  }
  return text + line.text.slice(at);
}

/** Of two separators about a cut one stays; without any, a space. */
function closeCut(_whole: string, left: string, right: string): string {
  const kept = left === '.' || right === '' ? left : right;
  return `${kept} `;
}
