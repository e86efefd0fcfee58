/**
 * Prisma's way into PGlite. The package's own adapter reports a COMMIT that failed as success and ignores the isolation
 * level, so transactions are made here; statements go through the package.
 */
import type { PGlite, QueryOptions, Results } from '@electric-sql/pglite';
import type {
  IsolationLevel,
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQueryable,
  Transaction,
} from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { preparedStatements, type Statements } from './prepared.ts';

/** no room on the disk, an error of reading or writing it */
const DISK_STATES = ['53100', '58030'];

/**
 * @param onTrouble is told of a statement that the disk refused
 */
export function embeddedAdapter(pglite: PGlite, onTrouble?: (reason: string) => void): SqlDriverAdapterFactory {
  const statements = preparedStatements(pglite);
  const toPackage = packageFor(pglite);
  const inTurn: InTurn = (work) =>
    pglite._runExclusiveTransaction(async () => {
      if (pglite.closed) throw new Error('the database is closed');
      await statements.refresh();
      return await work();
    });
  const alone = toPackage((...query) => inTurn(() => statements.query(...query)));
  return {
    provider: alone.provider,
    adapterName: alone.adapterName,
    connect: async () => {
      const connected = await alone.connect();
      return {
        ...queryable(connected, onTrouble),
        startTransaction: (isolation) =>
          startTransaction(pglite, { statements, inTurn, toPackage, isolation, onTrouble }),
        executeScript: async (script) => void (await pglite.exec(script)),
        getConnectionInfo: () => connected.getConnectionInfo!(),
        dispose: async () => {},
      } satisfies SqlDriverAdapter;
    },
  };
}

type Query = (sql: string, params?: unknown[], options?: QueryOptions) => Promise<Results>;

/**
 * The package's own factory, of which one function alone is used. It brings its parsers along with each query, and PGlite
 * joins them with its own each time, a tenth of what a query takes: from the first query on they are PGlite's own.
 */
function packageFor(pglite: PGlite): (query: Query) => PrismaPGlite {
  let taught = false;
  return (query) => {
    const withoutParsers: Query = (sql, params, { parsers, ...options } = {}) => {
      if (!taught) Object.assign(pglite.parsers, parsers);
      taught = true;
      return query(sql, params, options);
    };
    return new PrismaPGlite({ query: withoutParsers } as unknown as PGlite);
  };
}

/** Does something while no transaction is under way, or a transaction. */
type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

interface Begin {
  statements: Statements;
  inTurn: InTurn;
  toPackage: (query: Query) => PrismaPGlite;
  isolation: IsolationLevel | undefined;
  onTrouble: ((reason: string) => void) | undefined;
}

/** Prisma sends COMMIT and ROLLBACK itself (no phantom query). */
async function startTransaction(
  pglite: PGlite,
  { statements, inTurn, toPackage, isolation, onTrouble }: Begin,
): Promise<Transaction> {
  let isOver = false;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let over: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    over = inTurn(async () => {
      await statements.exec(isolation ? `BEGIN ISOLATION LEVEL ${isolation}` : 'BEGIN');
      resolve();
      await ended;
      isOver = true;
      if (pglite.isInTransaction()) await statements.exec('ROLLBACK');
    });
    // a failure to begin is told to the caller; any later one by `over`
    over.catch(reject);
  });

  /** What waited while it was rolled back must not be run by itself, nor in the transaction of another. */
  const stop = () => {
    if (isOver || !pglite.isInTransaction()) throw new Error('the transaction is over');
  };
  const inside = await toPackage((sql, params, options) => statements.query(sql, params, options, stop)).connect();
  const finish = async () => {
    end();
    await over;
  };
  return {
    ...queryable(inside, onTrouble),
    options: { usePhantomQuery: false },
    commit: finish,
    rollback: finish,
    createSavepoint: (name) => statements.exec(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => statements.exec(`ROLLBACK TO SAVEPOINT ${name}`),
    releaseSavepoint: (name) => statements.exec(`RELEASE SAVEPOINT ${name}`),
  };
}

function queryable(statements: SqlQueryable, onTrouble?: (reason: string) => void): SqlQueryable {
  const watched = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      const { originalCode = '', originalMessage = '' } = (error as { cause?: DriverCause }).cause ?? {};
      if (DISK_STATES.includes(originalCode)) onTrouble?.(originalMessage);
      throw error;
    });
  return {
    provider: statements.provider,
    adapterName: statements.adapterName,
    queryRaw: (query) => watched(statements.queryRaw(query)),
    executeRaw: (query) => watched(statements.executeRaw(query)),
  };
}

interface DriverCause {
  originalCode?: string;
  originalMessage?: string;
}
