/** getUpdates: long polling with offset, and one poller at a time. */
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { fromJson } from './check.ts';
import { type BotState, confirmUpdates } from './state.ts';
import type { Call } from './types.ts';

const OTHER_POLLER =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
const WEBHOOK_ACTIVE =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

/** Answers at once when something waits, else when something comes, the time is over or another poller ends it. */
export async function longPoll(bot: BotState, call: Call, reply: FastifyReply, socket: Socket): Promise<unknown> {
  const conflict = (description: string) => reply.code(409).send({ ok: false, error_code: 409, description });
  if (bot.webhook) return conflict(WEBHOOK_ACTIVE);
  bot.poll?.conflict();
  const allowed = fromJson(call.params.allowed_updates, 'allowed_updates') as string[] | undefined;
  if (allowed) bot.allowed = allowed;
  if (call.params.offset !== undefined) confirmUpdates(bot, Number(call.params.offset));
  const limit = Math.min(100, Math.max(1, Number(call.params.limit ?? 100)));
  const seconds = Math.min(50, Math.max(0, Number(call.params.timeout ?? 0)));
  const ended = bot.updates.length > 0 || seconds === 0 ? 'news' : await waitForNews(bot, seconds * 1000, socket);
  if (ended === 'conflict') return conflict(bot.webhook ? WEBHOOK_ACTIVE : OTHER_POLLER);
  if (ended === 'gone') return reply.hijack();
  return reply.send({ ok: true, result: bot.updates.slice(0, limit) });
}

function waitForNews(bot: BotState, ms: number, socket: Socket): Promise<'news' | 'conflict' | 'gone'> {
  return new Promise((resolve) => {
    const end = (how: 'news' | 'conflict' | 'gone') => () => {
      clearTimeout(timer);
      socket.off('close', gone);
      if (bot.poll === poll) bot.poll = undefined;
      resolve(how);
    };
    const gone = end('gone');
    const poll = { wake: end('news'), conflict: end('conflict') };
    const timer = setTimeout(end('news'), ms);
    socket.once('close', gone);
    bot.poll = poll;
  });
}
