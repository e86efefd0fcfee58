import { createServer } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTelegramApis } from '../../../src/channels/telegram/api.ts';
import { createTelegramChannel } from '../../../src/channels/telegram/channel.ts';
import { createAgent, createFetch } from '../../../src/channels/telegram/http.ts';
import { type Failure, outcomeOfError, RULINGS, rule } from '../../../src/channels/telegram/outcomes.ts';
import type { SendOutcome, TelegramPayload } from '../../../src/delivery/channel.ts';
import { fakeClock } from '../../fake-clock.ts';
import type { Fault } from '../../stand-ins/bot-api/faults.ts';
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
const bad = (words: string) => answer(400, `Bad Request: ${words}`);
const forbidden = (words: string) => answer(403, `Forbidden: ${words}`);

/** What Telegram, or a server in front of it, answers → what it means, by which row of the table. */
const CASES: [Fault, SendOutcome['kind'], string][] = [
  [faults.tooMany(7), 'retryLater', 'tooMany'],
  [answer(420, 'FLOOD_WAIT_7', { retry_after: 7 }), 'retryLater', 'tooMany'],
  [answer(400, 'Bad Request: slow mode', { retry_after: 7 }), 'retryLater', 'tooMany'],
  [answer(429, 'Too Many Requests'), 'retryLater', 'tooMany'],
  [answer(500, 'Internal Server Error: restart'), 'unknown', 'restarted'],
  [answer(500, 'Internal Server Error: Request aborted'), 'unknown', 'restarted'],
  [answer(504, 'Gateway Timeout'), 'unknown', 'gatewayTimeout'],
  [faults.serverError, 'retryLater', 'serverError'],
  [faults.badGateway, 'retryLater', 'serverError'],
  [answer(503, 'Service Unavailable'), 'retryLater', 'serverError'],
  [answer(409, 'Conflict: terminated by other getUpdates request'), 'retryLater', 'conflict'],
  [faults.migrated(-100123), 'unreachable', 'migrated'],
  [faults.blocked, 'unreachable', 'blocked'],
  [bad('USER_IS_BLOCKED'), 'unreachable', 'blocked'],
  [faults.deactivated, 'unreachable', 'deactivated'],
  [bad('INPUT_USER_DEACTIVATED'), 'unreachable', 'deactivated'],
  [faults.cannotBegin, 'unreachable', 'neverBegun'],
  [forbidden("bot can't send messages to bots"), 'unreachable', 'neverBegun'],
  [faults.kicked, 'unreachable', 'kicked'],
  [forbidden('bot was kicked from the supergroup chat'), 'unreachable', 'kicked'],
  [forbidden('bot is not a member of the channel chat'), 'unreachable', 'kicked'],
  [forbidden('the group chat was deleted'), 'unreachable', 'kicked'],
  [forbidden('something new'), 'unreachable', 'forbidden'],
  [faults.chatNotFound, 'unreachable', 'chatNotFound'],
  [bad('private chat not found'), 'unreachable', 'chatNotFound'],
  [bad('user not found'), 'unreachable', 'chatNotFound'],
  [bad('PEER_ID_INVALID'), 'unreachable', 'chatNotFound'],
  [bad('not enough rights to send text messages to the chat'), 'unreachable', 'noRights'],
  [bad('CHAT_WRITE_FORBIDDEN'), 'unreachable', 'noRights'],
  [bad('CHAT_RESTRICTED'), 'unreachable', 'noRights'],
  [bad('TOPIC_CLOSED'), 'unreachable', 'noRights'],
  [bad('ALLOW_PAYMENT_REQUIRED_10'), 'unreachable', 'paidOnly'],
  [answer(404, 'Not Found: method not found'), 'rejected', 'unknownMethod'],
  [bad('message is too long'), 'rejected', 'tooLong'],
  [bad('MESSAGE_TOO_LONG'), 'rejected', 'tooLong'],
  [bad('message text is empty'), 'rejected', 'empty'],
  [bad("can't parse entities: Can't find end of the entity starting at byte offset 5"), 'rejected', 'entities'],
  [bad('ENTITY_BOUNDS_INVALID'), 'rejected', 'entities'],
  [bad('BUTTON_URL_INVALID'), 'rejected', 'buttons'],
  [bad("can't parse inline keyboard button: Text buttons are unallowed"), 'rejected', 'buttons'],
  [answer(413, 'Request Entity Too Large'), 'rejected', 'tooBig'],
  [bad('something new'), 'rejected', 'badRequest'],
  [answer(406, 'Not Acceptable: FROZEN_METHOD_INVALID'), 'rejected', 'badRequest'],
  [faults.html(504), 'unknown', 'gatewayTimeout'],
  [faults.html(502), 'retryLater', 'away'],
  [faults.html(403), 'retryLater', 'away'],
  [faults.html(200), 'retryLater', 'away'],
];

const said = (fault: Fault) =>
  fault.kind === 'answer' ? `${fault.error.error_code} ${fault.error.description}` : JSON.stringify(fault);

test.each(CASES.map(([fault, kind, row]) => [said(fault), kind, row, fault] as const))(
  '%s → %s (%s)',
  async (_said, kind, row, fault) => {
    api.fault(fault, { method: 'sendMessage' });
    const outcome = await channel().send(payload());
    expect(outcome).toMatchObject({ kind, detail: expect.stringContaining(`${row}: `) });
    expect('code' in outcome && outcome.code).toMatch(/^\d{3}$/);
    expect('pauseUntil' in outcome).toBe(row === 'tooMany');
  },
);

test('every row of the table is met by a case, says what it is and where it comes from', () => {
  const met = new Set([...CASES.map(([, , row]) => row), 'wrongToken', 'stopped', 'notSent', 'noAnswer']);
  expect(RULINGS.map(({ code }) => code).filter((code) => !met.has(code))).toEqual([]);
  expect(RULINGS.filter(({ when, source }) => when.length < 5 || source.length < 10)).toEqual([]);
});

test('every answer and every silence has a row; only what may have left can be of unknown fate', () => {
  const failures = fc.record({
    from: fc.constantFrom('telegram', 'front', 'network'),
    code: fc.integer({ min: 100, max: 999 }),
    words: fc.string(),
    sent: fc.boolean(),
  }) as fc.Arbitrary<Failure>;
  fc.assert(
    fc.property(failures, (failure) => {
      const { kind } = rule(failure);
      if (failure.from === 'network') expect(kind).toBe(failure.sent ? 'unknown' : 'retryLater');
      if (failure.from === 'front') expect(kind).not.toBe('unreachable');
    }),
    { numRuns: 2000 },
  );
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
    // the others need not be refused one after the other
    mendable: true,
    pauseUntil: after(60),
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
  expect(outcome).toEqual({ kind: 'unknown', code: 'Error', detail: 'noAnswer: Error' });
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
