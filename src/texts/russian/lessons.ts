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

/**
 * «на 1-м уроке», «на 1–3 уроках», «на 1-м и 4-м уроках», «на 1–2 и 4-м уроках».
 * No numbers known: «на уроке».
 */
export function onLessons(numbers: readonly number[]): string {
  const found = runs(numbers);
  if (found.length === 0) return 'на уроке';
  const names = found.map(([from, to]) => (from === to ? `${from}-м` : `${from}–${to}`));
  const single = found.length === 1 && found[0]![0] === found[0]![1];
  const last = names.pop()!;
  const list = names.length ? `${names.join(', ')} и ${last}` : last;
  return `на ${list} ${single ? 'уроке' : 'уроках'}`;
}
