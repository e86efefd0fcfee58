import type { Clock } from '../src/platform/clock.ts';

const KEPT = 10_000;

/** Answers true for a key once in so many ms: spares a write at each visit. Forgets the oldest keys beyond ten thousand. */
export function onceIn(clock: Clock, ms: number): (key: string) => boolean {
  const last = new Map<string, number>();
  return (key) => {
    const now = clock.now().getTime();
    const before = last.get(key);
    if (before !== undefined && Math.abs(now - before) < ms) return false;
    last.delete(key);
    last.set(key, now);
    const oldest = last.keys().next().value;
    if (last.size > KEPT && oldest !== undefined) last.delete(oldest);
    return true;
  };
}
