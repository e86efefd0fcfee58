import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { promiseGauges } from './promise-gauges.ts';

interface Figures {
  waiting: number;
  oldest: number | null;
  unplanned: number;
}

/** What Prometheus may read: figures without names, counted from the rows when asked. */
export function createMetrics(db: Db, clock: Clock): () => Promise<{ contentType: string; text: string }> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `vestnik_${name}`, help, labelNames, registers: [registry] });
  const waiting = gauge('deliveries_due', 'Deliveries whose time has come');
  const age = gauge('deliveries_oldest_seconds', 'How long the oldest due delivery has waited');
  const unplanned = gauge('events_unplanned', 'Journal events that wait for the planner');
  const attempts = gauge('attempts', 'Attempts of the last day by channel and outcome', ['channel', 'outcome']);
  const promise = gauge('week_pairs', 'Guardian-child pairs of the last closed week', ['informed']);
  const setPromise = promiseGauges({ db, clock }, gauge);
  return async () => {
    const now = clock.now();
    await setPromise();
    const [row] = await db.$queryRaw<Figures[]>`
      SELECT count(*)::int AS waiting, extract(epoch FROM ${now} - min(due_at))::float8 AS oldest,
             (SELECT count(*)::int FROM journal_event WHERE planned_at IS NULL) AS unplanned
        FROM delivery WHERE state IN ('gathering', 'due') AND channel <> 'paper' AND due_at <= ${now}`;
    waiting.set(row?.waiting ?? 0);
    age.set(row?.oldest ?? 0);
    unplanned.set(row?.unplanned ?? 0);
    attempts.reset();
    const dayAgo = new Date(now.getTime() - 86_400_000);
    for (const { channel, outcome, count } of await db.$queryRaw<{ channel: string; outcome: string; count: number }[]>`
      SELECT d.channel::text AS channel, coalesce(a.outcome::text, 'started') AS outcome, count(*)::int AS count
        FROM attempt a JOIN delivery d ON d.id = a.delivery_id WHERE a.started_at > ${dayAgo} GROUP BY 1, 2`)
      attempts.set({ channel, outcome }, count);
    promise.reset();
    for (const { informed, count } of await db.$queryRaw<{ informed: string; count: number }[]>`
      SELECT (o.met_by IS NOT NULL OR EXISTS (
               SELECT FROM obligation m JOIN guardianship q ON q.guardian_id = m.guardian_id AND q.student_id = m.student_id
                WHERE m.weekly_record_id = o.weekly_record_id AND m.met_by IS NOT NULL
                  AND q.household_id IS NOT DISTINCT FROM p.household_id))::text AS informed, count(*)::int AS count
        FROM obligation o JOIN guardianship p ON p.guardian_id = o.guardian_id AND p.student_id = o.student_id
       WHERE o.week = (SELECT max(week) FROM obligation) AND p.ended_at IS NULL AND p.rights <> 'none' GROUP BY 1`)
      promise.set({ informed }, count);
    return { contentType: registry.contentType, text: await registry.metrics() };
  };
}
