/**
 * Statements of the embedded database that are planned once and run many times. PGlite parses and plans each anew, which
 * takes as long as running it; PostgreSQL's own prepared statements do without.
 */
import { type PGlite, parse, protocol, type QueryOptions, type Results } from '@electric-sql/pglite';

const { serialize } = protocol;

/** What has a plan. */
const PLANNED = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i;
/** Kept at once, the ones used last; each takes some tens of kilobytes. */
const KEPT = 200;
/** Plans are made anew so often (ms): no autovacuum of this engine would tell them that tables grew. */
const PLANS_LAST_MS = 60_000;

/** the table or the statement is no longer what was prepared */
const OUTDATED = ['0A000', '26000'];
const isOutdated = (error: unknown) => OUTDATED.includes((error as { code?: string }).code ?? '');

export type Query = (sql: string, params?: unknown[], options?: QueryOptions) => Promise<Results>;

interface Statement {
  name: string;
  /** of the parameters */
  types: number[];
}

type Alone = (run: () => Promise<Results>) => Promise<Results>;

export interface Prepared {
  /**
   * As PGlite's own `query`; what comes the first time is left to `once`.
   * @param alone waits until no transaction is under way; absent: for the caller whose transaction it is
   */
  query(once: Query, alone?: Alone): Query;
  /** Called where a transaction begins. */
  refresh(exec: (sql: string) => Promise<unknown>): Promise<void>;
}

export function preparedStatements(pglite: PGlite, steadyNow = () => performance.now()): Prepared {
  const kept = new Map<string, Statement | null>();
  let made = 0;
  let planned = steadyNow();

  const send = (message: Uint8Array) => pglite.execProtocolStream(message, { syncToFs: false });

  async function prepare(sql: string): Promise<Statement> {
    made += 1;
    const name = `vestnik_${made}`;
    await send(serialize.parse({ name, text: sql }));
    const described = await send(serialize.describe({ type: 'S', name }));
    return { name, types: parse.parseDescribeStatementResults(described) };
  }

  /** What came once before is prepared now. */
  async function statementOf(sql: string): Promise<Statement> {
    const statement = kept.get(sql) ?? (await prepare(sql));
    remember(sql, statement);
    const [oldest] = kept;
    if (oldest && kept.size > KEPT) {
      kept.delete(oldest[0]);
      if (oldest[1]) await send(serialize.close({ type: 'S', name: oldest[1].name }));
    }
    return statement;
  }

  /** Last in the map is used last. */
  function remember(sql: string, statement: Statement | null): void {
    kept.delete(sql);
    kept.set(sql, statement);
  }

  function asText(param: unknown, type: number | undefined): string | null {
    if (param === null || param === undefined) return null;
    const serializer = type === undefined ? undefined : pglite.serializers[type];
    return serializer ? serializer(param) : String(param);
  }

  async function run(sql: string, params: unknown[], options: QueryOptions): Promise<Results> {
    try {
      const statement = await statementOf(sql);
      const values = params.map((param, at) => asText(param, statement.types[at]));
      const replies = [
        ...(await send(serialize.bind({ statement: statement.name, values }))),
        ...(await send(serialize.describe({ type: 'P' }))),
        ...(await send(serialize.execute({}))),
      ];
      return parse.parseResults(replies, pglite.parsers, options)[0] as Results;
    } catch (error) {
      if (isOutdated(error)) kept.delete(sql);
      throw error;
    } finally {
      await send(serialize.sync());
    }
  }

  return {
    query:
      (once, alone) =>
      async (sql, params = [], options = {}) => {
        if (kept.has(sql)) {
          const prepared = () => pglite.runExclusive(() => run(sql, params, options));
          if (!alone) return prepared();
          // what was outdated is forgotten, and nothing stands in the way of asking anew
          return alone(prepared).catch((error) =>
            isOutdated(error) ? once(sql, params, options) : Promise.reject(error),
          );
        }
        if (PLANNED.test(sql)) remember(sql, null);
        return once(sql, params, options);
      },
    async refresh(exec) {
      if (steadyNow() - planned < PLANS_LAST_MS) return;
      planned = steadyNow();
      await exec('DISCARD PLANS');
    },
  };
}
