import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kinds, send } from '../../src/platform/control/frames.ts';
import { serveControl } from '../../src/platform/control/serve.ts';
import { takeLock } from '../../src/platform/database/lock.ts';
import { type Child, RUN, startChild } from '../child.ts';

const MEGABYTES_20 = 20 * 1024 * 1024;
const callScript = fileURLToPath(new URL('processes/call.ts', import.meta.url));

let dir: string;
let server: Child;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'vestnik-control-'));
  server = startChild('platform/processes/serve.ts', [join(dir, 'data')]);
  expect(await server.line()).toBe('ready');
});
afterEach(async () => {
  await server.kill();
  rmSync(dir, { recursive: true, force: true });
});

interface Result {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the command line in a process of its own. */
async function run(argv: string[], { input = '', dataDir = join(dir, 'data') } = {}): Promise<Result> {
  const child = spawn(process.execPath, [RUN, callScript, dataDir, ...argv]);
  if (input) createReadStream(input).pipe(child.stdin);
  else child.stdin.end();
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, out, err };
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

const client = (...argv: string[]) => startChild('platform/processes/call.ts', [join(dir, 'data'), ...argv]);
const file = (name: string) => join(dir, name);

describe('a verb over the control socket', () => {
  it('takes 20 MB of standard input and gives 20 MB of output, byte for byte', async () => {
    const bytes = randomBytes(MEGABYTES_20);
    writeFileSync(file('input'), bytes);
    const digest = await run(['digest'], { input: file('input') });
    expect(digest).toEqual({ code: 0, out: `${createHash('sha256').update(bytes).digest('hex')}\n`, err: '' });
    const printed = await run(['print', '210']);
    expect(printed.code).toBe(0);
    expect(printed.out).toBe(`${'ж'.repeat(50_000)}\n`.repeat(210));
  });

  it('reads and writes the files of the person who typed it, 20 MB each way', async () => {
    const bytes = randomBytes(MEGABYTES_20);
    writeFileSync(file('from'), bytes);
    expect(await run(['copy', file('from'), file('to')])).toEqual({ code: 0, out: '', err: 'готово\n' });
    expect(readFileSync(file('to')).equals(bytes)).toBe(true);
  });

  it('says and ends the same as where nobody holds the directory', async () => {
    writeFileSync(file('from'), 'abc');
    const cases: string[][] = [
      ['copy', file('from'), file('to')],
      ['copy', file('missing'), file('to')],
      ['copy', file('from'), dir],
      ['copy', file('from'), file('no/such/folder')],
      ['nonsense'],
    ];
    for (const argv of cases) {
      const here = await run(argv, { dataDir: file('nobody') });
      expect(here.err).toMatch(/^[^\n]+\n$/);
      expect(await run(argv)).toEqual(here);
    }
  });

  it('prints while it waits for input, and may end without any', async () => {
    const child = client('talk');
    expect(await child.line()).toBe('listening');
    child.say('hello');
    expect((await child.exit).code).toBe(7);
  });

  it('is given up when its client is killed', async () => {
    const child = client('half', file('half'));
    expect(await child.line()).toBe('written');
    await child.kill('SIGKILL');
    await server.kill('SIGTERM');
    expect((await server.exit).stderr).toBe('half given up\n');
  });

  it('is given up by Ctrl+C, and takes back the file that was not finished', async () => {
    const child = client('half', file('half'));
    expect(await child.line()).toBe('written');
    expect(readdirSync(dir)).toHaveLength(2);
    await child.kill('SIGINT');
    expect((await child.exit).code).toBe(1);
    expect(readdirSync(dir)).toEqual(['data']);
  });

  it('ends with exit 1 and one clear line when the other side is killed, and takes the unfinished file back', async () => {
    const child = client('half', file('half'));
    expect(await child.line()).toBe('written');
    await server.kill('SIGKILL');
    const { code, stderr } = await child.exit;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Работающий Вестник остановился[^\n]*\n$/);
    expect(readdirSync(dir)).toEqual(['data']);
  });

  it('is waited for when the other side stops, which then turns others away', async () => {
    const child = client('half', file('half'));
    expect(await child.line()).toBe('written');
    await server.kill('SIGTERM');
    expect((await child.exit).code).toBe(0);
    expect((await run(['nonsense'])).err).toBe('нет такой команды: nonsense\n');
  });

  it('waits while the holder still starts up', async () => {
    const lock = await takeLock(file('starting'));
    const socket = createConnection(file('starting/control.sock'));
    await once(socket, 'readable');
    send(socket, kinds.start, 0, JSON.stringify(['import', 'школа.json']));
    const argv = await new Promise<string[]>((resolve) => {
      serveControl(lock, async (given) => {
        resolve(given);
        return 0;
      });
    });
    expect(argv).toEqual(['import', 'школа.json']);
    await lock.release();
  });

  it('names a holder of another version', async () => {
    await server.kill();
    rmSync(file('data/control.sock'));
    const other = createServer((socket) => socket.write('{"vestnik":99,"pid":1,"host":"x"}\n'));
    await new Promise<void>((resolve) => other.listen(file('data/control.sock'), resolve));
    expect(await run(['print', '1'])).toMatchObject({ code: 1, err: expect.stringContaining('другого выпуска') });
    other.close();
  });

  it('survives a client that talks nonsense', async () => {
    const socket = createConnection(file('data/control.sock'));
    socket.on('error', () => {});
    socket.write(randomBytes(100_000));
    await new Promise((resolve) => socket.on('close', resolve).resume());
    expect((await run(['print', '1'])).code).toBe(0);
  });
});
