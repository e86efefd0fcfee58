import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordEntries } from '../../src/journal/record.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { type Db, openDatabase } from '../../src/platform/database/open.ts';
import { testDatabase } from '../database.ts';
import { needs } from '../needs.ts';
import { type PostgresqlServer, startPostgresql } from '../postgresql-server.ts';
import { silent } from '../silent.ts';
import { type BotApi, PARENTS_TOKEN, startBotApi } from '../stand-ins/bot-api.ts';
import { type SmtpStandIn, startSmtp } from '../stand-ins/smtp.ts';
import { chatOf, crashEntry, makeCrashSchool } from './crash-school.ts';
import { startWire, type Wire } from './wire.ts';

const SEND = /\/sendMessage /;
const POLL = /\/getUpdates /;
const ANY = /^/;
/** What is promised after a kill or a cut. */
const TAKEOVER_MS = 15_000;
const PATIENCE_MS = 180_000;
/** Two seconds of what Telegram takes are left when the bot's process is killed; letters for both who send them. */
const MANY = 400;
const MANY_IN_CHATS = 160;
const clock = systemClock();

interface Process {
  child: ChildProcess;
  /** its ways to the database and to Telegram */
  database: Wire;
  telegram: Wire;
  mail: SmtpStandIn;
  log: string[];
}

let databaseUrl: string;
let db: Db;
let botApi: BotApi;
let processes: Process[];
/** what the test takes away besides */
let ends: (() => Promise<unknown>)[];
beforeEach(async () => {
  botApi = await startBotApi();
  processes = [];
  ends = [];
});
afterEach(async () => {
  for (const { child, database, telegram, mail } of processes) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await Promise.all([database.close(), telegram.close(), mail.close()]);
  }
  await botApi.close();
  for (const end of ends) await end();
});

async function onSharedServer(): Promise<void> {
  const database = await testDatabase({ durable: true });
  ends.push(database.close);
  databaseUrl = database.env.DATABASE_URL as string;
  db = database.db.prisma;
}

/** For a test that crashes it. */
async function onOwnServer(): Promise<PostgresqlServer> {
  const server = await startPostgresql({ durable: true });
  const database = await openDatabase({ databaseUrl: server.url, dataDir: '', log: silent });
  ends.push(database.close, server.stop);
  databaseUrl = server.url;
  db = database.prisma;
  return server;
}

/** Families of whom `inChats` read Telegram and the others mail. */
async function school(families: number, inChats: number): Promise<void> {
  await makeCrashSchool(db, clock, { families, telegram: (family) => family < inChats });
  for (let family = 0; family < inChats; family += 1) botApi.person('parents', { id: chatOf(family), begun: true });
}

/** One message for each family, due at once. */
async function news(families: number): Promise<void> {
  const entries = Array.from({ length: families }, (_, index) => crashEntry(index, families).entry);
  await recordEntries({ db, clock }, 'api', entries);
}

async function start(only: string): Promise<Process> {
  const url = new URL(databaseUrl);
  const database = await startWire(Number(url.port));
  const telegram = await startWire(Number(new URL(botApi.root).port), [SEND, POLL, ANY]);
  const mail = await startSmtp();
  url.port = String(database.port);
  const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const child = spawn(process.execPath, [at('src/run.mjs'), at('src/main.ts'), 'start', '--only', only], {
    cwd: at('.'),
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: url.href,
      DEMO: '0',
      PARENTS_BOT_TOKEN: PARENTS_TOKEN,
      TELEGRAM_API_ROOT: `http://127.0.0.1:${telegram.port}`,
      SMTP_URL: mail.url,
      MAIL_FROM: 'school@crash.example',
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log: string[] = [];
  child.stderr!.on('data', (chunk) => log.push(String(chunk)));
  const started = { child, database, telegram, mail, log };
  processes.push(started);
  return started;
}

/** Looks until it is so. */
async function until<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
) {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    const fallen = processes.some(({ child }) => child.exitCode);
    if (fallen || performance.now() > deadline)
      throw new Error(`never: ${what}\n${processes.map(({ log }) => log.slice(-20).join('')).join('\n—\n')}`);
    await pause(100);
  }
}

const sent = () => botApi.sent('parents');
const polls = (since: number) => (one: Process) => one.telegram.firstPassed(POLL, since) !== null;
const sends = (since: number) => (one: Process) => one.telegram.firstPassed(SEND, since) !== null;

/** The process that polls and sends, and another that waits for the turn. */
async function holderAmong(all: Process[]): Promise<[Process, Process]> {
  const holder = await until('somebody holds the turn', () => all.find(polls(0)));
  return [holder, all.find((one) => one !== holder) as Process];
}

/** A week's summary repeats what was told before: that is no second telling. */
const SUMMARY = /^(Неделя|Школьная неделя) /;

/** The text of each letter, read once; empty for a summary. */
const textOfLetter = new WeakMap<object, string>();
async function textsOfLetters(): Promise<string[]> {
  const letters = processes.flatMap(({ mail }) => mail.letters);
  for (const letter of letters) {
    if (textOfLetter.has(letter)) continue;
    const { subject = '', text = '' } = await PostalMime.parse(letter.raw);
    textOfLetter.set(letter, SUMMARY.test(subject) ? '' : text);
  }
  return letters.map((letter) => textOfLetter.get(letter) ?? '');
}

