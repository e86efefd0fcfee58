import { Api, GrammyError, InputFile } from 'grammy';
import { afterEach, expect, test } from 'vitest';
import { type BotApi, faults, PARENTS_TOKEN, startBotApi } from './bot-api.ts';

let api: BotApi;
let time = Date.parse('2026-09-15T12:00:00Z');
afterEach(() => api.close());

async function start() {
  api = await startBotApi({ now: () => time });
  const person = api.person('parents', { id: 7, begun: true });
  return { person, bot: new Api(PARENTS_TOKEN, { apiRoot: api.root, timeoutSeconds: 5 }) };
}

const refusal = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GrammyError)) throw new Error(`no refusal but ${String(error)}`);
  return `${error.error_code} ${error.description}`;
};

test('the 31st message within a sliding second is refused, after a second it passes', async () => {
  const { bot } = await start();
  for (let chat = 100; chat < 131; chat += 1) api.person('parents', { id: chat, begun: true });
  for (let chat = 100; chat < 130; chat += 1) {
    await bot.sendMessage(chat, 'да');
    time += 30;
  }
  expect(await refusal(bot.sendMessage(130, 'да'))).toBe('429 Too Many Requests: retry after 1');
  time += 1000 - 900 + 1;
  await bot.sendMessage(130, 'да');
});

test('the second message within a second to one chat is refused', async () => {
  const { bot } = await start();
  await bot.sendMessage(7, 'раз');
  time += 999;
  expect(await refusal(bot.sendMessage(7, 'два'))).toContain('429');
  time += 1;
  await bot.sendMessage(7, 'два');
});

test('text, buttons and entities are held to what Telegram takes', async () => {
  const { bot } = await start();
  const next = () => {
    time += 1000;
  };
  expect(await refusal(bot.sendMessage(7, ' '))).toContain('message text is empty');
  next();
  expect(await refusal(bot.sendMessage(7, 'я'.repeat(4097)))).toContain('message is too long');
  next();
  await bot.sendMessage(7, 'я'.repeat(4096));
  next();
  const button = (data: string) => ({ reply_markup: { inline_keyboard: [[{ text: 'да', callback_data: data }]] } });
  expect(await refusal(bot.sendMessage(7, 'да', button('я'.repeat(33))))).toContain('BUTTON_DATA_INVALID');
  next();
  await bot.sendMessage(7, 'да', button('я'.repeat(32)));
  next();
  const bold = (offset: number, length: number) => ({ entities: [{ type: 'bold' as const, offset, length }] });
  expect(await refusal(bot.sendMessage(7, 'да', bold(1, 2)))).toContain('ENTITY_BOUNDS_INVALID');
  next();
  expect(await refusal(bot.sendMessage(7, '🙂', bold(0, 1)))).toContain('ENTITY_BOUNDS_INVALID');
  next();
  const url = { reply_markup: { inline_keyboard: [[{ text: 'да', url: 'http://localhost:3000/' }]] } };
  expect(await refusal(bot.sendMessage(7, 'да', url))).toContain('Wrong HTTP URL');
});

test('a stranger, a person who blocked the bot, a wrong token', async () => {
  const { person, bot } = await start();
  expect(await refusal(bot.sendMessage(999, 'да'))).toBe('400 Bad Request: chat not found');
  api.person('parents', { id: 8 });
  expect(await refusal(bot.sendMessage(8, 'да'))).toContain("can't initiate conversation");
  person.blocks();
  expect(await refusal(bot.sendMessage(7, 'да'))).toBe('403 Forbidden: bot was blocked by the user');
  const other = (token: string) => new Api(token, { apiRoot: api.root, timeoutSeconds: 5 }).getMe();
  expect(await refusal(other('999:some-token-of-nobody-at-all'))).toBe('401 Unauthorized');
  expect(await refusal(other('nonsense'))).toBe('404 Not Found');
});

test('getUpdates waits for news, gives them again until confirmed, and bears one poller only', async () => {
  const { person, bot } = await start();
  const first = bot.getUpdates({ timeout: 20 });
  await expect.poll(() => api.bot('parents').poll).toBeDefined();
  const second = bot.getUpdates({ timeout: 20 });
  expect(await refusal(first)).toContain('409 Conflict: terminated by other getUpdates');
  person.sends('/start 4827');
  const [update] = await second;
  expect(update?.message).toMatchObject({
    text: '/start 4827',
    entities: [{ type: 'bot_command', offset: 0, length: 6 }],
  });
  expect(await bot.getUpdates()).toHaveLength(1);
  expect(await bot.getUpdates({ offset: update!.update_id + 1 })).toHaveLength(0);
});

test('a webhook ends polling and gets each update until it takes it', async () => {
  const { person, bot } = await start();
  const posts: (string | null)[] = [];
  const { createServer } = await import('node:http');
  const server = createServer((request, answer) => {
    posts.push(String(request.headers['x-telegram-bot-api-secret-token']));
    answer.statusCode = posts.length === 1 ? 500 : 200;
    answer.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await bot.setWebhook(`http://127.0.0.1:${port}/hook`, { secret_token: 'abc' });
  expect(await refusal(bot.getUpdates())).toContain('webhook is active');
  person.sends('привет');
  await api.drained('parents');
  expect(posts).toEqual(['abc', 'abc']);
  server.close();
});

test('documents come as multipart and can be fetched; a tap is answered once in time', async () => {
  const { person, bot } = await start();
  const sent = await bot.sendDocument(7, new InputFile(Buffer.from('%PDF-1.7'), 'Иванов_Пётр.pdf'), { caption: 'вот' });
  expect(sent.document?.file_name).toBe('Иванов_Пётр.pdf');
  expect(person.last()).toMatchObject({ caption: 'вот', bytes: Buffer.from('%PDF-1.7') });
  const { file_path } = await bot.getFile(sent.document!.file_id);
  const file = await fetch(`${api.root}/file/bot${PARENTS_TOKEN}/${file_path}`);
  expect(await file.text()).toBe('%PDF-1.7');
  time += 1000;
  await bot.sendMessage(7, 'да?', { reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] } });
  const answer = person.taps('Да');
  const [update] = await bot.getUpdates({ offset: -1 });
  await bot.answerCallbackQuery(update!.callback_query!.id, { text: 'Спасибо' });
  expect(await answer).toEqual({ text: 'Спасибо', alert: false });
  expect(await refusal(bot.answerCallbackQuery('123'))).toContain('query is too old');
});

test('faults hit the calls they were ordered for, and no other', async () => {
  const { bot } = await start();
  api.fault(faults.tooMany(3600), { method: 'sendMessage', chat: 7 });
  expect(await refusal(bot.sendMessage(7, 'да'))).toContain('retry after 3600');
  await bot.sendMessage(7, 'да');
  api.fault(faults.html(), { method: 'getMe' });
  await expect(bot.getMe()).rejects.toThrow('Network request');
  api.fault(faults.resetAfter, { method: 'sendMessage' });
  time += 1000;
  await expect(bot.sendMessage(7, 'дошло')).rejects.toThrow('Network request');
  expect(api.person('parents', { id: 7 }).last()?.text).toBe('дошло');
});
