/** What the stand-in knows of one bot: its chats, its waiting updates, who polls. */
import { randomBytes } from 'node:crypto';
import { createLimiter, type Limits } from './limits.ts';
import type { KeptMessage, StandInChat, StandInFile, StandInUser, Update } from './types.ts';

/** How long a tapped button may be answered (Telegram: about a quarter of an hour), ms. */
const QUERY_LIVES = 15 * 60_000;
/** What getUpdates gives when allowed_updates was never named: everything but these. */
const NOT_BY_DEFAULT = ['chat_member', 'message_reaction', 'message_reaction_count'];

export interface ChatState {
  chat: StandInChat;
  user: StandInUser;
  /** the person has written first or pressed «Запустить»: only then may a bot write */
  begun: boolean;
  blocked: boolean;
  messages: KeptMessage[];
  /** every appearance or change of a bot's message, in order */
  shown: KeptMessage[];
  heard: number;
  waiting: (() => void)[];
}

export interface Query {
  at: number;
  answered: boolean;
  resolve: (answer: { text?: string; alert: boolean }) => void;
}

export interface BotState {
  name: string;
  token: string;
  me: StandInUser;
  chats: Map<number, ChatState>;
  nextMessage: number;
  updates: Update[];
  nextUpdate: number;
  allowed?: string[];
  webhook?: { url: string; secret?: string };
  /** the long poll that waits now; `conflict` ends it with 409 */
  poll?: { wake: () => void; conflict: () => void };
  drained: (() => void)[];
  queries: Map<string, Query>;
  files: Map<string, StandInFile & { path: string; bytes: Buffer }>;
  limiter: ReturnType<typeof createLimiter>;
  commands: { command: string; description: string }[];
  description: string;
  shortDescription: string;
}

export function createBotState(name: string, token: string, limits: Limits): BotState {
  const id = Number(token.split(':')[0]);
  return {
    name,
    token,
    me: { id, is_bot: true, first_name: name, username: `${name}_test_bot` },
    chats: new Map(),
    nextMessage: 1,
    updates: [],
    nextUpdate: 1000,
    drained: [],
    queries: new Map(),
    files: new Map(),
    limiter: createLimiter(limits),
    commands: [],
    description: '',
    shortDescription: '',
  };
}

/** Queues what happened for the bot, unless the bot did not ask for that kind. */
export function queueUpdate(bot: BotState, kind: string, body: unknown): number {
  const wanted = bot.allowed?.length ? bot.allowed.includes(kind) : !NOT_BY_DEFAULT.includes(kind);
  const update_id = bot.nextUpdate++;
  if (wanted) bot.updates.push({ update_id, [kind]: body });
  bot.poll?.wake();
  return update_id;
}

/** Updates below the offset are confirmed and forgotten; a negative one keeps so many of the newest. */
export function confirmUpdates(bot: BotState, offset: number): void {
  bot.updates = offset < 0 ? bot.updates.slice(offset) : bot.updates.filter((u) => u.update_id >= offset);
  if (bot.updates.length === 0) for (const wake of bot.drained.splice(0)) wake();
}

export function showMessage(chat: ChatState, message: KeptMessage): void {
  chat.shown.push(message);
  for (const wake of chat.waiting.splice(0)) wake();
}

export function openQuery(bot: BotState, at: number, resolve: Query['resolve']): string {
  const id = randomBytes(8).readBigUInt64BE().toString();
  bot.queries.set(id, { at, answered: false, resolve });
  return id;
}

/** The query a bot may still answer. */
export function liveQuery(bot: BotState, id: string, now: number): Query | undefined {
  const query = bot.queries.get(id);
  return query && now - query.at < QUERY_LIVES ? query : undefined;
}

export function keepFile(bot: BotState, name: string, type: string, bytes: Buffer): StandInFile {
  const file_id = `F${randomBytes(12).toString('hex')}`;
  const file = {
    file_id,
    file_unique_id: file_id.slice(0, 9),
    file_name: name,
    mime_type: type,
    file_size: bytes.length,
  };
  bot.files.set(file_id, { ...file, path: `documents/${file_id}`, bytes });
  return file;
}
