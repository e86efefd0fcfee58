import { setFlagsFromString } from 'node:v8';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { Log } from '../log.ts';
import { diskError } from './disk-errors.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { type ControlLock, takeLock } from './lock.ts';
import { preparePostgresql } from './postgresql.ts';
import { preparedName } from './prepared-names.ts';

/** A client outside of any transaction. */
export type Db = PrismaClient;
/** What writers accept: the client of a transaction that is under way. */
export type Tx = Prisma.TransactionClient;

export interface Database {
  prisma: Db;
  dialect: 'embedded' | 'postgresql';
  /** the way in for the command line; null on PostgreSQL, where every process opens the database itself */
  control: ControlLock | null;
  /** Night work: frees the room of old row versions. PostgreSQL does it by itself, the embedded database does not. */
  tidy(): Promise<void>;
  /** may be called again: then it waits for the same end */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** PostgreSQL's address; without it the embedded database of `dataDir` is opened */
  databaseUrl?: string | undefined;
  dataDir: string;
  log: Log;
  /** a single statement may take as long as it needs: a backup, a restore */
  patient?: boolean;
}

/** How long (ms) a transaction waits for its turn. The embedded database has one connection, so turns queue up. */
const MAX_WAIT = { embedded: 30_000, postgresql: 10_000 };
/** The engine's WebAssembly is optimised function by function, the hotter the sooner: as soon as V8 would by itself doubles the price of a start. */
const OPTIMISE_WHAT_IS_HOT = '--wasm-tiering-budget=60000000';
/** After this long (ms) a transaction is rolled back. */
const TIMEOUT = 60_000;

/**
 * Opens the database, brought up to this version.
 * @throws StartError with one line for the person at the terminal
 */
export async function openDatabase({ databaseUrl, dataDir, log, patient = false }: DatabaseOptions): Promise<Database> {
  return databaseUrl ? await openPostgresql(databaseUrl, log, patient) : await openDirectory(dataDir, log);
}

async function openPostgresql(databaseUrl: string, log: Log, patient: boolean): Promise<Database> {
  const pool = await preparePostgresql(databaseUrl, log, { patient });
  const adapter = new PrismaPg(pool, {
    onPoolError: (error) => log.warn({ err: error }, 'an idle database connection was lost'),
    onConnectionError: (error) => log.warn({ err: error }, 'a database connection was lost'),
    statementNameGenerator: ({ sql }) => preparedName(sql),
  });
  const prisma = newClient(adapter, 'postgresql');
  // the client's query compiler is the only WebAssembly here: optimising it would take 80 MB, and a query no less time
  for (const flag of ['--no-wasm-dynamic-tiering', '--no-wasm-tier-up']) setFlagsFromString(flag);
  return { prisma, dialect: 'postgresql', control: null, tidy: async () => {}, close: () => prisma.$disconnect() };
}

async function openDirectory(dataDir: string, log: Log): Promise<Database> {
  const control = await takeLock(dataDir).catch((error: unknown) => {
    throw diskError(dataDir, error);
  });
  try {
    setFlagsFromString(OPTIMISE_WHAT_IS_HOT);
    // a database that PostgreSQL keeps needs none of this in memory
    const [{ openEmbedded }, { embeddedAdapter }] = await Promise.all([
      import('./embedded.ts'),
      import('./embedded-adapter.ts'),
    ]);
    const embedded = await openEmbedded(dataDir, log);
    const prisma = newClient(embeddedAdapter(embedded.pglite, embedded.onTrouble), 'embedded');
    let closing: Promise<void> | undefined;
    const close = () => {
      closing ??= prisma
        .$disconnect()
        .then(() => embedded.close())
        .then(() => control.release());
      return closing;
    };
    const tidy = async () => void (await embedded.pglite.exec('VACUUM (ANALYZE)'));
    return { prisma, dialect: 'embedded', control, tidy, close };
  } catch (error) {
    await control.release();
    throw error;
  }
}

/** The client over a driver of either kind. */
export function newClient(adapter: SqlDriverAdapterFactory, dialect: Database['dialect']): Db {
  return new PrismaClient({
    adapter,
    errorFormat: 'minimal',
    transactionOptions: { maxWait: MAX_WAIT[dialect], timeout: TIMEOUT },
  });
}
