import { createServer } from 'node:net';
// a CommonJS package whose types promise a default that Node does not see
import telegramTestApi from 'telegram-test-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createParentsBot } from '../../../bots/parents/bot.ts';
import { invite } from '../../../src/access/invitations.ts';
import { createPacer } from '../../../src/channels/telegram/pacer.ts';
import { pollUpdates } from '../../../src/channels/telegram/poll.ts';
import { takeTurn } from '../../../src/channels/telegram/turn.ts';
import { createDispatcher } from '../../../src/channels/telegram/updates.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { silent } from '../../silent.ts';
import { PARENTS_TOKEN } from '../../stand-ins/bot-api.ts';
import { newExampleSchool } from '../school.ts';

interface Said {
  message: { text: string };
  messageId: number;
}

/** The part of the package that is used here. */
interface TheirServer {
  config: { apiURL: string };
  start(): Promise<void>;
  stop(): Promise<boolean>;
  getClient(token: string, options: { timeout: number }): TheirClient;
}

interface TheirClient {
  makeMessage(text: string): object;
  makeCallbackQuery(data: string, more: { message: { message_id: number } }): object;
  sendMessage(message: object): Promise<unknown>;
  sendCallback(query: object): Promise<unknown>;
  getUpdates(): Promise<{ result: Said[] }>;
  getUpdatesHistory(): Promise<Said[]>;
}

const Server = telegramTestApi as unknown as new (config: { port: number; host: string }) => TheirServer;

/** A Bot API made by others, without our ideas of it: the happy path holds there too. */
const clock = systemClock(new Date('2026-09-15T12:00:00Z'));
const stopping = new AbortController();
let database: TestDatabase;
let server: TheirServer;
let polling: Promise<void>;

beforeAll(async () => {
  database = await testDatabase();
  const db = database.db.prisma;
  await newExampleSchool(database, clock);
  server = new Server({ port: await freePort(), host: '127.0.0.1' });
  await server.start();
  const pacer = createPacer({ clock });
  const bot = createParentsBot({
    token: PARENTS_TOKEN,
    apiRoot: server.config.apiURL,
    db,
    clock,
    log: silent,
    pacer,
    publicUrl: 'https://diary.school.example',
    stop: stopping.signal,
  });
  const turn = await takeTurn({ db, clock, bot: 'parents', holder: 'test', pacer, log: silent }, stopping.signal);
  const dispatcher = createDispatcher({ bot: 'parents', handle: bot.handle, log: silent });
  polling = pollUpdates({
    turn: turn!,
    api: bot.pollingApi,
    dispatcher,
    pacer,
    clock,
    log: silent,
    introduce: () => bot.introduce(turn!),
  });
});
afterAll(async () => {
  stopping.abort();
  await polling;
  await server.stop();
  await database.close();
});

test('code, class, week', async () => {
  const client = server.getClient(PARENTS_TOKEN, { timeout: 20_000 });
  const said = async () => (await client.getUpdates()).result.map((update) => update.message);
  const [invitation] = await invite(database.db.prisma, clock, ['g4'], { publicUrl: 'https://diary.school.example' });
  await client.sendMessage(client.makeMessage(`/start ${invitation!.code}`));
  const [question] = await said();
  expect(question!.text).toContain('выберите его класс');
  const { messageId } = (await client.getUpdatesHistory()).at(-1)!;
  await client.sendCallback(client.makeCallbackQuery('class:7Б', { message: { message_id: messageId } }));
  const [done] = await said();
  expect(done!.text).toContain('Готово, Денис Павлович! Клим, 7Б.');
  await client.sendMessage(client.makeMessage('неделя'));
  const [week] = await said();
  expect(week!.text).toContain('Клим, 7Б');
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
