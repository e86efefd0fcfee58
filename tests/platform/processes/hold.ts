/** Takes the lock of a directory whenever told `take`, gives it back on `release`; one line of JSON after each. */
import { createInterface } from 'node:readline';
import { type ControlLock, takeLock } from '../../../src/platform/database/lock.ts';

const [dataDir] = process.argv.slice(2);
let lock: ControlLock | undefined;
console.log('ready');
for await (const command of createInterface({ input: process.stdin })) {
  if (command === 'take') {
    try {
      lock = await takeLock(dataDir!);
      console.log(JSON.stringify({ held: true }));
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      console.log(JSON.stringify({ held: false, code, message }));
    }
  } else {
    await lock?.release();
    lock = undefined;
    console.log(JSON.stringify({ held: false }));
  }
}
process.exit(0);
