import type { Clock } from '../src/platform/clock.ts';

export interface FakeClock extends Clock {
  /** Moves the clock to an instant, forwards or backwards. */
  set(instant: string | Date): void;
  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number; ms?: number }): void;
}

/** A clock that stands still until told; whoever sleeps on it moves it on by that long and goes on at once. */
export function fakeClock(start: string): FakeClock {
  let now = Date.parse(start);
  return {
    now: () => new Date(now),
    sleep: async (ms) => {
      now += ms;
    },
    set: (instant) => {
      now = new Date(instant).getTime();
    },
    advance: ({ days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0 }) => {
      now += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + ms;
    },
  };
}
