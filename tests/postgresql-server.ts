import { execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { describeMissing, findTool } from './needs.ts';

export interface PostgresqlServer {
  /** of the superuser, database `postgres` */
  url: string;
  /** kills every process of the server as a power cut would, and starts it again */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** Stops the server also when this process was killed: its end closes the shell's input. */
const UNTIL_INPUT_ENDS = '"$@" & read -r _; kill -INT $!; wait';
const START_MS = 30_000;

/**
 * A PostgreSQL server of our own on a random port of the loopback, its files in a temporary directory.
 * @param durable with fsync, for tests that kill it
 */
export async function startPostgresql({ durable = false } = {}): Promise<PostgresqlServer> {
  const postgres = findTool('postgresql');
  if (!postgres) throw new Error(describeMissing('postgresql'));
  const owner = serverUser();
  const dir = mkdtempSync(join(tmpdir(), 'vestnik-postgresql-'));
  if (owner) chownSync(dir, owner.uid, owner.gid);
  const data = join(dir, 'data');
  const port = await freePort();
  execFileSync(
    join(dirname(postgres), 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'],
    { ...owner, cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: dir, max_connections: 200 };
  const speed = durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' };
  const options = Object.entries({ ...settings, ...speed }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const run = () => {
    const server = spawn('sh', ['-c', UNTIL_INPUT_ENDS, 'sh', postgres, '-D', data, ...options], {
      ...owner,
      cwd: dir,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    return { server, gone };
  };
  let running = run();
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  await untilItAnswers(url);
  return {
    url,
    crash: async () => {
      const [postmaster] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
      // SIGQUIT: immediate shutdown, nothing is written down, the next start recovers from the log
      process.kill(Number(postmaster), 'SIGQUIT');
      running.server.stdin?.end();
      await running.gone;
      running = run();
      await untilItAnswers(url);
    },
    stop: async () => {
      running.server.stdin?.end();
      await running.gone;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function untilItAnswers(url: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const client = new pg.Client(url);
    client.on('error', () => {});
    try {
      await client.connect();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    } finally {
      await client.end().catch(() => {});
    }
    await pause(50);
  }
}
