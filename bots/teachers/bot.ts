import type { Update } from 'grammy/types';
import { type Context, Telegraf } from 'telegraf';
import { setChatReach } from '../../src/access/chat-reach.ts';
import { createTelegramApis, type TelegramAddress, type TelegramApis } from '../../src/channels/telegram/api.ts';
import type { Pacer } from '../../src/channels/telegram/pacer.ts';
import type { HeldTurn } from '../../src/channels/telegram/turn.ts';
import { chatOf } from '../../src/channels/telegram/updates.ts';
import { openAttachments } from '../../src/platform/attachments.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';
import type { Log } from '../../src/platform/log.ts';
import { staffTroubled, TEACHERS_DESCRIPTION, TEACHERS_SHORT_DESCRIPTION } from '../../src/texts/bot/teachers.ts';
import { TEACHERS_COMMANDS } from '../../src/texts/bot/teachers-menu.ts';
import { onMessage, onTap } from './handlers.ts';
import { createLatest } from './latest.ts';
import { pacedTelegram } from './paced-telegram.ts';

export interface TeachersBotOptions extends TelegramAddress {
  db: Db;
  clock: Clock;
  log: Log;
  pacer: Pacer;
  /** where links lead */
  publicUrl: string;
  /** DATA_DIR: files that teachers attach are kept there */
  dataDir: string;
  /** aborted when the process stops: answers under way are left to the next one */
  stop: AbortSignal;
}

export interface TeachersBot {
  handle(update: Update): Promise<void>;
  /** a kind word to whoever wrote, when `handle` failed */
  apologise(update: Update): Promise<void>;
  /** getMe, commands and descriptions; @throws when Telegram does not answer getMe */
  introduce(turn: HeldTurn): Promise<void>;
  /** not paced: for notices, which take a slot of the pacer themselves */
  noticeApi: TelegramApis['api'];
  /** waits long enough for a long poll */
  pollingApi: TelegramApis['pollingApi'];
  close(): void;
}

/** telegraf gives a handler up after 90 s, and does not stop it: ours end by themselves. */
const NEVER = Number.POSITIVE_INFINITY;

/** The teachers' bot. Updates come from outside (polling or webhook); every word it says passes the pacer. */
export function createTeachersBot(options: TeachersBotOptions): TeachersBot {
  const { token, db, clock, log, pacer, stop } = options;
  const apis = createTelegramApis(options);
  const replies = createTelegramApis(options);
  const telegram = pacedTelegram(token, replies, { pacer, clock, stop });
  const bot = new Telegraf(token, { handlerTimeout: NEVER });
  bot.botInfo = unknownSelf(token);
  bot.catch((error) => {
    throw error;
  });
  const latest = createLatest((error) => log.warn({ bot: 'teachers', err: error }, 'a list was not shown'));
  const { apiRoot, proxy } = options;
  const address = { token, apiRoot, ...(proxy !== undefined && { proxy }) };
  const { publicUrl } = options;
  const deps = { db, clock, telegram, latest, address, publicUrl, attachments: openAttachments(options.dataDir) };
  bot.on('my_chat_member', (ctx) => keepReach({ db, clock }, ctx));
  bot.on(['message', 'edited_message'], (ctx) => onMessage(deps, ctx.message ?? ctx.editedMessage));
  bot.on('callback_query', (ctx) => onTap(deps, ctx.callbackQuery));
  return {
    // the two libraries type the same updates apart
    handle: (update) => bot.handleUpdate(update as unknown as Parameters<typeof bot.handleUpdate>[0]),
    apologise: async (update) => {
      const chat = chatOf(update);
      if (chat !== undefined && !update.my_chat_member) await telegram.sendMessage(chat, staffTroubled());
    },
    introduce: async (turn) => {
      const me = await apis.api.getMe();
      bot.botInfo = { ...me, last_name: undefined } as unknown as NonNullable<typeof bot.botInfo>;
      await turn.saveUsername(me.username);
      await describe(apis, log);
    },
    noticeApi: apis.api,
    pollingApi: apis.pollingApi,
    close: () => {
      apis.close();
      replies.close();
    },
  };
}

/** The chat blocked the bot, or came back. */
async function keepReach({ db, clock }: { db: Db; clock: Clock }, ctx: Context): Promise<void> {
  if (ctx.chat?.type !== 'private') return;
  const reachable = ctx.myChatMember?.new_chat_member.status === 'member';
  await setChatReach(db, clock, { bot: 'teachers', chatId: String(ctx.chat.id), reachable });
}

/** Commands and descriptions are for convenience: the bot works without. */
async function describe({ api }: TelegramApis, log: Log): Promise<void> {
  try {
    await api.setMyCommands([...TEACHERS_COMMANDS]);
    await api.setMyDescription(TEACHERS_DESCRIPTION);
    await api.setMyShortDescription(TEACHERS_SHORT_DESCRIPTION);
  } catch (error) {
    const code = error instanceof Error && 'error_code' in error ? error.error_code : undefined;
    log.warn({ bot: 'teachers', code }, 'the commands of the bot could not be registered');
  }
}

/** Until getMe answers; telegraf asks Telegram itself when it has nothing. */
function unknownSelf(token: string): NonNullable<Telegraf['botInfo']> {
  return {
    id: Number(token.split(':')[0]),
    is_bot: true,
    first_name: '',
    username: '',
    can_join_groups: false,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  };
}
