import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { paced } from '../../../src/channels/telegram/paced.ts';
import { createPacer } from '../../../src/channels/telegram/pacer.ts';
import { type HeldTurn, holdTurns, type TurnParts, takeTurn } from '../../../src/channels/telegram/turn.ts';
import { Stopped } from '../../../src/channels/telegram/updates.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { silent } from '../../silent.ts';
import { virtualClock } from './virtual-clock.ts';

const START = '2026-09-15T12:00:00.000Z';
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.db.prisma.botTurn.deleteMany());

/** One process that wants the turn of the parents' bot. */
function contender(holder: string, more: Partial<TurnParts> = {}) {
  const clock = virtualClock(START);
  const pacer = createPacer({ clock, steadyNow: clock.elapsed });
  const stop = new AbortController();
  const held: HeldTurn[] = [];
  const parts: TurnParts = {
    db: database.db.prisma,
    clock,
    bot: 'parents',
    holder,
    pacer,
    log: silent,
    steadyNow: clock.elapsed,
    ...more,
  };
  const work = async (turn: HeldTurn) => {
    held.push(turn);
    await new Promise((resolve) => turn.signal.addEventListener('abort', resolve, { once: true }));
  };
  return {
    clock,
    pacer,
    held,
    parts,
    begin: () => holdTurns(parts, stop.signal, work),
    stop: () => stop.abort(),
  };
}

const row = () => database.db.prisma.botTurn.findUniqueOrThrow({ where: { bot: 'parents' } });
const endLease = () =>
  database.db.prisma.$executeRaw`UPDATE bot_turn SET until = clock_timestamp() - interval '1 millisecond'`;
const passed = (clock: ReturnType<typeof virtualClock>, ms: number) => {
  const from = clock.elapsed();
  return () => clock.elapsed() - from >= ms;
};

test('one holds the turn, another waits until it is given back', async () => {
  const [a, b] = [contender('a'), contender('b')];
  const endOfA = a.begin();
  await expect.poll(() => a.held.length).toBe(1);
  const endOfB = b.begin();
  await expect.poll(async () => (await row()).holder).toBe('a');
  await b.clock.runUntil(passed(b.clock, 9_000));
  expect(b.held).toHaveLength(0);
  a.stop();
  await endOfA;
  expect(a.held[0]?.signal.aborted).toBe(true);
  expect(await row()).toMatchObject({ holder: null, epoch: 1 });
  await b.clock.runUntil(() => b.held.length === 1);
  expect(b.held[0]?.epoch).toBe(2);
  b.stop();
  await endOfB;
});

test('the lease is renewed on the database’s clock; who renews no more is replaced when it ends, not before', async () => {
  const [a, b] = [contender('a'), contender('b')];
  const stopped = new AbortController();
  expect(await takeTurn(a.parts, stopped.signal)).toMatchObject({ epoch: 1 });
  expect(await takeTurn(b.parts, stopped.signal)).toBeNull();
  const [lease] = await database.db.prisma.$queryRaw<{ seconds: number }[]>`
    SELECT extract(epoch FROM until - clock_timestamp())::float8 AS seconds FROM bot_turn`;
  expect(lease!.seconds).toBeGreaterThan(8);
  expect(lease!.seconds).toBeLessThanOrEqual(9);
  await endLease();
  expect(await takeTurn(b.parts, stopped.signal)).toMatchObject({ epoch: 2 });
});

test('who waits asks again when the lease ends: another has the turn 9 s after a kill', async () => {
  const [a, b] = [contender('a'), contender('b')];
  expect(await takeTurn(a.parts, new AbortController().signal)).toMatchObject({ epoch: 1 });
  await database.db.prisma.$executeRaw`UPDATE bot_turn SET until = clock_timestamp() + interval '600 milliseconds'`;
  const asked: number[] = [];
  const sleep = b.clock.sleep;
  b.clock.sleep = (ms, signal) => {
    asked.push(ms);
    return sleep(ms, signal);
  };
  const endOfB = b.begin();
  await b.clock.runUntil(() => b.held.length === 1);
  // not the two seconds between two renewals: what is left of the lease
  expect(asked[0]).toBeGreaterThan(50);
  expect(asked[0]).toBeLessThanOrEqual(650);
  b.stop();
  await endOfB;
});

