import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import type { MakeGauge } from './metrics.ts';

const DAY_MS = 86_400_000;
const OPEN = ['gathering', 'due', 'leased', 'started'];
const CHANNELS = ['telegram', 'email'];

/** What waits and for how long, and what became of the deliveries of the last day. */
export function queueGauges({ db, clock }: { db: Db; clock: Clock }, gauge: MakeGauge): () => Promise<void> {
  const deliveries = gauge('deliveries', 'Open deliveries, and the ended of those made within a day', [
    'channel',
    'state',
  ]);
  const due = gauge('deliveries_due', 'Deliveries whose time has come', ['channel']);
  const oldest = gauge('deliveries_oldest_seconds', 'How long the oldest due delivery has waited', ['channel']);
  const unplanned = gauge('events_unplanned', 'Journal events that wait for the planner');
  const unplannedAge = gauge('events_oldest_seconds', 'How long the oldest of them has waited');
  return async () => {
    const now = clock.now();
    deliveries.reset();
    for (const { channel, state, count } of await countStates(db, now)) deliveries.set({ channel, state }, count);
    const waiting = await db.$queryRaw<{ channel: string; count: number; age: number }[]>`
      SELECT channel::text AS channel, count(*)::int AS count, extract(epoch FROM ${now} - min(due_at))::float8 AS age
        FROM delivery WHERE state IN ('gathering', 'due') AND channel <> 'paper' AND due_at <= ${now} GROUP BY 1`;
    for (const channel of CHANNELS) {
      const row = waiting.find((each) => each.channel === channel);
      due.set({ channel }, row?.count ?? 0);
      oldest.set({ channel }, row?.age ?? 0);
    }
    const [events] = await db.$queryRaw<{ count: number; age: number | null }[]>`
      SELECT count(*)::int AS count, extract(epoch FROM ${now} - min(recorded_at))::float8 AS age
        FROM journal_event WHERE planned_at IS NULL`;
    unplanned.set(events?.count ?? 0);
    unplannedAge.set(Math.max(0, events?.age ?? 0));
  };
}

/** Ended deliveries are a year's rows: only those since the newest that is a day old are counted, from the end. */
function countStates(db: Db, now: Date): Promise<{ channel: string; state: string; count: number }[]> {
  const dayAgo = new Date(now.getTime() - DAY_MS);
  return db.$queryRaw`
    WITH border AS (SELECT coalesce((SELECT id FROM delivery WHERE created_at < ${dayAgo} ORDER BY id DESC LIMIT 1), 0) AS id)
    SELECT channel::text AS channel, state::text AS state, count(*)::int AS count FROM (
      SELECT channel, state FROM delivery WHERE state IN ('gathering', 'due')
      UNION ALL SELECT channel, state FROM delivery WHERE state IN ('leased', 'started')
      UNION ALL SELECT channel, state FROM delivery, border
                 WHERE delivery.id > border.id AND state::text <> ALL(${OPEN})) AS each GROUP BY 1, 2`;
}
