/** A letter that was accepted and came back later: what it carried goes the next way, and the ledger says so. */
import type { Tx } from '../platform/database/open.ts';
import type { BounceMeaning } from './channel.ts';
import { endDelivery } from './end.ts';
import { reopenDuties } from './evidence.ts';
import { deliveryOfLetter } from './letter-id.ts';
import { passOn } from './pass-on.ts';
import { readSchool } from './school.ts';
import { serveObligations } from './serve-week.ts';

export interface Bounce {
  /** of the letter, as it was sent */
  messageId?: string;
  /** the mailbox, where no letter is named or known: the last letter it took by then is meant */
  address?: string;
  /** false: the provider goes on trying, nothing changes */
  permanent: boolean;
  /** the provider's own */
  code: string;
  detail: string;
  /** when the provider gave up */
  at: Date;
}

interface Found {
  /** null: the mailbox is known, a letter to it is not */
  deliveryId: number | null;
  contactId: number;
  state: string | null;
  /** has come back before */
  bounced: boolean;
}

/** Opens the code of the attempt that stands for a bounce. */
export const BOUNCED = 'bounce';

/**
 * Takes one bounce to its delivery within the caller's transaction. Said again it changes nothing.
 * A permanent one takes back what the acceptance proved: duties are open again and go to the next channel or to paper,
 * events are planned anew; an address that is gone is not written to any more. What was seen or handed over stays met.
 * @param means what code and words say, for a permanent one
 */
export async function recordBounce(
  tx: Tx,
  now: Date,
  bounce: Bounce,
  means: BounceMeaning,
): Promise<'recorded' | 'noted' | 'duplicate' | 'not-found'> {
  const found = await findLetter(tx, bounce);
  if (!found) return 'not-found';
  if (!bounce.permanent) return 'noted';
  // an accepted letter that bounced before was sent and accepted once more
  if (found.bounced && found.state !== 'accepted') return 'duplicate';
  const gone = means === 'addressGone' && (await giveUpMailbox(tx, now, found, bounce));
  const { deliveryId } = found;
  if (deliveryId === null) return gone ? 'recorded' : 'duplicate';
  await noteBounce(tx, now, deliveryId, bounce, means);
  const letter = { id: deliveryId, contactId: found.contactId };
  if (found.state === 'accepted') await takeBack(tx, now, letter, means);
  else if (found.state === 'due') await passWaitingOn(tx, now, letter, means);
  return 'recorded';
}

/** Clocks of providers tell whole seconds, and not always ours. */
const SLACK_MS = 60_000;

/** The letter that a bounce names, locked; else the last one of its mailbox; else the mailbox alone. */
async function findLetter(tx: Tx, { messageId, address, at }: Bounce): Promise<Found | null> {
  const named = messageId ? deliveryOfLetter(messageId) : null;
  const [letter] = named
    ? await tx.$queryRaw<{ id: number }[]>`
        SELECT id FROM delivery WHERE id = ${named.id} AND created_at = ${named.createdAt} AND channel = 'email' FOR UPDATE`
    : [];
  if (letter) return readLetter(tx, letter.id);
  if (!address) return null;
  const [last] = await tx.$queryRaw<{ id: number }[]>`
    SELECT d.id FROM contact c JOIN delivery d ON d.contact_id = c.id JOIN attempt a ON a.delivery_id = d.id
     WHERE c.channel = 'email' AND lower(c.address) = lower(${address})
       AND a.outcome = 'accepted' AND a.finished_at <= ${new Date(at.getTime() + SLACK_MS)}
     ORDER BY a.finished_at DESC, a.id DESC LIMIT 1 FOR UPDATE OF d`;
  if (last) return readLetter(tx, last.id);
  const [mailbox] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM contact WHERE channel = 'email' AND lower(address) = lower(${address}) LIMIT 1`;
  return mailbox ? { deliveryId: null, contactId: mailbox.id, state: null, bounced: false } : null;
}

async function readLetter(tx: Tx, deliveryId: number): Promise<Found | null> {
  const [found] = await tx.$queryRaw<Found[]>`
    SELECT d.id AS "deliveryId", d.contact_id AS "contactId", d.state::text AS state,
           EXISTS (SELECT FROM attempt a WHERE a.delivery_id = d.id AND a.code LIKE ${`${BOUNCED} %`}) AS bounced
      FROM delivery d WHERE d.id = ${deliveryId}`;
  return found ?? null;
}

/** @returns false: nothing to give up, or the address was confirmed anew after it bounced */
async function giveUpMailbox(tx: Tx, now: Date, { contactId }: Found, { at }: Bounce): Promise<boolean> {
  const { count } = await tx.contact.updateMany({
    where: { id: contactId, state: 'confirmed', since: { lte: at } },
    data: { state: 'unreachable', reason: 'bounced', since: now },
  });
  return count > 0;
}

/** Appended: the acceptance stays as it was. */
async function noteBounce(
  tx: Tx,
  now: Date,
  deliveryId: number,
  { code, detail, at }: Bounce,
  means: BounceMeaning,
): Promise<void> {
  const outcome = means === 'ourFault' ? 'rejected' : 'unreachable';
  await tx.attempt.create({
    data: {
      deliveryId,
      startedAt: at,
      finishedAt: now,
      outcome,
      code: `${BOUNCED} ${code}`,
      detail: detail.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 500) || null,
    },
  });
}

interface Letter {
  id: number;
  contactId: number;
}

/** What the acceptance had proven is proven no more. */
async function takeBack(tx: Tx, now: Date, letter: Letter, means: BounceMeaning): Promise<void> {
  await reopenDuties(tx, now, letter.id, [letter.contactId]);
  await tx.told.deleteMany({ where: { deliveryId: letter.id } });
  await tx.deliveryItem.updateMany({
    where: { deliveryId: letter.id, state: 'told', obligationId: { not: null } },
    data: { state: 'dropped', reason: 'bounced' },
  });
  await tx.deliveryItem.updateMany({ where: { deliveryId: letter.id, state: 'told' }, data: { state: 'waiting' } });
  await endBounced(tx, now, letter, means);
}

/** It may have arrived once already, and would have gone again. */
async function passWaitingOn(tx: Tx, now: Date, letter: Letter, means: BounceMeaning): Promise<void> {
  await tx.told.deleteMany({ where: { deliveryId: letter.id } });
  if (means === 'addressGone') return endBounced(tx, now, letter, means);
  const duties = await tx.deliveryItem.findMany({
    where: { deliveryId: letter.id, obligationId: { not: null } },
    select: { obligationId: true },
  });
  await endBounced(tx, now, letter, means);
  const open = duties.map(({ obligationId }) => obligationId as number);
  await serveObligations(tx, now, await readSchool(tx), open, { atClose: false, avoid: [letter.contactId] });
}

/** News are planned anew only where the mailbox is given up: else they would go the same way once more. */
async function endBounced(tx: Tx, now: Date, letter: Letter, means: BounceMeaning): Promise<void> {
  if (means === 'addressGone') return passOn(tx, now, letter, 'unreachable', 'bounced');
  await endDelivery(tx, now, letter.id, means === 'ourFault' ? 'rejected' : 'passedOn', 'bounced');
}
