/** Where all time comes from: domain code never reads the system's clock itself. */
export interface Clock {
  /** The present instant (UTC). May jump between calls, backwards too. */
  now(): Date;
  /** Resolves after `ms` milliseconds of this clock, or at once when `signal` is aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * The process's clock.
 * @param start for rehearsals: the instant at which this clock stands now; it runs on at the usual speed
 */
export function systemClock(start?: Date): Clock {
  const shift = start ? start.getTime() - Date.now() : 0;
  return {
    now: () => new Date(Date.now() + shift),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        signal?.addEventListener('abort', done, { once: true });
      }),
  };
}
