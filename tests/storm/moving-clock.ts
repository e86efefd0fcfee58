/** The storm's clock: the world's, moved by jumps that are remembered. */
import { steadyNow } from '../stand-ins/steady.ts';

export interface MovingClock {
  now(): Date;
  /** what this clock showed at an instant that a stand-in noted, ms */
  at(world: number): Date;
  /** ms between this clock and the world's */
  offset(): number;
  /** moves by so many ms, backwards too */
  jump(ms: number): void;
  set(to: Date): void;
}

/** @param moved is told the new offset after each jump */
export function movingClock(start: Date, moved: (offset: number) => void): MovingClock {
  const jumps = [{ since: Number.NEGATIVE_INFINITY, offset: start.getTime() - Date.now() }];
  const offset = () => jumps.at(-1)?.offset ?? 0;
  const now = () => new Date(Date.now() + offset());
  const jump = (ms: number) => {
    jumps.push({ since: steadyNow(), offset: offset() + ms });
    moved(offset());
  };
  return {
    now,
    at: (world) => new Date(world + (jumps.findLast(({ since }) => since <= world)?.offset ?? 0)),
    offset,
    jump,
    set: (to) => jump(to.getTime() - now().getTime()),
  };
}
