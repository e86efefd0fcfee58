import { createServer as createHttpServer, type Server } from 'node:http';
import https from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTelegramApis } from '../../../src/channels/telegram/api.ts';
import { createFetch, TelegramNetworkError } from '../../../src/channels/telegram/http.ts';
import { type BotApi, PARENTS_TOKEN, startBotApi } from '../../stand-ins/bot-api.ts';
import { cert, key } from './tls-pair.ts';

let api: BotApi;
let ends: (() => void)[];
beforeEach(async () => {
  api = await startBotApi();
  ends = [];
});
afterEach(async () => {
  for (const end of ends) end();
  await api.close();
});

const listening = (server: Server | https.Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    ends.push(() => server.close());
  });

test('through a proxy (TELEGRAM_PROXY) every call goes by CONNECT', async () => {
  const asked: string[] = [];
  const proxy = createHttpServer().on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  const port = await listening(proxy);
  const apis = createTelegramApis({ token: PARENTS_TOKEN, apiRoot: api.root, proxy: `http://127.0.0.1:${port}` });
  expect((await apis.api.getMe()).username).toBe('parents_test_bot');
  apis.close();
  expect(asked).toEqual([new URL(api.root).host]);
});

test('a proxy that is away: nothing went out', async () => {
  const server = createHttpServer();
  const port = await listening(server);
  server.close();
  const apis = createTelegramApis({ token: PARENTS_TOKEN, apiRoot: api.root, proxy: `http://127.0.0.1:${port}` });
  await expect(apis.api.getMe()).rejects.toMatchObject({ error: { code: 'ECONNREFUSED', sent: false } });
  expect(api.calls).toEqual([]);
});

test('over TLS: a call that hangs was sent; a handshake that fails was not', async () => {
  let calls = 0;
  const server = https.createServer({ key, cert }, () => {
    calls += 1;
  });
  const url = `https://127.0.0.1:${await listening(server)}/bot1:x/getMe`;
  const failure = async (agent: https.Agent) => {
    const error = await createFetch(agent, { answerMs: 100 })(url, { body: '{}' }).catch((thrown: unknown) => thrown);
    ends.push(() => agent.destroy());
    if (!(error instanceof TelegramNetworkError)) throw new Error('no network error');
    return [error.code, error.sent];
  };
  expect(await failure(new https.Agent({ ca: cert }))).toEqual(['timeout', true]);
  expect(calls).toBe(1);
  expect(await failure(new https.Agent())).toEqual([expect.stringContaining('SELF_SIGNED'), false]);
  expect(calls).toBe(1);
});

test('a second call over the same connection', async () => {
  const apis = createTelegramApis({ token: PARENTS_TOKEN, apiRoot: api.root });
  for (let n = 0; n < 3; n += 1) await apis.api.getMe();
  apis.close();
  expect(api.calls).toHaveLength(3);
});
