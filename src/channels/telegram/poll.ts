/** Receives a bot's updates: by long polling, or by a webhook that the web layer passes on. */
import { timingSafeEqual } from 'node:crypto';
import { type Api, GrammyError } from 'grammy';
import type { Update } from 'grammy/types';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { isWrongToken, wrongTokenRemedy } from './outcomes.ts';
import type { Pacer } from './pacer.ts';
import type { HeldTurn } from './turn.ts';
import type { Dispatcher } from './updates.ts';

/** What the bots react to. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

export interface ReceiveParts {
  turn: HeldTurn;
  /** its calls must be able to wait for `longPollSeconds` */
  api: Api;
  dispatcher: Dispatcher;
  pacer: Pacer;
  clock: Clock;
  log: Log;
  longPollSeconds?: number;
  /** getMe and what the bot says of itself; tried until it succeeds */
  introduce?(): Promise<void>;
}

const LONG_POLL_SECONDS = 30;
const AFTER_NOTHING_MS = 200;
const FIRST_BACKOFF_MS = 1_000;
const LAST_BACKOFF_MS = 30_000;
/** A wrong token is mended by a person: asked again now and then. */
const WRONG_TOKEN_MS = 60_000;

/**
 * Polls until the turn ends. The offset is kept after the updates were handled: what a crash interrupted comes again.
 * While the bot is paused nothing is asked for; what people wrote waits at Telegram.
 */
export async function pollUpdates(parts: ReceiveParts): Promise<void> {
  const { turn, api, pacer, clock, longPollSeconds = LONG_POLL_SECONDS } = parts;
  const { signal } = turn;
  let offset = turn.updateOffset;
  await untilDone(parts, 'getMe', async () => parts.introduce?.());
  await untilDone(parts, 'deleteWebhook', () => api.deleteWebhook(undefined, asGrammySignal(signal)));
  while (!signal.aborted) {
    await pacer.resumed(signal);
    const updates = await untilDone(parts, 'getUpdates', () =>
      api.getUpdates(
        { offset, timeout: longPollSeconds, limit: 100, allowed_updates: [...ALLOWED_UPDATES] },
        asGrammySignal(signal),
      ),
    );
    if (!updates) return;
    if (updates.length === 0) {
      // a server that does not wait must not be asked in a whirl
      await clock.sleep(AFTER_NOTHING_MS, signal);
      continue;
    }
    offset = await handleBatch(parts, updates, offset);
    if (!(await keepOffset(parts, offset))) return;
  }
}

/** @returns the next update to ask for: after a stop in the middle the first that was not handled */
async function handleBatch({ turn, dispatcher }: ReceiveParts, updates: Update[], offset: number): Promise<number> {
  const unhandled = new Set(updates.map((update) => update.update_id));
  await Promise.all(
    updates.map(async (update) => {
      if (turn.signal.aborted) return;
      if (await dispatcher.dispatch(update)) unhandled.delete(update.update_id);
    }),
  );
  if (unhandled.size > 0) return Math.max(offset, Math.min(...unhandled));
  return updates.at(-1)!.update_id + 1;
}

async function keepOffset({ turn, clock, log }: ReceiveParts, offset: number): Promise<boolean> {
  for (;;) {
    try {
      return await turn.saveOffset(offset);
    } catch (error) {
      log.warn({ bot: turn.bot, err: error }, 'the offset of the bot could not be kept');
      if (turn.signal.aborted) return false;
      await clock.sleep(FIRST_BACKOFF_MS, turn.signal);
    }
  }
}

/** Tries a call again, ever more slowly, until it succeeds; undefined when the turn ended. */
async function untilDone<T>(
  { turn, pacer, clock, log }: ReceiveParts,
  method: string,
  call: () => Promise<T>,
): Promise<T | undefined> {
  const { bot, signal } = turn;
  let wait = FIRST_BACKOFF_MS;
  for (let tries = 1; !signal.aborted; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (signal.aborted) return undefined;
      if (isWrongToken(error)) {
        if (tries === 1) log.error({ bot }, wrongTokenRemedy(bot));
        wait = WRONG_TOKEN_MS;
      } else if (tries === 1 || tries % 20 === 0) {
        log.warn({ bot, method, tries, err: error, code: codeOf(error) }, 'Telegram does not answer');
      }
      const told = error instanceof GrammyError ? error.parameters.retry_after : undefined;
      if (told !== undefined) pacer.pause(new Date(clock.now().getTime() + told * 1000));
      await clock.sleep(told === undefined ? wait * (0.75 + Math.random() / 2) : told * 1000, signal);
      wait = Math.min(wait * 2, LAST_BACKOFF_MS);
    }
  }
  return undefined;
}

const codeOf = (error: unknown) => (error instanceof GrammyError ? error.error_code : undefined);

/** grammY's type is of a polyfill that it brings along; Node's own signal serves. */
function asGrammySignal(signal: AbortSignal): Parameters<Api['getMe']>[0] {
  return signal as unknown as Parameters<Api['getMe']>[0];
}

// ── Webhook mode ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Webhook {
  /**
   * One POST of Telegram's, as the web layer got it.
   * @param secret header `x-telegram-bot-api-secret-token`
   * @returns the status to answer: 503 makes Telegram bring it again, to whoever holds the turn by then
   */
  handle(secret: string | undefined, body: unknown): Promise<200 | 400 | 401 | 503>;
  /** Tells Telegram the address and takes updates until the turn ends. */
  receive(parts: ReceiveParts): Promise<void>;
}

/**
 * @param url where Telegram posts, under PUBLIC_URL
 * @param secret 1–256 of `A-Za-z0-9_-`
 */
export function createWebhook({ url, secret }: { url: string; secret: string }): Webhook {
  let taker: Dispatcher | null = null;
  return {
    async handle(given, body) {
      if (!sameSecret(given ?? '', secret)) return 401;
      if (!isUpdate(body)) return 400;
      if (!taker) return 503;
      return (await taker.dispatch(body)) ? 200 : 503;
    },
    async receive(parts) {
      const { turn, api, dispatcher } = parts;
      await untilDone(parts, 'getMe', async () => parts.introduce?.());
      await untilDone(parts, 'setWebhook', () =>
        api.setWebhook(
          url,
          { secret_token: secret, allowed_updates: [...ALLOWED_UPDATES] },
          asGrammySignal(turn.signal),
        ),
      );
      if (turn.signal.aborted) return;
      taker = dispatcher;
      await new Promise((resolve) => turn.signal.addEventListener('abort', resolve, { once: true }));
      taker = null;
    },
  };
}

function isUpdate(body: unknown): body is Update {
  return typeof body === 'object' && body !== null && 'update_id' in body && Number.isInteger(body.update_id);
}

function sameSecret(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
