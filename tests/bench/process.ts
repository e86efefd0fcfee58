/** A whole Vestnik on PostgreSQL with 1,000 pupils, as `start` runs it: how soon a notice leaves, how much memory it takes. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { recordEntries } from '../../src/journal/record.ts';
import { type Db, openDatabase } from '../../src/platform/database/open.ts';
import { RUN } from '../child.ts';
import { freePort } from '../free-port.ts';
import { describeMissing, findTool } from '../needs.ts';
import { startPostgresql } from '../postgresql-server.ts';
import { silent } from '../silent.ts';
import { startBotApiProcess } from '../stand-ins/bot-api/child.ts';
import { PARENTS_TOKEN } from '../stand-ins/bot-api.ts';
import { BEGINS, classesOf, lessonMarks, movedClock, putDistrict } from './district.ts';

const PUPILS = 1_000;
/** Events come so far apart, each for another chat: a third of what Telegram takes. */
const APART_MS = 100;
const EVENTS = 600;
const SETTLE_MINUTES = 1;
const LATEST_MS = 1_000;
const MOST_MEMORY = 200;
/** both five-day and six-day classes have closed by then */
const WEEK_CLOSED = '2026-10-04T11:00:00+03:00';

interface Line {
  name: string;
  figure: string;
  floor: string;
  ratio: string;
}

export async function bench(): Promise<Line[]> {
  if (!findTool('postgresql')) throw new Error(describeMissing('postgresql'));
  const server = await startPostgresql({ durable: true });
  const standIn = await startBotApiProcess(PUPILS);
  const { prisma: db, close } = await openDatabase({ databaseUrl: server.url, dataDir: tmpdir(), log: silent });
  const offset = Date.parse(BEGINS) - Date.now();
  let vestnik: ChildProcess | null = null;
  try {
    const port = await freePort();
    await putDistrict(db, PUPILS, { kind: 'rehearsal', rules: { settleMinutes: SETTLE_MINUTES } });
    vestnik = await startVestnik(offset, {
      DATABASE_URL: server.url,
      PORT: String(port),
      PARENTS_BOT_TOKEN: PARENTS_TOKEN,
      TELEGRAM_API_ROOT: standIn.root,
      CLOCK_START: BEGINS,
      LOG_LEVEL: 'warn',
    });
    const recorded = await recordEvenly(db, offset);
    await untilTold(db);
    const { lastAt, tooMany } = await standIn.tally();
    const waits = [...recorded].map(
      ([chat, at]) => (lastAt[chat] ?? Number.POSITIVE_INFINITY) - at - SETTLE_MINUTES * 60_000,
    );
    await closeTheWeek(db, vestnik);
    await readPages(port);
    return [latencyLine(waits, tooMany), memoryLine(vestnik.pid as number)];
  } finally {
    vestnik?.kill('SIGKILL');
    await close();
    await standIn.stop();
    await server.stop();
  }
}

async function startVestnik(offset: number, env: Record<string, string>): Promise<ChildProcess> {
  const path = fileURLToPath(new URL('../storm/process.ts', import.meta.url));
  const child = fork(RUN, [path], { execArgv: flagsOfUnit(), env: { PATH: process.env.PATH, ...env } });
  const [asks] = await once(child, 'message');
  if (asks !== 'asks') throw new Error(`said ${asks}`);
  child.send({ offset });
  await once(child, 'message');
  return child;
}

/** Node's own flags, as README's unit gives them. */
function flagsOfUnit(): string[] {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const flags = /^ *ExecStart=\/usr\/bin\/node (.+) src\/run\.mjs src\/main\.ts start$/m.exec(readme)?.[1];
  if (!flags) throw new Error('README has no unit');
  return flags.split(' ');
}

/** @returns by chat, when its only event was recorded, ms of the world */
async function recordEvenly(db: Db, offset: number): Promise<Map<string, number>> {
  const clock = movedClock(offset);
  const marks = Array.from({ length: classesOf(PUPILS) }, (_, i) => lessonMarks(i + 1, 1, PUPILS)).flat();
  const recorded = new Map<string, number>();
  const begun = performance.now();
  for (const [i, mark] of marks.slice(0, EVENTS).entries()) {
    await pause(Math.max(0, begun + i * APART_MS - performance.now()));
    const at = Date.now();
    const [result] = await recordEntries({ db, clock }, 'bench', [mark]);
    if (result?.status !== 'recorded') throw new Error(JSON.stringify(result));
    recorded.set((mark as { student: string }).student.slice(1), at);
  }
  return recorded;
}

async function untilTold(db: Db): Promise<void> {
  const waiting = () =>
    db.delivery.count({
      where: { state: { in: ['gathering', 'due', 'leased', 'started'] }, channel: { not: 'paper' } },
    });
  while ((await waiting()) || (await db.journalEvent.count({ where: { plannedAt: null } }))) await pause(500);
}

/** Forty classes and a thousand summaries, as on any Sunday. */
async function closeTheWeek(db: Db, vestnik: ChildProcess): Promise<void> {
  vestnik.send({ offset: Date.parse(WEEK_CLOSED) - Date.now() });
  while ((await db.schoolWeek.count({ where: { closedAt: { not: null } } })) < classesOf(PUPILS)) await pause(500);
  await untilTold(db);
}

async function readPages(port: number): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/login`);
    if (!answer.ok) throw new Error(`/login answered ${answer.status}`);
    await answer.text();
  }
}

function latencyLine(waits: number[], tooMany: number): Line {
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? Number.POSITIVE_INFINITY);
  return {
    name: `event to Telegram request after the settle time, ${1000 / APART_MS} events/s, 1,000 pupils (postgresql)`,
    figure: `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, latest ${at(1)} ms, ${tooMany} × 429`,
    floor: `p99 under ${LATEST_MS} ms`,
    ratio: (at(0.99) / LATEST_MS).toFixed(2),
  };
}

/** The most that the process held since its start: a day's events, a week's close, a thousand summaries, pages. */
function memoryLine(pid: number): Line {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) => (Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) * 1024) / 1e6;
  const most = megabytes('VmHWM');
  return {
    name: 'memory of the whole process, 1,000 pupils (postgresql)',
    figure: `${most.toFixed(0)} MB at most, ${megabytes('VmRSS').toFixed(0)} MB at the end`,
    floor: `under ${MOST_MEMORY} MB`,
    ratio: (most / MOST_MEMORY).toFixed(2),
  };
}
