/** PostgreSQL at DATABASE_URL, version 15 or newer. The password never reaches a message. */
import { Socket } from 'node:net';
import pg from 'pg';
import type { Log } from '../log.ts';
import { StartError, startError, systemCode } from '../start-error.ts';
import { migrate } from './migrate.ts';
import { readMigrations } from './migrations.ts';

const OLDEST = 150_000;
const CONNECT_MS = 10_000;
/** First probe of a connection that waits for its answer; the system gives it up ten probes later, a second apart. */
const PROBE_MS = 10_000;
/** No transaction but a backup's or a restore's lasts so long: a connection that is silent meanwhile was cut unnoticed. */
const SILENT_MS = 130_000;
/** The server ends a transaction whose process was cut off so long ago, and with it the locks that others wait for. */
const IDLE_MS = 10_000;

/**
 * Checks the server and migrates the database.
 * @param patient a single statement may take as long as it needs
 * @returns what Prisma's pool connects with
 * @throws StartError
 */
export async function preparePostgresql(
  databaseUrl: string,
  log: Log,
  { patient = false } = {},
): Promise<pg.PoolConfig> {
  const url = readUrl(databaseUrl, patient ? [] : [`idle_in_transaction_session_timeout=${IDLE_MS}`]);
  const config: pg.PoolConfig = {
    connectionString: url.href,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'vestnik',
    keepAlive: true,
    keepAliveInitialDelayMillis: PROBE_MS,
  };
  const client = new pg.Client(config);
  // a server that goes away is told by the statement that fails; without a listener the process would end
  client.on('error', () => {});
  try {
    await client.connect();
    await refuseUnfit(client);
    const connection = {
      query: async (sql: string, values?: unknown[]) => (await client.query(sql, values)).rows,
      exec: async (sql: string) => void (await client.query(sql)),
    };
    const applied = await migrate(connection, readMigrations());
    if (applied.length > 0) log.info({ applied }, 'database migrated');
  } catch (error) {
    throw error instanceof StartError ? error : connectError(url, error);
  } finally {
    await client.end().catch(() => {});
  }
  return patient ? config : { ...config, stream: () => impatientSocket(SILENT_MS) };
}

/** Ends itself when nothing came or went for so long: a network that lets bytes vanish says nothing for a quarter of an hour. */
export function impatientSocket(ms: number): Socket {
  const socket = new Socket();
  const silent = Object.assign(new Error('the database is silent'), {
    code: 'ETIMEDOUT',
    errno: -110,
    syscall: 'read',
  });
  return socket.setTimeout(ms, () => socket.destroy(silent));
}

/**
 * On every connection: UTC, for instants are read and written in the session's zone without saying so; no compiling of
 * statements, which a table of one row that nobody ever analysed makes look dear enough: half a second for each page.
 */
function readUrl(databaseUrl: string, more: string[]): URL {
  try {
    const url = new URL(databaseUrl);
    if (!/^postgres(ql)?:$/.test(url.protocol)) throw new Error('not PostgreSQL');
    decodeURIComponent(url.password + url.username + url.pathname);
    const options = url.searchParams.get('options');
    const settings = ['TimeZone=UTC', 'jit=off', ...more].map((setting) => `-c ${setting}`);
    url.searchParams.set('options', [options, ...settings].filter(Boolean).join(' '));
    return url;
  } catch {
    // no cause: the error of the parser repeats its input, password included
    throw startError('databaseUrlInvalid', undefined);
  }
}

async function refuseUnfit(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string; zone: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
            current_setting('TimeZone') AS zone`,
  );
  const { number, version, zone } = rows[0]!;
  if (number < OLDEST) throw startError('databaseTooOld', { version });
  if (zone !== 'UTC') throw startError('databaseTimeZone', { zone });
}

function connectError(url: URL, error: unknown): StartError {
  const server = url.host || url.searchParams.get('host') || 'localhost';
  const database = decodeURIComponent(url.pathname.slice(1)) || decodeURIComponent(url.username);
  const code = systemCode(error) ?? '';
  if (code === '28P01' || code === '28000') {
    return startError('databaseRefused', { server, user: decodeURIComponent(url.username) }, error);
  }
  if (code === '3D000') return startError('databaseMissing', { server, database }, error);
  const reason = code || (error as Error).message;
  // five characters: PostgreSQL itself answered; anything else happened on the way to it
  if (/^[0-9A-Z]{5}$/.test(code)) {
    return startError('databaseFailed', { server, reason: (error as Error).message }, error);
  }
  return startError('databaseUnreachable', { server, reason }, error);
}
