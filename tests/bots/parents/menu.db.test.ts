import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeWeeks } from '../../../src/delivery/close-weeks.ts';
import { needs } from '../../needs.ts';
import { faults, type Person } from '../../stand-ins/bot-api.ts';
import { record } from '../school.ts';
import { NOON, PUBLIC_URL, type Rig, startRig } from './rig.ts';

let rig: Rig;
let maria: Person;
const text = async (person: Person) => ((await person.hears()).text ?? '').replaceAll('\u00a0', ' ');
const algebra = { class: '7Б', subject: 'Алгебра', by: 't1' };

beforeAll(async () => {
  rig = await startRig();
  await record(rig.db, rig.clock, [
    { kind: 'mark', ...algebra, date: '2026-09-15', student: 's1', value: '5', work: 'контрольная' },
    { kind: 'mark', ...algebra, date: '2026-09-14', student: 's1', value: '4' },
    { kind: 'mark', ...algebra, date: '2026-09-15', student: 's2', value: '2' },
    { kind: 'absence', class: '7Б', subject: 'Русский язык', by: 't3', date: '2026-09-15', student: 's1' },
    { kind: 'homework', ...algebra, due: '2026-09-16', text: '§ 12, № 345–350' },
    { kind: 'message', class: '7Б', student: 's1', text: 'Зайдите, пожалуйста', by: 't1', personal: true },
  ]);
  maria = await rig.linked('g1');
});
afterAll(() => rig.close());

test('this week so far, each child in a message of its own, the homework with it', async () => {
  await maria.taps('Эта неделя');
  const [petr, darya] = [await text(maria), await text(maria)];
  expect(petr).toContain('Неделя 14–15 сентября · Пётр, 7Б');
  expect(petr).toContain('Алгебра: 4 (14.09), 5 (контрольная, 15.09)');
  expect(petr).toMatch(/Пропуски: .*русский язык, 15\.09/);
  expect(petr).toContain('Зайдите, пожалуйста');
  expect(petr).toContain('На среду: алгебра — § 12, № 345–350');
  expect(petr).not.toContain(': 2');
  expect(darya).toContain('Дарья, 1А');
  expect(darya).toContain('За неделю новых пропусков и сообщений в журнале нет.');
});

test.each(['/week', 'неделя', '/неделя', 'Эта неделя', '  НЕДЕЛЯ. '])('«%s» is understood', async (words) => {
  maria.sends(words);
  expect(await text(maria)).toContain('Пётр, 7Б');
  await maria.hears();
});

test('today: marks, absences with whom to call, messages, the next homework; the menu stands below', async () => {
  maria.sends('сегодня');
  const petr = await maria.hears();
  const words = (petr.text ?? '').replaceAll('\u00a0', ' ');
  expect(words).toContain('Пётр, 7Б · вторник, 15 сентября');
  expect(words).toContain('Отмечено отсутствие на 1-м уроке (русский язык, 8:30)');
  expect(words).toContain('позвоните, пожалуйста: Орлова Анна Сергеевна');
  expect(words).toContain('Алгебра: 5 (контрольная работа)');
  expect(words).toContain('На среду, 16 сентября');
  expect(words).not.toContain('Алгебра: 4');
  expect(petr.reply_markup?.keyboard?.flat().map((b) => b.text)).toEqual([
    'Эта неделя',
    'Сегодня',
    'Распечатка',
    'Дневник',
    'Настроить',
    'Помощь',
  ]);
  expect(await text(maria)).toBe('Дарья, 1А · вторник, 15 сентября\nНовых записей в журнале сегодня пока нет.');
});

test('today on a Sunday', async () => {
  rig.clock.set('2026-09-20T09:00:00Z');
  maria.sends('/today');
  expect(await text(maria)).toContain('Сегодня уроков нет.');
  await maria.hears();
  rig.clock.set(NOON);
});

