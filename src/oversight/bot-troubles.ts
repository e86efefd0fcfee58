/** Which bot cannot work, for whoever opens the desk. */
import type { Db } from '../platform/database/open.ts';

/** strange: the token is another bot's; unknown: Telegram knows none of several chats */
export type BotTrouble = 'strange' | 'unknown';

export interface BotSeen {
  bot: 'parents' | 'teachers';
  /** in Telegram, of the bot that the school's chats know */
  username: string | null;
  trouble: BotTrouble | null;
}

/** One query. */
export async function readBots(db: Db): Promise<BotSeen[]> {
  return await db.$queryRaw<BotSeen[]>`
    SELECT t.bot, t.username, CASE
        WHEN t.stranger_id IS NOT NULL THEN 'strange'
        WHEN t.unknown_chats_at IS NOT NULL AND NOT EXISTS (SELECT FROM contact c
          WHERE c.channel = 'telegram' AND c.bot = t.bot AND c.last_accepted_at > t.unknown_chats_at) THEN 'unknown' END AS trouble
      FROM bot_turn t ORDER BY t.bot`;
}
