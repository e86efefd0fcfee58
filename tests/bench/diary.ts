/** The diary's week page, fifty guardians each with a page of their own, against a bare Fastify page of the same size; its queries and weight. */

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { seedDemo } from '../../prisma/demo/seed.ts';
import { accountFor } from '../../src/access/accounts.ts';
import { startSession } from '../../src/access/sessions.ts';
import { type Database, type Db, openDatabase } from '../../src/platform/database/open.ts';
import { createWeb } from '../../web/create-web.ts';
import { styleVersion } from '../../web/first-style.ts';
import { lookOf } from '../../web/look.ts';
import type { WebServices } from '../../web/services.ts';
import { RUN } from '../child.ts';
import { fakeClock } from '../fake-clock.ts';
import { findTool } from '../needs.ts';
import { startPostgresql } from '../postgresql-server.ts';

export interface BenchLine {
  name: string;
  figure: string;
  floor: string;
  ratio: string;
}

interface Load {
  rate: number;
  p99: number;
  bytes: number;
}

const CONNECTIONS = 50;
const MS = 3000;
const ROUNDS = 3;
const MOST_QUERIES = 6;
/** a Wednesday in the middle of a quarter: the week before is full */
const NOW = '2026-11-18T15:00:00+03:00';
const log = pino({ level: 'silent' });

/** Requests a second at 50 readers, on both databases; the load comes from another process. */
export async function bench(): Promise<BenchLine[]> {
  const lines = await benchEmbedded();
  return findTool('postgresql') ? [...lines, ...(await benchPostgresql())] : lines;
}

