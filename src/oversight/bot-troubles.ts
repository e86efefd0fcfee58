/** Which bot cannot work, for whoever opens the desk. */
import { HEARD_SINCE } from '../delivery/unknown-chats.ts';
import type { Db } from '../platform/database/open.ts';
import type { BotTroubleName } from '../texts/bot/staff-watch.ts';

export interface BotSeen {
  bot: 'parents' | 'teachers';
  /** in Telegram, of the bot that the school's chats know */
  username: string | null;
  trouble: BotTroubleName | null;
}

/** One query. */
export async function readBots(db: Db): Promise<BotSeen[]> {
  return await db.$queryRaw<BotSeen[]>`
    SELECT t.bot, t.username, CASE
        WHEN t.stranger_id IS NOT NULL THEN 'strange'
        WHEN t.unknown_chats_at IS NOT NULL AND NOT ${HEARD_SINCE} THEN 'unknown' END AS trouble
      FROM bot_turn t ORDER BY t.bot`;
}
