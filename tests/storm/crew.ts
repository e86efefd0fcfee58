/** The processes of the storm: one serves, the others work and are killed one after another. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/platform/clock.ts';
import { RUN } from '../child.ts';
import type { ClockOffset } from './process.ts';

export interface CrewOptions {
  env: Record<string, string>;
  port: number;
  workers: number;
  /** a worker is killed so often, ms at least; up to twice as long */
  killEvery: number;
  /** 0 ≤ x < 1 */
  random: () => number;
  offset: () => number;
}

const READY_MS = 120_000;

export function createCrew({ env, port, workers, killEvery, random, offset }: CrewOptions) {
  const { sleep } = systemClock();
  const living = new Set<ChildProcess>();
  const ending = new AbortController();
  /** said that they run */
  const running = new WeakSet<ChildProcess>();
  /** process ids */
  const killed: number[] = [];
  let restarted = 0;
  const spawn = (parts: string): ChildProcess => {
    const child = fork(RUN, [fileURLToPath(new URL('./process.ts', import.meta.url))], {
      env: { PATH: process.env.PATH, ...env, PORT: String(port), STORM_PARTS: parts },
      stdio: ['ignore', 'ignore', process.env.STORM_LOG ? 'inherit' : 'ignore', 'ipc'],
    });
    living.add(child);
    child.on('message', (said) => {
      if (said === 'running') running.add(child);
      else child.send({ offset: offset() });
    });
    child.once('exit', (code) => {
      living.delete(child);
      if (ending.signal.aborted) return;
      if (code !== null) restarted += 1;
      // a service manager starts again whoever was killed or found no database at its start
      const place = work.indexOf(child);
      const next = spawn(parts);
      if (place >= 0) work[place] = next;
    });
    return child;
  };
  const work: ChildProcess[] = [];
  for (let count = 0; count < workers; count += 1) work.push(spawn('work,bots'));
  spawn('serve');

  return {
    ready: async (): Promise<void> => {
      const deadline = performance.now() + READY_MS;
      while (performance.now() < deadline) {
        const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
        if (answer?.ok) return;
        await sleep(100);
      }
      throw new Error('the storm’s server did not become ready');
    },
    told: (moved: ClockOffset) => {
      for (const child of living) if (child.connected) child.send(moved);
    },
    /** Kills one worker after another until stopped; another takes its place at once. */
    killing: () => {
      const stopping = new AbortController();
      const done = (async () => {
        while (!stopping.signal.aborted) {
          await sleep(killEvery * (1 + random()), stopping.signal);
          if (stopping.signal.aborted) return;
          const victim = work[Math.floor(random() * work.length)];
          if (!victim || !running.has(victim)) continue;
          victim.kill('SIGKILL');
          killed.push(victim.pid as number);
        }
      })();
      return async () => {
        stopping.abort();
        await done;
      };
    },
    killed: (): readonly number[] => killed,
    /** how many ended by themselves */
    restarted: () => restarted,
    stop: async (): Promise<void> => {
      ending.abort();
      await Promise.all(
        [...living].map((child) => {
          child.kill('SIGKILL');
          return once(child, 'exit');
        }),
      );
    },
  };
}
