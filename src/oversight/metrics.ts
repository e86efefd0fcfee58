import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { countAttempts } from './attempt-counts.ts';
import { promiseGauges } from './promise-gauges.ts';
import { queueGauges } from './queue-gauges.ts';
import { turnGauges } from './turn-gauges.ts';
import { weekGauges } from './week-gauges.ts';

export interface MetricsParts {
  db: Db;
  clock: Clock;
  /** milliseconds that no change of the clock moves */
  steadyNow?: () => number;
}

/** Makes a gauge `vestnik_…` of the registry. */
export type MakeGauge = (name: string, help: string, labelNames?: string[]) => Gauge;

/** What Prometheus may read: figures without names, counted from the rows when asked, all processes' together. */
export function createMetrics({
  db,
  clock,
  steadyNow = () => performance.now(),
}: MetricsParts): () => Promise<{ contentType: string; text: string }> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge: MakeGauge = (name, help, labelNames = []) =>
    new Gauge({ name: `vestnik_${name}`, help, labelNames, registers: [registry] });
  const latency = gauge('database_latency_seconds', 'How long the database takes to answer the least of questions');
  const sends = new Counter({
    name: 'vestnik_sends_total',
    help: 'Attempts that ended, by channel and outcome',
    labelNames: ['channel', 'outcome'],
    registers: [registry],
  });
  const readAttempts = countAttempts(db, steadyNow);
  const setters = [
    queueGauges({ db, clock }, gauge),
    turnGauges({ db, clock }, { gauge, registry }),
    weekGauges({ db, steadyNow }, gauge),
    promiseGauges({ db, clock }, gauge),
  ];
  return async () => {
    const asked = steadyNow();
    await db.$queryRaw`SELECT 1`;
    latency.set((steadyNow() - asked) / 1000);
    for (const set of setters) await set();
    sends.reset();
    for (const { channel, outcome, count } of await readAttempts()) sends.inc({ channel, outcome }, count);
    return { contentType: registry.contentType, text: await registry.metrics() };
  };
}
