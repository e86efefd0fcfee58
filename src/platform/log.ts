import { type Logger, pino } from 'pino';

export type Log = Logger;

/** Structured log on standard error. Personal data and secrets never go in: log ids and codes. */
export function createLog(level: string): Log {
  return pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}
