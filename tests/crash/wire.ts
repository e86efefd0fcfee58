/** A wire between a process and a server: it may be cut, or let every byte vanish, and mended. */
import { connect, createServer, type Socket } from 'node:net';

export interface Wire {
  port: number;
  /** when bytes of the process that fit `what` passed first after `since`, ms of performance.now(); null: not yet */
  firstPassed(what: RegExp, since: number): number | null;
  /** when they passed last */
  lastPassed(what: RegExp): number | null;
  /** `reset`: connections end, new ones are refused; `silent`: they stay, and nothing arrives on either side */
  cut(how: 'reset' | 'silent'): void;
  /** new connections pass again; those that were cut silently end, as behind a router that forgot them */
  mend(): void;
  close(): Promise<void>;
}

/** @param watched what is told of by `firstPassed`: requests whose first bytes fit one of these */
export async function startWire(to: number, watched: RegExp[] = []): Promise<Wire> {
  const pairs = new Set<{ near: Socket; far: Socket; dead: boolean }>();
  const passed: { at: number; what: RegExp }[] = [];
  let state: 'whole' | 'reset' | 'silent' = 'whole';
  const server = createServer((near) => {
    if (state === 'reset') return void near.resetAndDestroy();
    const far = connect(to, '127.0.0.1');
    const pair = { near, far, dead: state === 'silent' };
    pairs.add(pair);
    near.on('data', (chunk) => {
      if (pair.dead) return;
      const text = chunk.toString('latin1', 0, 200);
      for (const what of watched) if (what.test(text)) passed.push({ at: performance.now(), what });
      far.write(chunk);
    });
    far.on('data', (chunk) => void (pair.dead || near.write(chunk)));
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const side of [near, far]) side.on('error', end).on('close', end);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const timesOf = (what: RegExp) => passed.filter((each) => each.what.source === what.source).map(({ at }) => at);
  return {
    port: (server.address() as { port: number }).port,
    firstPassed: (what, since) => timesOf(what).find((at) => at > since) ?? null,
    lastPassed: (what) => timesOf(what).at(-1) ?? null,
    cut: (how) => {
      state = how;
      for (const pair of [...pairs])
        if (how === 'reset') pair.near.resetAndDestroy();
        else pair.dead = true;
    },
    mend: () => {
      state = 'whole';
      for (const { near, dead } of [...pairs]) if (dead) near.resetAndDestroy();
    },
    close: () => {
      for (const { near, far } of pairs) {
        near.destroy();
        far.destroy();
      }
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
