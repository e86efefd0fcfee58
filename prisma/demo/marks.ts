import type { MARK_VALUES } from '../../src/journal/entry.ts';
import { type Random, randomFor } from './random.ts';

type Mark = (typeof MARK_VALUES)[number];

/** How well a pupil does in a subject, 2.6 to 5. */
function skill(seed: number, pupil: string, subject: string): number {
  const own = 3.1 + 1.8 * randomFor(seed, 'skill', pupil).next() ** 0.8;
  return own + (randomFor(seed, 'skill', pupil, subject).next() - 0.5) * 0.8;
}

/** A mark as this pupil would earn it that day. */
export function markFor(seed: number, pupil: string, subject: string, random: Random): Mark {
  const luck = (random.next() + random.next() - 1) * 1.1;
  return String(Math.min(5, Math.max(2, Math.round(skill(seed, pupil, subject) + luck)))) as Mark;
}

/** What the marks of a period come to. */
export function periodMarkFor(seed: number, pupil: string, subject: string): Mark {
  return String(Math.min(5, Math.max(3, Math.round(skill(seed, pupil, subject))))) as Mark;
}
