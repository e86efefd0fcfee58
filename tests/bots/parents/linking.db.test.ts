import { afterAll, beforeAll, expect, test } from 'vitest';
import { faults } from '../../stand-ins/bot-api.ts';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

const text = async (person: { hears(): Promise<{ text?: string }> }) => (await person.hears()).text ?? '';
const contactOf = (chatId: number) =>
  rig.db.contact.findFirst({
    where: { address: String(chatId), channel: 'telegram' },
    include: { holders: { where: { endedAt: null } } },
  });

test('a bare /start asks for the code', async () => {
  const person = rig.person();
  person.sends('/start');
  expect(await text(person)).toBe(
    'Здравствуйте! Пришлите код из письма школы. Нет кода? Его выдаст классный руководитель.',
  );
});

test('code, class by a button, and nothing else stands between: what comes is said in words', async () => {
  const maria = rig.person('Мария');
  maria.sends(`/start ${await rig.code('g1')}`);
  expect(await text(maria)).toBe(
    'Здравствуйте! Чтобы данные детей не увидел посторонний, выберите класс одного из них.',
  );
  expect(maria.buttons()).toEqual(['1А', '7Б', '9А']);
  expect(await maria.taps('7Б')).toEqual({ alert: false });
  expect(await text(maria)).toBe(
    'Готово, Мария Петровна! Пётр, 7Б; Дарья, 1А. Пропуск урока — сразу. Отметки — в течение дня. Домашние задания — вечером. Итоги — раз в неделю. С 21:00 до 7:30 не беспокоим.',
  );
  expect(maria.buttons()).toEqual(['Эта неделя', 'Настроить', 'Хочу на бумаге']);
  expect(await contactOf(maria.chatId)).toMatchObject({
    bot: 'parents',
    state: 'confirmed',
    holders: [{ personId: 'g1' }],
  });
  const pairs = await rig.db.guardianship.findMany({ where: { guardianId: 'g1' } });
  expect(pairs.map((pair) => pair.channels[0])).toEqual(['telegram', 'telegram']);
});

test('the code typed without /start, with a space; the class typed, in small letters and with a dash', async () => {
  const sidorov = rig.person('Денис');
  const code = await rig.code('g4');
  sidorov.sends(`${code.slice(0, 4)} ${code.slice(4)}`);
  expect(await text(sidorov)).toContain('выберите его класс');
  sidorov.sends('7-б');
  expect(await text(sidorov)).toMatch(/^Готово, Денис Павлович! Клим, 7Б\./);
});

test('who asked for email in the school’s file and links Telegram gets Telegram first, email behind it, and the choice is kept', async () => {
  await rig.linked('g7');
  const pair = await rig.db.guardianship.findFirstOrThrow({ where: { guardianId: 'g7' } });
  expect(pair.channels).toEqual(['telegram', 'email', 'paper']);
  expect(await rig.db.choiceRecord.findFirst({ where: { guardianId: 'g7', ground: 'бот' } })).toMatchObject({
    what: 'channels',
    byId: 'g7',
  });
});

test('wrong class: counted, said kindly, and the fifth voids the code for everybody', async () => {
  const stranger = rig.person();
  const code = await rig.code('g10');
  stranger.sends(`/start ${code}`);
  await stranger.hears();
  for (const left of ['Осталось 4 попытки', 'Осталось 3 попытки', 'Осталось 2 попытки', 'Осталась 1 попытка']) {
    await stranger.taps('7Б');
    expect((await text(stranger)).replaceAll('\u00a0', ' ')).toContain(left);
  }
  stranger.sends('1А');
  expect(await text(stranger)).toBe(
    'Класс не совпал пять раз, и код больше не действует. Новый выдаст классный руководитель.',
  );
  expect(await stranger.taps('9А')).toEqual({ text: expect.stringContaining('устарела'), alert: false });
  const owner = rig.person();
  owner.sends(`/start ${code}`);
  expect(await text(owner)).toContain('Новый выдаст классный руководитель');
  expect(await contactOf(stranger.chatId)).toBeNull();
  expect(await contactOf(owner.chatId)).toBeNull();
});

test('a class in a button that nobody asked for links nothing, whatever invitation it might mean', async () => {
  const victim = rig.person();
  victim.sends(`/start ${await rig.code('g11')}`);
  await victim.hears();
  const thief = rig.person();
  thief.sends('/start');
  await thief.hears();
  expect(await thief.tapsData('class:9А')).toEqual({ text: expect.stringContaining('устарела'), alert: false });
  expect(await contactOf(thief.chatId)).toBeNull();
  await victim.taps('9А');
  expect(await text(victim)).toContain('Готово, Юрий Олегович!');
});

