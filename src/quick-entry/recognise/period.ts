import { ORDINAL_TAILS, ORDINALS, PERIOD_NOUNS, SUM_WORDS, YEAR_WORDS } from '../lexicon/words.ts';
import type { Token } from '../text/tokens.ts';
import type { Found, NamedPeriod, Reading } from './part.ts';

const PREPOSITIONS = new Set(['за', 'в', 'во']);

/** `1 четверть`, `1ч`, `за вторую четверть`, `II полугодие`, `четверть`, `год`, `итог`. */
export function readPeriod(reading: Reading, from: number): Found | null {
  const { tokens } = reading.line;
  const start = tokens[from]?.key === '/' ? from + 1 : from;
  const at = PREPOSITIONS.has(tokens[start]?.key ?? '') ? start + 1 : start;
  const key = tokens[at]?.key ?? '';
  if (YEAR_WORDS.has(key)) return found({ period: 'year' }, at + 1);
  if (SUM_WORDS.has(key)) return found({ period: 'running', noun: null }, at + 1);
  const noun = nounOf(tokens[at]);
  if (noun) return found({ period: 'running', noun }, at + 1);
  const number = numberAt(tokens, at);
  if (!number) return null;
  const named = nounOf(tokens[number.next]);
  if (named) return found({ period: 'numbered', noun: named, number: number.value }, number.next + 1);
  if (tokens[number.next]?.key === 'ч' && tokens[at]?.kind === 'number') {
    return found({ period: 'numbered', noun: 'четверт', number: number.value }, number.next + 1);
  }
  return null;
}

function found(period: NamedPeriod, next: number): Found {
  return { part: { is: 'period', period }, next };
}

function nounOf(token: Token | undefined): string | null {
  return (token && PERIOD_NOUNS.get(token.key)) ?? null;
}

/** "2", "2-я", "вторую", "II". */
function numberAt(tokens: Token[], at: number): { value: number; next: number } | null {
  const token = tokens[at];
  if (!token) return null;
  if (token.kind === 'number') {
    const dashed = tokens[at + 1]?.key === '-' ? at + 2 : at + 1;
    const tail = ORDINAL_TAILS.has(tokens[dashed]?.key ?? '') && nounOf(tokens[dashed + 1]);
    return token.key.length === 1 ? { value: Number(token.key), next: tail ? dashed + 1 : at + 1 } : null;
  }
  const ordinal = ORDINALS.get(token.key);
  return ordinal ? { value: ordinal, next: at + 1 } : null;
}
