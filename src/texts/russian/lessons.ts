import { listed } from './typography.ts';

/** Ascending numbers as runs: [1,2,3,5] → [[1,3],[5,5]]. */
export function runs(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const n of [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && n === last[1] + 1) last[1] = n;
    else found.push([n, n]);
  }
  return found;
}

/** «1-м», «1–3», «1-м и 4-м» */
function ordinals(numbers: readonly number[], ending: string): { words: string; single: boolean } {
  const found = runs(numbers);
  const names = found.map(([from, to]) => (from === to ? `${from}-${ending}` : `${from}–${to}`));
  return { words: listed(names), single: found.length === 1 && found[0]![0] === found[0]![1] };
}

/** «на 1-м уроке», «на 1–3 уроках», «на 1-м и 4-м уроках», «на 1–2 и 4-м уроках»; no numbers known: «на уроке». */
export function onLessons(numbers: readonly number[]): string {
  if (numbers.length === 0) return 'на уроке';
  const { words, single } = ordinals(numbers, 'м');
  return `на ${words} ${single ? 'уроке' : 'уроках'}`;
}

/** «на 1-й урок», «на 1-й и 4-й уроки»: to be late for; no numbers known: «на урок». */
export function toLessons(numbers: readonly number[]): string {
  if (numbers.length === 0) return 'на урок';
  const { words, single } = ordinals(numbers, 'й');
  return `на ${words} ${single ? 'урок' : 'уроки'}`;
}
