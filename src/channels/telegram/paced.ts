import type { Transformer } from 'grammy';
import type { Clock } from '../../platform/clock.ts';
import { TelegramNetworkError } from './http.ts';
import type { Pacer } from './pacer.ts';
import { Stopped } from './updates.ts';

/** Methods that put or change a message in a chat: these count against Telegram's limits. */
const COUNTED = new Set(['sendMessage', 'sendDocument', 'sendPhoto', 'editMessageText', 'editMessageReplyMarkup']);
/** A person waits for an answer so long, s; after that the update had better come again. */
const PATIENCE_SECONDS = 30;
const TRIES = 3;

export interface PacedParts {
  pacer: Pacer;
  clock: Clock;
  /** aborted when the process stops */
  stop: AbortSignal;
}

/**
 * For a bot's own answers (grammY's `api.config.use`): each takes a slot of the bot's pacer, before all notices;
 * `retry_after` holds the whole bot; short trouble is tried again.
 * @throws Stopped when the process stops, the bot's turn ends or the bot must wait long: the update is handled again later
 */
export function paced({ pacer, clock, stop }: PacedParts): Transformer {
  return async (prev, method, payload, signal) => {
    for (let tries = 1; ; tries += 1) {
      if (COUNTED.has(method)) await pacer.reply(chatOf(payload), stop);
      if (stop.aborted || pacer.ended().aborted) throw new Stopped();
      try {
        const answer = await counted(pacer, method, payload, () => prev(method, payload, signal));
        if (answer.ok || (answer.error_code !== 429 && answer.error_code < 500)) return answer;
        if (answer.error_code === 429) {
          const seconds = answer.parameters?.retry_after ?? 1;
          pacer.pause(new Date(clock.now().getTime() + seconds * 1000));
          if (seconds > PATIENCE_SECONDS) throw new Stopped();
          await pacer.resumed(AbortSignal.any([stop, pacer.ended()]));
        }
        if (tries === TRIES) return answer;
      } catch (error) {
        if (tries === TRIES || !isWeather(error)) throw error;
      }
      await clock.sleep(tries * 1000, stop);
    }
  };
}

/**
 * For the client that notices go through: they take their slot of the pacer themselves, this tells it when they came
 * back, so that a slow way to Telegram breaks no limit.
 */
export function noted(pacer: Pacer): Transformer {
  return (prev, method, payload, signal) => counted(pacer, method, payload, () => prev(method, payload, signal));
}

async function counted<T>(pacer: Pacer, method: string, payload: object, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } finally {
    if (COUNTED.has(method)) pacer.sent(chatOf(payload));
  }
}

const chatOf = (payload: object) => ('chat_id' in payload ? String(payload.chat_id) : '');

function isWeather(error: unknown): boolean {
  const cause = error instanceof Error && 'error' in error ? error.error : error;
  return cause instanceof TelegramNetworkError && cause.code !== 'aborted';
}
