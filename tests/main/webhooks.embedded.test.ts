import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startVestnik } from '../../src/main/start.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import { freePort } from '../free-port.ts';
import { silent } from '../silent.ts';
import { type BotApi, PARENTS_TOKEN, startBotApi } from '../stand-ins/bot-api.ts';

let api: BotApi;
let folder: string;
beforeEach(async () => {
  api = await startBotApi();
  folder = mkdtempSync(join(tmpdir(), 'vestnik-webhooks-'));
});
afterEach(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

/** `start` in this process until it is told to end. */
async function start(only: string, mode: 'webhook' | 'polling') {
  const port = await freePort();
  const root = `http://127.0.0.1:${port}`;
  const read = readConfig({
    DATA_DIR: folder,
    DEMO: '0',
    PORT: String(port),
    PARENTS_BOT_TOKEN: PARENTS_TOKEN,
    TELEGRAM_API_ROOT: api.root,
    TELEGRAM_MODE: mode,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const stop = new AbortController();
  const said: string[] = [];
  const io = {
    out: async (text: string | Uint8Array) => void said.push(String(text)),
    err: async (text: string) => void said.push(text),
    signal: stop.signal,
  } as unknown as Parameters<typeof startVestnik>[0]['io'];
  const ended = startVestnik({ clock: systemClock(), log: silent, config: read.config, io, only });
  await expect.poll(() => said.join(''), { timeout: 30_000 }).toContain('Вестник работает');
  const end = async () => {
    stop.abort();
    expect(await ended).toBe(0);
  };
  return { root, said, end };
}

const answers = (url: string) =>
  fetch(url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }).then(
    ({ status }) => status,
    () => 'nobody',
  );

test('a process that runs the bots alone takes what Telegram posts, and serves nothing else', async () => {
  const { root, said, end } = await start('bots', 'webhook');
  expect(said.join('')).toContain(`${root}/telegram/`);
  const person = api.person('parents');
  person.sends('/start');
  expect((await person.hears()).text).toContain('Пришлите код');
  expect(api.bot('parents').webhook?.url).toBe(`${root}/telegram/parents`);
  expect(await answers(`${root}/telegram/parents`)).toBe(401);
  expect(await answers(`${root}/telegram/teachers`)).toBe(404);
  expect((await fetch(`${root}/healthz`)).status).toBe(200);
  expect((await fetch(`${root}/login`)).status).toBe(404);
  await end();
  expect(await answers(`${root}/telegram/parents`)).toBe('nobody');
});

test('one that polls listens to nobody', async () => {
  const { root, end } = await start('bots', 'polling');
  expect(await answers(`${root}/telegram/parents`)).toBe('nobody');
  await end();
});
