/** Signs of life of this process's loops. Silence is measured on a clock that no change of the calendar moves. */
import type { Clock } from '../platform/clock.ts';

export interface Beat {
  /** work goes on; a long run says so now and then */
  goesOn(): void;
  /** a run ended well */
  ran(): void;
  /** the loop ended as it should: it is watched no more */
  stop(): void;
}

export interface PulseState {
  name: string;
  /** without it nobody is told anything: the process is not ready */
  vital: boolean;
  /** silent for so long that it must have died or fails each time */
  late: boolean;
  /** by the process's clock; null: not since it began */
  lastRun: Date | null;
}

export interface Pulse {
  /** @param everyMs how often the loop runs at the latest when all is well */
  watch(loop: { name: string; everyMs: number; vital: boolean }): Beat;
  states(): PulseState[];
}

/** What a loop may take beyond its time before it counts as dead. */
const ALLOWANCE_MS = 120_000;

export function createPulse(clock: Clock, steadyNow: () => number = () => performance.now()): Pulse {
  const watched = new Map<string, { everyMs: number; vital: boolean; alive: number; lastRun: Date | null }>();
  return {
    watch: ({ name, everyMs, vital }) => {
      const one = { everyMs, vital, alive: steadyNow(), lastRun: null as Date | null };
      watched.set(name, one);
      return {
        goesOn: () => {
          one.alive = steadyNow();
        },
        ran: () => {
          one.alive = steadyNow();
          one.lastRun = clock.now();
        },
        stop: () => void (watched.get(name) === one && watched.delete(name)),
      };
    },
    states: () =>
      [...watched].map(([name, { everyMs, vital, alive, lastRun }]) => ({
        name,
        vital,
        late: steadyNow() - alive > everyMs + ALLOWANCE_MS,
        lastRun,
      })),
  };
}
