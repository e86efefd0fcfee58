/** A line between browser and server that is far and narrow, byte by byte: what a telephone's network does to TCP. */
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface SlowLink {
  port: number;
  close(): Promise<void>;
}

/**
 * Listens and passes on to `target`, each way half of `rttMs` late and no faster than its bits a second; a connection begins
 * one round trip late, as its handshake would. All connections share the line.
 */
export async function slowLink(target: number, line: { rttMs: number; down: number; up: number }): Promise<SlowLink> {
  const free = { down: 0, up: 0 };
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    const begins = performance.now() + line.rttMs;
    for (const socket of [near, far]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => near.destroy());
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    const pass = (from: Socket, to: Socket, way: 'down' | 'up') => {
      let last = Promise.resolve();
      from.on('data', (bytes) => {
        free[way] = Math.max(free[way], performance.now(), begins) + (bytes.length * 8_000) / line[way];
        const at = free[way] + line.rttMs / 2;
        last = last.then(async () => {
          await pause(Math.max(0, at - performance.now()));
          if (!to.destroyed) to.write(bytes);
        });
      });
    };
    pass(near, far, 'up');
    pass(far, near, 'down');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
