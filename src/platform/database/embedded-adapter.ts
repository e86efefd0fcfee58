/**
 * Prisma's way into PGlite. The package's own adapter reports a COMMIT that failed as success and ignores the isolation
 * level, so transactions are made here; statements go through the package.
 */
import type { PGlite, Transaction as PGliteTransaction } from '@electric-sql/pglite';
import type {
  IsolationLevel,
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQueryable,
  Transaction,
} from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { type Prepared, preparedStatements, type Query } from './prepared.ts';

/** no room on the disk, an error of reading or writing it */
const DISK_STATES = ['53100', '58030'];

const taught = new WeakSet<PGlite>();

/**
 * @param onTrouble is told of a statement that the disk refused
 */
export function embeddedAdapter(pglite: PGlite, onTrouble?: (reason: string) => void): SqlDriverAdapterFactory {
  const prepared = preparedStatements(pglite);
  const exec = pglite.exec.bind(pglite);
  const query = prepared.query(pglite.query.bind(pglite), async (run) => {
    await prepared.refresh(exec);
    return pglite._runExclusiveTransaction(run);
  });
  // the package needs these two alone
  const factory = new PrismaPGlite({ query: withOwnParsers(pglite, query), exec } as unknown as PGlite);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => {
      const statements = await factory.connect();
      return {
        ...queryable(statements, onTrouble),
        startTransaction: (isolation) => startTransaction(pglite, prepared, isolation, onTrouble),
        executeScript: async (script) => void (await pglite.exec(script)),
        getConnectionInfo: () => statements.getConnectionInfo!(),
        dispose: async () => {},
      } satisfies SqlDriverAdapter;
    },
  };
}

/** Prisma sends COMMIT and ROLLBACK itself (no phantom query); PGlite's own COMMIT after them finds nothing left to do. */
async function startTransaction(
  pglite: PGlite,
  prepared: Prepared,
  isolation: IsolationLevel | undefined,
  onTrouble: ((reason: string) => void) | undefined,
): Promise<Transaction> {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let over: Promise<void> = Promise.resolve();
  const begun = await new Promise<PGliteTransaction>((resolve, reject) => {
    over = pglite.transaction(async (transaction) => {
      if (isolation) await transaction.exec(`SET TRANSACTION ISOLATION LEVEL ${isolation}`);
      await prepared.refresh(transaction.exec);
      resolve(transaction);
      await ended;
    });
    // a failure to begin is told to the caller; any later one by `over`
    over.catch(reject);
  });

  const inside = { query: withOwnParsers(pglite, prepared.query(begun.query)), exec: begun.exec };
  const statements = await new PrismaPGlite(inside as unknown as PGlite).connect();
  const finish = async () => {
    end();
    await over;
  };
  return {
    ...queryable(statements, onTrouble),
    options: { usePhantomQuery: false },
    commit: finish,
    rollback: async () => {
      await begun.rollback();
      await finish();
    },
    createSavepoint: async (name) => void (await begun.exec(`SAVEPOINT ${name}`)),
    rollbackToSavepoint: async (name) => void (await begun.exec(`ROLLBACK TO SAVEPOINT ${name}`)),
    releaseSavepoint: async (name) => void (await begun.exec(`RELEASE SAVEPOINT ${name}`)),
  };
}

/**
 * The package brings its parsers along with each query, and PGlite joins them with its own each time: a tenth of what a query
 * takes. From the first query on they are PGlite's own.
 */
function withOwnParsers(pglite: PGlite, query: Query): Query {
  return (sql, params, { parsers, ...options } = {}) => {
    if (parsers && !taught.has(pglite)) {
      Object.assign(pglite.parsers, parsers);
      taught.add(pglite);
    }
    return query(sql, params, options);
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
