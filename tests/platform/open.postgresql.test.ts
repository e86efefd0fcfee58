import { randomBytes } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { diagnoseHistory } from '../../prisma/schema-engine.ts';
import { isConnectionLost } from '../../src/platform/database/errors.ts';
import { type Database, newClient, openDatabase } from '../../src/platform/database/open.ts';
import { impatientSocket } from '../../src/platform/database/postgresql.ts';
import { silent } from '../silent.ts';

const PASSWORD = 'очень-тайный';

let name: string;
beforeEach(async () => {
  name = `open_${randomBytes(6).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name}`);
});
afterEach(() => onServer(`DROP DATABASE ${name} WITH (FORCE)`));

function address(change: Partial<Record<'port' | 'hostname' | 'pathname' | 'username', string>> = {}): string {
  const url = new URL(inject('postgresql'));
  return Object.assign(url, { pathname: `/${name}`, password: PASSWORD, ...change }).href;
}

async function onServer(sql: string, database = 'postgres'): Promise<pg.QueryResult> {
  const client = new pg.Client(address({ pathname: `/${database}` }));
  await client.connect();
  return await client.query(sql).finally(() => client.end());
}

const open = (databaseUrl = address()) => openDatabase({ databaseUrl, dataDir: '/nowhere', log: silent });

async function refusal(databaseUrl?: string): Promise<{ code: string; message: string }> {
  const error = await open(databaseUrl).then(
    (db) => db.close().then(() => new Error('it was opened')),
    (refused: Error) => refused,
  );
  // neither the line for people nor what a log would print of the error
  expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain(PASSWORD);
  return error as Error & { code: string };
}

describe('a PostgreSQL database', () => {
  it('is migrated once by several processes that open it at the same time', async () => {
    const all: Database[] = await Promise.all([open(), open(), open(), open()]);
    const { rows } = await onServer('SELECT migration_name FROM _prisma_migrations', name);
    expect(new Set(rows.map((row) => row.migration_name)).size).toBe(rows.length);
    await Promise.all(all.map((db) => db.prisma.school.count()));
    await Promise.all(all.map((db) => db.close()));
    expect(await diagnoseHistory(new PrismaPg(address()))).toMatchObject({ history: null, editedMigrationNames: [] });
  });

  it('gives a connection up that was cut unnoticed, and goes on with another', async () => {
    const pool = new pg.Pool({ connectionString: address(), stream: () => impatientSocket(300) });
    const client = newClient(new PrismaPg(pool), 'postgresql');
    const silence = await client.$queryRaw`SELECT pg_sleep(30)::text`.catch((error: unknown) => error);
    expect(isConnectionLost(silence)).toBe(true);
    const within = client.$transaction((tx) => tx.$queryRaw`SELECT pg_sleep(30)::text`);
    expect(isConnectionLost(await within.catch((error: unknown) => error))).toBe(true);
    expect(await client.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
    await client.$disconnect();
    await pool.end();
  });

  it('gives back the instants that were written, whatever zone the server is set to', async () => {
    await onServer(`ALTER DATABASE ${name} SET timezone = 'Asia/Vladivostok'`);
    const db = await open();
    const at = new Date('2026-03-29T01:30:00.123Z');
    await db.prisma.sweepRun.create({ data: { name: 'x', at } });
    expect((await db.prisma.sweepRun.findFirstOrThrow()).at).toEqual(at);
    const { rows } = await onServer(`SELECT at = '2026-03-29T01:30:00.123Z' AS same FROM sweep_run`, name);
    expect(rows).toEqual([{ same: true }]);
    await db.close();
  });

  it('is refused when it belongs to a newer version or to something else', async () => {
    await onServer('CREATE TABLE bookkeeping (id int)', name);
    expect(await refusal()).toMatchObject({
      code: 'databaseForeignTables',
      message: expect.stringContaining('bookkeeping'),
    });
    await onServer('DROP TABLE bookkeeping', name);
    await (await open()).close();
    await onServer(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', 'x', 'later', now())`,
      name,
    );
    expect(await refusal()).toMatchObject({ code: 'databaseNewer', message: expect.stringContaining('later') });
  });

  it('that cannot be reached is told by the name of the variable, never with the password', async () => {
    const cases: [string, string][] = [
      ['databaseUnreachable', address({ port: '1' })],
      ['databaseUnreachable', address({ hostname: 'нет.invalid' })],
      ['databaseMissing', address({ pathname: '/missing' })],
      ['databaseRefused', address({ username: 'nobody' })],
      ['databaseUrlInvalid', `postgresql://u:${PASSWORD}#@h/x`],
      ['databaseUrlInvalid', `mysql://u:${PASSWORD}@h/x`],
      ['databaseUrlInvalid', `postgresql://u:${PASSWORD}%zz@h/x`],
    ];
    for (const [code, url] of cases) {
      expect(await refusal(url)).toMatchObject({ code, message: expect.stringMatching(/^DATABASE_URL: [^\n]+$/) });
    }
  });
});
