import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../stand-ins/bot-api.ts';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
let maria: Person;
const text = async (person: Person) => ((await person.hears()).text ?? '').replaceAll('\u00a0', ' ');
const pair = (guardianId: string, studentId: string) =>
  rig.db.guardianship.findUniqueOrThrow({ where: { guardianId_studentId: { guardianId, studentId } } });
const lastChoice = (guardianId: string) =>
  rig.db.choiceRecord.findFirst({ where: { guardianId }, orderBy: { id: 'desc' } });

beforeAll(async () => {
  rig = await startRig();
  maria = await rig.linked('g1');
});
afterAll(() => rig.close());

/** Opens one child's settings, in the message that was tapped. */
async function open(label: string) {
  maria.sends('Настроить');
  expect(await text(maria)).toBe('Чьи настройки открыть?');
  await maria.taps(label);
  return text(maria);
}

test('everything on one screen, for each child apart; grade 1 knows no marks', async () => {
  expect(await open('Пётр, 7Б')).toBe(
    [
      'Настройки: Пётр, 7Б',
      'Куда: Telegram, затем почта, затем распечатка',
      'Пропуски и опоздания: сразу',
      'Отметки: в течение дня',
      'Домашние задания: вечером',
      'Сообщения школы: в течение дня',
      'Итоговые отметки: в течение дня',
      'Итоги недели: раз в неделю',
      'Не беспокоим: с 21:00 до 7:30',
    ].join('\n'),
  );
  expect(await open('Дарья, 1А')).not.toContain('тметки');
  expect(maria.buttons().join()).not.toContain('тметки');
});

test('marks in the evening for one child only; kept with who and when; tapped twice is once', async () => {
  await open('Пётр, 7Б');
  const messages = maria.messages().length;
  await maria.taps('Отметки');
  expect(await text(maria)).toBe('Пётр, 7Б. Отметки: когда присылать?');
  expect(maria.buttons()).toEqual(['В течение дня', 'Вечером', 'Раз в неделю', 'Только в дневнике', 'Назад']);
  await maria.taps('Вечером');
  expect(await text(maria)).toBe('Отметки — вечером.');
  await maria.taps('Назад');
  expect(await text(maria)).toContain('Отметки: вечером');
  expect(maria.messages()).toHaveLength(messages);
  expect(await rig.db.preference.findMany({ where: { guardianId: 'g1' } })).toMatchObject([
    { studentId: 's1', kind: 'mark', rhythm: 'evening' },
  ]);
  expect(await lastChoice('g1')).toMatchObject({ studentId: 's1', what: 'rhythm', byId: 'g1', ground: 'бот' });
  expect(await open('Дарья, 1А')).not.toContain('вечером');
});

test('absences are told at once: the button says so', async () => {
  await open('Пётр, 7Б');
  await maria.taps('Пропуски и опоздания');
  await maria.hears();
  expect(maria.buttons()[0]).toBe('Сразу');
  await maria.taps('Раз в неделю');
  expect(await text(maria)).toBe('Пропуски и опоздания — раз в неделю.');
});

test('email instead of Telegram for one child: said with the address, Telegram stays behind it', async () => {
  await open('Пётр, 7Б');
  await maria.taps('Куда присылать');
  await maria.hears();
  await maria.taps('Почта');
  expect(await text(maria)).toContain('сведения приходят на почту ivanova@mail.example');
  expect((await pair('g1', 's1')).channels).toEqual(['email', 'telegram', 'paper']);
  expect((await pair('g1', 's13')).channels[0]).toBe('telegram');
  await maria.taps('Назад');
  await maria.hears();
  await maria.taps('Куда присылать');
  await maria.hears();
  await maria.taps('Telegram');
  expect(await text(maria)).toContain('сведения приходят сюда');
});

test('no address known: nothing changes, and it is said whom to tell', async () => {
  const sidorov = await rig.linked('g4');
  const before = (await pair('g4', 's3')).channels;
  sidorov.sends('настройки');
  await sidorov.hears();
  await sidorov.taps('Куда присылать');
  await sidorov.hears();
  await sidorov.taps('Почта');
  expect(await text(sidorov)).toContain('Школа не знает Вашего адреса почты');
  expect((await pair('g4', 's3')).channels).toEqual(before);
});