/** How often each family's message was told by notices. */
async function told(): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const texts = sent().map(({ params }) => String(params.text));
  for (const text of [...texts.filter((one) => !SUMMARY.test(one)), ...(await textsOfLetters())])
    for (const [, index] of text.matchAll(/<вестник\s(\d+)>/g)) counts.set(index!, (counts.get(index!) ?? 0) + 1);
  return counts;
}

/** Nobody is left out; nobody hears twice but who was being told at that instant. */
async function expectAllTold(families: number, twice: number): Promise<void> {
  const some = () => sent().length + processes.reduce((sum, { mail }) => sum + mail.letters.length, 0);
  await until('all are told', async () => some() >= families && (await told()).size === families);
  const again = [...(await told())].filter(([, count]) => count > 1);
  expect(again.length).toBeLessThanOrEqual(twice);
}

function expectLimitsKept(): void {
  expect(botApi.calls.filter(({ status }) => status === 429 || status === 409)).toEqual([]);
  const times = sent().map(({ at }) => at);
  const busiest = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
  expect(busiest).toBeLessThanOrEqual(30);
  expect(sent().every(({ status }) => status === 200)).toBe(true);
}

/** As if the minute and a half had passed that a letter is given to be accepted and written down. */
async function endLeasesFrom(before: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE delivery SET lease_until = clock_timestamp() WHERE state IN ('leased', 'started') AND lease_until < ${before}::timestamptz + interval '60 seconds'`;
  await db.$executeRaw`
    UPDATE delivery d SET lease_until = clock_timestamp() FROM attempt a
     WHERE d.state = 'started' AND a.delivery_id = d.id AND a.finished_at IS NULL AND a.started_at < ${before}`;
}

/** From the kill or the cut until the other process polls, and until it sends. */
async function takeover(by: Process, from: number, how: string): Promise<void> {
  const [polled, told] = [
    await until('the other polls', () => by.telegram.firstPassed(POLL, from)),
    await until('the other sends', () => by.telegram.firstPassed(SEND, from)),
  ].map((at) => Math.round(at - from));
  console.log(`takeover after ${how}: polling after ${polled} ms, sending after ${told} ms`);
  expect(polled).toBeLessThan(TAKEOVER_MS);
  expect(told).toBeLessThan(TAKEOVER_MS);
}

describe('several processes on one PostgreSQL', needs('postgresql'), () => {
  it('share the letters; when the one that sends for the bot is killed, another does within 15 seconds', async () => {
    await onSharedServer();
    await school(MANY, MANY_IN_CHATS);
    const works = [await start('work'), await start('work')];
    const bots = [await start('bots'), await start('bots')];
    const [holder, other] = await holderAmong(bots);
    await until('all run', () => processes.every(({ log }) => log.join('').includes('Vestnik is running')));
    await news(MANY);
    await until('a hundred messages', () => sent().length >= 100);
    expect(other.telegram.firstPassed(ANY, 0)).toBeNull();
    holder.child.kill('SIGKILL');
    const killed = performance.now();
    await takeover(other, killed, 'SIGKILL');
    // a letter may be on its way when nobody is killed: none comes twice
    await expectAllTold(MANY, 1);
    expectLimitsKept();
    for (const { mail } of works) expect(mail.letters.length).toBeGreaterThan(0);
    expect(works.every(({ telegram }) => telegram.firstPassed(ANY, 0) === null)).toBe(true);
  }, 500_000);

  it.each(['reset', 'silent'] as const)(
    'the one whose way to the database is cut (%s) stops before another begins, lives on and takes its turn again',
    async (how) => {
      await onSharedServer();
      await school(250, 250);
      await news(250);
      const [holder, other] = await holderAmong([await start('work,bots'), await start('work,bots')]);
      await until('a hundred messages', () => sent().length >= 100);
      holder.database.cut(how);
      const cut = performance.now();
      await takeover(other, cut, `a cut connection (${how})`);
      const begun = other.telegram.firstPassed(SEND, cut)!;
      expect(holder.telegram.firstPassed(SEND, begun - 1_000)).toBeNull();
      expect(holder.child.exitCode).toBeNull();
      holder.database.mend();
      const handedOver = performance.now();
      other.child.kill('SIGTERM');
      await once(other.child, 'exit');
      await takeover(holder, handedOver, 'the other ended');
      await expectAllTold(250, 1);
      expectLimitsKept();
    },
    500_000,
  );

  it('live on through a database that is stopped and started', async () => {
    const server = await onOwnServer();
    await school(300, 200);
    await news(300);
    const all = [await start('work,bots'), await start('work,bots')];
    await holderAmong(all);
    await until('a hundred messages', () => sent().length >= 100);
    const crashed = clock.now();
    await server.crash();
    const back = performance.now();
    await until('messages go out again', () => all.some(sends(back)));
    const resumed = Math.min(...all.flatMap(({ telegram }) => telegram.firstPassed(SEND, back) ?? []));
    console.log(`sending again ${Math.round(resumed - back)} ms after the database is back`);
    expect(resumed - back).toBeLessThan(TAKEOVER_MS);
    expect(all.map(({ child }) => child.exitCode)).toEqual([null, null]);
    await endLeasesFrom(crashed);
    // one message, and the letters of two batches whose acceptance could not be written down
    await expectAllTold(300, 101);
    expectLimitsKept();
  }, 500_000);
});
