/** PostgreSQL inside the process, its files in `DATA_DIR/database`, every commit on the disk before it is acknowledged. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Log } from '../log.ts';
import { type StartError, startError, systemCode } from '../start-error.ts';
import { diskError, diskTrouble, engineCode, isDiskTrouble } from './disk-errors.ts';
import { DurableNodeFS, syncPath } from './durable-fs.ts';
import { migrate } from './migrate.ts';
import { readMigrations } from './migrations.ts';

/** The format of the files that this PGlite writes: PostgreSQL's major version. */
const ENGINE = '18';

/** The engine has no background workers: write-ahead log above this size (bytes) is folded in by ourselves. */
const LOG_LIMIT = 64 * 1024 * 1024;
const LOG_CHECK_MS = 30_000;

const START_PARAMS = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['-c', 'wal_sync_method=fsync', '-c', 'max_wal_size=128MB', '-c', 'TimeZone=UTC'],
];

export interface EmbeddedDatabase {
  pglite: PGlite;
  /** for a statement that the disk refused; never returns */
  onTrouble(reason: string): never;
  close(): Promise<void>;
}

/**
 * Opens, and makes on first use, the database of `dataDir`, migrated. The caller holds the directory's lock.
 * A disk that fails later ends the process at once with one line: what was not written must not be acknowledged.
 * @throws StartError
 */
export async function openEmbedded(dataDir: string, log: Log): Promise<EmbeddedDatabase> {
  const dir = join(dataDir, 'database');
  try {
    if (!existsSync(dir)) await makeDatabase(dir);
    refuseForeignDirectory(dir);
    const pglite = await openDurable(dir);
    await migrateOrClose(pglite, log);
    const stopFolding = foldLog(pglite, log);
    return {
      pglite,
      onTrouble: (reason) => die(diskTrouble(dataDir, reason)),
      close: async () => {
        stopFolding();
        await pglite.exec('CHECKPOINT');
        await pglite.close();
      },
    };
  } catch (error) {
    throw diskError(dataDir, error);
  }
}

async function migrateOrClose(pglite: PGlite, log: Log): Promise<void> {
  const connection = {
    query: async (sql: string, values?: unknown[]) => (await pglite.query<Record<string, unknown>>(sql, values)).rows,
    exec: async (sql: string) => void (await pglite.exec(sql)),
  };
  try {
    const applied = await migrate(connection, readMigrations());
    if (applied.length > 0) log.info({ applied }, 'database migrated');
  } catch (error) {
    await pglite.close();
    throw error;
  }
}

/** Makes an empty database beside its place and renames it there, so that a kill half-way leaves nothing half-made. */
async function makeDatabase(dir: string): Promise<void> {
  const making = `${dir}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  const pglite = await openDurable(making);
  await pglite.close();
  await syncTree(making);
  renameSync(making, dir);
  syncPath(dirname(dir));
}

function refuseForeignDirectory(dir: string): void {
  const version = join(dir, 'PG_VERSION');
  if (!existsSync(version)) throw startError('databaseNotOurs', { dir });
  const found = readFileSync(version, 'utf8').trim();
  if (found !== ENGINE) throw startError('databaseOtherEngine', { dir, found, needed: ENGINE });
}

async function openDurable(dir: string): Promise<PGlite> {
  const dataDir = dirname(dir);
  // the engine's last complaint names the reason better than the exception that follows it
  let lastWords = '';
  const files = new DurableNodeFS(dir, {
    onTrouble: (reason) => die(diskTrouble(dataDir, lastWords || reason)),
  });
  const listen = (text: string) => {
    const complaint = /\b(?:ERROR|FATAL|PANIC): {2}(.*)/.exec(text)?.[1];
    if (complaint) lastWords = complaint;
    return false;
  };
  let pglite: PGlite;
  try {
    pglite = await PGlite.create({ fs: files, onStderr: listen, startParams: START_PARAMS });
  } catch (error) {
    if (isDiskTrouble(lastWords)) throw diskTrouble(dataDir, lastWords, error);
    if (engineCode(error) ?? systemCode(error)) throw error;
    throw startError('databaseDamaged', { dir, reason: lastWords || (error as Error).message }, error);
  }
  await refuseWithoutSync(pglite, files, dir);
  return pglite;
}

/** A commit must have forced something to the disk; a new PGlite that no longer takes our patch is found here. */
async function refuseWithoutSync(pglite: PGlite, files: DurableNodeFS, dir: string): Promise<void> {
  const before = files.syncs;
  await pglite.query("SELECT pg_logical_emit_message(true, 'vestnik', 'start')");
  const { rows } = await pglite.query<{ safe: boolean }>(
    "SELECT current_setting('fsync') = 'on' AND current_setting('synchronous_commit') = 'on' AS safe",
  );
  if (files.syncs === before || !rows[0]?.safe) throw startError('notDurable', { dir });
}

/** Folds the write-ahead log into the tables when it has grown, so that it neither fills the disk nor slows a restart. */
function foldLog(pglite: PGlite, log: Log): () => void {
  const fold = async () => {
    const { rows } = await pglite.query<{ grown: boolean }>(
      'SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn) > $1 AS grown FROM pg_control_checkpoint()',
      [LOG_LIMIT],
    );
    if (rows[0]?.grown) await pglite.exec('CHECKPOINT');
  };
  const timer = setInterval(() => {
    fold().catch((error: unknown) => log.warn({ err: error }, 'checkpoint failed'));
  }, LOG_CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The files of one folder at a time together: the disk takes many at once in little more time than one. */
async function syncTree(path: string): Promise<void> {
  const entries = readdirSync(path, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await syncTree(join(path, entry.name));
  await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => syncFile(join(path, entry.name))));
  syncPath(path);
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** As PostgreSQL itself does when its log cannot be written: nothing more is acknowledged, recovery runs at the start. */
function die(error: StartError): never {
  writeSync(2, `${error.message}\n`);
  process.exit(1);
}
