import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';

export interface Sweep {
  name: string;
  /** does what is due now; answers how much there was */
  run: () => Promise<number>;
  /** ms between two looks when there was nothing to do and nobody woke it */
  everyMs: number;
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
  /** when each sweep last ended well */
  lastRuns(): ReadonlyMap<string, Date>;
  /** Resolves when every sweep has ended what it was doing. */
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Runs sweeps until stopped. What is due lives in rows: a sweep that failed, or a tick that was missed, is caught up. */
export function startLoops({ clock, log, wake }: { clock: Clock; log: Log; wake: Wake }, sweeps: Sweep[]): Loops {
  const stopping = new AbortController();
  const lastRuns = new Map<string, Date>();
  const running = sweeps.map(async ({ name, run, everyMs }) => {
    let pause = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      const woken = wake.signal();
      let wait = everyMs;
      try {
        const done = await run();
        lastRuns.set(name, clock.now());
        pause = FIRST_PAUSE_MS;
        if (done) continue;
      } catch (error) {
        log.error({ sweep: name, err: error }, 'a sweep failed and will be tried again');
        wait = pause;
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
      await clock.sleep(wait, AbortSignal.any([stopping.signal, woken]));
    }
  });
  return {
    lastRuns: () => lastRuns,
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
