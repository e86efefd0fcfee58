import { createParentsBot } from '../../bots/parents/bot.ts';
import { createTeachersBot } from '../../bots/teachers/bot.ts';
import { keyFor, schoolSecret } from '../access/keys.ts';
import { createTelegramChannel } from '../channels/telegram/channel.ts';
import type { BotName } from '../channels/telegram/outcomes.ts';
import { untilOwnBot } from '../channels/telegram/own-bot.ts';
import { createPacer, type Pacer } from '../channels/telegram/pacer.ts';
import { createWebhook, pollUpdates, type ReceiveParts, type Webhook } from '../channels/telegram/poll.ts';
import { type HeldTurn, holdTurns } from '../channels/telegram/turn.ts';
import { createDispatcher } from '../channels/telegram/updates.ts';
import type { Channel, TelegramPayload } from '../delivery/channel.ts';
import { endLeases, nextDue } from '../delivery/lease.ts';
import { sendTelegram } from '../delivery/send-telegram.ts';
import type { Wake } from './loops.ts';
import type { Beat, Pulse } from './pulse.ts';
import { telling, type WorkParts } from './sweeps.ts';

/** What any of the bots offers to its runner. */
export type RunnableBot = Pick<
  ReturnType<typeof createParentsBot>,
  'handle' | 'apologise' | 'introduce' | 'noticeApi' | 'pollingApi' | 'close'
>;

export interface Bots {
  /** an update that Telegram posted; answers an HTTP status */
  webhook(bot: BotName, secret: string | undefined, body: unknown): Promise<200 | 400 | 401 | 404 | 503>;
  stop(): Promise<void>;
}

/** How often a bot that has the turn looks for something to send when it found nothing. */
const LOOK_EVERY_MS = 500;
const AFTER_FAILURE_MS = 5_000;
/** Less than what lies between the end of a turn that is not sure any more (7 s) and another's begin (9 s). */
const FINISH_MS = 1_500;

/** Runs every bot that has a token: whoever holds its turn polls and sends for it. */
export async function runBots(parts: WorkParts, { wake, pulse }: { wake: Wake; pulse: Pulse }): Promise<Bots> {
  const stopping = new AbortController();
  const secret = await schoolSecret(parts.db);
  const webhooks = new Map<BotName, Webhook>();
  const running = botsOf(parts, stopping.signal).map(async ({ name, token, pacer, bot }) => {
    const webhook = createWebhook({
      url: `${parts.config.publicUrl}/telegram/${name}`,
      secret: keyFor(secret, `webhook-${name}`).toString('hex'),
    });
    if (parts.config.TELEGRAM_MODE === 'webhook') webhooks.set(name, webhook);
    const { TELEGRAM_API_ROOT: apiRoot, TELEGRAM_PROXY: proxy } = parts.config;
    const address = { token, apiRoot, ...(proxy && { proxy }) };
    const channel = createTelegramChannel({ ...address, clock: parts.clock, api: bot.noticeApi });
    const sole = parts.database.dialect === 'embedded';
    try {
      await holdTurns(
        { ...parts, bot: name, pacer, sole, steadyNow: () => performance.now() },
        stopping.signal,
        async (held) => {
          const updateOffset = await untilOwnBot({ ...parts, bot: name }, token, held.signal);
          if (updateOffset === null) return;
          const turn = { ...held, updateOffset };
          const receive: ReceiveParts = {
            ...parts,
            turn,
            pacer,
            api: bot.pollingApi,
            dispatcher: createDispatcher({ bot: name, handle: bot.handle, apologise: bot.apologise, log: parts.log }),
            introduce: () => bot.introduce(turn),
          };
          const receiving = webhooks.has(name) ? webhook.receive(receive) : pollUpdates(receive);
          const beat = pulse.watch({ name: `telegram ${name}`, everyMs: LOOK_EVERY_MS, vital: true });
          const own = telling(finishing(channel), beat.goesOn);
          const sending = sendWhileHeld(parts, turn, { wake, beat }, () =>
            sendTelegram({ ...parts, bot: name, channel: own, pace: pacer, signal: turn.signal }),
          );
          await Promise.all([receiving, sending]).finally(beat.stop);
        },
      );
    } finally {
      bot.close();
    }
  });
  return {
    webhook: async (name, given, body) => (await webhooks.get(name)?.handle(given, body)) ?? 404,
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

interface OneBot {
  name: BotName;
  token: string;
  pacer: Pacer;
  bot: RunnableBot;
}

function botsOf({ config, ...parts }: WorkParts, stop: AbortSignal): OneBot[] {
  const { TELEGRAM_API_ROOT: apiRoot, TELEGRAM_PROXY: proxy, publicUrl } = config;
  const bots: OneBot[] = [];
  const options = (token: string) => {
    const pacer = createPacer({ clock: parts.clock, steadyNow: () => performance.now() });
    return { ...parts, token, apiRoot, ...(proxy && { proxy }), publicUrl, pacer, stop };
  };
  if (config.PARENTS_BOT_TOKEN) {
    const one = options(config.PARENTS_BOT_TOKEN);
    bots.push({ name: 'parents', token: one.token, pacer: one.pacer, bot: createParentsBot(one) });
  }
  if (config.TEACHERS_BOT_TOKEN) {
    const one = options(config.TEACHERS_BOT_TOKEN);
    bots.push({
      name: 'teachers',
      token: one.token,
      pacer: one.pacer,
      bot: createTeachersBot({ ...one, dataDir: config.DATA_DIR }),
    });
  }
  return bots;
}

/** Sends what is due as long as the turn is held; a failure is logged and tried again. */
async function sendWhileHeld(
  parts: WorkParts,
  { bot, signal }: HeldTurn,
  { wake, beat }: { wake: Wake; beat: Beat },
  send: () => Promise<number>,
): Promise<void> {
  const { clock, log, holder } = parts;
  let settled = false;
  while (!signal.aborted) {
    const woken = wake.signal();
    let pause = LOOK_EVERY_MS;
    try {
      // what the last holder had begun when it was killed waits for no lease to run out
      if (!settled) await endLeases(parts, { turn: { bot, holder } });
      settled = true;
      const sent = await send();
      beat.ran();
      if (sent) continue;
      const due = await nextDue(parts, bot);
      if (due) pause = Math.min(pause, Math.max(0, due.getTime() - clock.now().getTime()));
    } catch (error) {
      log.error({ bot, err: error }, 'sending failed and will be tried again');
      pause = AFTER_FAILURE_MS;
    }
    await clock.sleep(pause, AbortSignal.any([signal, woken]));
  }
}

/** A message that is on its way when the turn ends may come to its end: cut off, nobody would know whether it arrived. */
function finishing(channel: Channel<TelegramPayload>): Channel<TelegramPayload> {
  return {
    ...channel,
    send: async (payload, signal, tries) => {
      if (!signal || signal.aborted) return channel.send(payload, signal, tries);
      const late = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      const over = () => {
        timer = setTimeout(() => late.abort(), FINISH_MS);
      };
      signal.addEventListener('abort', over, { once: true });
      try {
        return await channel.send(payload, late.signal, tries);
      } finally {
        signal.removeEventListener('abort', over);
        clearTimeout(timer);
      }
    },
  };
}
