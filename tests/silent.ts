import { join } from 'node:path';
import { pino } from 'pino';
import { createLog, type Log } from '../src/platform/log.ts';

/**
 * A log that says nothing to whoever runs the tests. `npm test` names a folder for its lines, which are searched for people's
 * names afterwards (logged-names.ts).
 */
export const silent: Log = process.env.TEST_LOGS
  ? createLog('trace', pino.destination({ dest: join(process.env.TEST_LOGS, `${process.pid}.log`), sync: true }))
  : pino({ level: 'silent' });
