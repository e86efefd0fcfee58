/** A bot that chats do not know: told to the school at once, and what was given up in error is taken back when it is over. */
import { setChatReach } from '../access/chat-reach.ts';
import { resumeChat } from '../delivery/resumed.ts';
import { readSchool } from '../delivery/school.ts';
import { givenUpUnknown, readUnknownChats } from '../delivery/unknown-chats.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import * as say from '../texts/bot/staff-watch.ts';
import { takeTurn, tellCarers } from './staff.ts';

const APART_MS = 24 * 3_600_000;

/**
 * Tells of the parents' bot, once a day while it lasts; whose own bot is the strange one could not be told by it, `doctor`
 * and the metrics say so. May run in several processes.
 * @returns how many were told, and chats that were taken back
 */
export async function watchBots({ db, clock }: { db: Db; clock: Clock }): Promise<number> {
  let done = 0;
  const unknown = await readUnknownChats(db);
  for (const { bot, at } of unknown.filter(({ over }) => over)) done += await takeBack({ db, clock }, bot, at);
  const parents = await db.botTurn.findUnique({ where: { bot: 'parents' }, select: { strangerId: true } });
  if (parents?.strangerId) done += await tell(db, clock.now(), 'parents', say.strangeBot);
  else if (unknown.some(({ bot, over }) => bot === 'parents' && !over))
    done += await tell(db, clock.now(), 'parents', say.unknownChats);
  return done;
}

function tell(db: Db, now: Date, bot: string, words: (bot: string) => string): Promise<number> {
  return db.$transaction(async (tx) => {
    if (!(await takeTurn(tx, `${words.name} ${bot}`, now, APART_MS))) return 0;
    return tellCarers(tx, now, await readSchool(tx), () => words(bot));
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
