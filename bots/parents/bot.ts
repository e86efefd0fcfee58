import { type Api, Bot, GrammyError } from 'grammy';
import type { Update, UserFromGetMe } from 'grammy/types';
import { chatVisit } from '../../src/access/chat-visit.ts';
import { createTelegramApis, type TelegramAddress } from '../../src/channels/telegram/api.ts';
import { noted, paced } from '../../src/channels/telegram/paced.ts';
import type { Pacer } from '../../src/channels/telegram/pacer.ts';
import type { HeldTurn } from '../../src/channels/telegram/turn.ts';
import { chatOf } from '../../src/channels/telegram/updates.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';
import type { Log } from '../../src/platform/log.ts';
import { privateOnly, textOnly, troubled } from '../../src/texts/bot/parents.ts';
import { PARENTS_COMMANDS, PARENTS_DESCRIPTION, PARENTS_SHORT_DESCRIPTION } from '../../src/texts/bot/parents-menu.ts';
import type { ParentsContext } from './context.ts';
import { noteReach } from './features/reach.ts';
import { onTap, onText } from './routes.ts';

export interface ParentsBotOptions extends TelegramAddress {
  db: Db;
  clock: Clock;
  log: Log;
  pacer: Pacer;
  publicUrl: string;
  /** aborted when the process stops: answers under way are left to the next one */
  stop: AbortSignal;
}

export interface ParentsBot {
  handle(update: Update): Promise<void>;
  /** a kind word to whoever wrote, when `handle` failed */
  apologise(update: Update): Promise<void>;
  /** getMe, commands and descriptions; @throws when Telegram does not answer getMe */
  introduce(turn: HeldTurn): Promise<void>;
  /** not paced: for notices, which take a slot of the pacer themselves */
  noticeApi: Api;
  /** waits long enough for a long poll */
  pollingApi: Api;
  close(): void;
}

/** The parents' bot. Updates come from outside (polling or webhook); every word it says passes the pacer. */
export function createParentsBot(options: ParentsBotOptions): ParentsBot {
  const { token, db, clock, log, pacer, stop } = options;
  const apis = createTelegramApis(options);
  const bot = new Bot<ParentsContext>(token, { client: apis.clientOptions, botInfo: unknownSelf(token) });
  bot.api.config.use(paced({ pacer, clock, stop }));
  apis.api.config.use(noted(pacer));
  route(bot, { db, clock, publicUrl: options.publicUrl });
  return {
    handle: (update) => bot.handleUpdate(update),
    apologise: async (update) => {
      const chat = chatOf(update);
      if (chat !== undefined && !update.my_chat_member) await bot.api.sendMessage(chat, troubled());
    },
    introduce: async (turn) => {
      const me = await apis.api.getMe();
      bot.botInfo = me;
      await turn.saveUsername(me.username);
      await describe(apis.api, log);
    },
    noticeApi: apis.api,
    pollingApi: apis.pollingApi,
    close: apis.close,
  };
}

function route(bot: Bot<ParentsContext>, deps: ParentsContext['deps']): void {
  bot.on('my_chat_member', async (ctx) => {
    if (ctx.chat.type !== 'private') return;
    const { status } = ctx.myChatMember.new_chat_member;
    await noteReach(deps, String(ctx.chat.id), status === 'member');
  });
  bot.on('message', async (ctx, next) => {
    if (ctx.chat.type === 'private') return next();
    if (ctx.message.text?.startsWith('/')) await ctx.reply(privateOnly());
  });
  bot.use(async (ctx, next) => {
    if (ctx.chat?.type !== 'private') return;
    ctx.deps = deps;
    ctx.address = String(ctx.chat.id);
    ctx.visit = await chatVisit(deps.db, deps.clock, ctx.address);
    // who writes has unblocked the bot, even where word of that was lost
    if (ctx.visit && !ctx.visit.reachable) await noteReach(deps, ctx.address, true);
    await next();
  });
  bot.on('message:text', (ctx) => onText(ctx, ctx.message.text));
  bot.on('message', async (ctx) => {
    await ctx.reply(textOnly());
  });
  bot.on('callback_query', async (ctx) => {
    let word: string | undefined;
    try {
      word = await onTap(ctx, ctx.callbackQuery.data ?? '');
    } finally {
      await answerTap(ctx, word);
    }
  });
}

/** Ends the waiting circle on the button; too late for it is no matter. */
async function answerTap(ctx: ParentsContext, text: string | undefined): Promise<void> {
  try {
    await ctx.answerCallbackQuery(text ? { text } : undefined);
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error;
  }
}

/** Commands and descriptions are for convenience: the bot works without. */
async function describe(api: Api, log: Log): Promise<void> {
  try {
    await api.setMyCommands([...PARENTS_COMMANDS]);
    await api.setMyDescription(PARENTS_DESCRIPTION);
    await api.setMyShortDescription(PARENTS_SHORT_DESCRIPTION);
  } catch (error) {
    const code = error instanceof GrammyError ? error.error_code : undefined;
    log.warn({ bot: 'parents', code }, 'the commands of the bot could not be registered');
  }
}

/** Until getMe answers; its name matters only in groups, where the bot says nothing. */
function unknownSelf(token: string): UserFromGetMe {
  return {
    id: Number(token.split(':')[0]),
    is_bot: true,
    first_name: '',
    username: '',
    can_join_groups: false,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  } as UserFromGetMe;
}
