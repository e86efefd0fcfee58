import type { ContactChannel } from '../notify/audience.ts';
import type { Tx } from '../platform/database/open.ts';

/** Channels to families that took nothing of late while others worked: `oversight/outages.ts` notices them. */
export async function downChannels(tx: Tx): Promise<Set<ContactChannel>> {
  const rows = await tx.$queryRaw<{ channel: ContactChannel }[]>`
    SELECT DISTINCT channel::text AS channel FROM channel_outage WHERE ended_at IS NULL AND bot <> 'teachers'`;
  return new Set(rows.map(({ channel }) => channel));
}
