/**
 * A school day in bad weather: providers that fail a fifth of the calls, workers killed every few seconds, a database that
 * crashes twice, a clock that jumps an hour both ways. Afterwards everything is counted (audit.ts).
 */
import pg from 'pg';
import { systemClock } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/database/open.ts';
import { freePort } from '../free-port.ts';
import { startPostgresql } from '../postgresql-server.ts';
import { silent } from '../silent.ts';
import { PARENTS_TOKEN, startBotApi } from '../stand-ins/bot-api.ts';
import { startSmtp } from '../stand-ins/smtp.ts';
import { auditStorm, type StormReport } from './audit.ts';
import { createCrew } from './crew.ts';
import { createFeeder, SECRET } from './feed.ts';
import { type MovingClock, movingClock } from './moving-clock.ts';
import { chatOf, makeStormSchool, onTelegram } from './school.ts';
import { calm, stormOverMail, stormOverTelegram } from './weather.ts';

export interface StormOptions {
  guardians: number;
  events: number;
  workers: number;
  /** a worker is killed so often, ms at least; up to twice as long */
  killEvery: number;
  /** hours of the school day that the storm lasts; the clock moves by one after each */
  hours: number;
  /** what a killed worker had leased is let go of at once, not after a minute of the database's clock */
  leasesEnd: boolean;
  /** 0 ≤ x < 1 */
  random: () => number;
  progress: (line: string) => void;
}

/** Monday */
const MORNING = new Date('2026-09-14T08:00:00+03:00');
const NIGHT = new Date('2026-09-14T22:10:00+03:00');
const WEEK_CLOSES = new Date('2026-09-19T10:00:30+03:00');
const HOUR_MS = 3_600_000;
/** longest wait for what is due in one hour, ms of the world */
const HOUR_AT_MOST_MS = 180_000;
const SETTLING_MS = 20_000;
const AT_MOST_MS = 900_000;

export async function runStorm({
  guardians,
  events,
  workers,
  killEvery,
  hours,
  leasesEnd,
  random,
  progress,
}: StormOptions): Promise<StormReport> {
  const begun = performance.now();
  const server = await startPostgresql({ durable: true });
  const botApi = await startBotApi({ random });
  const smtp = await startSmtp();
  const port = await freePort();
  const env = {
    DATABASE_URL: server.url,
    CLOCK_START: MORNING.toISOString(),
    INGEST_SECRET: SECRET,
    PARENTS_BOT_TOKEN: PARENTS_TOKEN,
    TELEGRAM_API_ROOT: botApi.root,
    SMTP_URL: smtp.url,
    MAIL_FROM: 'school@storm.example',
    LOG_LEVEL: 'warn',
  };
  for (let guardian = 0; guardian < guardians; guardian += 1)
    if (onTelegram(guardian)) botApi.person('parents', { id: chatOf(guardian), begun: true });
  const clock = movingClock(MORNING, (offset) => crew.told({ offset }));
  await withDatabase(server.url, (db) => makeStormSchool(db, { ...systemClock(), now: clock.now }, guardians));
  const crew = createCrew({ env, port, workers, killEvery, random, offset: clock.offset });
  const feeder = createFeeder({ port, now: clock.now, random, guardians });
  /** leases whose outcome the database did not live to hear */
  let unheard: number[] = [];
  const settle = (atMost: number) =>
    untilNothingIsDue(server.url, clock, atMost, (client) =>
      leasesEnd ? endLeases(client, { killed: crew.killed(), unheard }) : Promise.resolve(),
    );
  try {
    await crew.ready();
    stormOverTelegram(botApi);
    stormOverMail(smtp, random);
    const stopKilling = crew.killing();
    for (let hour = 0; hour < hours; hour += 1) {
      const count = Math.ceil(events / hours / 2);
      await feeder.send(count);
      if (hour === Math.floor(hours / 4) || hour === Math.floor(hours / 2)) {
        progress('the database crashes');
        const crash = server.crash().then(async () => {
          unheard = await withClient(server.url, leased);
        });
        await Promise.all([crash, feeder.send(count)]);
      } else if (hour % 4 === 2) {
        progress('the clock jumps an hour back, and on again');
        clock.jump(-HOUR_MS);
        await feeder.send(count, { onlyNew: true });
        clock.jump(HOUR_MS);
      } else await feeder.send(count);
      await settle(HOUR_AT_MOST_MS);
      clock.jump(HOUR_MS);
      progress(
        `hour ${hour + 1} of ${hours}: ${botApi.sent('parents').length} messages, ${smtp.letters.length} letters, ${crew.killed().length} kills`,
      );
    }
    // what fell due by the last jump is on its way: not into the night
    await settle(HOUR_AT_MOST_MS);
    clock.set(NIGHT);
    await feeder.send(Math.ceil(events / 100), { onlyNew: true });
    await feeder.send(5, { onlyNew: true, urgent: true });
    await settle(HOUR_AT_MOST_MS);
    await stopKilling();
    calm(botApi, smtp);
    progress('fair weather: what still waits falls due');
    await untilNothingWaits(server.url, clock, settle);
    clock.set(WEEK_CLOSES);
    await untilWeekIsClosed(server.url);
    await untilNothingWaits(server.url, clock, settle);
    const facts = { botApi, smtp, clock, guardians, meant: feeder.meant };
    const report = await withDatabase(server.url, (db) => auditStorm(db, facts));
    return {
      ...report,
      kills: crew.killed().length,
      restarts: crew.restarted(),
      seconds: Math.round((performance.now() - begun) / 1000),
    };
  } finally {
    await crew.stop();
    await botApi.close();
    await smtp.close();
    await server.stop();
  }
}

