/**
 * Prisma's own schema engine, in WebAssembly, over an in-memory database: what `prisma migrate` does, without a server and
 * without downloading a binary. For authoring only; Vestnik applies migrations itself (src/platform/database/migrate.ts).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { DiffParams } from '@prisma/schema-engine-wasm/schema_engine_bg';
import * as engineCode from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { migrate } from '../src/platform/database/migrate.ts';
import { type Migration, readMigrations } from '../src/platform/database/migrations.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const schemaPath = resolve(root, 'prisma/schema.prisma');

/**
 * The SQL that leads from a database with these migrations to the schema; '' when they agree. What the schema language
 * cannot say (checks, triggers) is not compared.
 */
export async function diffFromMigrations(
  migrations: Migration[] = readMigrations(),
  schema = readFileSync(schemaPath, 'utf8'),
): Promise<string> {
  const pglite = await PGlite.create();
  try {
    await migrate(
      {
        query: async (sql, values) => (await pglite.query<Record<string, unknown>>(sql, values)).rows,
        exec: async (sql) => void (await pglite.exec(sql)),
      },
      migrations,
    );
    const files = [{ path: schemaPath, content: schema }];
    const engine = await startEngine(new PrismaPGlite(pglite), schema);
    const params: DiffParams = {
      from: { tag: 'schemaDatasource', files, configDir: root },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    };
    const { stdout } = await engine.diff(params);
    return /^-- This is an empty migration/m.test(stdout ?? '') ? '' : (stdout ?? '');
  } finally {
    await pglite.close();
  }
}

async function startEngine(adapter: PrismaPGlite, schema: string): Promise<engineCode.SchemaEngine> {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, 'schema_engine_bg.wasm')), {
    './schema_engine_bg.js': engineCode,
  });
  engineCode.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return await engineCode.SchemaEngine.new(
    { datamodels: [[schemaPath, schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}
