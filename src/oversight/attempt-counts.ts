/** How many attempts ended how, counted from their rows: all processes' together, and a restart loses none. */
import type { Db } from '../platform/database/open.ts';

export interface AttemptCount {
  channel: string;
  /** as the schema names it, or `shown`: a demo showed it instead of sending */
  outcome: string;
  count: number;
}

/** Transactions are over by then: no attempt with an id below one seen so long ago is still to come. */
const SETTLED_MS = 180_000;

interface Row extends AttemptCount {
  settled: boolean;
}

/**
 * Counts each settled row once and what came since anew at each asking, so that a year's rows cost nothing.
 * @returns what to ask; its numbers never fall, but for a restored backup
 */
export function countAttempts(
  db: Db,
  steadyNow: () => number = () => performance.now(),
): () => Promise<AttemptCount[]> {
  let settledTo = 0;
  let settled = new Map<string, number>();
  let told = new Map<string, number>();
  let seen: { at: number; id: number }[] = [];
  return async () => {
    const [{ last, open } = { last: 0, open: null }] = await db.$queryRaw<{ last: number; open: number | null }[]>`
      SELECT coalesce(max(id), 0)::int AS last, (min(id) FILTER (WHERE finished_at IS NULL AND id > ${settledTo}))::int AS open
        FROM attempt WHERE id >= ${settledTo}`;
    if (last < settledTo) [settledTo, settled, told, seen] = [0, new Map(), new Map(), []];
    const now = steadyNow();
    const border = Math.max(settledTo, Math.min(borderOf(seen, now), (open ?? Number.POSITIVE_INFINITY) - 1));
    seen = [...seen.filter(({ id }) => id > border), { at: now, id: last }];
    const rows = await db.$queryRaw<Row[]>`
      SELECT d.channel::text AS channel, CASE WHEN a.simulated THEN 'shown' ELSE a.outcome::text END AS outcome,
             a.id <= ${border} AS settled, count(*)::int AS count
        FROM attempt a JOIN delivery d ON d.id = a.delivery_id
       WHERE a.id > ${settledTo} AND a.finished_at IS NOT NULL GROUP BY 1, 2, 3`;
    const counts = new Map(settled);
    for (const row of rows) {
      add(counts, row);
      if (row.settled) add(settled, row);
    }
    settledTo = border;
    // an acceptance that was first in doubt moves from one number to another: neither may fall
    for (const [name, count] of counts) told.set(name, Math.max(count, told.get(name) ?? 0));
    return [...told].map(([name, count]) => {
      const [channel = '', outcome = ''] = name.split(' ');
      return { channel, outcome, count };
    });
  };
}

/** The last id that was there long enough ago. */
function borderOf(seen: { at: number; id: number }[], now: number): number {
  return seen.findLast(({ at }) => now - at >= SETTLED_MS)?.id ?? 0;
}

function add(counts: Map<string, number>, { channel, outcome, count }: AttemptCount): void {
  const name = `${channel} ${outcome}`;
  counts.set(name, (counts.get(name) ?? 0) + count);
}
