import { Counter, type Registry } from 'prom-client';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import type { MakeGauge } from './metrics.ts';
import { LOOP } from './sweep-runs.ts';

interface TurnRow {
  bot: string;
  holder: string | null;
  epoch: number;
  paused: number;
  strange: boolean;
  limitsHit: number;
}

/** Who polls and sends for each bot, how often Telegram said 429, and when each loop of any process last ran. */
export function turnGauges(
  { db, clock }: { db: Db; clock: Clock },
  { gauge, registry }: { gauge: MakeGauge; registry: Registry },
): () => Promise<void> {
  const turn = gauge('bot_turn', 'Which process polls and sends for a bot', ['bot', 'holder']);
  const held = gauge('bot_turn_held', 'Whether any process polls and sends for a bot', ['bot']);
  const epoch = gauge('bot_turn_epoch', 'Changes of the holder so far', ['bot']);
  const paused = gauge('bot_paused_seconds', 'For how long Telegram still lets a bot wait', ['bot']);
  const strange = gauge('bot_strange', 'Whether the token is of another bot than the one that chats know', ['bot']);
  const age = gauge('sweep_age_seconds', 'How long ago a loop of any process last ended well', ['sweep']);
  const limits = new Counter({
    name: 'vestnik_limits_hit_total',
    help: 'Answers 429 of Telegram: to notices, to answers and to polling',
    labelNames: ['bot'],
    registers: [registry],
  });
  return async () => {
    turn.reset();
    limits.reset();
    for (const row of await readTurns(db)) {
      const { bot, holder } = row;
      if (holder) turn.set({ bot, holder }, 1);
      held.set({ bot }, holder ? 1 : 0);
      epoch.set({ bot }, row.epoch);
      paused.set({ bot }, row.paused);
      strange.set({ bot }, row.strange ? 1 : 0);
      limits.inc({ bot }, row.limitsHit);
    }
    const now = clock.now().getTime();
    for (const { name, at } of await db.sweepRun.findMany({ where: { name: { startsWith: LOOP } } }))
      age.set({ sweep: name.slice(LOOP.length) }, Math.max(0, now - at.getTime()) / 1000);
  };
}

function readTurns(db: Db): Promise<TurnRow[]> {
  return db.$queryRaw`
    SELECT bot, CASE WHEN until > clock_timestamp() THEN holder END AS holder, epoch, stranger_id IS NOT NULL AS strange, limits_hit AS "limitsHit",
           greatest(0, coalesce(extract(epoch FROM paused_until - clock_timestamp()), 0))::float8 AS paused FROM bot_turn`;
}