test('the sheet of the child that was chosen, as a PDF, at once', async () => {
  maria.sends('Распечатка');
  expect(await text(maria)).toBe('О ком?');
  expect(maria.buttons()).toEqual(['Пётр, 7Б', 'Дарья, 1А']);
  await maria.taps('Пётр, 7Б');
  const sheet = await maria.hears();
  expect(sheet.document).toMatchObject({ file_name: 'Распечатка_Иванов_Пётр_2026-W38.pdf' });
  expect(sheet.caption?.replaceAll('\u00a0', ' ')).toBe('Распечатка: Пётр, 7Б · 14–15 сентября');
  expect(sheet.bytes?.subarray(0, 5).toString()).toBe('%PDF-');
});

test('the sheet tells this child’s week', needs('pdftotext'), () => {
  const sheet = maria.messages().findLast((message) => message.document);
  const words = execFileSync('pdftotext', ['-layout', '-', '-'], { input: sheet?.bytes }).toString();
  expect(words).toContain('Иванов Пётр');
  expect(words).toContain('Алгебра');
  expect(words).toContain('345–350');
  expect(words).not.toContain('Петрова');
});

test('after the week has closed its frozen record is shown, and its sheet sent', async () => {
  rig.clock.set('2026-09-20T09:00:00Z');
  while ((await closeWeeks({ db: rig.db, clock: rig.clock })) > 0);
  maria.sends('/week');
  expect(await text(maria)).toContain('Неделя 14–19 сентября · Пётр, 7Б');
  await maria.hears();
  rig.clock.set('2026-09-21T05:00:00Z');
  maria.sends('/week');
  expect(await text(maria)).toContain('Неделя 21 сентября · Пётр, 7Б');
  await maria.hears();
  const sidorov = await rig.linked('g4');
  sidorov.sends('/sheet');
  expect((await sidorov.hears()).document?.file_name).toBe('Распечатка_Сидоров_Клим_2026-W38.pdf');
  // any other week, and the whole grading period
  await sidorov.taps('Другие распечатки');
  expect(await text(sidorov)).toBe('Клим, 7Б. За какое время распечатка?');
  expect(sidorov.buttons().map((one) => one.replaceAll('\u00a0', ' '))).toEqual(['14–19 сентября', '1 четверть']);
  await sidorov.taps('1 четверть');
  const whole = await sidorov.hears();
  expect(whole.document?.file_name).toBe('Распечатка_Сидоров_Клим_1_четверть.pdf');
  expect(whole.caption?.replaceAll('\u00a0', ' ')).toBe('Распечатка: Клим, 7Б · 1–21 сентября');
  rig.clock.set(NOON);
});

test('the diary: a one-time link without a preview, of the person who is linked', async () => {
  maria.sends('дневник');
  const message = await maria.hears();
  expect(message.text).toMatch(new RegExp(`^Дневник: ${PUBLIC_URL}/enter/[\\w-]{20,}\n`));
  expect(message.linkPreview).toBe(false);
  expect(await rig.db.signInLink.findFirst({ where: { personId: 'g1' } })).not.toBeNull();
});

test('«Вижу» is evidence for the own summary only', async () => {
  const contact = await rig.db.contact.findFirstOrThrow({ where: { address: String(maria.chatId) } });
  const obligation = await rig.db.obligation.findFirstOrThrow({ where: { guardianId: 'g1', studentId: 's1' } });
  const delivery = await rig.db.delivery.create({
    data: {
      channel: 'telegram',
      contactId: contact.id,
      rhythm: 'week',
      state: 'accepted',
      dueAt: rig.clock.now(),
      createdAt: rig.clock.now(),
      week: obligation.week,
      items: { create: { guardianId: 'g1', studentId: 's1', obligationId: obligation.id, state: 'told' } },
    },
  });
  const stranger = await rig.linked('g9', '1А');
  expect((await stranger.tapsData(`seen:${delivery.id}`)).text).toContain('устарела');
  const evidence = async () => (await rig.db.obligation.findUniqueOrThrow({ where: { id: obligation.id } })).evidence;
  expect(await evidence()).not.toBe('seen');
  expect((await maria.tapsData(`seen:${delivery.id}`)).text).toBe('Спасибо!');
  expect(await evidence()).toBe('seen');
  expect((await rig.db.guardian.findUniqueOrThrow({ where: { id: 'g1' } })).lastSeenAt).not.toBeNull();
  expect((await maria.tapsData(`seen:${delivery.id}`)).text).toBe('Спасибо!');
});

