const MINUTE = 60_000;
/** minutes before the next try, by tries made; the last stands for all further ones */
const WAITS = [1, 2, 5, 10, 20, 40, 60] as const;
/** RFC 6647 2.3: greylisting servers commonly take the second try after five minutes */
const GREYLIST_MINUTES = 5;
const LONGEST_PAUSE = 5 * MINUTE;

/**
 * Milliseconds until the next try, each spread by a fifth both ways so that a school's letters do not return at once.
 * @param tries tries made before this one
 * @param random 0 ≤ x < 1
 */
export function backoffMs(tries: number, random: number, greylisted = false): number {
  const minutes = WAITS[Math.min(Math.max(0, Math.trunc(tries)), WAITS.length - 1)]!;
  return Math.round((greylisted ? Math.max(minutes, GREYLIST_MINUTES) : minutes) * MINUTE * (0.8 + 0.4 * random));
}

/** How long the whole channel waits where the server itself is in trouble: never longer than five minutes. */
export function pauseMs(tries: number, random: number): number {
  return Math.min(backoffMs(tries, random), LONGEST_PAUSE);
}
