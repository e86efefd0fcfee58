/** Telegram knows none of several chats in a row: then the bot or its server is wrong, not every family gone. */
import { Prisma } from '../platform/database/generated/client.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import type { SendOutcome } from './channel.ts';
import type { Leased } from './lease.ts';

type Unreachable = Extract<SendOutcome, { kind: 'unreachable' }>;

/** Rows of channels/telegram/outcomes.ts: what a bot hears of a chat that it has never met. */
const UNKNOWN = /^(chatNotFound|neverBegun)\b/;
/** Why such a chat was given up. */
export const CHAT_UNKNOWN = 'chatUnknown';
/** So many chats, nothing accepted between them. */
const SEVERAL = 5;
const LOOK_BACK_MS = 24 * 3_600_000;

/** Is this the bot's word that it does not know the chat? */
export const isUnknownChat = ({ detail }: Unreachable) => UNKNOWN.test(detail);

/**
 * Does Telegram know nobody at the moment? Notes it in the bot's row. Chats linked before another bot was accepted may
 * well be strange to it, and are not counted.
 */
export async function knowsNobody(
  tx: Tx,
  now: Date,
  { bot, contactId }: Pick<Leased, 'bot' | 'contactId'>,
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ known: boolean; stands: boolean; others: number }[]>`
    WITH turn AS (SELECT t.*, (SELECT max(last_accepted_at) FROM contact WHERE channel = 'telegram' AND bot = t.bot) AS heard_at
                    FROM bot_turn t WHERE t.bot = ${bot}),
    met AS (SELECT c.id, c.state, c.reason, c.since FROM contact c, turn t
             WHERE c.channel = 'telegram' AND c.bot = t.bot AND EXISTS (
                   SELECT FROM contact_holder h WHERE h.contact_id = c.id AND h.ended_at IS NULL
                      AND h.linked_at > coalesce(t.accepted_at, '-infinity')))
    SELECT EXISTS (SELECT FROM met WHERE id = ${contactId}) AS known,
           coalesce(unknown_chats_at > coalesce(heard_at, '-infinity'), false) AS stands,
           (SELECT count(*)::int FROM met WHERE state = 'unreachable' AND reason = ${CHAT_UNKNOWN}
               AND since > ${new Date(now.getTime() - LOOK_BACK_MS)} AND since > coalesce(heard_at, '-infinity')) AS others
      FROM turn`;
  if (!row?.known) return false;
  if (row.stands) return true;
  if (row.others < SEVERAL - 1) return false;
  await tx.botTurn.updateMany({ where: { bot }, data: { unknownChatsAt: now } });
  return true;
}

/** Telegram has taken something of the bot `t` since. */
export const HEARD_SINCE = Prisma.sql`EXISTS (
  SELECT FROM contact c WHERE c.channel = 'telegram' AND c.bot = t.bot AND c.last_accepted_at > t.unknown_chats_at)`;

/** Bots whose chats Telegram does not know. @returns `over`: it took something since */
export function readUnknownChats(db: Db | Tx): Promise<{ bot: 'parents' | 'teachers'; at: Date; over: boolean }[]> {
  return db.$queryRaw`
    SELECT t.bot, t.unknown_chats_at AS at, ${HEARD_SINCE} AS over
      FROM bot_turn t WHERE t.unknown_chats_at IS NOT NULL`;
}

/** The first of them, which were given up before it was noticed. @returns their chats */
export async function givenUpUnknown(db: Db, bot: string, at: Date): Promise<string[]> {
  const rows = await db.contact.findMany({
    where: {
      channel: 'telegram',
      bot,
      state: 'unreachable',
      reason: CHAT_UNKNOWN,
      since: { gt: new Date(at.getTime() - LOOK_BACK_MS), lte: at },
    },
    select: { address: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ address }) => address);
}
