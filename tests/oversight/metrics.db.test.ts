import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPacer } from '../../src/channels/telegram/pacer.ts';
import { takeTurn } from '../../src/channels/telegram/turn.ts';
import { readLedger } from '../../src/delivery/ledger.ts';
import { countAttempts } from '../../src/oversight/attempt-counts.ts';
import { createMetrics } from '../../src/oversight/metrics.ts';
import { mark, openSchool, type School } from '../school.ts';
import { silent } from '../silent.ts';

let school: School;
let steady: number;
beforeEach(async () => {
  school = await openSchool();
  steady = 0;
});
afterEach(() => school.close());

const steadyNow = () => steady;
/** Series of a name as Prometheus reads them: labels → value. */
async function read(name: string, ask = createMetrics({ db: school.db, clock: school.clock, steadyNow })) {
  const { text } = await ask();
  const lines = text
    .split('\n')
    .filter((line) => line === name || line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return Object.fromEntries(
    lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );
}

it('counts sends by channel and outcome from the rows, whichever process made them', async () => {
  await school.link('g1');
  school.telegram.script.push(
    { kind: 'retryLater', at: new Date('2026-09-14T08:10:00+03:00'), code: '429', detail: '' },
    { kind: 'accepted', providerId: '1' },
  );
  await school.record(mark());
  school.clock.advance({ minutes: 3 });
  await school.work();
  expect(await read('vestnik_sends_total')).toEqual({ '{channel="telegram",outcome="retryLater"}': 1 });
  expect(await read('vestnik_deliveries')).toMatchObject({ '{channel="telegram",state="gathering"}': 1 });
  school.clock.advance({ minutes: 10 });
  expect(await read('vestnik_deliveries_oldest_seconds')).toEqual({
    '{channel="telegram"}': 180,
    '{channel="email"}': 0,
  });
  expect(await read('vestnik_deliveries_due')).toEqual({ '{channel="telegram"}': 1, '{channel="email"}': 0 });
  await school.work();
  expect(await read('vestnik_sends_total')).toEqual({
    '{channel="telegram",outcome="accepted"}': 1,
    '{channel="telegram",outcome="retryLater"}': 1,
  });
  expect(await read('vestnik_deliveries')).toEqual({ '{channel="telegram",state="accepted"}': 1 });
  await school.record(mark({ student: 's2' }));
  school.clock.advance({ seconds: 30 });
  expect(await read('vestnik_events_unplanned')).toEqual({ '': 1 });
  expect(await read('vestnik_events_oldest_seconds')).toEqual({ '': 30 });
  // what ended long ago is no state of today
  school.clock.advance({ days: 2 });
  expect(await read('vestnik_deliveries')).toEqual({});
});

it('counts each settled attempt once, those under way when they end, and never less than before', async () => {
  await school.link('g1');
  const contact = await school.db.contact.findFirstOrThrow({ where: { channel: 'telegram' } });
  const at = school.clock.now();
  const { id: deliveryId } = await school.db.delivery.create({
    data: { channel: 'telegram', contactId: contact.id, rhythm: 'now', state: 'accepted', dueAt: at, createdAt: at },
  });
  const attempt = (outcome: 'accepted' | 'unknown' | null) =>
    school.db.attempt.create({ data: { deliveryId, startedAt: at, outcome, ...(outcome && { finishedAt: at }) } });
  const ask = countAttempts(school.db, steadyNow);
  const asked = async () => Object.fromEntries((await ask()).map(({ outcome, count }) => [outcome, count]));
  await attempt('accepted');
  const doubted = await attempt('unknown');
  expect(await asked()).toEqual({ accepted: 1, unknown: 1 });
  const open = await attempt(null);
  await attempt('accepted');
  steady += 200_000;
  expect(await asked()).toEqual({ accepted: 2, unknown: 1 });
  steady += 200_000;
  // an acceptance that comes late: the doubt was told already
  await school.db.attempt.update({ where: { id: doubted.id }, data: { outcome: 'accepted' } });
  await school.db.attempt.update({ where: { id: open.id }, data: { outcome: 'accepted', finishedAt: at } });
  expect(await asked()).toEqual({ accepted: 3, unknown: 1 });
  for (let round = 0; round < 3; round += 1) {
    steady += 200_000;
    await attempt('accepted');
    expect(await asked()).toEqual({ accepted: 4 + round, unknown: 1 });
  }
  expect(Object.fromEntries((await countAttempts(school.db)()).map((one) => [one.outcome, one.count]))).toEqual({
    accepted: 7,
  });
  // a restored backup has fewer
  await school.db.attempt.deleteMany({ where: { id: { gt: open.id } } });
  expect(await asked()).toEqual({ accepted: 3 });
});

it('tells of the last closed weeks how many pairs were informed and by what, the family included', async () => {
  await school.link('g1');
  await school.record(mark());
  school.clock.set('2026-09-21T12:00:00+03:00');
  await school.work();
  const ledger = await readLedger(school, '2026-W38');
  const expected: Record<string, number> = {};
  for (const { by, next } of ledger) {
    if (next?.code === 'noRights') continue;
    const labels = `{week="2026-W38",by="${by ?? 'none'}"}`;
    expected[labels] = (expected[labels] ?? 0) + 1;
  }
  expect(Object.keys(expected)).toContain('{week="2026-W38",by="family"}');
  expect(await read('vestnik_week_pairs')).toEqual(expected);
  const all = Object.values(expected).reduce((sum, count) => sum + count, 0);
  const informed = all - ledger.filter(({ by, next }) => !by && next?.code !== 'noRights').length;
  expect(informed).toBeGreaterThan(0);
  expect((await read('vestnik_week_kept_ratio'))['{week="2026-W38"}']).toBeCloseTo(informed / all);
});

it('tells who holds a bot’s turn, how often Telegram said 429, when loops last ran, how fast the database answers', async () => {
  const parts = { db: school.db, clock: school.clock, bot: 'parents' as const, holder: 'host:1:aa', log: silent };
  await takeTurn({ ...parts, pacer: createPacer({ clock: school.clock }) }, new AbortController().signal);
  await school.db.botTurn.update({ where: { bot: 'parents' }, data: { limitsHit: 7 } });
  const ran = new Date(school.clock.now().getTime() - 40_000);
  await school.db.sweepRun.create({ data: { name: 'loop plan', at: ran } });
  expect(await read('vestnik_bot_turn')).toEqual({ '{bot="parents",holder="host:1:aa"}': 1 });
  expect(await read('vestnik_bot_turn_held')).toEqual({ '{bot="parents"}': 1 });
  expect(await read('vestnik_limits_hit_total')).toEqual({ '{bot="parents"}': 7 });
  await school.db.sweepRun.create({ data: { name: 'watch told', at: ran } });
  expect(await read('vestnik_sweep_age_seconds')).toEqual({ '{sweep="plan"}': 40 });
  const ask = createMetrics({ db: school.db, clock: school.clock, steadyNow: () => (steady += 250) });
  expect(await read('vestnik_database_latency_seconds', ask)).toEqual({ '': 0.25 });
  await school.db
    .$executeRaw`UPDATE bot_turn SET until = clock_timestamp() - interval '1 second', paused_until = clock_timestamp() + interval '1 hour'`;
  expect(await read('vestnik_bot_turn')).toEqual({});
  expect(await read('vestnik_bot_turn_held')).toEqual({ '{bot="parents"}': 0 });
  expect((await read('vestnik_bot_paused_seconds'))['{bot="parents"}']).toBeGreaterThan(3_500);
});
