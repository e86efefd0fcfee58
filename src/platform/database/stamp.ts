/** What tells one state of the whole database from another, so that an answer read in the same state need not be read again. */
import { perDatabase } from './ask-together.ts';
import { Prisma } from './generated/client.ts';
import type { Db } from './open.ts';
import { PREPARED } from './prepared-names.ts';

/**
 * The snapshot that a statement sees: which transactions have been committed, and on which run of the server. Two
 * statements that see the same one see the same rows everywhere. Selected by the statement whose answer is to be kept.
 */
export const STAMP = Prisma.sql`pg_current_snapshot()::text || ' ' || pg_postmaster_start_time()::text`;

/** The stamp of the state that stands now; one small query for all who ask at the same moment. */
export function stampOf(db: Db): Promise<string> {
  return readStamp(db, undefined);
}

const readStamp = perDatabase(async (db: Db, asked: undefined[]): Promise<string[]> => {
  const [row] = await db.$queryRaw<{ stamp: string }[]>`${PREPARED} SELECT ${STAMP} AS stamp`;
  return asked.map(() => row!.stamp);
});
