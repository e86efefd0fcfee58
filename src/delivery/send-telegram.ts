import type { Channel, SendOutcome, TelegramPayload } from './channel.ts';
import { type Ended, finishAttempts } from './finish.ts';
import { giveBack, type Leased, leaseDue, type Worker } from './lease.ts';
import type { Renderers } from './render.ts';
import { type Started, startAttempts } from './start.ts';

const LEASE_AHEAD = 25;
const LEASE_SECONDS = 60;

/** Telegram's limits as the sender needs them (channels/telegram keeps them). */
export interface Pace {
  /** the bot was told to wait until then; null: it may send */
  pausedUntil(): Date | null;
  /** ms until this chat may get one more message */
  chatWait(chatId: string): number;
  /** waits for the bot's next even slot; replies to people go first */
  slot(chatId: string, signal?: AbortSignal): Promise<void>;
  /** holds the whole bot, restarts included */
  pause(until: Date): Promise<void> | void;
}

export interface TelegramSender extends Worker {
  bot: 'parents' | 'teachers';
  channel: Channel<TelegramPayload>;
  pace: Pace;
  render: Renderers;
  signal?: AbortSignal;
}

/**
 * Sends every message of one bot that is due, one *started* at a time: one transaction writes down the outcome of a
 * message and starts the next. Chats that were just served let the others go first.
 * @returns how many attempts were made
 */
export async function sendTelegram(parts: TelegramSender): Promise<number> {
  let attempts = 0;
  while (!stopped(parts)) {
    const leased = await leaseDue(parts, {
      channel: 'telegram',
      bot: parts.bot,
      limit: LEASE_AHEAD,
      seconds: LEASE_SECONDS,
    });
    if (!leased.length) break;
    attempts += await sendLeased(parts, leased);
  }
  return attempts;
}

function stopped({ signal, pace, clock }: TelegramSender): boolean {
  const paused = pace.pausedUntil();
  return (signal?.aborted ?? false) || (paused !== null && paused > clock.now());
}

async function sendLeased(parts: TelegramSender, leased: Leased[]): Promise<number> {
  const queue = [...leased];
  let ended: Ended | null = null;
  let attempts = 0;
  while (queue.length && !stopped(parts)) {
    const next = takeReady(parts, queue);
    const { started, rest } = await finishAndStart(parts, ended, next);
    ended = null;
    if (rest) {
      queue.push(next);
      await parts.pace.pause(rest);
    }
    if (!started) continue;
    attempts += 1;
    ended = await sendOne(parts, started);
  }
  if (ended) {
    const { rest } = await finishAndStart(parts, ended, null);
    if (rest) await parts.pace.pause(rest);
  }
  await giveBack(
    parts,
    queue.map(({ id }) => id),
  );
  return attempts;
}

/** The first delivery whose chat is ready now, else the one that is ready soonest. */
function takeReady({ pace }: TelegramSender, queue: Leased[]): Leased {
  let best = 0;
  for (const [index, delivery] of queue.entries()) {
    const wait = pace.chatWait(delivery.address);
    if (wait <= 0) {
      best = index;
      break;
    }
    if (wait < pace.chatWait((queue[best] as Leased).address)) best = index;
  }
  return queue.splice(best, 1)[0] as Leased;
}

/** @returns `rest`: nothing was started, for the bot had better wait until then */
function finishAndStart(
  parts: TelegramSender,
  ended: Ended | null,
  next: Leased | null,
): Promise<{ started?: Started; rest: Date | null }> {
  return parts.db.$transaction(async (tx) => {
    const rest = ended && (await finishAttempts(tx, parts.clock.now(), [ended]));
    if (!next || rest) return { rest };
    const [started] = await startAttempts(tx, parts, parts.render, [next], LEASE_SECONDS);
    return { ...(started && { started }), rest };
  });
}

async function sendOne({ channel, pace, signal }: TelegramSender, started: Started): Promise<Ended> {
  const payload = started.payload as TelegramPayload;
  await pace.slot(payload.chatId, signal);
  const outcome: SendOutcome = await channel.send(payload, signal, started.delivery.tries);
  if ('pauseUntil' in outcome && outcome.pauseUntil) await pace.pause(outcome.pauseUntil);
  return { started, outcome };
}
