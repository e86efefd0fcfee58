import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPacer } from '../../../src/channels/telegram/pacer.ts';
import { virtualClock } from './virtual-clock.ts';

/** ms between two messages */
const EVERY = 34.5;
const START = '2026-09-15T12:00:00.000Z';

interface Sent {
  chat: string;
  at: number;
  reply: boolean;
}

/** Sends through a pacer on a virtual clock and keeps when each went. */
function rig(late?: () => number) {
  const clock = virtualClock(START, late);
  const pacer = createPacer({ clock, steadyNow: clock.elapsed });
  const sent: Sent[] = [];
  const ask = (chat: string, reply = false, signal?: AbortSignal) =>
    (reply ? pacer.reply(chat, signal) : pacer.slot(chat, signal)).then(() => {
      if (!signal?.aborted) sent.push({ chat, at: clock.elapsed(), reply });
    });
  return { clock, pacer, sent, ask };
}

function busiestSecond(times: number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
}

function leastChatGap(sent: Sent[]): number {
  const last = new Map<string, number>();
  let least = Number.POSITIVE_INFINITY;
  for (const { chat, at } of sent) {
    least = Math.min(least, at - (last.get(chat) ?? Number.NEGATIVE_INFINITY));
    last.set(chat, at);
  }
  return least;
}

test('1,000 chats: 28.9 a second, evenly, and never more than 30 in any second', async () => {
  const { clock, sent, ask } = rig();
  for (let chat = 0; chat < 1000; chat += 1) void ask(String(chat));
  await clock.run();
  const span = (sent.at(-1)!.at - sent[0]!.at) / 1000;
  expect(999 / span).toBeGreaterThan(28.9);
  expect(busiestSecond(sent.map((s) => s.at))).toBeLessThanOrEqual(30);
  const gaps = sent.slice(1).map((s, i) => s.at - sent[i]!.at);
  expect(new Set(gaps)).toEqual(new Set([EVERY]));
});

test('late timers do not make the schedule drift', async () => {
  let turn = 0;
  const { clock, sent, ask } = rig(() => (turn++ % 5) * 6);
  for (let chat = 0; chat < 1000; chat += 1) void ask(String(chat));
  await clock.run();
  expect(999 / ((sent.at(-1)!.at - sent[0]!.at) / 1000)).toBeGreaterThan(28.5);
  expect(busiestSecond(sent.map((s) => s.at))).toBeLessThanOrEqual(30);
});

test('a sender that waits for each answer keeps the pace, also when an answer is slow now and then', async () => {
  const { clock, sent, ask } = rig();
  void (async () => {
    for (let n = 0; n < 600; n += 1) {
      await ask(String(n));
      await clock.sleep(n % 10 === 0 ? 120 : 8);
    }
  })();
  await clock.run();
  expect(599 / ((sent.at(-1)!.at - sent[0]!.at) / 1000)).toBeGreaterThan(28.5);
  expect(busiestSecond(sent.map((s) => s.at))).toBeLessThanOrEqual(30);
});

test('a slow way to Telegram breaks no limit: what arrived late is counted from when it came back', async () => {
  const { clock, pacer } = rig();
  const arrived: number[] = [];
  void (async () => {
    for (let n = 0; n < 300; n += 1) {
      await pacer.slot(String(n));
      await clock.sleep(n % 40 === 0 ? 300 : 3);
      arrived.push(clock.elapsed());
      await clock.sleep(2);
      pacer.sent(String(n));
    }
  })();
  await clock.run();
  expect(arrived).toHaveLength(300);
  expect(busiestSecond(arrived)).toBeLessThanOrEqual(30);
});

test('a chat whose message was long on its way gets the next a second after it came back', async () => {
  const { clock, pacer, sent, ask } = rig();
  void ask('a');
  await clock.run();
  await Promise.all([clock.sleep(400), clock.run()]);
  pacer.sent('a');
  void ask('a');
  await clock.run();
  expect(sent[1]!.at - sent[0]!.at).toBe(400 + 1050);
});

