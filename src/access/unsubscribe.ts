import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { type Channel, setChannels } from './choice-writes.ts';
import { GROUND } from './grounds.ts';

export interface Unsubscribed {
  /** by what the school informs from now on; several holders of one mailbox may differ */
  next: ('telegram' | 'paper')[];
  /** false: nobody at this address was told by email any more */
  changed: boolean;
}

/**
 * Switches email off for everybody who reads this mailbox. It changes the channel, it never ends the duty to inform: next
 * comes a chat that is linked, else paper.
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
        next.add(channels[0] === 'telegram' ? 'telegram' : 'paper');
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

/** The channels that remain: a linked chat, unless paper was chosen before everything else; paper is the last resort. */
export function withoutEmail(channels: string[], hasChat: boolean): Channel[] {
  return hasChat && channels[0] !== 'paper' ? ['telegram', 'paper'] : ['paper'];
}

async function hasChat(tx: Tx, personId: string): Promise<boolean> {
  const held = await tx.contactHolder.count({
    where: { personId, endedAt: null, contact: { channel: 'telegram', bot: 'parents', state: 'confirmed' } },
  });
  return held > 0;
}