test('no such code, an expired one, one that was used in another chat', async () => {
  const person = rig.person();
  person.sends('/start 00000000');
  expect(await text(person)).toContain('Такого кода нет');
  person.sends('/start привет');
  expect(await text(person)).toContain('Такого кода нет');
  const used = await rig.code('g9');
  await rig.linked('g9', '1А');
  const code = await rig.code('g9');
  const first = rig.person();
  first.sends(`/start ${code}`);
  await first.hears();
  await first.taps('1А');
  await first.hears();
  person.sends(`/start ${code}`);
  expect(await text(person)).toContain('уже использован');
  person.sends(`/start ${used}`);
  expect(await text(person)).toContain('Новый выдаст классный руководитель');
});

test('the same code again in the linked chat is no fault: it says who is linked', async () => {
  const person = rig.person();
  const code = await rig.code('g4');
  person.sends(`/start ${code}`);
  await person.hears();
  await person.taps('7Б');
  await person.hears();
  person.sends(`/start ${code}`);
  expect(await text(person)).toContain('Этот чат уже подключён: Клим, 7Б.');
  person.sends('/start');
  expect(await text(person)).toContain('Этот чат уже подключён');
});

test('a new chat takes the place of the old one, which is said in both: a lost telephone hears no more', async () => {
  const old = await rig.linked('g1');
  const now = rig.person();
  now.sends(`/start ${await rig.code('g1')}`);
  await now.hears();
  await now.taps('7Б');
  expect(await text(now)).toContain(
    'Сведения приходят теперь сюда. Прежний Ваш чат с ботом отключён и больше ничего не получает.',
  );
  expect((await contactOf(old.chatId))?.holders).toEqual([]);
  expect((await contactOf(now.chatId))?.holders).toHaveLength(1);
  old.sends('/week');
  expect(await text(old)).toContain('Этот чат больше не подключён: сведения приходят в другой Ваш чат');
  expect((await old.tapsData('menu:week')).text).toContain('устарела');
});

test('the second parent in the same chat: said who reads it, and that the settings are common', async () => {
  const chat = await rig.linked('g4');
  chat.sends(`/start ${await rig.code('g10')}`);
  await chat.hears();
  await chat.taps('9А');
  const said = await text(chat);
  expect(said).toMatch(/^Готово, Богдан Тарасович! /);
  expect(said).toContain(
    'Этот чат подключили: Денис Павлович и Богдан Тарасович. Уведомления приходят одним сообщением, настройки здесь общие.',
  );
});

test('children with choices apart: said so, with the way to see them', async () => {
  const { count } = await rig.db.guardianship.updateMany({
    where: { guardianId: 'g1', studentId: 's13' },
    data: { consent: true },
  });
  expect(count).toBe(1);
  await rig.db.preference.create({
    data: { guardianId: 'g1', studentId: 's13', kind: 'absence', rhythm: 'week', at: rig.clock.now() },
  });
  const person = rig.person();
  person.sends(`/start ${await rig.code('g1')}`);
  await person.hears();
  await person.taps('7Б');
  expect(await text(person)).toContain('Настройки у детей разные, посмотреть и изменить: /settings');
  await rig.db.preference.deleteMany({ where: { guardianId: 'g1' } });
});

test('two guardians in one chat: both are linked, each with an own code', async () => {
  const chat = await rig.linked('g4');
  chat.sends(await rig.code('g9'));
  await chat.hears();
  await chat.taps('1А');
  expect(await text(chat)).toContain('Готово, Эрнес Ридванович!');
  expect((await contactOf(chat.chatId))?.holders.map((h) => h.personId).sort()).toEqual(['g4', 'g9']);
  chat.sends('/start');
  expect(await text(chat)).toContain('Клим, 7Б; Сафие, 1А');
});

test('a teacher who is also a guardian is linked here for the own child', async () => {
  const melnik = rig.person();
  melnik.sends(`/start ${await rig.code('t2')}`);
  await melnik.hears();
  await melnik.taps('1А');
  const said = await text(melnik);
  expect(said).toMatch(/^Готово, Олег Васильевич! Тимур, 1А\. Пропуск урока — сразу\. Сообщения школы/);
  expect(said).toMatch(/\n\nТот же код подойдёт и в боте для учителей/);
});

test('a code of staff is sent on to the teachers’ bot', async () => {
  await rig.db.botTurn.upsert({
    where: { bot: 'teachers' },
    create: { bot: 'teachers', username: 'school_teachers_bot' },
    update: { username: 'school_teachers_bot' },
  });
  const person = rig.person();
  person.sends(`/start ${await rig.code('t1')}`);
  expect(await text(person)).toBe(
    'Этот код для сотрудника школы. Пришлите его, пожалуйста, в бот для учителей: @school_teachers_bot.',
  );
});

