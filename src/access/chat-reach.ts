/** A chat that blocked its bot, and one that came back. */
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import type { Bot } from './contacts.ts';

/** Keeps at once that a chat can or cannot be written to (Telegram's `my_chat_member`). */
export async function setChatReach(
  db: Db,
  clock: Clock,
  chat: { bot: Bot; chatId: string; reachable: boolean },
): Promise<void> {
  const { bot, chatId, reachable } = chat;
  await db.contact.updateMany({
    where: {
      channel: 'telegram',
      bot,
      address: chatId,
      state: reachable ? 'unreachable' : 'confirmed',
    },
    data: { state: reachable ? 'confirmed' : 'unreachable', reason: reachable ? null : 'blocked', since: clock.now() },
  });
}
