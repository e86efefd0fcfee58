import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';

/** So many failures within a window of time, counted under a key in `rate_count`. */
export interface Limit {
  /** e.g. `code:chat:77`; what is personal (a login) goes in hashed */
  key: string;
  failures: number;
  minutes: number;
}

/** Whether none of the limits is used up. One query. */
export async function withinLimits(db: Db | Tx, clock: Clock, limits: Limit[]): Promise<boolean> {
  const rows = await db.rateCount.findMany({ where: { key: { in: limits.map((limit) => limit.key) } } });
  const now = clock.now().getTime();
  return limits.every((limit) => {
    const row = rows.find((each) => each.key === limit.key);
    return !row || !runs(row.windowStart, limit, now) || row.count < limit.failures;
  });
}

/** Counts one failure under each limit; a window that has passed starts anew. */
export async function countFailure(db: Db | Tx, clock: Clock, limits: Limit[]): Promise<void> {
  const now = clock.now();
  for (const { key, minutes } of limits) {
    const oldest = new Date(now.getTime() - minutes * 60_000);
    // one statement, so that tries made at once are all counted; a window in the future is one of a clock since set back
    await db.$executeRaw`
      INSERT INTO rate_count (key, window_start, count) VALUES (${key}, ${now}, 1)
      ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN rate_count.window_start <= ${oldest} OR rate_count.window_start > ${now}
                THEN 1 ELSE rate_count.count + 1 END,
        window_start = CASE WHEN rate_count.window_start <= ${oldest} OR rate_count.window_start > ${now}
                       THEN ${now} ELSE rate_count.window_start END`;
  }
}

/** Forgets failures, after a success of the rightful owner. */
export async function forgetFailures(db: Db | Tx, keys: string[]): Promise<void> {
  await db.rateCount.deleteMany({ where: { key: { in: keys } } });
}

function runs(windowStart: Date, limit: Limit, now: number): boolean {
  const age = now - windowStart.getTime();
  return age >= 0 && age < limit.minutes * 60_000;
}
