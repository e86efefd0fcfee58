import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { type Channel, setChannels } from './choices.ts';
import { GROUND } from './grounds.ts';

export interface Unsubscribed {
  /** by what the school informs from now on; several holders of one mailbox may differ */
  next: ('telegram' | 'paper')[];
  /** false: nobody at this address was told by email any more */
  changed: boolean;
}

/**
 * Switches email off for everybody who reads this mailbox. It changes the channel, it never ends the duty to inform: next
 * comes what the guardian chose besides, else a chat that is linked, else paper.
 * @returns null when there is no such mailbox
 */
export async function unsubscribe(db: Db, clock: Clock, contactId: number): Promise<Unsubscribed | null> {
  return await db.$transaction(async (tx) => {
    const contact = await tx.contact.findUnique({
      where: { id: contactId, channel: 'email' },
      include: { holders: { where: { endedAt: null } } },
    });
    if (!contact) return null;
    const next = new Set<'telegram' | 'paper'>();
    let changed = false;
    for (const { personId } of contact.holders) {
      const pairs = await tx.guardianship.findMany({ where: { guardianId: personId, endedAt: null } });
      const chat = await hasChat(tx, personId);
      for (const pair of pairs) {
        const channels = withoutEmail(pair.channels, chat);
        next.add(channels[0] === 'telegram' && chat ? 'telegram' : 'paper');
        if (!pair.channels.includes('email')) continue;
        changed = true;
        const { guardianId, studentId } = pair;
        const choice = { guardianId, studentId, byId: personId, ground: GROUND.emailLink, at: clock.now() };
        await setChannels(tx, choice, channels);
      }
    }
    return { next: [...next], changed };
  });
}

/** What is left of the chosen channels, with what reaches the guardian first. */
export function withoutEmail(channels: string[], hasChat: boolean): Channel[] {
  const left = channels.filter((channel): channel is Channel => channel === 'telegram' || channel === 'paper');
  if (left.length > 0 && (left[0] === 'paper' || hasChat)) return left;
  if (hasChat) return ['telegram'];
  return left.includes('paper') ? ['paper', 'telegram'] : [...(['paper'] as const), ...left];
}

async function hasChat(tx: Tx, personId: string): Promise<boolean> {
  const held = await tx.contactHolder.count({
    where: { personId, endedAt: null, contact: { channel: 'telegram', bot: 'parents', state: 'confirmed' } },
  });
  return held > 0;
}
