/** The teachers' bot as Telegram sees it: real polling against the stand-in, under the fake clock. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { consumeSignInLink } from '../../../src/access/sign-in-links.ts';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

const said = (text: string | undefined) => (text ?? '').replaceAll('\u00a0', ' ');
const entries = () => rig.db.journalEntry.findMany({ where: { withdrawnAt: null }, orderBy: { id: 'asc' } });

test('from the code to a recorded line, and by a link to the desk', async () => {
  const anna = rig.person('Анна');
  anna.sends('/start');
  expect(said((await anna.hears()).text)).toContain('Пришлите код');
  const code = await rig.code('t1');
  anna.sends(`/start ${code}`);
  const welcome = said((await anna.hears()).text);
  expect(welcome).toMatch(/^Готово, Анна Сергеевна!/);
  expect(welcome).toContain('дз ');
  anna.sends('7Б алг Иванов 5, Петрова 4, нет Сидорова');
  expect(said((await anna.hears()).text)).toBe(
    'Записать?\n7Б · алгебра · вт 15.09 — Иванов П.: 5; Петрова А.: 4; нет: Сидоров К.',
  );
  expect(anna.buttons()).toEqual(['Записать', 'Исправить', 'Отмена']);
  expect(await entries()).toEqual([]);
  expect(await anna.taps('Записать')).toEqual({ alert: false });
  expect(said((await anna.hears()).text)).toMatch(/^Записано\.\n7Б · алгебра · вт 15\.09 — .*\nРодители узнают/);
  expect(anna.buttons()).toEqual(['Отменить']);
  expect((await entries()).map(({ kind, studentId, value, byId }) => [kind, studentId, value, byId])).toEqual([
    ['mark', 's1', '5', 't1'],
    ['mark', 's2', '4', 't1'],
    ['absence', 's3', 'Н', 't1'],
  ]);
  anna.sends('Дневник');
  const link = said((await anna.hears()).text);
  expect(link).toMatch(
    /^Рабочий стол: https:\/\/diary\.school\.example\/enter\/[\w-]{43}\nСсылка одноразовая, действует 15 минут/,
  );
  const token = /enter\/([\w-]+)/.exec(link)?.[1] ?? '';
  expect(await consumeSignInLink(rig.db, rig.clock, token)).toMatchObject({ ok: true, personId: 't1', staff: true });
});

test('a restart in the middle of a question: the answer still completes the entry', async () => {
  const anna = await rig.linked('t1');
  anna.sends('алг Петров 5');
  expect(said((await anna.hears()).text)).toBe('Какой класс?');
  await rig.restart();
  await anna.taps('9А');
  expect(said((await anna.hears()).text)).toContain('Петров С.: 5');
  await rig.restart();
  await anna.taps('Записать');
  expect(said((await anna.hears()).text)).toMatch(/^Записано\./);
  expect((await entries()).map(({ studentId }) => studentId)).toEqual(['s21']);
});

test('two quick taps on Записать: one entry', async () => {
  const anna = await rig.linked('t1');
  anna.sends('7Б алг Цой 5');
  const { message_id } = await anna.hears();
  const [button] = anna.messages().find((m) => m.message_id === message_id)!.reply_markup!.inline_keyboard![0]!;
  const answers = await Promise.all([anna.tapsData(button!.callback_data!), anna.tapsData(button!.callback_data!)]);
  expect(answers.map(({ text }) => text)).toEqual([undefined, 'Это уже записано.']);
  expect(await entries()).toHaveLength(1);
});

test('an edited message corrects, by the moment of the edit; a forwarded one, a voice, a photo, a sticker-like nothing are refused', async () => {
  const anna = await rig.linked('t1');
  const line = anna.sends('7Б алг Цой 5');
  await anna.hears();
  await anna.taps('Записать');
  await anna.hears();
  rig.clock.advance({ minutes: 2 });
  anna.edits(line.message_id, '7Б алг Цой 4');
  expect(said((await anna.hears()).text)).toMatch(/^Сообщение изменено\. Исправить в журнале\?/);
  await anna.taps('Записать');
  expect(said((await anna.hears()).text)).toMatch(/^Исправлено\./);
  expect((await entries()).map(({ value }) => value)).toEqual(['4']);
  const event = await rig.db.journalEvent.findFirstOrThrow({ where: { change: 'corrected' } });
  expect(event.source).toBe('bot:teachers');
  anna.forwards('7Б алг Цой 5');
  expect(said((await anna.hears()).text)).toContain('Пересланное сообщение');
  anna.sendsVoice();
  expect(said((await anna.hears()).text)).toContain('понимает только текст');
});

test('nobody but staff gets further than the question for the code', async () => {
  const stranger = rig.person();
  for (const text of ['7Б алг Цой 5', '/today', '/help', 'привет']) {
    stranger.sends(text);
    expect(said((await stranger.hears()).text), text).toContain('Пришлите код');
  }
  expect(await stranger.tapsData('today')).toMatchObject({ text: expect.stringContaining('Пришлите код') });
  stranger.sends(`/start ${await rig.code('g4')}`);
  expect(said((await stranger.hears()).text)).toContain('Этот код для родителей');
  stranger.sends('1234 5678');
  expect(said((await stranger.hears()).text)).toContain('Такого кода нет');
  expect(await rig.db.contact.count({ where: { bot: 'teachers' } })).toBe(0);
});

test('who left the school gets nothing, by words or by buttons', async () => {
  const anna = await rig.linked('t1');
  anna.sends('7Б алг Цой 5');
  await anna.hears();
  await rig.db.staffMember.update({ where: { id: 't1' }, data: { leftAt: new Date('2026-09-10') } });
  expect(await anna.taps('Записать')).toMatchObject({ text: expect.stringContaining('Доступ к журналу закрыт') });
  anna.sends('7Б алг Цой 4');
  expect(said((await anna.hears()).text)).toContain('Доступ к журналу закрыт');
  expect(await entries()).toEqual([]);
});

test('a teacher’s button in another teacher’s chat means nothing there', async () => {
  const anna = await rig.linked('t1');
  const oleg = await rig.linked('t2');
  anna.sends('7Б алг Цой 5');
  const shown = await anna.hears();
  oleg.sends('/help');
  await oleg.hears();
  const data = shown.reply_markup!.inline_keyboard![0]![0]!.callback_data!;
  expect(await oleg.tapsData(data)).toMatchObject({ text: expect.stringContaining('черновик устарел') });
  expect(await entries()).toEqual([]);
});

test('in a group it answers commands with one word and records nothing', async () => {
  const anna = await rig.linked('t1');
  const group = rig.api.person('teachers', { id: anna.chatId, group: { id: -100500, title: 'Учителя' } });
  group.sends('7Б алг Цой 5');
  group.sends('/help');
  expect(said((await group.hears()).text)).toContain('только в личном чате');
  expect(await entries()).toEqual([]);
});

test('it introduces itself: Latin commands, descriptions', async () => {
  await rig.linked('t1');
  const bot = rig.api.bot('teachers');
  expect(bot.commands?.map(({ command }) => command)).toEqual(['today', 'sheets', 'desk', 'settings', 'help', 'start']);
  expect(bot.description).toContain('Журнал одной строкой');
});

test('a code used twice in the same chat is no fault; in another chat it is', async () => {
  const anna = rig.person();
  const code = await rig.code('t1');
  anna.sends(`${code.slice(0, 4)} ${code.slice(4)}`);
  expect(said((await anna.hears()).text)).toMatch(/^Готово/);
  anna.sends(`/start ${code}`);
  expect(said((await anna.hears()).text)).toContain('уже подключён: Орлова Анна Сергеевна');
  anna.sends('/start');
  expect(said((await anna.hears()).text)).toContain('уже подключён');
  const other = rig.person();
  other.sends(code);
  expect(said((await other.hears()).text)).toContain('уже использован');
});

test('quick taps on the class list are answered at once; the list ends as it was tapped, and is recorded so', async () => {
  const anna = await rig.linked('t1');
  anna.sends('/today');
  await anna.hears();
  await anna.taps('2. 7Б: список');
  const list = await anna.hears();
  const button = (name: string) =>
    list.reply_markup!.inline_keyboard!.flat().find(({ text }) => said(text) === name)!.callback_data!;
  const answers = await Promise.all(
    ['Иванов П.', 'Петрова А.', 'Цой В.', 'Петрова А.'].map((name) => anna.tapsData(button(name), list)),
  );
  expect(answers).toEqual(Array(4).fill({ alert: false }));
  await anna.tapsData(list.reply_markup!.inline_keyboard!.flat().at(-2)!.callback_data!, list);
  await rig.handled();
  expect(said(anna.messages().find((m) => m.message_id === list.message_id)?.text)).toMatch(
    /^Записано\.\n7Б · алгебра · вт 15\.09 — нет: Иванов П\., Цой В\./,
  );
  expect((await entries()).map(({ studentId, value }) => [studentId, value])).toEqual([
    ['s1', 'Н'],
    ['s4', 'Н'],
  ]);
});

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n');

test('a file with a homework caption goes with the homework; its name is told, its bytes are kept by a random name', async () => {
  const anna = await rig.linked('t1');
  anna.sendsDocument('карточка <1>.PDF', 'application/pdf', PDF, 'дз 7Б алг § 12');
  expect(said((await anna.hears()).text)).toBe(
    'Записать?\n7Б · алгебра · на ср 16.09 — задание: § 12 (вложение: карточка 1.pdf)',
  );
  await anna.taps('Записать');
  expect(said((await anna.hears()).text)).toMatch(/^Записано\./);
  const [homework] = await entries();
  expect(homework).toMatchObject({ kind: 'homework', text: '§ 12 (вложение: карточка 1.pdf)' });
  const attachment = await rig.db.attachment.findFirstOrThrow();
  expect(attachment).toMatchObject({
    entryId: homework?.id,
    mediaType: 'application/pdf',
    bytes: PDF.length,
    byId: 't1',
  });
  expect(attachment.publicId).toMatch(/^[\w-]{22}$/);
  expect(readdirSync(join(rig.dataDir, 'attachments'))).toEqual([attachment.publicId]);
  expect(readFileSync(join(rig.dataDir, 'attachments', attachment.publicId))).toEqual(PDF);
});

test('a photo is taken too; a draft that is given up leaves no file', async () => {
  const anna = await rig.linked('t1');
  anna.sendsPhoto('дз 7Б алг по фото', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]));
  expect(said((await anna.hears()).text)).toContain('(вложение: фото.jpg)');
  await anna.taps('Отмена');
  await anna.hears();
  expect(await rig.db.attachment.count()).toBe(0);
  expect(readdirSync(join(rig.dataDir, 'attachments'))).toEqual([]);
});

test('files that are refused: without a caption, not of a known type whatever they are called, too large, with marks', async () => {
  const anna = await rig.linked('t1');
  anna.sendsPhoto();
  expect(said((await anna.hears()).text)).toContain('Подпишите, пожалуйста, файл');
  anna.sendsDocument('задание.pdf', 'application/pdf', Buffer.from('MZ not a document'), 'дз 7Б алг § 12');
  expect(said((await anna.hears()).text)).toContain('Такой файл приложить нельзя');
  anna.sendsDocument(
    'задание.pdf',
    'application/pdf',
    Buffer.concat([PDF, Buffer.alloc(10 * 1024 * 1024)]),
    'дз 7Б алг § 12',
  );
  expect(said((await anna.hears()).text)).toContain('больше 10 МБ');
  anna.sendsDocument('список.pdf', 'application/pdf', PDF, '7Б алг Цой 5');
  expect(said((await anna.hears()).text)).toContain('только к домашнему заданию');
  expect(await entries()).toEqual([]);
});
