/** Whether a token is of the bot that the school's chats know. Another bot may write to none of them. */
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/open.ts';
import type { Log } from '../../platform/log.ts';
import { type BotName, TOKEN_VARIABLE } from './outcomes.ts';

/** How often a process that has another bot's token looks whether a person has decided. */
const LOOK_MS = 5_000;

export interface OwnBotParts {
  db: Db;
  clock: Clock;
  log: Log;
  bot: BotName;
}

/** Telegram's id of the bot that a token is of: it stands before the colon, whoever makes the token anew. */
export const botIdOf = (token: string): string => token.split(':')[0] ?? '';

/**
 * Takes the bot as the school's own, if it is the one before, the first, or one without a chat to lose; else notes in its
 * row that the token is another's.
 * @returns the next update to ask for; null: another's token
 */
export async function claimBot({ db, clock, bot }: Omit<OwnBotParts, 'log'>, botId: string): Promise<number | null> {
  const [own] = await db.$queryRaw<{ updateOffset: number }[]>`
    UPDATE bot_turn t SET bot_id = ${botId}, stranger_id = NULL, stranger_since = NULL,
           update_offset = CASE WHEN t.bot_id IS NULL OR t.bot_id = ${botId} THEN t.update_offset ELSE 0 END
     WHERE t.bot = ${bot} AND (t.bot_id IS NULL OR t.bot_id = ${botId} OR NOT EXISTS (
           SELECT FROM contact c JOIN contact_holder h ON h.contact_id = c.id AND h.ended_at IS NULL
            WHERE c.channel = 'telegram' AND c.bot = t.bot))
    RETURNING t.update_offset AS "updateOffset"`;
  if (own) return own.updateOffset;
  await db.$executeRaw`
    UPDATE bot_turn SET stranger_since = CASE WHEN stranger_id = ${botId} THEN stranger_since ELSE ${clock.now()} END,
           stranger_id = ${botId} WHERE bot = ${bot}`;
  return null;
}

/**
 * Waits until the token is the school's own bot's: nothing is sent or received before.
 * @returns the next update to ask for; null when the turn ended first
 */
export async function untilOwnBot(parts: OwnBotParts, token: string, signal: AbortSignal): Promise<number | null> {
  const { clock, log, bot } = parts;
  for (let looks = 0; !signal.aborted; looks += 1) {
    const offset = await claimBot(parts, botIdOf(token));
    if (offset !== null) return offset;
    if (looks === 0)
      log.error(
        { bot },
        `${TOKEN_VARIABLE[bot]} is the token of another bot, which no chat of the school knows: nothing is sent. Give the former token, or run accept-bot ${bot}`,
      );
    await clock.sleep(LOOK_MS, signal);
  }
  return null;
}

/**
 * Another bot is the school's own from now on, as a person decided: the one that a running process found its token to be of, else
 * the one of the settings that this was typed with. Chats that do not know it are given up when it first writes to them, and are
 * back when their people open it.
 * @param botId of the settings' token; null: they hold none
 * @returns false: no other bot was waiting
 */
export async function acceptBot(
  { db, clock }: Pick<OwnBotParts, 'db' | 'clock'>,
  bot: BotName,
  botId: string | null = null,
): Promise<boolean> {
  const accepted = await db.$executeRaw`
    UPDATE bot_turn SET bot_id = coalesce(stranger_id, ${botId}::text), update_offset = 0, accepted_at = ${clock.now()},
           stranger_id = NULL, stranger_since = NULL
     WHERE bot = ${bot} AND (stranger_id IS NOT NULL OR bot_id <> ${botId}::text)`;
  return accepted > 0;
}