test('whatever is asked and however late timers are, both limits hold, all are served and nobody waits idly', async () => {
  const asks = fc.array(
    fc.record({ chat: fc.integer({ min: 1, max: 40 }), reply: fc.boolean(), after: fc.integer({ min: 0, max: 300 }) }),
    { minLength: 1, maxLength: 150 },
  );
  await fc.assert(
    fc.asyncProperty(asks, fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1 }), async (all, lateness) => {
      let turn = 0;
      const { clock, sent, ask } = rig(() => lateness[turn++ % lateness.length]!);
      let last = Date.parse(START);
      void (async () => {
        for (const { chat, reply, after } of all) {
          if (after > 200) await clock.sleep(after);
          last = clock.elapsed();
          void ask(String(chat), reply);
        }
      })();
      await clock.run();
      expect(sent).toHaveLength(all.length);
      expect(busiestSecond(sent.map((s) => s.at))).toBeLessThanOrEqual(30);
      expect(leastChatGap(sent)).toBeGreaterThanOrEqual(1000);
      // after the last question no longer than the busiest chat or the whole bot needs, lateness apart
      const busiest = Math.max(...sent.map(({ chat }) => sent.filter((s) => s.chat === chat).length));
      const need = Math.max(busiest * (1050 + 60), all.length * (EVERY + 60));
      expect(sent.at(-1)!.at - last).toBeLessThanOrEqual(need + 1000);
    }),
    { numRuns: 60 },
  );
});

test('one hot chat does not hold the others up', async () => {
  const { clock, sent, ask } = rig();
  for (let n = 0; n < 10; n += 1) void ask('hot');
  for (let chat = 0; chat < 20; chat += 1) void ask(`calm${chat}`);
  await clock.run();
  const calm = sent.filter((s) => s.chat !== 'hot');
  expect(calm.at(-1)!.at - sent[0]!.at).toBe(20 * EVERY);
  expect(sent.filter((s) => s.chat === 'hot').at(-1)!.at - sent[0]!.at).toBe(9 * 1050);
});

test('answers to people go before notices that came earlier, and count', async () => {
  const { clock, sent, ask } = rig();
  for (let chat = 0; chat < 100; chat += 1) void ask(String(chat));
  await clock.run(() => sent.length === 10);
  void ask('person', true);
  await clock.run();
  expect(sent.findIndex((s) => s.reply)).toBe(10);
  expect(sent[11]!.at - sent[10]!.at).toBe(EVERY);
});

test('after a rest nothing is made good: the first goes at once, the next in its turn', async () => {
  const { clock, sent, ask } = rig();
  void ask('a');
  await clock.run();
  await Promise.all([clock.sleep(60_000), clock.run()]);
  for (const chat of ['b', 'c', 'd']) void ask(chat);
  await clock.run();
  expect(sent.map((s) => s.at - sent[0]!.at)).toEqual([0, 60_000, 60_034.5, 60_069]);
});

test('retry_after holds the whole bot, answers too, and is not shortened by a smaller one', async () => {
  const { clock, pacer, sent, ask } = rig();
  pacer.pause(new Date(Date.parse(START) + 30_000));
  pacer.pause(new Date(Date.parse(START) + 5_000));
  void ask('a');
  void ask('b', true);
  let resumed = 0;
  void pacer.resumed().then(() => {
    resumed = clock.elapsed();
  });
  expect(pacer.pausedUntil()).toEqual(new Date(Date.parse(START) + 30_000));
  await clock.run();
  expect(sent.map((s) => [s.chat, s.at - Date.parse(START)])).toEqual([
    ['b', 30_000],
    ['a', 30_034.5],
  ]);
  expect(resumed).toBeGreaterThanOrEqual(Date.parse(START) + 30_000);
  expect(pacer.pausedUntil()).toBeNull();
});

