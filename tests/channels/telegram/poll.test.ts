import { setImmediate } from 'node:timers/promises';
import type { Update } from 'grammy/types';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTelegramApis } from '../../../src/channels/telegram/api.ts';
import { paced } from '../../../src/channels/telegram/paced.ts';
import { createPacer } from '../../../src/channels/telegram/pacer.ts';
import { createWebhook, pollUpdates, type ReceiveParts } from '../../../src/channels/telegram/poll.ts';
import type { HeldTurn } from '../../../src/channels/telegram/turn.ts';
import { createDispatcher, Stopped } from '../../../src/channels/telegram/updates.ts';
import { createLog } from '../../../src/platform/log.ts';
import { type BotApi, faults, PARENTS_TOKEN, type Person, startBotApi } from '../../stand-ins/bot-api.ts';
import { virtualClock } from './virtual-clock.ts';

let api: BotApi;
let person: Person;
let ends: (() => Promise<unknown>)[];
beforeEach(async () => {
  api = await startBotApi({ limits: { perSecond: 1000, perChatMs: 0 } });
  person = api.person('parents', { id: 7, name: 'Мария', begun: true });
  ends = [];
});
afterEach(async () => {
  for (const end of ends) await end();
  await api.close();
});

interface Rig {
  handle?: (update: Update) => Promise<void>;
  token?: string;
  offset?: number;
  apologise?: (update: Update) => Promise<void>;
}

/** A poll loop on a virtual clock with what it logged, handled and kept. */
function rig({ handle = async () => undefined, token = PARENTS_TOKEN, offset = 0, apologise }: Rig = {}) {
  const clock = virtualClock('2026-09-15T12:00:00.000Z');
  const pacer = createPacer({ clock, steadyNow: clock.elapsed });
  const stop = new AbortController();
  const offsets: number[] = [];
  const logged: Record<string, unknown>[] = [];
  const log = createLog('info', { write: (line) => void logged.push(JSON.parse(line)) });
  const turn: HeldTurn = {
    bot: 'parents',
    epoch: 1,
    updateOffset: offset,
    signal: stop.signal,
    saveOffset: async (next) => {
      offsets.push(next);
      return true;
    },
    saveUsername: async () => undefined,
  };
  const apis = createTelegramApis({ token, apiRoot: api.root });
  apis.api.config.use(paced({ pacer, clock, stop: stop.signal }));
  const dispatcher = createDispatcher({ bot: 'parents', handle, log, ...(apologise ? { apologise } : {}) });
  const parts: ReceiveParts = { turn, api: apis.pollingApi, dispatcher, pacer, clock, log };
  const begin = () => {
    const done = pollUpdates(parts);
    ends.push(async () => {
      stop.abort();
      await done;
      apis.close();
    });
    return done;
  };
  return { clock, pacer, stop, offsets, logged, parts, begin, api: apis.api };
}

const textOf = (update: Update) => update.message?.text ?? '';

test('updates are handled, then the offset is kept; what was confirmed does not come again', async () => {
  const handled: string[] = [];
  const first = rig({
    handle: async (update) => {
      handled.push(textOf(update));
    },
  });
  person.sends('раз');
  person.sends('два');
  void first.begin();
  await expect.poll(() => first.offsets.length).toBe(1);
  person.sends('три');
  await expect.poll(() => handled).toEqual(['раз', 'два', 'три']);
  await expect.poll(() => first.offsets).toEqual([1002, 1003]);
  await ends.pop()!();
  const second = rig({ offset: 1003, handle: async (update) => void handled.push(textOf(update)) });
  void second.begin();
  person.sends('четыре');
  await expect.poll(() => handled).toEqual(['раз', 'два', 'три', 'четыре']);
});

test('what a crash interrupted comes again', async () => {
  const handled: string[] = [];
  person.sends('раз');
  const crashed = rig();
  crashed.parts.turn.saveOffset = async () => false;
  await crashed.begin();
  const second = rig({ handle: async (update) => void handled.push(textOf(update)) });
  void second.begin();
  await expect.poll(() => handled).toEqual(['раз']);
});

test('stopping ends the long poll within a second', async () => {
  const { begin, stop } = rig();
  const done = begin();
  await expect.poll(() => api.bot('parents').poll).toBeDefined();
  const from = performance.now();
  stop.abort();
  await done;
  expect(performance.now() - from).toBeLessThan(1000);
});

test('a handler that throws is logged without names or texts, the person is answered, the rest goes on', async () => {
  const handled: string[] = [];
  const sorry: number[] = [];
  const { begin, logged, offsets } = rig({
    handle: async (update) => {
      if (textOf(update).includes('Иванов')) throw new Error('no such pupil: Иванов');
      handled.push(textOf(update));
    },
    apologise: async (update) => {
      sorry.push(update.message!.chat.id);
      throw new Error('blocked meanwhile');
    },
  });
  person.sends('Иванов Пётр 5');
  person.sends('дальше');
  void begin();
  await expect.poll(() => offsets).toEqual([1002]);
  expect(handled).toEqual(['дальше']);
  expect(sorry).toEqual([7]);
  expect(logged.map((line) => [line.msg, line.update])).toEqual([['an update was given up', 1000]]);
  expect(JSON.stringify(logged)).not.toMatch(/Иванов|Мария/);
});

