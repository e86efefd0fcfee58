/**
 * Prisma's own schema engine, in WebAssembly, over an in-memory database: what `prisma migrate` does, without a server and
 * without downloading a binary. For authoring only; Vestnik applies migrations itself (src/platform/database/migrate.ts).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { DiagnoseMigrationHistoryOutput, DiffParams } from '@prisma/schema-engine-wasm/schema_engine_bg';
import * as engineCode from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { migrate } from '../src/platform/database/migrate.ts';
import { type Migration, migrationsDir, readMigrations } from '../src/platform/database/migrations.ts';

const NO_FILTERS = { externalTables: [], externalEnums: [] };
const root = fileURLToPath(new URL('..', import.meta.url));
const schemaPath = resolve(root, 'prisma/schema.prisma');

/** The SQL that leads from a database with these migrations to the schema; '' when they agree. */
export async function diffFromMigrations(migrations: Migration[] = readMigrations()): Promise<string> {
  const pglite = await PGlite.create();
  try {
    await migrate(
      {
        query: async (sql, values) => (await pglite.query<Record<string, unknown>>(sql, values)).rows,
        exec: async (sql) => void (await pglite.exec(sql)),
      },
      migrations,
    );
    return await diffFromDatabase(pglite);
  } finally {
    await pglite.close();
  }
}

/**
 * The SQL that leads from a database to the schema; '' when they agree. What the schema language cannot say (checks, triggers)
 * is not compared.
 */
export async function diffFromDatabase(pglite: PGlite, schema = readFileSync(schemaPath, 'utf8')): Promise<string> {
  const files = [{ path: schemaPath, content: schema }];
  const engine = await startEngine(new PrismaPGlite(pglite), schema);
  const params: DiffParams = {
    from: { tag: 'schemaDatasource', files, configDir: root },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: null,
    filters: NO_FILTERS,
  };
  const { stdout } = await engine.diff(params);
  return /^-- This is an empty migration/m.test(stdout ?? '') ? '' : (stdout ?? '');
}

/** What Prisma's own tools think of a database's history. */
export async function diagnoseHistory(
  adapter: SqlMigrationAwareDriverAdapterFactory,
): Promise<DiagnoseMigrationHistoryOutput> {
  const engine = await startEngine(adapter, readFileSync(schemaPath, 'utf8'));
  return await engine.diagnoseMigrationHistory({
    migrationsList: {
      baseDir: migrationsDir,
      lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
      shadowDbInitScript: '',
      migrationDirectories: readMigrations().map(({ name, sql }) => ({
        path: name,
        migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
      })),
    },
    optInToShadowDatabase: false,
    filters: NO_FILTERS,
  });
}

async function startEngine(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  schema: string,
): Promise<engineCode.SchemaEngine> {
  await loaded();
  return await engineCode.SchemaEngine.new(
    { datamodels: [[schemaPath, schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

let loading: Promise<void> | undefined;

/** The engine's code keeps one instance for the process. */
function loaded(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, 'schema_engine_bg.wasm')), {
    './schema_engine_bg.js': engineCode,
  });
  engineCode.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}