async function benchEmbedded(): Promise<BenchLine[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vestnik-bench-'));
  try {
    return await benchDatabase(await openDatabase({ dataDir, log }));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function benchPostgresql(): Promise<BenchLine[]> {
  const server = await startPostgresql();
  try {
    return await benchDatabase(await openDatabase({ databaseUrl: server.url, dataDir: tmpdir(), log }));
  } finally {
    await server.stop();
  }
}

async function benchDatabase({ prisma: db, dialect, close }: Database): Promise<BenchLine[]> {
  const clock = fakeClock(NOW);
  try {
    await db.school.create({ data: { id: 1, kind: 'demo', madeAt: clock.now(), secret: 'for the bench only' } });
    await seedDemo({ db, clock, log });
    // a school's tables have been looked over by autovacuum
    await db.$executeRawUnsafe('VACUUM ANALYZE');
    const cookies = await signedIn(db, clock);
    const counted = countingDb(db);
    const config = { publicUrl: 'http://127.0.0.1:3000' };
    const diary = await createWeb({ db: counted.db, clock, log, config, services: NO_SERVICES });
    const week = '/diary?week=2026-W46';
    const [reader] = cookies;
    const ask = (url: string, headers = {}) => diary.inject({ url, headers: { cookie: reader, ...headers } });
    await ask(week);
    const before = counted.count();
    const page = await ask('/diary?week=2026-W45');
    const queries = counted.count() - before;
    const weight = await weigh(ask, week);
    const bare = barePage(page.payload);
    const ours = await listen(diary);
    const theirs = await listen(bare);
    await load(ours + week, cookies.join('\n'));
    const rounds: { ours: Load; bare: Load }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({ ours: await load(ours + week, cookies.join('\n')), bare: await load(theirs, '') });
    }
    await Promise.all([diary.close(), bare.close()]);
    const middle = rounds.toSorted((a, b) => a.ours.rate - b.ours.rate)[Math.floor(ROUNDS / 2)]!;
    const { rate, p99 } = middle.ours;
    return [
      {
        name: `diary week page, ${CONNECTIONS} readers (${dialect})`,
        figure: `${Math.round(rate)} pages/s, p99 ${Math.round(p99)} ms`,
        floor: `bare Fastify ${Math.round(middle.bare.rate)} pages/s, p99 ${Math.round(middle.bare.p99)} ms`,
        ratio: (rate / middle.bare.rate).toFixed(2),
      },
      {
        name: `queries of a diary week page seen for the first time (${dialect})`,
        figure: String(queries),
        floor: `at most ${MOST_QUERIES}`,
        ratio: (MOST_QUERIES / queries).toFixed(2),
      },
      {
        name: `weight of a diary week page (${dialect})`,
        figure: `${kb(weight.first)} KB the first time, ${kb(weight.again)} KB afterwards`,
        floor: 'at most 60 and 15 KB',
        ratio: Math.min(60_000 / weight.first, 15_000 / weight.again).toFixed(2),
      },
    ];
  } finally {
    await close();
  }
}

const kb = (bytes: number) => (bytes / 1000).toFixed(1);

/** What crosses the wire to a browser that takes brotli: the page with all that it loads; the page alone. */
async function weigh(
  ask: (url: string, headers?: object) => Promise<{ rawPayload: Buffer; headers: object }>,
  week: string,
): Promise<{ first: number; again: number }> {
  const fetched = async (url: string) => {
    const { rawPayload, headers } = await ask(url, { 'accept-encoding': 'br' });
    return rawPayload.length + JSON.stringify(headers).length;
  };
  const html = (await ask(week)).rawPayload.toString();
  const assets = [...html.matchAll(/(?:href|src)="(\/(?:assets\/[^"]+|manifest[^"]*))"/g)].map(([, url]) => url!);
  const again = await fetched(week);
  let first = again;
  for (const url of new Set(assets)) first += await fetched(url);
  return { first, again };
}

/** A session for each of fifty guardians whose children have marks. */
async function signedIn(db: Db, clock: ReturnType<typeof fakeClock>): Promise<string[]> {
  const readers = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT g.guardian_id AS id FROM guardianship g
      JOIN membership m ON m.student_id = g.student_id JOIN school_class c ON c.id = m.class_id
    WHERE g.ended_at IS NULL AND g.consent AND g.rights = 'full' AND c.grade > 1 ORDER BY 1 LIMIT ${CONNECTIONS}`;
  const cookies: string[] = [];
  for (const { id } of readers) {
    const account = await db.$transaction((tx) => accountFor(tx, clock, id));
    const token = await startSession(db, clock, { accountId: account.id, staff: false, agent: 'bench' });
    cookies.push(`vestnik_session=${token}; vestnik_style=${styleVersion(lookOf({}).style.path)}`);
  }
  return cookies;
}

function countingDb(db: Db): { db: Db; count(): number } {
  let asked = 0;
  const counting = db.$extends({
    query: {
      $allOperations: ({ args, query }) => {
        asked++;
        return query(args);
      },
    },
  });
  return { db: counting as unknown as Db, count: () => asked };
}

function barePage(html: string): FastifyInstance {
  const app = fastify();
  app.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(html));
  return app;
}

async function listen(app: FastifyInstance): Promise<string> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

async function load(url: string, cookie: string): Promise<Load> {
  const script = fileURLToPath(new URL('load.ts', import.meta.url));
  const args = [RUN, script, url, cookie, String(CONNECTIONS), String(MS)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Load;
}

const NO_SERVICES: WebServices = {
  ingest: () => Promise.reject(new Error('not in this bench')),
  bounces: () => Promise.reject(new Error('not in this bench')),
  readiness: async () => ({ ready: true, checks: {} }),
  health: async () => [],
  sendTest: async () => null,
  backup: () => Promise.reject(new Error('not in this bench')),
  metrics: async () => ({ contentType: 'text/plain', text: '' }),
  attachment: async () => null,
  sheetPdf: async () => null,
  weekPdf: async () => null,
  copyPdf: async () => null,
  files: { store: () => Promise.reject(new Error('not in this bench')), drop: async () => {} },
  diarySeen: async () => {},
};
