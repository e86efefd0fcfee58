import type { Db, Tx } from '../platform/database/open.ts';
import { ChangedMeanwhile } from './write.ts';

/** SQLSTATEs after which the same transaction may well succeed: unique violation, serialization failure, deadlock. */
const AGAIN = new Set(['23505', '40001', '40P01']);
/** Prisma's own names for the same. */
const AGAIN_PRISMA = new Set(['P2002', 'P2034']);
const TRIES = 10;

/**
 * Runs a writing transaction, and once more from its beginning when another writer was there first.
 * @throws what the last try threw
 */
export async function inWriting<T>(db: Db, write: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.$transaction(write);
    } catch (error) {
      if (tries >= TRIES || !isRace(error)) throw error;
    }
  }
}

function isRace(error: unknown): boolean {
  if (error instanceof ChangedMeanwhile) return true;
  return codesOf(error).some((code) => AGAIN.has(code) || AGAIN_PRISMA.has(code));
}

/** Every `code` and `originalCode` of an error and of what it was caused by, the driver's included. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const { code, originalCode, cause, meta, driverAdapterError } = error as Record<string, unknown>;
  const own = [code, originalCode].filter((c) => typeof c === 'string');
  return [...own, ...[cause, meta, driverAdapterError].flatMap((inner) => codesOf(inner, depth + 1))];
}
