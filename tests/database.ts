/**
 * Fresh, migrated databases for tests. Suites named `*.db.test.ts` run twice, on the embedded database and on PostgreSQL;
 * what one suite has closed is emptied for the next (`used-databases.ts`), else what the global set-up made is copied.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';

import { inject } from 'vitest';
import { embeddedAdapter } from '../src/platform/database/embedded-adapter.ts';
import { type Database, type Db, newClient, openDatabase } from '../src/platform/database/open.ts';
import { fillOnce } from './kept-rows.ts';
import { silent } from './silent.ts';
import { giveBack, LENT, takeUsed, type Used } from './used-databases.ts';

export { silent };

export interface TestDatabase {
  db: Database;
  /** what a process of its own is started with to use the same database; the embedded one must be closed and durable */
  env: { DATABASE_URL?: string; DATA_DIR?: string };
  /** fills it, while it is empty, as `make` does: `fillOnce` */
  fill(key: string, make: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param durable embedded: in a directory, opened as Vestnik opens it, instead of in memory
 */
export async function testDatabase({ durable = false } = {}): Promise<TestDatabase> {
  const server = inject('postgresql');
  if (server) return await onPostgresql(server);
  const snapshot = inject('snapshot');
  if (!snapshot) throw new Error('a suite that uses the database is named *.db.test.ts');
  return durable ? await copyInDirectory(snapshot) : await inMemory(snapshot);
}

async function inMemory(snapshot: string): Promise<TestDatabase> {
  const used = await takeUsed('embedded', async () => {
    const pglite = await PGlite.create({ loadDataDir: new Blob([readFileSync(snapshot)]) });
    const client = newClient(embeddedAdapter(pglite), 'embedded');
    const drop = async () => {
      await client.$disconnect();
      await pglite.close();
    };
    return { client, exec: async (sql) => (await pglite.exec(sql)).at(-1)?.rows ?? [], drop };
  });
  return lent(used, 'embedded', {});
}

/** The one client of a database costs as much as a test to make; whoever borrows it has an object of their own to remember things by. */
function lent(used: Used & { client: Db }, dialect: Database['dialect'], env: TestDatabase['env']): TestDatabase {
  const prisma = used.client.$extends({}) as unknown as Db;
  const close = () => giveBack(dialect, used);
  const db: Database = { prisma, dialect, control: null, tidy: async () => {}, close };
  return { db, env, fill: (key, make) => fillOnce(used.exec, key, make), close };
}

async function copyInDirectory(snapshot: string): Promise<TestDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vestnik-data-'));
  unpackSnapshot(snapshot, dataDir);
  const db = await openDatabase({ dataDir, log: silent });
  return {
    db,
    env: { DATA_DIR: dataDir },
    fill: (_key, make) => make(),
    close: async () => {
      await db.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Puts a migrated database into `dataDir`, as Vestnik would have made it. */
export function unpackSnapshot(snapshot: string, dataDir: string): void {
  mkdirSync(join(dataDir, 'database'), { mode: 0o700 });
  // piped: it says of every leading slash that it takes it away
  execFileSync('tar', ['-xf', snapshot, '-C', join(dataDir, 'database')], { stdio: 'pipe' });
}

async function onPostgresql(template: string): Promise<TestDatabase> {
  const used = await takeUsed('postgresql', () => copyOnServer(template));
  return lent(used, 'postgresql', { DATABASE_URL: used.url });
}

async function copyOnServer(template: string) {
  const url = new URL(template);
  const original = url.pathname.slice(1);
  const name = `${original}_${randomBytes(8).toString('hex')}`;
  await onServer(template, `CREATE DATABASE ${name} TEMPLATE ${original}`);
  url.pathname = `/${name}`;
  const client = new pg.Client(url.href);
  client.on('error', () => {});
  await client.connect();
  // a worker that is done must not wait for it
  (client as unknown as { connection: { stream: { unref(): void } } }).connection.stream.unref();
  const exec = async (sql: string) => {
    const results = [await client.query(sql)].flat();
    return (results.at(-1)?.rows ?? []) as unknown[];
  };
  const prisma = newClient(
    new PrismaPg({
      connectionString: url.href,
      options: '-c TimeZone=UTC -c jit=off',
      max: 10,
      application_name: LENT,
    }),
    'postgresql',
  );
  const drop = async () => {
    await prisma.$disconnect();
    await client.end().catch(() => {});
    await onServer(template, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  return { url: url.href, client: prisma, exec, drop };
}

/** Runs one statement beside the template, which nobody may be connected to while it is copied. */
async function onServer(template: string, sql: string): Promise<void> {
  const url = new URL(template);
  url.pathname = '/postgres';
  const client = new pg.Client(url.href);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