async function withDatabase<T>(databaseUrl: string, work: (db: Parameters<typeof makeStormSchool>[0]) => Promise<T>) {
  const database = await openDatabase({ databaseUrl, dataDir: '', log: silent });
  try {
    return await work(database.prisma);
  } finally {
    await database.close();
  }
}

interface Waiting {
  /** unplanned, due or under way by now */
  due: number;
  /** when the next falls due */
  next: Date | null;
}

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c TimeZone=UTC' });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function readWaiting(databaseUrl: string, now: Date): Promise<Waiting> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ due: number; next: Date | null }>(
      `SELECT (SELECT count(*) FROM journal_event WHERE planned_at IS NULL)::int
            + count(*) FILTER (WHERE state IN ('leased', 'started') OR due_at <= $1)::int AS due,
              min(due_at) FILTER (WHERE due_at > $1) AS next
         FROM delivery WHERE state IN ('gathering', 'due', 'leased', 'started') AND channel <> 'paper'`,
      [now],
    );
    return rows[0] ?? { due: 0, next: null };
  });
}

/** A loop closes the week of one class after another: before the last has, nothing of it may be due yet. */
async function untilWeekIsClosed(databaseUrl: string): Promise<void> {
  const { sleep } = systemClock();
  const deadline = performance.now() + AT_MOST_MS;
  while (performance.now() < deadline) {
    const open = await withClient(databaseUrl, async (client) => {
      const { rows } = await client.query<{ open: number }>(
        `SELECT (SELECT count(*) FROM student) - (SELECT count(*) FROM weekly_record) AS open`,
      );
      return Number(rows[0]?.open);
    });
    if (open === 0) return;
    await sleep(500);
  }
  throw new Error('the week was not closed for every child');
}

async function leased(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(`SELECT id FROM delivery WHERE state IN ('leased', 'started')`);
  return rows.map(({ id }) => id);
}

/** As if the time had passed that they were taken for, by processes that are gone or before the database crashed. */
async function endLeases(
  client: pg.Client,
  { killed, unheard }: { killed: readonly number[]; unheard: number[] },
): Promise<void> {
  await client.query(
    `UPDATE delivery SET lease_until = clock_timestamp()
      WHERE state IN ('leased', 'started') AND lease_until > clock_timestamp()
        AND (id = ANY($2) OR split_part(lease_holder, ':', 2)::int = ANY($1))`,
    [killed, unheard.splice(0)],
  );
}

/** Waits until nothing is due by the clock, at most so many ms of the world. */
async function untilNothingIsDue(
  url: string,
  clock: MovingClock,
  atMost: number,
  endLeases: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const { sleep } = systemClock();
  const deadline = performance.now() + atMost;
  while (performance.now() < deadline) {
    await sleep(500);
    // what settles within seconds belongs to this hour
    const waiting = await readWaiting(url, new Date(clock.now().getTime() + SETTLING_MS)).catch(() => null);
    if (waiting?.due === 0) return;
    await withClient(url, endLeases).catch(() => undefined);
  }
}

/** Moves the clock to each next due time until nothing waits any more. */
async function untilNothingWaits(
  url: string,
  clock: MovingClock,
  settle: (atMost: number) => Promise<void>,
): Promise<void> {
  for (let rounds = 0; rounds < 100; rounds += 1) {
    await settle(AT_MOST_MS);
    const { due, next } = await readWaiting(url, clock.now());
    if (!due && !next) return;
    if (next && next > clock.now()) clock.set(new Date(next.getTime() + 600_000));
  }
  throw new Error('something still waits after a hundred due times');
}