test('a pause that comes while many wait stops them', async () => {
  const { clock, pacer, sent, ask } = rig();
  for (let chat = 0; chat < 20; chat += 1) void ask(String(chat));
  await clock.run(() => sent.length === 5);
  pacer.pause(new Date(clock.now().getTime() + 10_000));
  await clock.run();
  expect(sent[5]!.at - sent[4]!.at).toBeGreaterThanOrEqual(10_000);
});

test('a clock set back an hour, or ahead, delays nobody and breaks no limit', async () => {
  for (const jump of [-3_600_000, 3_600_000]) {
    const { clock, pacer, sent, ask } = rig();
    for (let chat = 0; chat < 60; chat += 1) void ask(String(chat));
    await clock.run(() => sent.length === 30);
    clock.jump(jump);
    await clock.run();
    expect(sent).toHaveLength(60);
    expect(sent.at(-1)!.at - sent[0]!.at).toBeLessThan(60 * EVERY + 100);
    expect(busiestSecond(sent.map((s) => s.at))).toBeLessThanOrEqual(30);
    expect(pacer.chatWait('0')).toBeLessThanOrEqual(1050);
  }
});

test('without a steady clock of its own a clock set back an hour delays nobody either', async () => {
  const clock = virtualClock(START);
  const pacer = createPacer({ clock });
  let sent = 0;
  for (let chat = 0; chat < 60; chat += 1) void pacer.slot(String(chat)).then(() => (sent += 1));
  await clock.run(() => sent === 30);
  clock.jump(-3_600_000);
  await clock.run();
  expect(sent).toBe(60);
  expect(clock.elapsed() - Date.parse(START)).toBeLessThan(60 * EVERY + 100);
});

test('who is stopped leaves the queue, the others go on', async () => {
  const { clock, pacer, sent, ask } = rig();
  const stop = new AbortController();
  for (let n = 0; n < 3; n += 1) void ask(`gone${n}`, false, stop.signal);
  void ask('stays');
  await clock.run(() => sent.length === 1);
  stop.abort();
  await clock.run();
  expect(sent.map((s) => s.chat)).toEqual(['gone0', 'stays']);
  expect(pacer.waiting()).toBe(0);
  await pacer.slot('late', stop.signal);
  expect(pacer.waiting()).toBe(0);
});

test('another holder goes on within the limits', async () => {
  const first = rig();
  void first.ask('a');
  await first.clock.run();
  first.pacer.pause(new Date(first.clock.now().getTime() + 4_000));
  const state = first.pacer.state();
  expect(state).toEqual({ nextSendIn: 4_000, pausedFor: 4_000 });
  const second = rig();
  second.pacer.begin(state);
  void second.ask('a');
  await second.clock.run();
  expect(second.sent[0]!.at - Date.parse(START)).toBe(4_000);
});

test('no slot is given once the turn is not sure any more, as after the machine slept', async () => {
  const { clock, pacer, sent, ask } = rig();
  let lost = 0;
  const until = clock.elapsed() + 10_000;
  pacer.begin({ nextSendIn: 0, pausedFor: 0 }, { sureFor: () => until - clock.elapsed(), lost: () => (lost += 1) });
  void ask('a');
  await clock.run();
  pacer.pause(new Date(clock.now().getTime() + 11_000));
  const ended = pacer.ended();
  const told: boolean[] = [];
  for (const chat of ['b', 'c']) void pacer.slot(chat).then(() => told.push(ended.aborted));
  await clock.run();
  expect(sent.map((s) => s.chat)).toEqual(['a']);
  expect([lost, told, pacer.waiting()]).toEqual([1, [true, true], 0]);
  // nor is anybody left waiting who asks between two turns
  await pacer.reply('d');
  expect(ended.aborted).toBe(true);
  pacer.begin({ nextSendIn: 0, pausedFor: 0 });
  void ask('e');
  await clock.run();
  expect(sent.map((s) => s.chat)).toEqual(['a', 'e']);
  expect(pacer.ended().aborted).toBe(false);
});
