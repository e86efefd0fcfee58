/** Kills a running Vestnik again and again while entries are recorded and sent, then counts what every family was told. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { Webhook } from 'standardwebhooks';
import { type Db, openDatabase } from '../../src/platform/database/open.ts';
import { silent } from '../silent.ts';
import { PARENTS_TOKEN, startBotApi } from '../stand-ins/bot-api.ts';
import { startSmtp } from '../stand-ins/smtp.ts';
import { chatOf, crashEntry, FAMILIES, onTelegram } from './crash-school.ts';

export interface CampaignOptions {
  /** DATA_DIR or DATABASE_URL of a database that makeCrashSchool filled */
  env: Record<string, string | undefined>;
  kills: number;
  entries: number;
  /** 0 ≤ x < 1 */
  random: () => number;
  port: number;
  /** told after each kill */
  progress?: (at: { kill: number; told: number }) => void;
}

export interface CampaignReport {
  kills: number;
  acknowledged: number;
  /** acknowledged, yet not in the journal */
  missing: number;
  /** no message about it reached the family */
  untold: number;
  toldTwice: number;
  /** told twice though no attempt was under way when the process was killed */
  toldTwiceWithoutCause: number;
  /** the deliveries of some of those, for whoever looks for the cause */
  unexplained: unknown[];
  seconds: number;
}

const SECRET = `whsec_${Buffer.from('a secret of the crash campaign').toString('base64')}`;
const BATCH = 10;
const GIVE_UP_MS = 400_000;

export async function runCampaign({
  env,
  kills,
  entries,
  random,
  port,
  progress,
}: CampaignOptions): Promise<CampaignReport> {
  const begun = performance.now();
  const botApi = await startBotApi();
  const smtp = await startSmtp();
  for (let family = 0; family < FAMILIES; family += 1)
    if (onTelegram(family)) botApi.person('parents', { id: chatOf(family), begun: true });
  const start = () =>
    startProcess({
      ...env,
      PORT: String(port),
      DEMO: '0',
      INGEST_SECRET: SECRET,
      PARENTS_BOT_TOKEN: PARENTS_TOKEN,
      TELEGRAM_API_ROOT: botApi.root,
      SMTP_URL: smtp.url,
      MAIL_FROM: 'school@crash.example',
      LOG_LEVEL: 'warn',
    });
  const told = async () =>
    countTold(
      botApi.sent('parents').map(({ params }) => String(params.text)),
      smtp.letters,
    );
  let child = start();
  let kill = 0;
  // each life of the process gets its share, so that every kill comes while entries are recorded and sent
  const feeding = feed(port, entries, () => Math.ceil((entries * (kill + 1)) / (kills + 1)));
  try {
    for (; kill < kills; kill += 1) {
      await ready(port, child);
      await pause(200 + random() * 1_800);
      child.kill('SIGKILL');
      await once(child, 'exit');
      progress?.({ kill: kill + 1, told: (await told()).size });
      child = start();
    }
    const acknowledged = await feeding.done;
    const deadline = performance.now() + GIVE_UP_MS;
    while ((await told()).size < entries && performance.now() < deadline) await pause(500);
    // whatever is told a second time is on its way by now
    await pause(1_500);
    child.kill('SIGTERM');
    await once(child, 'exit');
    return await audit({ env, entries, kills, acknowledged, told: await told(), begun });
  } finally {
    feeding.stop();
    child.kill('SIGKILL');
    await botApi.close();
    await smtp.close();
  }
}

function startProcess(env: Record<string, string | undefined>): ChildProcess {
  const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
  return spawn(process.execPath, [at('src/run.mjs'), at('src/main.ts'), 'start'], {
    cwd: at('.'),
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', process.env.CRASH_LOG ? 'inherit' : 'ignore'],
  });
}

async function ready(port: number, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`Vestnik ended by itself with ${child.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error('Vestnik did not become ready');
}

/**
 * Posts every entry until it is acknowledged; a request that got no answer is sent again as it was.
 * @param allowed how many may have been posted by now
 */
function feed(port: number, entries: number, allowed: () => number): { done: Promise<Set<string>>; stop(): void } {
  const webhook = new Webhook(SECRET);
  const acknowledged = new Set<string>();
  let stopped = false;
  const done = (async () => {
    for (let from = 0; from < entries && !stopped; from += BATCH) {
      const batch = Array.from({ length: BATCH }, (_, i) => crashEntry(from + i).entry);
      const body = JSON.stringify({ entries: batch });
      const id = `batch-${from}`;
      for (;;) {
        if (stopped) return acknowledged;
        if (from >= allowed()) {
          await pause(20);
          continue;
        }
        const at = new Date();
        const headers = {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': webhook.sign(id, at, body),
        };
        const answer = await fetch(`http://127.0.0.1:${port}/api/v1/entries`, { method: 'POST', headers, body }).catch(
          () => null,
        );
        const results = answer?.ok
          ? await answer.json().then(
              ({ results }) => results,
              () => null,
            )
          : null;
        if (!results) {
          await pause(50);
          continue;
        }
        for (const { key, status } of results as { key: string; status: string }[])
          if (status === 'recorded' || status === 'duplicate') acknowledged.add(key);
          else throw new Error(`${key} was ${status}`);
        break;
      }
    }
    return acknowledged;
  })();
  return {
    done,
    stop: () => {
      stopped = true;
    },
  };
}

