import type { Tx } from '../platform/database/open.ts';
import type { SendOutcome } from './channel.ts';
import { passOn } from './pass-on.ts';
import { retryAt } from './retry.ts';
import type { Started } from './start.ts';
import { CHAT_UNKNOWN, isUnknownChat, knowsNobody } from './unknown-chats.ts';

type Unreachable = Extract<SendOutcome, { kind: 'unreachable' }>;

/** While Telegram knows nobody one message is tried so often. */
const PROBE_MS = 10 * 60_000;

/**
 * An address that takes nothing ends; what it carried goes to the next channel. A chat that moved is followed. Where Telegram
 * knows none of several chats nobody is given up.
 * @returns until when the bot had better rest
 */
export async function giveUpAddress(tx: Tx, now: Date, started: Started, outcome: Unreachable): Promise<Date | null> {
  const { delivery } = started;
  if (outcome.movedTo) {
    await followChat(tx, now, started, outcome.movedTo);
    return null;
  }
  const unknown = delivery.channel === 'telegram' && isUnknownChat(outcome);
  if (unknown && (await knowsNobody(tx, now, delivery))) {
    const until = new Date(now.getTime() + PROBE_MS);
    await retryAt(tx, started, until);
    return until;
  }
  await tx.contact.update({
    where: { id: delivery.contactId },
    data: { state: 'unreachable', reason: unknown ? CHAT_UNKNOWN : outcome.code, since: now },
  });
  await tx.told.deleteMany({ where: { deliveryId: delivery.id } });
  await passOn(tx, now, delivery, 'unreachable', outcome.code);
  return null;
}

/** A chat with a new id is the same address; one that its people reach under the new id already is joined to that. */
async function followChat(tx: Tx, now: Date, started: Started, movedTo: string): Promise<void> {
  const { id, contactId, bot, rhythm } = started.delivery;
  const [there] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM contact WHERE channel = 'telegram' AND bot = ${bot} AND address = ${movedTo} AND id <> ${contactId} FOR UPDATE`;
  // frozen messages name their chat
  await tx.$executeRaw`
    UPDATE delivery SET payload = jsonb_set(payload, '{parts}',
           (SELECT jsonb_agg(part || jsonb_build_object('chatId', ${movedTo}::text)) FROM jsonb_array_elements(payload->'parts') AS part))
     WHERE contact_id = ${contactId} AND state IN ('gathering', 'due', 'leased', 'started') AND payload ? 'parts'`;
  if (!there) {
    await tx.contact.update({ where: { id: contactId }, data: { address: movedTo } });
    return retryAt(tx, started, now);
  }
  await joinContact(tx, now, contactId, there.id);
  if (rhythm === 'staff') return retryAt(tx, started, now);
  await tx.told.deleteMany({ where: { deliveryId: id } });
  await passOn(tx, now, started.delivery, 'passedOn', 'migrated');
}

/** Whoever held the one contact holds the other. What still gathers for the first is planned again when it is sent. */
async function joinContact(tx: Tx, now: Date, from: number, into: number): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO contact_holder (contact_id, person_id, linked_at)
    SELECT ${into}, person_id, linked_at FROM contact_holder WHERE contact_id = ${from} AND ended_at IS NULL
    ON CONFLICT (contact_id, person_id) DO UPDATE SET ended_at = NULL`;
  await tx.contactHolder.updateMany({ where: { contactId: from, endedAt: null }, data: { endedAt: now } });
  await tx.contact.update({ where: { id: from }, data: { state: 'ended', reason: 'migrated', since: now } });
  await tx.contact.updateMany({
    where: { id: into, state: { not: 'confirmed' } },
    data: { state: 'confirmed', reason: null, since: now },
  });
  await tx.delivery.updateMany({
    where: { contactId: from, rhythm: 'staff', state: { in: ['due', 'leased', 'started'] } },
    data: { contactId: into },
  });
}
