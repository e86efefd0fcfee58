import { setTimeout as pause } from 'node:timers/promises';
import { isConnectionLost, sqlState } from './errors.ts';
import type { Prisma } from './generated/client.ts';
import type { Db, Tx } from './open.ts';

export interface TransactionOptions {
  /** how long (ms) to wait for a connection */
  maxWait?: number;
  /** after this long (ms) it is rolled back */
  timeout?: number;
  isolationLevel?: Prisma.TransactionIsolationLevel;
  /** how often it is tried anew */
  retries?: number;
}

const RETRIES = 5;
/** The first pause (ms); each later one may be twice as long. */
const PAUSE_MS = 20;

/** serialization failure, deadlock, lock not available */
const CONFLICTS = ['40001', '40P01', '55P03'];

/**
 * Runs `work` in a transaction, and again after a conflict with another one or a connection lost before the commit was
 * sent: in these cases nothing of it remained. `work` may run several times, so it touches nothing but the database.
 */
export async function inTransaction<T>(
  db: Db,
  work: (tx: Tx) => Promise<T>,
  { retries, ...options }: TransactionOptions = {},
): Promise<T> {
  let committing = false;
  const once = () => {
    committing = false;
    return db.$transaction(async (tx) => {
      const result = await work(tx);
      committing = true;
      return result;
    }, options);
  };
  return retried(once, (error) => leftNothing(error, committing), retries);
}

/** Runs one statement by itself, and again after a conflict or a lost connection: for what may be done twice. */
export function inStatement<T>(statement: () => Promise<T>): Promise<T> {
  return retried(statement, (error) => leftNothing(error, false));
}

async function retried<T>(
  once: () => Promise<T>,
  mayTryAnew: (error: unknown) => boolean,
  retries = RETRIES,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await once();
    } catch (error) {
      if (attempt >= retries || !mayTryAnew(error)) throw error;
    }
    await pause(PAUSE_MS * 2 ** attempt * (0.5 + Math.random() / 2));
  }
}

function leftNothing(error: unknown, committing: boolean): boolean {
  return CONFLICTS.includes(sqlState(error) ?? '') || (!committing && isConnectionLost(error));
}
