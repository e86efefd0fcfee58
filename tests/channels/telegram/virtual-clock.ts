import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Clock } from '../../../src/platform/clock.ts';

/** Real ms that the world outside is waited for. */
const PATIENCE = 8_000;

/** A clock under which many may sleep at once; `run` moves it from timer to timer, each as late as `late` says. */
export function virtualClock(start: string, late: () => number = () => 0) {
  let time = Date.parse(start);
  let shift = 0;
  let timers: { at: number; resolve: () => void }[] = [];
  const clock: Clock & {
    run(until?: () => boolean): Promise<void>;
    /** like `run`, but waits for the world outside (a database) where nobody sleeps, until it is so */
    runUntil(isSo: () => boolean): Promise<void>;
    jump(ms: number): void;
    /** steady milliseconds, whatever jumps the clock made */
    elapsed(): number;
  } = {
    now: () => new Date(time + shift),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const timer = { at: time + Math.max(0, ms), resolve };
        if (signal?.aborted) return resolve();
        timers.push(timer);
        signal?.addEventListener('abort', () => {
          timers = timers.filter((t) => t !== timer);
          resolve();
        });
      }),
    run: async (until = () => false) => {
      for (;;) {
        await setImmediate();
        const next = timers.toSorted((a, b) => a.at - b.at)[0];
        if (!next || until()) return;
        timers = timers.filter((t) => t !== next);
        time = Math.max(time, next.at + late());
        next.resolve();
      }
    },
    runUntil: async (isSo) => {
      const end = performance.now() + PATIENCE;
      while (!isSo() && performance.now() < end) {
        await clock.run(isSo);
        await setTimeout(1);
      }
    },
    jump: (ms) => {
      shift += ms;
    },
    elapsed: () => time,
  };
  return clock;
}
