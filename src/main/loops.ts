import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Pulse } from './pulse.ts';

export interface Sweep {
  name: string;
  /** does what is due now; a long run calls `goesOn` now and then; answers how much there was */
  run: (goesOn: () => void) => Promise<number>;
  /** ms between two looks when there was nothing to do and nobody woke it */
  everyMs: number;
  /** ms before the first run: what can wait does not hold up a start */
  firstMs?: number;
  /** without it nobody is told anything */
  vital?: boolean;
}

/** Something may be due: whoever sleeps looks now. */
export interface Wake {
  wake(): void;
  /** aborted at the next wake */
  signal(): AbortSignal;
}

export function createWake(): Wake {
  let next = new AbortController();
  return {
    wake: () => {
      const sleeping = next;
      next = new AbortController();
      sleeping.abort();
    },
    signal: () => next.signal,
  };
}

export interface Loops {
  /** Resolves when every sweep has ended what it was doing. */
  stop(): Promise<void>;
}

/** Sweeps that look at least so often are woken. */
const WOKEN_MS = 15_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Runs sweeps until stopped. What is due lives in rows: a sweep that failed, or a tick that was missed, is caught up. */
export function startLoops(
  { clock, log, wake, pulse }: { clock: Clock; log: Log; wake: Wake; pulse: Pulse },
  sweeps: Sweep[],
): Loops {
  const stopping = new AbortController();
  const running = sweeps.map(async ({ name, run, everyMs, firstMs = 0, vital = false }) => {
    const beat = pulse.watch({ name, everyMs, vital });
    let pause = FIRST_PAUSE_MS;
    if (firstMs) await clock.sleep(firstMs, stopping.signal);
    while (!stopping.signal.aborted) {
      // what looks seldom looks for nothing that a command may have brought
      const woken = everyMs <= WOKEN_MS ? [wake.signal()] : [];
      let wait = everyMs;
      try {
        const done = await run(beat.goesOn);
        beat.ran();
        pause = FIRST_PAUSE_MS;
        if (done) continue;
      } catch (error) {
        log.error({ sweep: name, err: error }, 'a sweep failed and will be tried again');
        wait = pause;
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
      await clock.sleep(wait, AbortSignal.any([stopping.signal, ...woken]));
    }
    beat.stop();
  });
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