test('quiet hours of one’s own, and none', async () => {
  await open('Пётр, 7Б');
  await maria.taps('Тихие часы');
  await maria.hears();
  expect(maria.buttons()).toEqual(['21:00–7:30', '22:00–7:00', '20:00–8:00', 'В любое время', 'Назад']);
  await maria.taps('22:00–7:00');
  expect(await text(maria)).toBe('С 22:00 до 7:00 не беспокоим. Срочное приходит в любое время.');
  expect(await rig.db.guardian.findUnique({ where: { id: 'g1' } })).toMatchObject({
    quietFrom: '22:00',
    quietTo: '07:00',
  });
  await maria.taps('Назад');
  expect(await text(maria)).toContain('с 22:00 до 7:00');
  await maria.taps('Тихие часы');
  await maria.hears();
  await maria.taps('В любое время');
  expect(await text(maria)).toBe('Уведомления приходят в любое время.');
  await maria.taps('Назад');
  expect(await text(maria)).toContain('Не беспокоим: не задано');
});

test('«Остановить» asks first; then moves on to email and says so, never silence', async () => {
  maria.sends('/stop');
  expect(await text(maria)).toContain('Школа всё равно будет сообщать об учёбе раз в неделю');
  await maria.taps('Оставить');
  expect(await text(maria)).toBe('Хорошо, всё остаётся как было.');
  expect((await pair('g1', 's1')).channels[0]).toBe('telegram');
  maria.sends('стоп');
  await maria.hears();
  await maria.taps('Отключить');
  expect(await text(maria)).toContain('Итоги недели придут на почту ivanova@mail.example.');
  for (const student of ['s1', 's13']) expect((await pair('g1', student)).channels).toEqual(['email']);
  expect(await open('Пётр, 7Б')).toContain('Куда: почта');
});

test('«Остановить» without an address moves on to paper', async () => {
  const sidorov = await rig.linked('g4');
  sidorov.sends('отписаться');
  await sidorov.hears();
  await sidorov.taps('Отключить');
  expect(await text(sidorov)).toContain('Итоги недели на бумаге выдаст классный руководитель.');
  expect((await pair('g4', 's3')).channels).toEqual(['paper']);
  sidorov.sends('/settings');
  await sidorov.hears();
  await sidorov.taps('Куда присылать');
  await sidorov.hears();
  await sidorov.taps('Telegram');
  await sidorov.hears();
  expect((await pair('g4', 's3')).channels).toEqual(['telegram', 'paper']);
});

test('«Хочу на бумаге», with notices or without', async () => {
  const abibullaev = await rig.linked('g9', '1А');
  await abibullaev.taps('Хочу на бумаге');
  expect(await text(abibullaev)).toContain('Оставить и уведомления здесь?');
  await abibullaev.taps('Да, и сюда');
  expect(await text(abibullaev)).toBe(
    'Готово. Сафие, 1А: распечатка каждую неделю. Её выдаст классный руководитель: Коваленко Ирина Павловна. Уведомления приходят и сюда.',
  );
  expect(await pair('g9', 's11')).toMatchObject({ paperApplied: true });
  expect((await pair('g9', 's11')).channels[0]).toBe('telegram');
  abibullaev.sends('/settings');
  await abibullaev.hears();
  await abibullaev.taps('Хочу на бумаге');
  await abibullaev.hears();
  await abibullaev.taps('Только на бумаге');
  expect(await text(abibullaev)).toContain('Уведомления здесь отключены.');
  expect((await pair('g9', 's11')).channels).toEqual(['paper']);
});

test('two guardians of one child in one chat choose for both', async () => {
  const chat = await rig.linked('g3');
  await rig.db.guardianship.create({
    data: { guardianId: 'g10', studentId: 's2', consent: true, channels: ['telegram'], startedAt: rig.clock.now() },
  });
  await rig.linked('g10', '9А', chat);
  chat.sends('/settings');
  await chat.hears();
  await chat.taps('Анна, 7Б');
  await chat.hears();
  await chat.taps('Сообщения школы');
  await chat.hears();
  await chat.taps('Вечером');
  await chat.hears();
  const chosen = await rig.db.preference.findMany({ where: { studentId: 's2' }, orderBy: { guardianId: 'asc' } });
  expect(chosen.map((p) => [p.guardianId, p.rhythm])).toEqual([
    ['g10', 'evening'],
    ['g3', 'evening'],
  ]);
});