test('help names the school, what can be done and the class teacher', async () => {
  const sidorov = await rig.linked('g4');
  sidorov.sends('Помощь');
  const words = await text(sidorov);
  expect(words).toContain('МБОУ «Приморская школа»');
  expect(words).toContain('классный руководитель Орлова Анна Сергеевна');
  const nobody = rig.person();
  nobody.sends('/help');
  expect(await text(nobody)).toContain('Пришлите код из письма школы');
});

test('a chat that is not linked learns nothing: every command asks for the code', async () => {
  const nobody = rig.person();
  for (const words of ['/week', 'сегодня', 'Распечатка', '/diary', 'настроить', 'стоп', 'Как дела у Пети?']) {
    nobody.sends(words);
    expect(await text(nobody)).toContain('Пришлите код из письма школы');
  }
  for (const data of ['menu:week', 'sheet:abc', 'settings:abc', 'stop:yes', 'paper:only'])
    expect((await nobody.tapsData(data)).text).toContain('устарела');
});

test('another child’s button, an old one, a made-up one: a kind word and nothing else', async () => {
  maria.sends('/settings');
  await maria.hears();
  const [button] = (maria.last()?.reply_markup?.inline_keyboard ?? []).flat();
  const stranger = await rig.linked('g9', '1А');
  expect((await stranger.tapsData(button!.callback_data!)).text).toContain('устарела');
  for (const data of ['settings:s1', 'nonsense', 'seen:x', 'rhythm:a:b:c', 'menu:drop', ''.padEnd(60, 'x')])
    expect((await maria.tapsData(data)).text).toContain('устарела');
  expect(stranger.unheard()).toEqual([]);
});

test('a voice, a photo, a question to nobody: kindly told where to go', async () => {
  maria.sendsVoice();
  expect(await text(maria)).toBe('Бот понимает только кнопки и текст.');
  maria.sendsPhoto('справка');
  expect(await text(maria)).toBe('Бот понимает только кнопки и текст.');
  maria.sends('Когда собрание?');
  expect(await text(maria)).toContain('Вопрос задайте, пожалуйста, классному руководителю');
  maria.edits(maria.sends('/help').message_id, '/stop');
  await maria.hears();
  await rig.handled();
  expect(maria.unheard()).toEqual([]);
});

test('trouble on our side is answered kindly, and the next message is handled', async () => {
  rig.api.fault(faults.answer(400, 'Bad Request: something new'), { method: 'sendMessage', chat: maria.chatId });
  maria.sends('/help');
  expect(await text(maria)).toBe('Сейчас не получилось. Попробуйте, пожалуйста, через несколько минут.');
  maria.sends('/help');
  expect(await text(maria)).toContain('Школа:');
});

test('a school that tells no details through Telegram: week, today and sheet point to the diary', async () => {
  const school = await rig.db.school.findUniqueOrThrow({ where: { id: 1 } });
  await rig.db.school.update({ where: { id: 1 }, data: { rules: { detail: { telegram: 'minimal' } } } });
  for (const words of ['/week', '/today']) {
    maria.sends(words);
    expect(await text(maria)).toBe('Подробностей школа в Telegram не присылает. Они в дневнике: /diary');
  }
  maria.sends('/sheet');
  await maria.hears();
  await maria.taps('Пётр, 7Б');
  expect(await text(maria)).toContain('/diary');
  await rig.db.school.update({ where: { id: 1 }, data: { rules: school.rules as object } });
});
