/** What one event costs from the command to the provider's yes, with 1,000, 10,000 and 100,000 pupils on PostgreSQL. */
import { tmpdir } from 'node:os';
import type { Channel, TelegramPayload } from '../../src/delivery/channel.ts';
import { planDue } from '../../src/delivery/planner.ts';
import { sendTelegram } from '../../src/delivery/send-telegram.ts';
import { recordEntries } from '../../src/journal/record.ts';
import { createRenderers } from '../../src/main/render.ts';
import { openDatabase } from '../../src/platform/database/open.ts';
import { fakeClock } from '../fake-clock.ts';
import { describeMissing, findTool } from '../needs.ts';
import { startPostgresql } from '../postgresql-server.ts';
import { silent } from '../silent.ts';
import { BEGINS, classesOf, lessonMarks, putDistrict } from './district.ts';

const SIZES = [1_000, 10_000, 100_000];
/** Classes whose whole lesson is marked in one round. */
const LESSONS = 20;
const WARM_UP = 2;
/** No more than a day has lessons, with the warm-up. */
const ROUNDS = 4;
const MOST_GROWTH = 1.3;

interface Line {
  name: string;
  figure: string;
  floor: string;
  ratio: string;
}

/** ms an event */
interface Cost {
  record: number;
  plan: number;
  send: number;
}

const ACCEPTS: Channel<TelegramPayload> = { send: async () => ({ kind: 'accepted', providerId: '1' }) };
const NO_PACE = { pausedUntil: () => null, chatWait: () => 0, slot: async () => undefined, pause: () => undefined };

/** @param sizes pupils, the least first */
export async function bench(sizes = SIZES): Promise<Line[]> {
  if (!findTool('postgresql')) throw new Error(describeMissing('postgresql'));
  const costs = new Map<number, Cost>();
  for (const pupils of sizes) costs.set(pupils, await costWith(pupils));
  const parts = ['record', 'plan', 'send'] as const;
  return parts.flatMap((part) => sizes.map((pupils) => lineOf(part, pupils, costs)));
}

const DOING = { record: 'recording', plan: 'planning', send: 'sending' };

function lineOf(part: keyof Cost, pupils: number, costs: Map<number, Cost>): Line {
  const [[, first], own] = [[...costs][0] as [number, Cost], costs.get(pupils) as Cost];
  return {
    name: `${DOING[part]} one event, ${pupils.toLocaleString('en')} pupils (postgresql)`,
    figure: `${own[part].toFixed(2)} ms`,
    floor: `at most ${MOST_GROWTH} of ${first[part].toFixed(2)} ms`,
    ratio: (own[part] / first[part]).toFixed(2),
  };
}

async function costWith(pupils: number): Promise<Cost> {
  const server = await startPostgresql({ durable: true });
  const { prisma: db, close } = await openDatabase({ databaseUrl: server.url, dataDir: tmpdir(), log: silent });
  try {
    await putDistrict(db, pupils, { rules: { hourly: false } });
    const clock = fakeClock(BEGINS);
    const render = createRenderers({ secret: 'a-secret-of-the-bench', publicUrl: 'https://diary.bench.example' });
    const worker = { db, clock, holder: 'bench', render };
    const costs: Cost[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      const lessons = Array.from({ length: LESSONS }, (_, i) => {
        const classId = 1 + ((i * Math.max(1, Math.floor(classesOf(pupils) / LESSONS))) % classesOf(pupils));
        return lessonMarks(classId, 1 + (round % 6), pupils);
      });
      const events = lessons.reduce((sum, marks) => sum + marks.length, 0);
      const record = await timed(async () => {
        for (const marks of lessons) await recordAll(worker, marks);
      });
      const plan = await timed(async () => expectCount(await planDue(worker), events, 'planned'));
      clock.advance({ minutes: 5 });
      const send = await timed(async () =>
        expectCount(await sendTelegram({ ...worker, bot: 'parents', channel: ACCEPTS, pace: NO_PACE }), events, 'sent'),
      );
      clock.advance({ minutes: 5 });
      if (round < WARM_UP) continue;
      costs.push({ record: record / events, plan: plan / events, send: send / events });
    }
    return { record: median(costs, 'record'), plan: median(costs, 'plan'), send: median(costs, 'send') };
  } finally {
    await close();
    await server.stop();
  }
}

async function recordAll(parts: Parameters<typeof recordEntries>[0], marks: object[]): Promise<void> {
  const refused = (await recordEntries(parts, 'bench', marks)).find(({ code }) => code);
  if (refused) throw new Error(JSON.stringify(refused));
}

function expectCount(found: number, expected: number, what: string): void {
  if (found !== expected) throw new Error(`${found} of ${expected} events were ${what}`);
}

async function timed(run: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await run();
  return performance.now() - begun;
}

const median = (costs: Cost[], part: keyof Cost) =>
  costs.map((cost) => cost[part]).toSorted((a, b) => a - b)[Math.floor(costs.length / 2)] ?? 0;
