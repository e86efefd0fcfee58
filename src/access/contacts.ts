import type { Tx } from '../platform/database/open.ts';
import { type Channel, setChannels } from './choice-writes.ts';
import { GROUND } from './grounds.ts';

export type Bot = 'parents' | 'teachers';

/**
 * Makes a chat the person's chat with that bot. Again is harmless; a chat the person had there before is theirs no more,
 * since a telephone that was lost must not go on receiving.
 * @returns `moved`: there was such another chat
 */
export async function linkChat(
  tx: Tx,
  now: Date,
  personId: string,
  bot: Bot,
  chatId: string,
): Promise<{ moved: boolean }> {
  const contact = await tx.contact.upsert({
    where: { channel_bot_address: { channel: 'telegram', bot, address: chatId } },
    create: { channel: 'telegram', bot, address: chatId, since: now },
    update: { state: 'confirmed', reason: null },
  });
  const { count } = await tx.contactHolder.updateMany({
    where: { personId, endedAt: null, contactId: { not: contact.id }, contact: { channel: 'telegram', bot } },
    data: { endedAt: now },
  });
  await tx.contactHolder.upsert({
    where: { contactId_personId: { contactId: contact.id, personId } },
    create: { contactId: contact.id, personId, linkedAt: now },
    update: { endedAt: null, linkedAt: now },
  });
  return { moved: count > 0 };
}

/** Puts Telegram first among the guardian's channels for each child permitted, with a record of the choice. */
export async function preferTelegram(tx: Tx, at: Date, guardianId: string): Promise<void> {
  const pairs = await tx.guardianship.findMany({
    where: { guardianId, endedAt: null, rights: 'full', consent: true },
  });
  for (const { studentId, channels } of pairs) {
    if (channels[0] === 'telegram') continue;
    const others = channels.filter((channel): channel is Channel => channel === 'email' || channel === 'paper');
    const choice = { guardianId, studentId, byId: guardianId, ground: GROUND.bot, at };
    await setChannels(tx, choice, ['telegram', ...others]);
  }
}
