import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startVestnik } from '../../src/main/start.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Io } from '../../src/platform/io.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { freePort } from '../free-port.ts';
import { silent } from '../silent.ts';
import { type BotApi, PARENTS_TOKEN, startBotApi } from '../stand-ins/bot-api.ts';

let api: BotApi;
let database: TestDatabase;
let ends: (() => Promise<unknown>)[];
beforeAll(async () => {
  database = await testDatabase({ durable: true });
  // one process holds the embedded one
  if (database.db.dialect === 'embedded') await database.db.close();
});
afterAll(() => database.close());
beforeEach(async () => {
  ends = [];
  api = await startBotApi();
});
afterEach(async () => {
  for (const end of ends) await end();
  await api.close();
});

/** `start` in this process until it is told to end. */
async function start(only: string, mode: 'webhook' | 'polling') {
  const port = await freePort();
  const read = readConfig({
    ...database.env,
    DEMO: '0',
    PORT: String(port),
    PARENTS_BOT_TOKEN: PARENTS_TOKEN,
    TELEGRAM_API_ROOT: api.root,
    TELEGRAM_MODE: mode,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const { config } = read;
  const stop = new AbortController();
  const said: string[] = [];
  let ended: Promise<number> = Promise.resolve(0);
  const running = new Promise<void>((resolve, reject) => {
    const hear = async (text: string | Uint8Array) => {
      said.push(String(text));
      if (String(text).includes('Вестник работает')) resolve();
    };
    const io = { out: hear, err: hear, signal: stop.signal } as unknown as Io;
    ended = startVestnik({ clock: systemClock(), log: silent, config, io, only });
    ended.catch(reject);
  });
  const end = async () => {
    stop.abort();
    return await ended;
  };
  ends.push(end);
  await running;
  return { root: `http://127.0.0.1:${port}`, said, end };
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
  expect(await end()).toBe(0);
  expect(await answers(`${root}/telegram/parents`)).toBe('nobody');
});

test('one that polls listens to nobody', async () => {
  const { root } = await start('bots', 'polling');
  expect(await answers(`${root}/telegram/parents`)).toBe('nobody');
});
