import type { Tx } from '../platform/database/open.ts';
import { GROUND } from './grounds.ts';

export type Bot = 'parents' | 'teachers';

/**
 * Makes a chat the person's chat with that bot. Again is harmless; a chat the person had there before is theirs no more,
 * since a telephone that was lost must not go on receiving.
 */
export async function linkChat(tx: Tx, now: Date, personId: string, bot: Bot, chatId: string): Promise<void> {
  const contact = await tx.contact.upsert({
    where: { channel_bot_address: { channel: 'telegram', bot, address: chatId } },
    create: { channel: 'telegram', bot, address: chatId, since: now },
    update: { state: 'confirmed', reason: null },
  });
  await tx.contactHolder.updateMany({
    where: { personId, endedAt: null, contactId: { not: contact.id }, contact: { channel: 'telegram', bot } },
    data: { endedAt: now },
  });
  await tx.contactHolder.upsert({
    where: { contactId_personId: { contactId: contact.id, personId } },
    create: { contactId: contact.id, personId, linkedAt: now },
    update: { endedAt: null, linkedAt: now },
  });
}

/** Puts Telegram first among the guardian's channels for each child permitted, with a record of the choice. */
export async function preferTelegram(tx: Tx, now: Date, guardianId: string): Promise<void> {
  const pairs = await tx.guardianship.findMany({
    where: { guardianId, endedAt: null, rights: 'full', consent: true },
  });
  for (const pair of pairs) {
    if (pair.channels[0] === 'telegram') continue;
    const channels = ['telegram', ...pair.channels.filter((channel) => channel !== 'telegram')];
    await tx.guardianship.update({
      where: { guardianId_studentId: { guardianId, studentId: pair.studentId } },
      data: { channels, chosenAt: now },
    });
    await tx.choiceRecord.create({
      data: {
        guardianId,
        studentId: pair.studentId,
        what: 'channels',
        value: channels,
        byId: guardianId,
        ground: GROUND.bot,
        at: now,
      },
    });
  }
}