test('without consent nothing is linked, and it is said what to do', async () => {
  const person = rig.person();
  person.sends(`/start ${await rig.code('g8')}`);
  expect(await text(person)).toContain('согласия на обработку персональных данных у школы нет');
  expect(await contactOf(person.chatId)).toBeNull();
});

test('ten wrong codes within an hour and this chat waits; others do not', async () => {
  const guesser = rig.person();
  for (let n = 0; n < 10; n += 1) {
    guesser.sends(`1000 000${n}`);
    await guesser.hears();
  }
  guesser.sends(`/start ${await rig.code('g1')}`);
  expect(await text(guesser)).toContain('Слишком много попыток');
  const other = rig.person();
  other.sends('/start 10000001');
  expect(await text(other)).toContain('Такого кода нет');
});

test('a restart in the middle of the question loses nothing', async () => {
  const person = rig.person();
  person.sends(`/start ${await rig.code('g3')}`);
  await person.hears();
  await rig.restart();
  await person.taps('7Б');
  expect(await text(person)).toContain('Готово, Юлия Игоревна! Анна, 7Б.');
});

test('an answer lost on the way: the update comes again, and the chat is linked once', async () => {
  const person = rig.person();
  person.sends(`/start ${await rig.code('g4')}`);
  await person.hears();
  rig.api.fault(faults.tooMany(600), { method: 'sendMessage', chat: person.chatId });
  await person.taps('7Б');
  expect(await text(person)).toContain('Готово, Денис Павлович! Клим, 7Б.');
  await rig.handled();
  expect(person.unheard()).toEqual([]);
  expect(await rig.db.contactHolder.count({ where: { contact: { address: String(person.chatId) } } })).toBe(1);
});

test('in a group the bot says that it speaks in private only, to a command alone, and nothing personal', async () => {
  const group = rig.api.person('parents', { id: 7001, group: { id: -900, title: 'Родители 7Б' } });
  group.sends('доброе утро');
  group.sends(`/start ${await rig.code('g1')}`);
  expect(await text(group)).toBe('Бот отвечает только в личной переписке: так данные ребёнка не увидит посторонний.');
  await rig.handled();
  expect(group.messages()).toHaveLength(1);
});

test('blocked: the chat is unreachable at once; unblocked: confirmed again', async () => {
  const person = await rig.linked('g4');
  person.blocks();
  await expect.poll(async () => (await contactOf(person.chatId))?.state).toBe('unreachable');
  expect((await contactOf(person.chatId))?.reason).toBe('blocked');
  person.unblocks();
  await expect.poll(async () => (await contactOf(person.chatId))?.state).toBe('confirmed');
  expect((await contactOf(person.chatId))?.reason).toBeNull();
});

test('who writes is reachable again, even where word of the unblocking was lost', async () => {
  const person = await rig.linked('g4');
  await rig.db.contact.updateMany({
    where: { address: String(person.chatId) },
    data: { state: 'unreachable', reason: '403' },
  });
  person.sends('/help');
  await person.hears();
  expect(await contactOf(person.chatId)).toMatchObject({ state: 'confirmed', reason: null });
});

test('consent withdrawn: from that moment nothing is told here; a pair that ended: access is closed', async () => {
  const person = await rig.linked('g4');
  await rig.db.guardianship.updateMany({ where: { guardianId: 'g4' }, data: { consent: false } });
  person.sends('/week');
  expect(await text(person)).toContain('присылать сведения сюда нельзя');
  expect(await person.tapsData('menu:today')).toEqual({ text: expect.stringContaining('устарела'), alert: false });
  await rig.db.guardianship.updateMany({
    where: { guardianId: 'g4' },
    data: { consent: true, endedAt: rig.clock.now() },
  });
  person.sends('сегодня');
  expect(await text(person)).toContain('Доступ к сведениям закрыт');
  await rig.db.guardianship.updateMany({ where: { guardianId: 'g4' }, data: { endedAt: null } });
  person.sends('сегодня');
  expect(await text(person)).toContain('Клим, 7Б');
});

test('the bot introduces itself: commands in Latin letters with Russian words, and a description', async () => {
  await expect.poll(() => rig.api.bot('parents').shortDescription).toBe('Уведомления школы для родителей');
  expect(rig.api.bot('parents').commands).toEqual([
    { command: 'week', description: 'Эта неделя' },
    { command: 'today', description: 'Сегодня' },
    { command: 'sheet', description: 'Распечатка (PDF)' },
    { command: 'diary', description: 'Электронный дневник' },
    { command: 'settings', description: 'Что и когда присылать' },
    { command: 'stop', description: 'Отключить уведомления' },
    { command: 'help', description: 'Помощь' },
  ]);
  expect((await rig.db.botTurn.findUniqueOrThrow({ where: { bot: 'parents' } })).username).toBe('parents_test_bot');
});
