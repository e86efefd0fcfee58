/** Hands updates to a bot: one chat's in their order, several chats at once, and no update stops the others. */
import type { Update } from 'grammy/types';
import type { Log } from '../../platform/log.ts';
import type { BotName } from './outcomes.ts';

export interface DispatcherParts {
  bot: BotName;
  handle(update: Update): Promise<void>;
  /** a kind word to whoever wrote, when the handler failed */
  apologise?(update: Update): Promise<void>;
  log: Log;
  /** chats handled at the same time */
  parallel?: number;
}

export interface Dispatcher {
  /** Never rejects. @returns false: the process stopped in the middle, the update must come again */
  dispatch(update: Update): Promise<boolean>;
}

/** Thrown where a handler can go no further because the process stops. */
export class Stopped extends Error {
  constructor() {
    super('stopped');
    this.name = 'Stopped';
  }
}

const PARALLEL = 8;

/** The chat an update belongs to; those of one chat are handled in order. */
export function chatOf(update: Update): number | undefined {
  const message = update.message ?? update.edited_message ?? update.callback_query?.message;
  return message?.chat.id ?? update.my_chat_member?.chat.id ?? update.callback_query?.from.id;
}

export function createDispatcher({ bot, handle, apologise, log, parallel = PARALLEL }: DispatcherParts): Dispatcher {
  const lastOfChat = new Map<number | undefined, Promise<boolean>>();
  const waiting: (() => void)[] = [];
  let busy = 0;

  async function run(update: Update): Promise<boolean> {
    if (busy >= parallel) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      await handle(update);
      return true;
    } catch (error) {
      if (isStop(error)) return false;
      log.error({ bot, update: update.update_id, err: error }, 'an update was given up');
      await apologise?.(update).catch(() => undefined);
      return true;
    } finally {
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  }

  return {
    dispatch(update) {
      const chat = chatOf(update);
      const done = (lastOfChat.get(chat) ?? Promise.resolve(true)).then(() => run(update));
      lastOfChat.set(chat, done);
      return done.finally(() => {
        if (lastOfChat.get(chat) === done) lastOfChat.delete(chat);
      });
    },
  };
}

/** Bot libraries wrap what their transformers threw. */
function isStop(error: unknown): boolean {
  if (error instanceof Stopped) return true;
  if (!(error instanceof Error)) return false;
  const inner = 'error' in error ? error.error : error.cause;
  return inner !== undefined && inner !== error && isStop(inner);
}
