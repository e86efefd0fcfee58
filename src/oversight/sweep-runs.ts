/** When each loop of any process last ran. */
import type { Db } from '../platform/database/open.ts';

/** Rows of loops among others that say when something was done last. */
export const LOOP = 'loop ';

/** Keeps when this process's loops last ended well, by its clock. */
export async function keepSweepRuns(db: Db, runs: { name: string; lastRun: Date | null }[]): Promise<void> {
  const known = runs.filter(({ lastRun }) => lastRun);
  if (!known.length) return;
  await db.$executeRaw`
    INSERT INTO sweep_run (name, at)
    SELECT * FROM unnest(${known.map(({ name }) => `${LOOP}${name}`)}::text[], ${known.map(({ lastRun }) => lastRun)}::timestamptz[])
        ON CONFLICT (name) DO UPDATE SET at = excluded.at`;
}
