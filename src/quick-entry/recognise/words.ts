import {
  ABSENCE_COMMANDS,
  ABSENCE_WORDS,
  MARKS_COMMANDS,
  STROKED,
  TEXT_COMMANDS,
  WORK_ADJECTIVES,
  WORK_ITSELF,
  WORK_NOUNS,
} from '../lexicon/words.ts';
import type { Token } from '../text/tokens.ts';
import type { Found, Reading } from './part.ts';

/** Two letters with a stroke, a dot or a hyphen between them: `д/з`, `к.р.` */
export function strokedAt(tokens: Token[], at: number): { key: string; next: number } | null {
  const [first, sign, second] = tokens.slice(at, at + 3);
  if (first?.kind !== 'word' || sign?.kind !== 'sign' || second?.kind !== 'word') return null;
  if (!['/', '.', '-'].includes(sign.key) || sign.gap || second.gap) return null;
  const key = `${first.key}/${second.key}`;
  if (!Object.hasOwn(STROKED, key)) return null;
  const dot = tokens[at + 3];
  return { key, next: sign.key === '.' && dot?.key === '.' && !dot.gap ? at + 4 : at + 3 };
}

/** `дз`, `тема`, `родителям` and their kin. */
export function readTextCommand(reading: Reading, from: number): Found | null {
  const { tokens } = reading.line;
  const at = tokens[from]?.key === '/' ? from + 1 : from;
  const stroked = strokedAt(tokens, at);
  if (stroked?.key === 'д/з') return { part: { is: 'text', command: 'homework' }, next: stroked.next };
  const found = TEXT_COMMANDS.find(({ words }) => words.every((word, index) => isWord(tokens[at + index], word)));
  return found ? { part: { is: 'text', command: found.command }, next: at + found.words.length } : null;
}

/** "Тёма" is a boy, not the command: `ё` that was written counts. */
function isWord(token: Token | undefined, word: string): boolean {
  return token?.key === word && !(word === 'тема' && /ё/iu.test(token.raw));
}

export function readMarksCommand(reading: Reading, from: number): Found | null {
  const { tokens } = reading.line;
  const at = tokens[from]?.key === '/' ? from + 1 : from;
  return MARKS_COMMANDS.has(tokens[at]?.key ?? '') ? { part: { is: 'marks' }, next: at + 1 } : null;
}

/** Codes and commands of absence: each may stand after its pupils or open a list of them. */
export function readCode(reading: Reading, from: number): Found | null {
  const { tokens } = reading.line;
  const at = tokens[from]?.key === '/' && tokens[from]?.gap ? from + 1 : from;
  const stroked = strokedAt(tokens, at);
  if (stroked?.key === 'н/б') return { part: { is: 'code', code: 'Н', command: true }, next: stroked.next };
  if (stroked) return null;
  const key = tokens[at]?.key ?? '';
  if (key === 'не' && tokens[at + 1]?.key === 'было') {
    return { part: { is: 'code', code: 'Н', command: true }, next: at + 2 };
  }
  const code = Object.hasOwn(ABSENCE_WORDS, key) ? ABSENCE_WORDS[key] : undefined;
  return code ? { part: { is: 'code', code, command: ABSENCE_COMMANDS.has(key) }, next: at + 1 } : null;
}

/** `к/р`, `за контрольную работу`, `диктант`. */
export function readWork(reading: Reading, from: number): Found | null {
  const { tokens } = reading.line;
  const at = tokens[from]?.key === 'за' ? from + 1 : from;
  const stroked = strokedAt(tokens, at);
  const meaning = stroked ? STROKED[stroked.key] : undefined;
  if (stroked && typeof meaning === 'object' && 'work' in meaning) {
    return { part: { is: 'work', work: meaning.work }, next: stroked.next };
  }
  const key = tokens[at]?.key ?? '';
  const noun = WORK_NOUNS.get(key);
  if (noun) return { part: { is: 'work', work: noun }, next: at + 1 };
  const work = WORK_ADJECTIVES.get(key);
  if (!work) return null;
  return { part: { is: 'work', work }, next: WORK_ITSELF.has(tokens[at + 1]?.key ?? '') ? at + 2 : at + 1 };
}
