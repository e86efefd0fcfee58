import { currentRoster } from '../journal/roster-view.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import type { MakeGauge } from './metrics.ts';
import { readStuck, STUCK_PARTS } from './stuck.ts';
import { isOverdue, unprovenFamilies } from './unproven.ts';

/**
 * Gauges of the watch over the promise: what is stuck, channels in outage, families without evidence.
 * @returns sets them from the rows as they are now
 */
export function promiseGauges({ db, clock }: { db: Db; clock: Clock }, gauge: MakeGauge): () => Promise<void> {
  const stuckGauge = gauge('stuck', 'What stands longer than it may, by part', ['part']);
  const outage = gauge('channel_outage', 'Channels that take nothing while others work', ['channel', 'bot']);
  const unproven = gauge('families_unproven', 'Families without evidence two school days after a week closed');
  return async () => {
    const stuck = await readStuck({ db, clock });
    for (const part of STUCK_PARTS) stuckGauge.set({ part }, stuck[part]);
    outage.reset();
    const open = await db.channelOutage.findMany({ where: { endedAt: null }, select: { channel: true, bot: true } });
    for (const { channel, bot } of open) outage.set({ channel, bot }, 1);
    const now = clock.now();
    const families = await unprovenFamilies(db, now);
    const roster = families.length ? await currentRoster(db) : null;
    unproven.set(roster ? families.filter((family) => isOverdue(roster, family, now)).length : 0);
  };
}
