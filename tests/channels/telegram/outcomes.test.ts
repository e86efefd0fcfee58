import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTelegramApis } from '../../../src/channels/telegram/api.ts';
import { createTelegramChannel } from '../../../src/channels/telegram/channel.ts';
import { createAgent, createFetch } from '../../../src/channels/telegram/http.ts';
import { outcomeOfError } from '../../../src/channels/telegram/outcomes.ts';
import type { TelegramPayload } from '../../../src/delivery/channel.ts';
import { fakeClock } from '../../fake-clock.ts';
import { type BotApi, faults, PARENTS_TOKEN, type Person, startBotApi } from '../../stand-ins/bot-api.ts';

const NOW = '2026-09-15T12:00:00.000Z';
let api: BotApi;
let person: Person;
beforeEach(async () => {
  api = await startBotApi({ limits: { perSecond: 1000, perChatMs: 0 } });
  person = api.person('parents', { id: 7, begun: true });
});
afterEach(() => api.close());

const payload = (more: Partial<TelegramPayload> = {}): TelegramPayload => ({
  channel: 'telegram',
  bot: 'parents',
  chatId: '7',
  text: 'Пётр, 7Б',
  silent: false,
  ...more,
});

const channel = (address: { token?: string; apiRoot?: string } = {}) =>
  createTelegramChannel({ token: PARENTS_TOKEN, apiRoot: api.root, clock: fakeClock(NOW), ...address });

const after = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1000);

test('accepted: the message as it was meant, with its id', async () => {
  const text = 'Исправление. Пётр, 7Б, алгебра: было 4, стало 5.';
  const first = await channel().send(payload());
  expect(first).toEqual({ kind: 'accepted', providerId: String(person.last()?.message_id) });
  if (first.kind !== 'accepted') throw new Error('not accepted');
  await channel().send(
    payload({
      text,
      silent: true,
      replyTo: first.providerId,
      entities: [{ type: 'bold', offset: 0, length: 12 }],
      buttons: [
        [
          { text: 'Вижу', data: 'seen:12' },
          { text: 'Подробнее', url: 'https://school.example/week' },
        ],
      ],
    }),
  );
  expect(person.last()).toMatchObject({
    text,
    silent: true,
    linkPreview: false,
    reply_to_message: { message_id: Number(first.providerId) },
    entities: [{ type: 'bold', offset: 0, length: 12 }],
    reply_markup: {
      inline_keyboard: [
        [
          { text: 'Вижу', callback_data: 'seen:12' },
          { text: 'Подробнее', url: 'https://school.example/week' },
        ],
      ],
    },
  });
});

test('a correction whose first message is gone is told all the same', async () => {
  expect(await channel().send(payload({ replyTo: '999' }))).toMatchObject({ kind: 'accepted' });
  expect(person.last()?.reply_to_message).toBeUndefined();
});

test('a button whose address Telegram refuses is left out, the notice goes', async () => {
  const buttons = [[{ text: 'Подробнее', url: 'http://localhost:3000/week' }]];
  expect(await channel().send(payload({ buttons }))).toMatchObject({ kind: 'accepted' });
  expect(person.last()?.reply_markup).toBeUndefined();
});

const { answer } = faults;
test.each([
  ['blocked', faults.blocked],
  ['deactivated', faults.deactivated],
  ['kicked', faults.kicked],
  ['never begun', faults.cannotBegin],
  ['chat not found', faults.chatNotFound],
  ['user not found', answer(400, 'Bad Request: user not found')],
  ['no such peer', answer(400, 'Bad Request: PEER_ID_INVALID')],
  ['deactivated, as a 400', answer(400, 'Bad Request: INPUT_USER_DEACTIVATED')],
  ['no right to write', answer(400, 'Bad Request: not enough rights to send text messages to the chat')],
  ['group deleted', answer(403, 'Forbidden: the group chat was deleted')],
])('unreachable: %s', async (_case, fault) => {
  api.fault(fault, { method: 'sendMessage' });
  const outcome = await channel().send(payload());
  expect(outcome).toMatchObject({
    kind: 'unreachable',
    code: /40[03]/,
    detail: expect.stringMatching(/Forbidden|Bad Request/),
  });
});

test('unreachable with the new address: the group became a supergroup', async () => {
  api.fault(faults.migrated(-100123), { method: 'sendMessage' });
  expect(await channel().send(payload())).toMatchObject({ kind: 'unreachable', code: '400', movedTo: '-100123' });
});

test.each([
  ['text too long', payload({ text: 'я'.repeat(4097) }), /message is too long/],
  ['no text', payload({ text: '  ' }), /text is empty/],
  ['entity out of bounds', payload({ entities: [{ type: 'bold', offset: 5, length: 50 }] }), /ENTITY_BOUNDS_INVALID/],
  ['button data too long', payload({ buttons: [[{ text: 'да', data: 'x'.repeat(65) }]] }), /BUTTON_DATA_INVALID/],
])('rejected, our fault: %s', async (_case, bad, words) => {
  expect(await channel().send(bad)).toMatchObject({
    kind: 'rejected',
    code: '400',
    detail: expect.stringMatching(words),
  });
});

