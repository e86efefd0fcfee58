/**
 * Statements of the embedded database that are planned once and run many times. PGlite parses and plans each anew, which
 * takes as long as running it, and tells the engine of it in six messages where one does; PostgreSQL's own prepared
 * statements do without.
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

type Replies = Awaited<ReturnType<PGlite['execProtocolStream']>>;

interface Statement {
  /** empty: for one run */
  name: string;
  /** of the parameters */
  types: number[];
  /** of the rows, before each run's own replies */
  described: Replies;
}

/** Of the engine, for whoever has the turn to use it. */
export interface Statements {
  /** As PGlite's own `query`; what comes the second time is kept from then on. @param stop throws where it may no longer run */
  query(sql: string, params?: unknown[], options?: QueryOptions, stop?: () => void): Promise<Results>;
  /** One statement, or several, without parameters and without a plan. */
  exec(sql: string): Promise<void>;
  /** Called now and then: whatever grew is planned anew. */
  refresh(): Promise<void>;
}

export function preparedStatements(pglite: PGlite, steadyNow = () => performance.now()): Statements {
  const kept = new Map<string, Statement | null>();
  let made = 0;
  let planned = steadyNow();

  const send = (...messages: Uint8Array[]) =>
    pglite.execProtocolStream(messages.length === 1 ? messages[0]! : Buffer.concat(messages), { syncToFs: false });

  async function prepare(sql: string, name: string): Promise<Statement> {
    const replies = await send(serialize.parse({ name, text: sql }), serialize.describe({ type: 'S', name }));
    return {
      name,
      types: parse.parseDescribeStatementResults(replies),
      described: replies.filter((reply) => reply.name === 'rowDescription'),
    };
  }

  /** What came once before is kept now. */
  async function statementOf(sql: string): Promise<Statement> {
    if (!kept.has(sql)) {
      if (PLANNED.test(sql)) kept.set(sql, null);
      return prepare(sql, '');
    }
    const statement = kept.get(sql) ?? (await prepare(sql, `vestnik_${++made}`));
    // last in the map is used last
    kept.delete(sql);
    kept.set(sql, statement);
    const [oldest] = kept;
    if (oldest && kept.size > KEPT) {
      kept.delete(oldest[0]);
      if (oldest[1]) await send(serialize.close({ type: 'S', name: oldest[1].name }));
    }
    return statement;
  }

  function asText(param: unknown, type: number | undefined): string | null {
    if (param === null || param === undefined) return null;
    const serializer = type === undefined ? undefined : pglite.serializers[type];
    return serializer ? serializer(param) : String(param);
  }

  async function ready(sql: string, params: unknown[]) {
    try {
      const { name, types, described } = await statementOf(sql);
      return { name, described, values: params.map((param, at) => asText(param, types[at])) };
    } catch (error) {
      await send(serialize.sync());
      throw error;
    }
  }

  async function run(sql: string, params: unknown[], options: QueryOptions): Promise<Results> {
    const { name, described, values } = await ready(sql, params);
    try {
      const replies = await send(serialize.bind({ statement: name, values }), serialize.execute({}), serialize.sync());
      return parse.parseResults([...described, ...replies], pglite.parsers, options)[0] as Results;
    } catch (error) {
      // the engine says so too of what it does not support: that is refused however it is asked
      if (!name || !isOutdated(error)) throw error;
      kept.delete(sql);
      await send(serialize.close({ type: 'S', name }), serialize.sync());
      // nothing of it was run; a transaction is lost by it nevertheless
      if (pglite.isInTransaction()) throw error;
      return run(sql, params, options);
    }
  }

  const exec = (sql: string) => pglite.runExclusive(async () => void (await send(serialize.query(sql))));

  return {
    query: (sql, params = [], options = {}, stop = () => {}) =>
      pglite.runExclusive(() => {
        stop();
        return run(sql, params, options);
      }),
    exec,
    async refresh() {
      if (steadyNow() - planned < PLANS_LAST_MS) return;
      planned = steadyNow();
      await exec('DISCARD PLANS');
    },
  };
}
