/**
 * Paces one bot inside Telegram's limits: 30 messages a second and one a second for each chat
 * (core.telegram.org/bots/faq#my-bot-is-hitting-limits), evenly, answers to people first.
 */
import type { Clock } from '../../platform/clock.ts';

export interface PacerOptions {
  clock: Clock;
  /** milliseconds that no change of the clock moves (performance.now); absent: the clock's, held from going back */
  steadyNow?: () => number;
  /** ms between two messages; on a schedule that does not drift */
  everyMs?: number;
  /** ms between two messages to one chat */
  perChatMs?: number;
}

/** What the next holder of the bot's turn must know, in ms from the moment of asking. */
export interface PacerState {
  nextSendIn: number;
  pausedFor: number;
}

/** Whoever paces holds the bot's turn; without it another may be sending by now. */
export interface PacedTurn {
  /** ms for which certainly nobody else holds the turn */
  sureFor(): number;
  /** told when that has run out with somebody waiting for a slot */
  lost(): void;
}

export interface Pacer {
  /** Waits for a slot for a notice. Resolves without one when `signal` is aborted or the turn ended. */
  slot(chatId: string, signal?: AbortSignal): Promise<void>;
  /** Waits for a slot for the answer to a person: before all notices. */
  reply(chatId: string, signal?: AbortSignal): Promise<void>;
  /** The call to this chat came back: Telegram counted it by now, however slow the way was. */
  sent(chatId: string): void;
  /** Nothing leaves before `until`: Telegram said `retry_after`. Never shortens a pause. */
  pause(until: Date): void;
  /** null: not paused */
  pausedUntil(): Date | null;
  /** Waits until the bot is not paused. */
  resumed(signal?: AbortSignal): Promise<void>;
  /** ms until this chat may get one more message, the bot's own pace apart */
  chatWait(chatId: string): number;
  /** how many wait for a slot */
  waiting(): number;
  state(): PacerState;
  /** Goes on where another holder stopped. With a turn no slot is given once that is not sure any more. */
  begin(state: PacerState, turn?: PacedTurn): void;
  /** The turn ended: nobody gets a slot before the next `begin`. */
  end(): void;
  /** aborted when the turn ends that is held now */
  ended(): AbortSignal;
  /** Calls back at each pause, so that it can be kept at once; returns how to stop that. */
  onPause(listener: () => void): () => void;
}

interface Waiter {
  chatId: string;
  isReply: boolean;
  go: () => void;
}

/** 29 a second. */
const EVERY_MS = 34.5;
const PER_CHAT_MS = 1050;
/** Telegram's own number, held for every window of this length whatever timers do. */
const MOST_IN_WINDOW = 30;
const WINDOW_MS = 1005;
/** What is taken for the way to Telegram of a call that has not come back. */
const ON_THE_WAY_MS = 20;
/** Lateness of timers and slow sends that is made good: the schedule runs on, it does not drift. */
const CATCH_UP_MS = 500;
/** Even while catching up messages do not crowd. */
const LEAST_GAP_MS = 20;