test.each([
  ['unknown to Telegram', '999:some-token-of-nobody-at-all', '401'],
  ['no token at all', 'nonsense', '404'],
])('rejected: a token %s names its variable and the remedy', async (_case, token, code) => {
  const outcome = await channel({ token }).send(payload());
  expect(outcome).toMatchObject({
    kind: 'rejected',
    code,
    detail: expect.stringMatching(/^PARENTS_BOT_TOKEN.*@BotFather/),
  });
  expect(JSON.stringify(outcome)).not.toContain(token);
});

test('429: the whole bot waits as long as it was told', async () => {
  api.fault(faults.tooMany(3600), { method: 'sendMessage' });
  expect(await channel().send(payload())).toMatchObject({
    kind: 'retryLater',
    code: '429',
    at: after(3600),
    pauseUntil: after(3600),
  });
});

test.each([
  ['500', faults.serverError, '500'],
  ['502 in JSON', faults.badGateway, '502'],
  ['a 502 page', faults.html(502), '502'],
  ['a proxy’s 403 page', faults.html(403), '403'],
  ['a page with 200', faults.html(200), '200'],
])('retry later: %s', async (_case, fault, code) => {
  api.fault(fault, { method: 'sendMessage' });
  const outcome = await channel().send(payload());
  expect(outcome).toMatchObject({ kind: 'retryLater', code });
  expect(outcome).not.toHaveProperty('pauseUntil');
});

test('retry later: nobody listens, the name is not known', async () => {
  const unused = await freePort();
  expect(await channel({ apiRoot: `http://127.0.0.1:${unused}` }).send(payload())).toMatchObject({
    kind: 'retryLater',
    code: 'ECONNREFUSED',
  });
  const nowhere = await channel({ apiRoot: 'http://nowhere.invalid' }).send(payload());
  expect(nowhere).toMatchObject({ kind: 'retryLater', code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) });
});

test('trouble that goes on is tried ever more rarely, ten minutes apart at most, with jitter', async () => {
  api.fault(faults.serverError, { method: 'sendMessage', times: 40 });
  const waits = async (tries: number) => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => channel().send(payload(), undefined, tries)));
    return outcomes.map((o) => (o.kind === 'retryLater' ? o.at.getTime() - Date.parse(NOW) : Number.NaN));
  };
  const [first, late] = [await waits(0), await waits(12)];
  expect(Math.max(...first)).toBeLessThanOrEqual(22_500);
  expect(new Set(first).size).toBeGreaterThan(10);
  expect(Math.min(...late)).toBeGreaterThanOrEqual(300_000);
  expect(Math.max(...late)).toBeLessThanOrEqual(900_000);
});

test('unknown: the connection broke after Telegram took it; it did arrive', async () => {
  api.fault(faults.resetAfter, { method: 'sendMessage' });
  expect(await channel().send(payload())).toMatchObject({ kind: 'unknown', code: 'ECONNRESET' });
  expect(person.messages()).toHaveLength(1);
});

test('unknown: the connection broke before Telegram took it, which nobody can tell apart', async () => {
  api.fault(faults.resetBefore, { method: 'sendMessage' });
  expect(await channel().send(payload())).toMatchObject({ kind: 'unknown', code: 'ECONNRESET' });
  expect(person.messages()).toHaveLength(0);
});

test('unknown: the front server gave up waiting (504), Telegram may have gone on', async () => {
  api.fault(faults.html(504), { method: 'sendMessage' });
  expect(await channel().send(payload())).toMatchObject({ kind: 'unknown', code: '504' });
});

test('unknown: no answer comes', async () => {
  api.fault(faults.hangAfter, { method: 'sendMessage' });
  const fetch = createFetch(createAgent(api.root), { answerMs: 50 });
  const call = fetch(`${api.root}/bot${PARENTS_TOKEN}/sendMessage`, {
    body: '{"chat_id":7,"text":"да"}',
    headers: json,
  });
  const error = await call.catch((thrown: unknown) => thrown);
  expect(outcomeOfError(error, 'parents', new Date(NOW))).toMatchObject({ kind: 'unknown', code: 'timeout' });
});
const json = { 'content-type': 'application/json' };

test('stopped: before the call nothing goes out, during it the outcome is unknown', async () => {
  const stop = new AbortController();
  api.fault(faults.hang, { method: 'sendMessage' });
  const under = channel().send(payload(), stop.signal);
  await expect.poll(() => api.calls.length).toBe(1);
  stop.abort();
  expect(await under).toMatchObject({ kind: 'unknown', code: 'aborted' });
  expect(await channel().send(payload(), stop.signal)).toMatchObject({ kind: 'retryLater', code: 'stopped' });
  expect(api.calls).toHaveLength(1);
});

test('a fault below HTTP that tells nothing counts as unknown, and its words are not kept', () => {
  const outcome = outcomeOfError(new Error('https://api.telegram.org/bot1:secret/ failed'), 'teachers', new Date(NOW));
  expect(outcome).toEqual({ kind: 'unknown', code: 'network', detail: 'Error' });
});

test('calls of one bot share their connections', async () => {
  const apis = createTelegramApis({ token: PARENTS_TOKEN, apiRoot: `${api.root}/` });
  await apis.api.getMe();
  await apis.pollingApi.getUpdates();
  apis.close();
  expect(api.calls.map((call) => call.method)).toEqual(['getMe', 'getUpdates']);
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
