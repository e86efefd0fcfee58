/**
 * Taps on a class list come faster than Telegram lets a message change (once a second a chat). Each is answered at once;
 * of the looks of one message only the latest is shown when its slot comes.
 */
export interface Latest {
  /** Shows it as soon as may be, unless something newer comes first. */
  show(key: string, act: () => Promise<unknown>): void;
  /** Drops what was not shown yet and waits for what is on its way: something else follows. */
  settle(key: string): Promise<void>;
}

/** @param failed told of what could not be shown; the next tap shows the list anew */
export function createLatest(failed: (error: unknown) => void): Latest {
  const next = new Map<string, () => Promise<unknown>>();
  const running = new Map<string, Promise<void>>();

  async function run(key: string): Promise<void> {
    for (let act = next.get(key); act; act = next.get(key)) {
      next.delete(key);
      await act().catch(failed);
    }
    running.delete(key);
  }

  return {
    show(key, act) {
      next.set(key, act);
      if (!running.has(key)) running.set(key, run(key));
    },
    async settle(key) {
      next.delete(key);
      await running.get(key);
    },
  };
}