/** A week's summary repeats what was told before: that is no second telling. */
const SUMMARY = /^(Неделя|Школьная неделя) /;

/** What each letter says, read once; empty for a summary. */
const textOfLetter = new WeakMap<object, string>();

async function readLetter(letter: { raw: Buffer }): Promise<string> {
  const known = textOfLetter.get(letter);
  if (known !== undefined) return known;
  const { subject = '', text = '' } = await PostalMime.parse(letter.raw);
  const news = SUMMARY.test(subject) ? '' : text;
  textOfLetter.set(letter, news);
  return news;
}

/** How often each marker was told by notices, in chats and letters. */
async function countTold(texts: string[], letters: { raw: Buffer }[]): Promise<Map<string, number>> {
  const bodies = await Promise.all(letters.map(readLetter));
  const counts = new Map<string, number>();
  for (const text of [...texts.filter((one) => !SUMMARY.test(one)), ...bodies])
    for (const [, index] of text.matchAll(/<вестник\s(\d+)>/g))
      counts.set(index as string, (counts.get(index as string) ?? 0) + 1);
  return counts;
}

interface AuditInput {
  env: CampaignOptions['env'];
  entries: number;
  kills: number;
  acknowledged: Set<string>;
  told: Map<string, number>;
  begun: number;
}

async function audit({ env, entries, kills, acknowledged, told, begun }: AuditInput): Promise<CampaignReport> {
  const database = await openDatabase({
    ...(env.DATABASE_URL && { databaseUrl: env.DATABASE_URL }),
    dataDir: env.DATA_DIR ?? '',
    log: silent,
  });
  try {
    const keys = await database.prisma.entryKey.findMany({ select: { key: true } });
    const recorded = new Set(keys.map(({ key }) => key));
    const excused = await database.prisma.$queryRaw<{ key: string }[]>`
      SELECT DISTINCT k.key FROM entry_key k JOIN journal_event v ON v.entry_id = k.entry_id
        JOIN delivery_item i ON i.event_id = v.id JOIN attempt a ON a.delivery_id = i.delivery_id
       WHERE a.outcome = 'unknown'`;
    const underWay = new Set(excused.map(({ key }) => key));
    const twice = [...told].filter(([, count]) => count > 1).map(([index]) => `crash-${index}`);
    const causeless = twice.filter((key) => !underWay.has(key));
    return {
      kills,
      acknowledged: acknowledged.size,
      missing: [...acknowledged].filter((key) => !recorded.has(key)).length,
      untold: entries - told.size,
      toldTwice: twice.length,
      toldTwiceWithoutCause: causeless.length,
      unexplained: await explain(database.prisma, causeless.slice(0, 3)),
      seconds: Math.round((performance.now() - begun) / 1000),
    };
  } finally {
    await database.close();
  }
}

/** Nothing acknowledged is lost, nobody is left untold, twice only what was under way. */
export function keepsThePromise(report: CampaignReport, entries: number): boolean {
  const { acknowledged, missing, untold, toldTwiceWithoutCause } = report;
  return acknowledged === entries && !missing && !untold && !toldTwiceWithoutCause;
}

/** Every delivery and attempt of these keys. */
function explain(db: Db, keys: string[]): Promise<unknown[]> {
  return db.$queryRaw<unknown[]>`
    SELECT k.key, v.id AS event, v.planned_at, d.id AS delivery, d.channel::text AS channel, d.state::text AS state, d.uncertain, d.tries, d.end_reason, d.created_at,
           d.ended_at, i.state::text AS item, i.reason,
           (SELECT json_agg(json_build_object('id', a.id, 'started', a.started_at, 'finished', a.finished_at, 'outcome', a.outcome,
                   'code', a.code, 'detail', a.detail) ORDER BY a.id) FROM attempt a WHERE a.delivery_id = d.id) AS attempts
      FROM entry_key k JOIN journal_entry e ON e.text = '<вестник ' || substr(k.key, 7) || '>' JOIN journal_event v ON v.entry_id = e.id LEFT JOIN delivery_item i ON i.event_id = v.id
      LEFT JOIN delivery d ON d.id = i.delivery_id WHERE k.key = ANY(${keys}) ORDER BY k.key, d.id`;
}

/** As a table for people. */
export function campaignTable(rows: (Omit<CampaignReport, 'unexplained'> & { database: string })[]): string {
  const heads = [
    'database',
    'kills',
    'acknowledged',
    'missing',
    'untold',
    'toldTwice',
    'toldTwiceWithoutCause',
    'seconds',
  ] as const;
  const cells = [heads.map(String), ...rows.map((row) => heads.map((head) => String(row[head])))];
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => (row[column] as string).length)));
  return cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column] as number)).join('  ')).join('\n');
}