test('answers to people stop with the turn: the update comes again to whoever has it next', async () => {
  const a = contender('a');
  const stop = new AbortController();
  const answer = paced({ pacer: a.pacer, clock: a.clock, stop: stop.signal });
  const called: string[] = [];
  const prev = async (method: string) => {
    called.push(method);
    return { ok: true as const, result: true };
  };
  const say = () => answer(prev as never, 'sendMessage', { chat_id: 1, text: '' } as never);
  const endOfA = a.begin();
  await expect.poll(() => a.held.length).toBe(1);
  await say();
  a.stop();
  await endOfA;
  await expect(say()).rejects.toThrow(Stopped);
  expect(called).toEqual(['sendMessage']);
});

test('a holder whose turn was taken stops, and what it writes is refused', async () => {
  const [a, b] = [contender('a'), contender('b')];
  const endOfA = a.begin();
  await expect.poll(() => a.held.length).toBe(1);
  await endLease();
  const turn = await takeTurn(b.parts, new AbortController().signal);
  expect(await a.held[0]!.saveOffset(77)).toBe(false);
  expect(await turn!.saveOffset(55)).toBe(true);
  await a.clock.runUntil(() => a.held[0]!.signal.aborted);
  expect(a.held[0]!.signal.aborted).toBe(true);
  expect((await row()).updateOffset).toBe(55);
  a.stop();
  await endOfA;
});

test('while the database is silent the holder stops before its lease could end', async () => {
  const a = contender('a');
  const endOfA = a.begin();
  await expect.poll(() => a.held.length).toBe(1);
  a.parts.db = { $executeRaw: async () => Promise.reject(new Error('gone')) } as unknown as TurnParts['db'];
  const lost = Date.parse(START);
  await a.clock.runUntil(() => a.held[0]!.signal.aborted);
  expect(a.clock.elapsed() - lost).toBeLessThan(9_000);
  expect(a.held[0]!.signal.aborted).toBe(true);
  a.parts.db = database.db.prisma;
  a.stop();
  await endOfA;
});

test('a pause outlives a kill at once, and pace is handed on', async () => {
  const [a, b] = [contender('a'), contender('b')];
  const endOfA = a.begin();
  await expect.poll(() => a.held.length).toBe(1);
  a.pacer.pause(new Date(Date.parse(START) + 3_600_000));
  await expect.poll(async () => (await row()).pausedUntil).not.toBeNull();
  expect((await row()).limitsHit).toBe(1);
  await endLease();
  await takeTurn(b.parts, new AbortController().signal);
  const left = b.pacer.pausedUntil()!.getTime() - Date.parse(START);
  expect(left).toBeGreaterThan(3_590_000);
  expect(left).toBeLessThanOrEqual(3_600_000);
  a.stop();
  await endOfA;
});

test('given back, the next holder rests a second: it does not know which chats were just served', async () => {
  const [a, b] = [contender('a'), contender('b')];
  const endOfA = a.begin();
  await expect.poll(() => a.held.length).toBe(1);
  a.stop();
  await endOfA;
  await takeTurn(b.parts, new AbortController().signal);
  expect(b.pacer.state().nextSendIn).toBeGreaterThan(500);
  expect(b.pacer.state().nextSendIn).toBeLessThanOrEqual(1_050);
});

test('the update offset and the bot’s name stay with the row', async () => {
  const a = contender('a');
  const turn = await takeTurn(a.parts, new AbortController().signal);
  await turn!.saveOffset(1234);
  await turn!.saveUsername('school_bot');
  await endLease();
  expect(await takeTurn(contender('b').parts, new AbortController().signal)).toMatchObject({ updateOffset: 1234 });
  expect(await row()).toMatchObject({ username: 'school_bot' });
});

test('on the embedded database nobody else is alive: the turn is taken at once after a kill', async () => {
  await takeTurn(contender('killed').parts, new AbortController().signal);
  expect(await takeTurn(contender('new', { sole: true }).parts, new AbortController().signal)).toMatchObject({
    epoch: 2,
  });
});

test('work that fails begins anew, with the turn given back between', async () => {
  const clock = virtualClock(START);
  const stop = new AbortController();
  let tries = 0;
  const parts = contender('a', { clock }).parts;
  const end = holdTurns(parts, stop.signal, async (turn) => {
    tries += 1;
    if (tries === 1) throw new Error('broken');
    await new Promise((resolve) => turn.signal.addEventListener('abort', resolve, { once: true }));
  });
  await clock.runUntil(() => tries === 2);
  expect(tries).toBe(2);
  stop.abort();
  await end;
  expect((await row()).epoch).toBe(2);
});
