/** Holds a directory and carries out the verbs that come over its socket; stops on SIGTERM. */
import { serveControl } from '../../../src/platform/control/serve.ts';
import { takeLock } from '../../../src/platform/database/lock.ts';
import { runVerb } from './verbs.ts';

const lock = await takeLock(process.argv[2]!);
const stop = serveControl(lock, runVerb);
process.once('SIGTERM', () => {
  void stop()
    .then(lock.release)
    .then(() => process.exit(0));
});
console.log('ready');