export function createPacer(options: PacerOptions): Pacer {
  const { clock, everyMs = EVERY_MS, perChatMs = PER_CHAT_MS } = options;
  const now = options.steadyNow ?? neverBack(clock);
  const waiters: Waiter[] = [];
  const lastInChat = new Map<string, number>();
  const listeners = new Set<() => void>();
  /** when Telegram may have counted what was let go last, at the latest */
  let recent: { chatId: string; counted: number }[] = [];
  let released = Number.NEGATIVE_INFINITY;
  let scheduled = Number.NEGATIVE_INFINITY;
  let pausedTo = Number.NEGATIVE_INFINITY;
  let running = false;
  let wake = new AbortController();
  let turn: PacedTurn | undefined;
  let over = new AbortController();

  const chatFree = (chatId: string) => (lastInChat.get(chatId) ?? Number.NEGATIVE_INFINITY) + perChatMs;

  const botFree = () => Math.max(pausedTo, scheduled, released + LEAST_GAP_MS, windowFree());

  function windowFree(): number {
    const counted = recent.map((each) => each.counted).sort((a, b) => b - a);
    return (counted[MOST_IN_WINDOW - 1] ?? Number.NEGATIVE_INFINITY) + WINDOW_MS;
  }

  /** Who goes next, and when: of those whose chat is free by then the first, replies before notices. */
  function next(at: number): { waiter: Waiter; at: number } {
    const open = Math.max(at, botFree());
    const free = waiters.filter(({ chatId }) => chatFree(chatId) <= open);
    const first = free.find(({ isReply }) => isReply) ?? free[0];
    if (first) return { waiter: first, at: open };
    const soonest = waiters.reduce((best, each) => (chatFree(each.chatId) < chatFree(best.chatId) ? each : best));
    return { waiter: soonest, at: chatFree(soonest.chatId) };
  }

  function release(waiter: Waiter, at: number): void {
    waiters.splice(waiters.indexOf(waiter), 1);
    scheduled = Math.max(scheduled, at - CATCH_UP_MS) + everyMs;
    recent = [...recent.slice(1 - 2 * MOST_IN_WINDOW), { chatId: waiter.chatId, counted: at + ON_THE_WAY_MS }];
    released = at;
    lastInChat.set(waiter.chatId, at);
    if (lastInChat.size > 5000) forgetOldChats(at);
    waiter.go();
  }

  function forgetOldChats(at: number): void {
    for (const [chatId, last] of lastInChat) if (last + perChatMs <= at) lastInChat.delete(chatId);
  }

  async function pump(): Promise<void> {
    running = true;
    // a sender that was slow for a moment catches up; a rest is not made good
    if (scheduled < now() - CATCH_UP_MS) scheduled = now();
    while (waiters.length > 0) {
      const at = now();
      const chosen = next(at);
      if (chosen.at <= at && turn && turn.sureFor() <= 0) {
        turn.lost();
        end();
      } else if (chosen.at <= at) release(chosen.waiter, at);
      else {
        wake = new AbortController();
        await clock.sleep(chosen.at - at, wake.signal);
      }
      // lets the one released go before another is chosen
      await Promise.resolve();
    }
    running = false;
  }

  function end(): void {
    over.abort();
    for (const { go } of waiters.splice(0)) go();
    wake.abort();
  }

  function join(chatId: string, isReply: boolean, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted || over.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const leave = () => {
        const index = waiters.indexOf(waiter);
        if (index >= 0) waiters.splice(index, 1);
        resolve();
        wake.abort();
      };
      const go = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const waiter: Waiter = { chatId, isReply, go };
      signal?.addEventListener('abort', leave, { once: true });
      waiters.push(waiter);
      if (running) wake.abort();
      else void pump();
    });
  }

  const pausedFor = () => Math.max(0, pausedTo - now());

  return {
    slot: (chatId, signal) => join(chatId, false, signal),
    reply: (chatId, signal) => join(chatId, true, signal),
    sent: (chatId) => {
      const last = recent.findLast((each) => each.chatId === chatId);
      if (!last) return;
      last.counted = now();
      lastInChat.set(chatId, last.counted);
    },
    pause: (until) => {
      pausedTo = Math.max(pausedTo, now() + (until.getTime() - clock.now().getTime()));
      scheduled = Math.max(scheduled, pausedTo);
      for (const listener of listeners) listener();
    },
    pausedUntil: () => (pausedFor() > 0 ? new Date(clock.now().getTime() + pausedFor()) : null),
    resumed: async (signal) => {
      while (pausedFor() > 0 && !signal?.aborted) await clock.sleep(pausedFor(), signal);
    },
    chatWait: (chatId) => Math.max(0, chatFree(chatId) - now()),
    waiting: () => waiters.length,
    state: () => ({ nextSendIn: Math.max(0, botFree() - now()), pausedFor: pausedFor() }),
    begin: (state, held) => {
      turn = held;
      if (over.signal.aborted) over = new AbortController();
      const at = now();
      scheduled = Math.max(scheduled, at + state.nextSendIn);
      if (state.pausedFor > 0) pausedTo = Math.max(pausedTo, at + state.pausedFor);
    },
    end,
    ended: () => over.signal,
    onPause: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Milliseconds of the clock that never go back: a clock set back an hour must not stop a bot for an hour. */
function neverBack(clock: Clock): () => number {
  let last = Number.NEGATIVE_INFINITY;
  let shift = 0;
  return () => {
    const told = clock.now().getTime();
    if (told + shift < last) shift = last - told;
    last = told + shift;
    return last;
  };
}
