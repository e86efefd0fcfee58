/**
 * Brings a database up to this version. The records are those of Prisma's own `migrate deploy`, table, checksums and lock
 * included, so that either may be used on the same database.
 */
import { randomUUID } from 'node:crypto';
import { startError } from '../start-error.ts';
import type { Migration } from './migrations.ts';

/** One dedicated connection. */
export interface Connection {
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** runs several statements */
  exec(sql: string): Promise<void>;
}

interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: unknown;
}

/** The advisory lock of Prisma's schema engine. */
const LOCK = 72_707_369;

const RECORDS = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Applies what is missing, each migration in a transaction of its own; several processes may do so at once.
 * @returns the names applied
 * @throws StartError when the database belongs to a newer version or to something else, or its history disagrees
 */
export async function migrate(connection: Connection, migrations: Migration[]): Promise<string[]> {
  const applied: string[] = [];
  for (;;) {
    const next = await inLockedTransaction(connection, () => applyNext(connection, migrations));
    if (!next) return applied;
    applied.push(next);
  }
}

async function applyNext(connection: Connection, migrations: Migration[]): Promise<string | undefined> {
  await refuseForeignTables(connection);
  await connection.exec(RECORDS);
  const records = (await connection.query(
    'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
  )) as unknown as Applied[];
  refuseDisagreement(records, migrations);

  const done = new Set(records.map((record) => record.migration_name));
  const next = migrations.find((migration) => !done.has(migration.name));
  if (!next) return undefined;
  try {
    await connection.exec(next.sql);
  } catch (error) {
    throw startError('migrationFailed', { migration: next.name, reason: (error as Error).message }, error);
  }
  await connection.query(
    `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, clock_timestamp(), 1)`,
    [randomUUID(), next.checksum, next.name],
  );
  return next.name;
}

function refuseDisagreement(records: Applied[], migrations: Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  const newer = records.filter((record) => !known.has(record.migration_name));
  if (newer.length > 0) {
    throw startError('databaseNewer', { migrations: newer.map((record) => record.migration_name).join(', ') });
  }
  const unfinished = records.find((record) => !record.finished_at);
  if (unfinished) throw startError('migrationUnfinished', { migration: unfinished.migration_name });
  const edited = records.find((record) => known.get(record.migration_name) !== record.checksum);
  if (edited) throw startError('migrationEdited', { migration: edited.migration_name });
}

/** A database with tables and without records is somebody else's; tables that extensions own do not count. */
async function refuseForeignTables(connection: Connection): Promise<void> {
  const [found] = await connection.query(`
    SELECT c.relname::text AS name FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
      AND to_regclass('"_prisma_migrations"') IS NULL
    LIMIT 1`);
  if (found) throw startError('databaseForeignTables', { table: String(found.name) });
}

async function inLockedTransaction<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  await connection.exec('BEGIN');
  try {
    await connection.query(`SELECT pg_advisory_xact_lock(${LOCK})::text`);
    const result = await work();
    await connection.exec('COMMIT');
    return result;
  } catch (error) {
    // the first error is the one to tell, also when the connection is gone
    await connection.exec('ROLLBACK').catch(() => {});
    throw error;
  }
}
