import { createHash } from 'node:crypto';
import type { Io } from '../../../src/platform/io.ts';

/** Verbs that try every part of Io. Each says on standard error when it was given up. */
export async function runVerb([verb, ...args]: string[], io: Io): Promise<number> {
  io.signal.addEventListener('abort', () => console.error(`${verb} given up`));
  switch (verb) {
    case 'digest': {
      const hash = createHash('sha256');
      for await (const chunk of io.stdin()) hash.update(chunk);
      await io.out(`${hash.digest('hex')}\n`);
      return 0;
    }
    case 'copy': {
      const file = await io.writeFile(args[1]!);
      for await (const chunk of await io.readFile(args[0]!)) await file.write(chunk);
      await file.commit();
      await io.err('готово\n');
      return 0;
    }
    case 'print':
      for (let line = 0; line < Number(args[0]); line++) await io.out(`${'ж'.repeat(50_000)}\n`);
      return 0;
    case 'half': {
      const file = await io.writeFile(args[0]!);
      await file.write(Buffer.from('half'));
      await io.out('written\n');
      await aborted(io.signal);
      return 0;
    }
    case 'talk':
      // prints while it waits for input
      await Promise.all([io.out('listening\n'), io.stdin()[Symbol.asyncIterator]().next()]);
      return 7;
    default:
      throw new Error(`нет такой команды: ${verb}`);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