test('one chat is handled in order, several at once, no more than eight', async () => {
  const order: string[] = [];
  let [now, most] = [0, 0];
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const { begin, offsets } = rig({
    handle: async (update) => {
      now += 1;
      most = Math.max(most, now);
      await gate;
      order.push(`${update.message!.chat.id}:${textOf(update)}`);
      now -= 1;
    },
  });
  for (let chat = 100; chat < 120; chat += 1) {
    const other = api.person('parents', { id: chat });
    other.sends('1');
    other.sends('2');
  }
  void begin();
  await expect.poll(() => now).toBe(8);
  open();
  await expect.poll(() => offsets).toHaveLength(1);
  expect(most).toBe(8);
  expect(order).toHaveLength(40);
  for (let chat = 100; chat < 120; chat += 1)
    expect(order.indexOf(`${chat}:1`)).toBeLessThan(order.indexOf(`${chat}:2`));
});

test('trouble of every kind is waited out, ever more slowly, and said once', async () => {
  const handled: string[] = [];
  const { begin, clock, logged } = rig({ handle: async (update) => void handled.push(textOf(update)) });
  const poll = { method: 'getUpdates' };
  for (const fault of [faults.html(), faults.serverError, faults.resetBefore, faults.answer(409, 'Conflict: other')])
    api.fault(fault, poll);
  const from = clock.elapsed();
  void begin();
  person.sends('здравствуйте');
  await clock.runUntil(() => handled.length === 1);
  expect(handled).toEqual(['здравствуйте']);
  expect(clock.elapsed() - from).toBeGreaterThan(0.75 * (1 + 2 + 4 + 8) * 1000);
  expect(logged.filter((line) => line.msg === 'Telegram does not answer')).toHaveLength(1);
});

test('a wrong token names its variable and the remedy once; nothing stops, and it is asked again later', async () => {
  const { begin, clock, logged } = rig({ token: '999:some-token-of-nobody-at-all' });
  void begin();
  await clock.runUntil(() => clock.elapsed() - Date.parse('2026-09-15T12:00:00Z') > 200_000);
  expect(logged.map((line) => line.msg)).toEqual([expect.stringMatching(/^PARENTS_BOT_TOKEN: .*@BotFather$/)]);
  expect(JSON.stringify(logged)).not.toContain('some-token');
});

test('while the bot is paused nothing is asked for; afterwards what people wrote is handled', async () => {
  const handled: string[] = [];
  const { begin, clock, pacer } = rig({ handle: async (update) => void handled.push(textOf(update)) });
  pacer.pause(new Date(clock.now().getTime() + 3_600_000));
  void begin();
  person.sends('вопрос');
  await expect.poll(() => api.calls.length).toBe(1);
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  expect(api.calls.map((call) => call.method)).toEqual(['deleteWebhook']);
  await clock.runUntil(() => handled.length === 1);
  expect(clock.elapsed() - Date.parse('2026-09-15T12:00:00Z')).toBeGreaterThanOrEqual(3_600_000);
});

test('an answer that must wait long is given after the pause: its update is handled again', async () => {
  let tries = 0;
  const {
    begin,
    clock,
    api: own,
  } = rig({
    handle: async (update) => {
      tries += 1;
      await own.sendMessage(update.message!.chat.id, 'ответ');
    },
  });
  api.fault(faults.tooMany(600), { method: 'sendMessage' });
  person.sends('вопрос');
  void begin();
  await clock.runUntil(() => person.messages().length === 1);
  expect([tries, person.messages().length]).toEqual([2, 1]);
  expect(clock.elapsed() - Date.parse('2026-09-15T12:00:00Z')).toBeGreaterThanOrEqual(600_000);
});

test('short trouble with an answer is tried again at once', async () => {
  const { api: own, clock } = rig();
  api.fault(faults.html(), { method: 'sendMessage' });
  api.fault(faults.tooMany(2), { method: 'sendMessage' });
  const answer = own.sendMessage(7, 'ответ');
  await clock.runUntil(() => person.messages().length === 1);
  expect((await answer).text).toBe('ответ');
  const refused = expect(own.sendMessage(7, ' ')).rejects.toThrow('message text is empty');
  await clock.runUntil(() => api.calls.length === 4);
  await refused;
});

test('a stop in the middle leaves what was not handled for the next process', async () => {
  const { begin, stop, offsets } = rig({
    handle: async (update) => {
      if (textOf(update) !== 'раз') throw new Error('wrapped', { cause: new Stopped() });
      stop.abort();
    },
  });
  person.sends('раз');
  person.sends('два');
  await begin();
  expect(offsets).toEqual([1001]);
});

test('a webhook takes updates with its secret only while the turn is held here', async () => {
  const handled: string[] = [];
  const { parts, stop } = rig({ handle: async (update) => void handled.push(textOf(update)) });
  const webhook = createWebhook({ url: 'http://127.0.0.1:1/telegram', secret: 'S-e_cret' });
  const update = { update_id: 5, message: { message_id: 1, date: 0, chat: { id: 7 }, text: 'привет' } };
  expect(await webhook.handle('S-e_cret', update)).toBe(503);
  const receiving = webhook.receive(parts);
  await expect.poll(() => webhook.handle('S-e_cret', update)).toBe(200);
  expect(await webhook.handle('other', update)).toBe(401);
  expect(await webhook.handle(undefined, update)).toBe(401);
  expect(await webhook.handle('S-e_cret', { hello: 1 })).toBe(400);
  expect(api.bot('parents').webhook).toEqual({ url: 'http://127.0.0.1:1/telegram', secret: 'S-e_cret' });
  expect(handled).toEqual(['привет']);
  stop.abort();
  await receiving;
  expect(await webhook.handle('S-e_cret', update)).toBe(503);
});
