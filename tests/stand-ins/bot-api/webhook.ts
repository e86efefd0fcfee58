/** Webhook mode: updates are posted one by one, and again until they are taken with 2xx. */
import { type BotState, confirmUpdates } from './state.ts';

/** Telegram waits longer; a test need not. */
const AGAIN_AFTER = 50;
const LOOK_EVERY = 25;

export function createWebhookSender(bots: BotState[]) {
  const stopped = new AbortController();
  for (const bot of bots) void serve(bot, stopped.signal);
  return { stop: () => stopped.abort() };
}

async function serve(bot: BotState, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const update = bot.webhook ? bot.updates[0] : undefined;
    const taken = update && (await post(bot, update, signal));
    if (taken) confirmUpdates(bot, update.update_id + 1);
    else await pause(update ? AGAIN_AFTER : LOOK_EVERY, signal);
  }
}

async function post(bot: BotState, update: unknown, signal: AbortSignal): Promise<boolean> {
  if (!bot.webhook) return false;
  const { url, secret } = bot.webhook;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(secret ? { 'x-telegram-bot-api-secret-token': secret } : {}),
      },
      body: JSON.stringify(update),
      signal,
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
