import { Refusal } from './types.ts';

export interface Limits {
  /** messages to all chats in any sliding second */
  perSecond: number;
  /** least time between two messages to one chat, ms */
  perChatMs: number;
}

/** Telegram's limits, the strict way: no burst is forgiven (core.telegram.org/bots/faq#my-bot-is-hitting-limits). */
export const STRICT: Limits = { perSecond: 30, perChatMs: 1000 };

/** Counts what one bot was allowed to send. */
export function createLimiter(limits: Limits) {
  const recent: number[] = [];
  const lastInChat = new Map<string, number>();
  return {
    /** Lets one message pass at `now` (ms) or throws 429 with the seconds to wait. */
    pass(chat: string, now: number): void {
      while (recent.length > 0 && recent[0]! <= now - 1000) recent.shift();
      const freeAt = Math.max(
        recent.length < limits.perSecond ? now : recent[recent.length - limits.perSecond]! + 1000,
        (lastInChat.get(chat) ?? Number.NEGATIVE_INFINITY) + limits.perChatMs,
      );
      if (freeAt > now) {
        const seconds = Math.ceil((freeAt - now) / 1000);
        throw new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
      }
      recent.push(now);
      lastInChat.set(chat, now);
    },
  };
}

export type Limiter = ReturnType<typeof createLimiter>;
