/** A bot that chats do not know: told to the school at once, and what was given up in error is taken back when it is over. */
import { setChatReach } from '../access/chat-reach.ts';
import { resumeChat } from '../delivery/resumed.ts';
import { readSchool } from '../delivery/school.ts';
import { givenUpUnknown, readUnknownChats } from '../delivery/unknown-chats.ts';
import { afterQuietHours } from '../notify/rhythm.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import * as say from '../texts/bot/staff-watch.ts';
import { renderStaffEmail } from '../texts/email/staff.ts';
import { readBots } from './bot-troubles.ts';
import { takeTurn, tellCarers } from './staff.ts';
import { mailCarers } from './staff-mail.ts';

const APART_MS = 24 * 3_600_000;

interface WatchParts {
  db: Db;
  clock: Clock;
  /** of the school's address; absent: no mail is set up */
  mailHost?: string | undefined;
}

/**
 * Tells of a bot once a day while it lasts: of the parents' by the teachers' bot, of the teachers', which cannot say it, by
 * letter; the desk shows both. May run in several processes.
 * @returns how many were told, and chats that were taken back
 */
export async function watchBots(parts: WatchParts): Promise<number> {
  let done = 0;
  for (const { bot, at } of (await readUnknownChats(parts.db)).filter(({ over }) => over))
    done += await takeBack(parts, bot, at);
  for (const { bot, trouble } of await readBots(parts.db)) if (trouble) done += await tell(parts, bot, trouble);
  return done;
}

function tell(
  { db, clock, mailHost }: WatchParts,
  bot: 'parents' | 'teachers',
  trouble: say.BotTroubleName,
): Promise<number> {
  const now = clock.now();
  return db.$transaction(async (tx) => {
    if (!(await takeTurn(tx, `bot ${trouble} ${bot}`, now, APART_MS))) return 0;
    const school = await readSchool(tx);
    const { what, remedy } = say.botTrouble(bot, trouble);
    if (bot === 'parents') return tellCarers(tx, now, school, () => `${what}\n${remedy}`);
    if (!mailHost) return 0;
    const letter = renderStaffEmail(say.TEACHERS_BOT_SUBJECT, [what, remedy]);
    return mailCarers(tx, { now, dueAt: afterQuietHours(now, school), host: mailHost }, letter);
  });
}

/** Telegram knows its chats again: the first few, given up before that was noticed, are told what they missed. */
async function takeBack(parts: { db: Db; clock: Clock }, bot: 'parents' | 'teachers', at: Date): Promise<number> {
  const chats = await givenUpUnknown(parts.db, bot, at);
  for (const chatId of chats)
    if (bot === 'parents') await resumeChat(parts, chatId);
    else await setChatReach(parts.db, parts.clock, { bot, chatId, reachable: true });
  await parts.db.botTurn.updateMany({ where: { bot, unknownChatsAt: at }, data: { unknownChatsAt: null } });
  return chats.length;
}
