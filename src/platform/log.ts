import { type DestinationStream, type Logger, pino } from 'pino';
import { bareError } from './bare-error.ts';

export type Log = Logger;

/**
 * What may stand in a line besides its fixed words: ids, codes and numbers. A field that is not named here is withheld, so
 * that nobody logs a name, a text, an address, a chat or a token by mistake.
 */
const FIELDS = new Set([
  'applied',
  'bot',
  'changes',
  'code',
  'entries',
  'epoch',
  'err',
  'method',
  'ms',
  'name',
  'news',
  'reference',
  'reply',
  'route',
  'status',
  'sweep',
  'tries',
  'update',
  'version',
]);
/** A code, a sweep's or a migration's name, a route's pattern: no words, nothing with an @. */
const CODE_LIKE = /^[\w .:/*-]{1,100}$/;
const WITHHELD = '[withheld]';

/** Structured log, a JSON line each. Personal data and secrets never go in: log ids and codes. */
export function createLog(level: string, to: DestinationStream = pino.destination({ dest: 2, sync: true })): Log {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: permitted },
      // errors are made bare above, before pino's own serializer would copy all that they carry
      serializers: { err: (bare: unknown) => bare },
    },
    to,
  );
}

function permitted(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, permittedValue(name, value)]));
}

function permittedValue(name: string, value: unknown): unknown {
  if (name === 'err') return bareError(value);
  if (!FIELDS.has(name)) return WITHHELD;
  if (Array.isArray(value)) return value.map((each) => permittedValue(name, each));
  if (typeof value === 'string') return CODE_LIKE.test(value) ? value : WITHHELD;
  return typeof value === 'object' && value !== null ? WITHHELD : value;
}
