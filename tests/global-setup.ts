/** Runs once before the tests of a project: the database client, and what `testDatabase()` copies from. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** a file: the embedded database, migrated, as a tar; for PostgreSQL's suites too, one of which goes over to it */
    snapshot: string;
    /** a server with the database `template`, migrated */
    postgresql: string;
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  await import(new URL('../prisma/generate.mjs', import.meta.url).href);
  if (project.name !== 'pure') project.provide('snapshot', await embeddedSnapshot());
  if (project.name === 'postgresql') return await postgresqlTemplate(project);
  return undefined;
}

/** Made once for each state of the migrations and kept between runs. */
async function embeddedSnapshot(): Promise<string> {
  const { readMigrations } = await import('../src/platform/database/migrations.ts');
  const migrations = readMigrations();
  const state = createHash('sha256')
    .update(readFileSync(new URL('../node_modules/@electric-sql/pglite/package.json', import.meta.url)))
    .update(migrations.map((migration) => migration.checksum).join())
    .digest('hex');
  const folder = fileURLToPath(new URL('../node_modules/.cache/vestnik/', import.meta.url));
  const path = `${folder}snapshot-${state.slice(0, 16)}.tar`;
  if (existsSync(path)) return path;

  const { PGlite } = await import('@electric-sql/pglite');
  const { migrate } = await import('../src/platform/database/migrate.ts');
  const pglite = await PGlite.create({
    initDbStartParams: ['--wal-segsize=1'],
    startParams: [...PGlite.defaultStartParams, ...['-c', 'min_wal_size=2MB', '-c', 'max_wal_size=2MB']],
  });
  await migrate(
    {
      query: async (sql, values) => (await pglite.query<Record<string, unknown>>(sql, values)).rows,
      exec: async (sql) => void (await pglite.exec(sql)),
    },
    migrations,
  );
  await shrink(pglite);
  const tar = await pglite.dumpDataDir('none');
  await pglite.close();
  mkdirSync(folder, { recursive: true });
  const making = `${path}.${process.pid}`;
  writeFileSync(making, Buffer.from(await tar.arrayBuffer()));
  renameSync(making, path);
  return path;
}

/** Halves the time that a copy takes: the spare databases go, and the log of making it. */
async function shrink(pglite: PGlite): Promise<void> {
  await pglite.exec('UPDATE pg_database SET datistemplate = false');
  for (const spare of ['template0', 'template1']) await pglite.exec(`DROP DATABASE ${spare}`);
  for (const step of ['CHECKPOINT', 'SELECT pg_switch_wal()', 'CHECKPOINT']) await pglite.exec(step);
}

async function postgresqlTemplate(project: TestProject): Promise<() => Promise<void>> {
  const { pino } = await import('pino');
  const { default: pg } = await import('pg');
  const { preparePostgresql } = await import('../src/platform/database/postgresql.ts');
  const { startPostgresql } = await import('./postgresql-server.ts');
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => {} } : await startPostgresql();
  const template = `template_${process.pid}`;
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query(`CREATE DATABASE ${template}`);
  const url = new URL(server.url);
  url.pathname = `/${template}`;
  await preparePostgresql(url.href, pino({ level: 'silent' }));
  project.provide('postgresql', url.href);
  return async () => {
    const copies = await client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE '${template}%'`,
    );
    for (const { datname } of copies.rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
    await client.end();
    await server.stop();
  };
}
