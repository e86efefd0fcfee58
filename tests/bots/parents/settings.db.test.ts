import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

/** Taps through, and answers what stands in the message at last. */
async function through(person: Person, ...labels: string[]): Promise<string> {
  let said = '';
  for (const label of labels) {
    await person.taps(label);
    said = await text(person);
  }
  return said;
}

async function open(person: Person, ...labels: string[]): Promise<string> {
  person.sends('Настроить');
  const said = await text(person);
  return labels.length > 0 ? through(person, ...labels) : said;
}

const PETR = [
  'Пётр, 7Б',
  'Куда: Telegram, не дойдёт — почта',
  'Сразу: пропуски и опоздания',
  'В течение дня: отметки, сообщения школы, итоговые отметки',
  'Вечером: домашние задания',
  'Раз в неделю: итоги',
].join('\n');
const DARYA = [
  'Дарья, 1А',
  'Куда: Telegram, не дойдёт — почта',
  'Сразу: пропуски и опоздания',
  'В течение дня: сообщения школы',
  'Раз в неделю: итоги',
].join('\n');

describe('one glance', () => {
  test('says of every child what will come how, and what holds for the person; grade 1 knows no marks', async () => {
    expect(await open(maria)).toBe([PETR, DARYA, 'Не беспокоим: с 21:00 до 7:30'].join('\n\n'));
    expect(maria.buttons()).toEqual(['Пётр, 7Б', 'Дарья, 1А', 'Тихие часы', 'Пауза', 'Хочу на бумаге', 'Отключить']);
  });

  test('an only child is everything: its buttons stand there at once', async () => {
    const sidorov = await rig.linked('g4');
    expect(await open(sidorov)).toContain('Клим, 7Б\nКуда: Telegram\nСразу');
    expect(sidorov.buttons().slice(0, 2)).toEqual(['Куда присылать', 'Что и когда']);
  });

  test('children with the same choices stand together', async () => {
    await rig.db.guardianship.create({
      data: {
        guardianId: 'g9',
        studentId: 's13',
        consent: true,
        channels: ['telegram', 'paper'],
        startedAt: rig.clock.now(),
      },
    });
    const abibullaev = await rig.linked('g9', '1А');
    expect(await open(abibullaev)).toMatch(/^(Сафие, 1А; Дарья, 1А|Дарья, 1А; Сафие, 1А)\nКуда: Telegram\n/);
    await rig.db.guardianship.delete({ where: { guardianId_studentId: { guardianId: 'g9', studentId: 's13' } } });
  });
});

describe('what and when', () => {
  test('marks in the evening for one child only; kept with who and when; the same message all along', async () => {
    await open(maria, 'Пётр, 7Б');
    const messages = maria.messages().length;
    expect(await through(maria, 'Что и когда')).toBe('Пётр, 7Б. Что изменить?');
    expect(maria.buttons()).toEqual([
      'Пропуски и опоздания: сразу',
      'Отметки: в течение дня',
      'Домашние задания: вечером',
      'Сообщения школы: в течение дня',
      'Итоговые отметки: в течение дня',
      'Назад',
    ]);
    expect(await through(maria, 'Отметки: в течение дня')).toBe('Пётр, 7Б. Отметки: когда присылать?');
    expect(maria.buttons()).toEqual(['В течение дня', 'Вечером', 'Раз в неделю', 'Только в дневнике', 'Назад']);
    const said = await through(maria, 'Вечером');
    expect(said).toMatch(/^Готово. Отметки — вечером.\n\nПётр, 7Б\n/);
    expect(said).toContain('\nВечером: отметки, домашние задания\n');
    expect(maria.messages()).toHaveLength(messages);
    expect(await rig.db.preference.findMany({ where: { guardianId: 'g1' } })).toMatchObject([
      { studentId: 's1', kind: 'mark', rhythm: 'evening' },
    ]);
    expect(await lastChoice('g1')).toMatchObject({ studentId: 's1', what: 'rhythm', byId: 'g1', ground: 'бот' });
    expect(await open(maria)).toContain(DARYA);
  });

  test('absences are told at once, by default; a first lesson missed always', async () => {
    const said = await open(maria, 'Пётр, 7Б', 'Что и когда', 'Пропуски и опоздания: сразу');
    expect(said).toContain('О пропуске первого урока школа сообщает в тот же день при любом выборе.');
    expect(maria.buttons()[0]).toBe('Сразу');
    expect(await through(maria, 'Только в дневнике')).toMatch(
      /^Готово. Пропуски и опоздания — только в дневнике. В итогах недели они всё равно будут./,
    );
    await open(maria, 'Пётр, 7Б', 'Что и когда', 'Пропуски и опоздания: только в дневнике', 'Сразу');
  });

  test('what is mandatory cannot be switched off: said at the control, and no such button', async () => {
    const said = await open(maria, 'Пётр, 7Б', 'Что и когда', 'Итоговые отметки: в течение дня');
    expect(said).toContain('По правилам школы сообщаем в тот же день, даже во время паузы. Отключить нельзя.');
    expect(maria.buttons()).toEqual(['В течение дня', 'Вечером', 'Назад']);
    const data = maria.last()!.reply_markup!.inline_keyboard!.flat()[0]!.callback_data!;
    await maria.tapsData(data.replace(/now$/, 'diary'));
    expect(await text(maria)).toBe('По правилам школы так выбрать нельзя.');
  });

  test('what is held back is weekly at most', async () => {
    await rig.db.school.update({ where: { id: 1 }, data: { rules: { heldBack: ['homework'] } } });
    expect(await open(maria)).toContain('Раз в неделю: итоги, домашние задания');
    expect(await through(maria, 'Пётр, 7Б', 'Что и когда', 'Домашние задания: раз в неделю')).toContain(
      'По правилам школы — не чаще раза в неделю, в итогах.',
    );
    expect(maria.buttons()).toEqual(['Раз в неделю', 'Только в дневнике', 'Назад']);
    await rig.db.school.update({ where: { id: 1 }, data: { rules: {} } });
  });

  test('one child’s settings for all the children', async () => {
    await open(maria, 'Дарья, 1А', 'Что и когда', 'Сообщения школы: в течение дня', 'Вечером');
    const said = await open(maria, 'Дарья, 1А', 'Всем детям так же');
    expect(said).toMatch(/^Готово. Пётр, 7Б; Дарья, 1А: настройки теперь одинаковые.\n\n/);
    const chosen = await rig.db.preference.findMany({ where: { guardianId: 'g1', kind: 'message' } });
    expect(chosen.map(({ studentId, rhythm }) => [studentId, rhythm]).sort()).toEqual([
      ['s1', 'evening'],
      ['s13', 'evening'],
    ]);
  });
});

describe('where', () => {
  test('email before Telegram for one child, and back; what that brings is shown at once', async () => {
    expect(await open(maria, 'Пётр, 7Б', 'Куда присылать')).toContain('Почта: ivanova@mail.example.');
    expect(maria.buttons()).toEqual([
      'Только Telegram',
      'Telegram, а если не дойдёт — почта',
      'Почта, а если не дойдёт — Telegram',
      'Только почта',
      'Распечатка на бумаге, раз в неделю',
      'Назад',
    ]);
    const said = await through(maria, 'Почта, а если не дойдёт — Telegram');
    expect(said).toContain('Готово. Сведения приходят на почту ivanova@mail.example, а если письмо не дойдёт — сюда.');
    expect(said).toContain('Куда: почта, не дойдёт — Telegram');
    expect(said).toContain('Раз в неделю: итоги, ');
    expect((await pair('g1', 's1')).channels).toEqual(['email', 'telegram', 'paper']);
    expect((await pair('g1', 's13')).channels[0]).toBe('telegram');
    expect(await through(maria, 'Куда присылать', 'Telegram, а если не дойдёт — почта')).toContain(
      'Сведения приходят сюда',
    );
  });

  test('a mailbox that bounced is said to be so, and what comes instead', async () => {
    const mailbox = { address: 'ivanova@mail.example' };
    await open(maria, 'Пётр, 7Б', 'Куда присылать', 'Почта, а если не дойдёт — Telegram');
    await rig.db.contact.updateMany({ where: mailbox, data: { state: 'unreachable', reason: 'bounced' } });
    expect(await open(maria)).toContain('Куда: Telegram (почта: сейчас не дойдёт)');
    expect(await through(maria, 'Пётр, 7Б', 'Куда присылать')).toContain('(письма туда сейчас не доходят)');
    await rig.db.contact.updateMany({ where: mailbox, data: { state: 'confirmed', reason: null } });
    await through(maria, 'Telegram, а если не дойдёт — почта');
  });

  test('no address known: no such button, and it is said whom to tell', async () => {
    const sidorov = await rig.linked('g4');
    const before = (await pair('g4', 's3')).channels;
    expect(await open(sidorov, 'Куда присылать')).toContain('Адреса Вашей почты школа не знает.');
    expect(sidorov.buttons()).toEqual(['Только Telegram', 'Распечатка на бумаге, раз в неделю', 'Назад']);
    const data = sidorov.last()!.reply_markup!.inline_keyboard!.flat()[0]!.callback_data!;
    await sidorov.tapsData(data.replace(/t$/, 'e'));
    expect(await text(sidorov)).toBe('Этот способ пока не подключён.');
    expect((await pair('g4', 's3')).channels).toEqual(before);
  });

  test('paper alone: nothing else to set, and the way back is open', async () => {
    const sidorov = await rig.linked('g4');
    expect(await open(sidorov, 'Куда присылать', 'Распечатка на бумаге, раз в неделю')).toContain(
      'сюда больше не присылаем.\n\nКлим, 7Б\nКуда: распечатка на бумаге, раз в неделю\n\nНе беспокоим',
    );
    expect(await through(sidorov, 'Что и когда')).toContain('выберите сначала «Куда присылать»');
    await through(sidorov, 'Назад', 'Куда присылать', 'Только Telegram');
    expect((await pair('g4', 's3')).channels).toEqual(['telegram', 'paper']);
  });
});

describe('quiet hours', () => {
  const own = () => rig.db.guardian.findUnique({ where: { id: 'g1' }, select: { quietFrom: true, quietTo: true } });

  test('of one’s own by two taps, ready-made, none, and the school’s again', async () => {
    expect(await open(maria, 'Тихие часы')).toBe(
      'Когда не беспокоить? В школе принято с 21:00 до 7:30. Срочное приходит в любое время.',
    );
    expect(maria.buttons()).toEqual([
      'Как в школе: с 21:00 до 7:30',
      '22:00–7:00',
      '20:00–8:00',
      'Свои часы',
      'В любое время',
      'Назад',
    ]);
    expect(await through(maria, 'Свои часы')).toBe('С какого часа не беспокоить?');
    expect(await through(maria, '22:30')).toBe('Не беспокоить с 22:30. До которого часа?');
    expect(await through(maria, '6:30')).toContain(
      'Готово. Не беспокоим с 22:30 до 6:30. Срочное приходит в любое время.',
    );
    expect(await own()).toEqual({ quietFrom: '22:30', quietTo: '06:30' });
    expect(await through(maria, 'Тихие часы', '22:00–7:00')).toContain('\n\nНе беспокоим: с 22:00 до 7:00');
    expect(await through(maria, 'Тихие часы', 'В любое время')).toContain(
      '\n\nНе беспокоим: часы не заданы, пишем в любое время',
    );
    expect(await through(maria, 'Тихие часы', 'Как в школе: с 21:00 до 7:30')).toContain(
      'Не беспокоим с 21:00 до 7:30.',
    );
    expect(await own()).toEqual({ quietFrom: null, quietTo: null });
  });
});

describe('a pause', () => {
  test('until a day that is named; the way back stands under it and in the settings', async () => {
    expect(await open(maria, 'Пауза')).toContain('До какого дня молчать?');
    expect(maria.buttons()).toEqual(
      [
        'До ср, 16 сентября',
        'До пт, 18 сентября',
        'До вт, 22 сентября',
        'До вт, 29 сентября',
        'До чт, 15 октября',
        'Назад',
      ].map((label) => label.replace(/(\d) /g, '$1\u00a0')),
    );
    expect(await through(maria, 'До вт, 22\u00a0сентября')).toBe(
      'Готово. До 22 сентября включительно молчим. Срочное, обязательное и итоги недели придут. После этого дня всё пойдёт как раньше.',
    );
    expect(maria.buttons()).toEqual(['Снять паузу', 'Назад']);
    expect((await rig.db.guardian.findUniqueOrThrow({ where: { id: 'g1' } })).pausedUntil).toEqual(
      new Date('2026-09-22'),
    );
    expect(await open(maria)).toContain('\nПауза: до 22 сентября включительно');
    expect(await through(maria, 'Снять паузу')).toMatch(
      /^Пауза снята, уведомления снова приходят. Пропущенное — в дневнике/,
    );
    expect(maria.buttons()).toContain('Пауза');
    expect(await lastChoice('g1')).toMatchObject({ what: 'pause', value: {}, studentId: null, ground: 'бот' });
  });

  test('is over by itself: the day after, nothing is said of it', async () => {
    await open(maria, 'Пауза', 'До ср, 16\u00a0сентября');
    rig.clock.advance({ days: 2 });
    expect(await open(maria)).not.toContain('Пауза:');
    rig.clock.advance({ days: -2 });
    await open(maria, 'Снять паузу');
  });

  test('an old button of a day gone by is refused', async () => {
    await maria.tapsData('pauseTo:2026-09-14');
    expect(await text(maria)).toBe('Этот день уже прошёл.');
  });
});

describe('leaving', () => {
  test('«Остановить» asks first; then moves on to email and says so, never silence', async () => {
    maria.sends('/stop');
    expect(await text(maria)).toContain('Школа всё равно будет сообщать об учёбе раз в неделю');
    expect(maria.buttons()).toEqual(['Отключить', 'Оставить', 'Пауза']);
    expect(await through(maria, 'Оставить')).toBe('Хорошо, всё остаётся как было.');
    expect((await pair('g1', 's1')).channels[0]).toBe('telegram');
    maria.sends('стоп');
    await maria.hears();
    expect(await through(maria, 'Отключить')).toContain('Итоги недели придут на почту ivanova@mail.example.');
    for (const student of ['s1', 's13']) expect((await pair('g1', student)).channels).toEqual(['email', 'paper']);
    expect(await open(maria)).toContain('Куда: почта');
  });

  test('«Остановить» without an address moves on to paper', async () => {
    const sidorov = await rig.linked('g4');
    sidorov.sends('отписаться');
    await sidorov.hears();
    expect(await through(sidorov, 'Отключить')).toContain('Итоги недели на бумаге выдаст классный руководитель.');
    expect((await pair('g4', 's3')).channels).toEqual(['paper']);
    await open(sidorov, 'Куда присылать', 'Только Telegram');
    expect((await pair('g4', 's3')).channels).toEqual(['telegram', 'paper']);
  });

  test('of two in one chat each moves on by what the school knows of them', async () => {
    const chat = await rig.linked('g7');
    await rig.linked('g4', '7Б', chat);
    chat.sends('/stop');
    await chat.hears();
    await through(chat, 'Отключить');
    expect((await pair('g7', 's5')).channels).toEqual(['email', 'paper']);
    expect((await pair('g4', 's3')).channels).toEqual(['paper']);
  });

  test('«Хочу на бумаге», with notices or without, and back again', async () => {
    const abibullaev = await rig.linked('g9', '1А');
    await abibullaev.taps('Хочу на бумаге');
    expect(await text(abibullaev)).toContain('Оставить и уведомления здесь?');
    expect(await through(abibullaev, 'Да, и сюда')).toBe(
      'Готово. Сафие, 1А: распечатка каждую неделю. Её выдаст классный руководитель: Коваленко Ирина Павловна. Уведомления приходят и сюда.',
    );
    expect(await pair('g9', 's11')).toMatchObject({ paperApplied: true, channels: ['telegram', 'paper'] });
    expect(await lastChoice('g9')).toMatchObject({ what: 'paper', value: true, ground: 'бот' });
    expect(await open(abibullaev)).toContain('На бумаге: и распечатка каждую неделю');
    expect(await through(abibullaev, 'Без распечатки')).toContain('Распечатки больше не будет');
    expect(await pair('g9', 's11')).toMatchObject({ paperApplied: false, channels: ['telegram', 'paper'] });
    expect(await through(abibullaev, 'Хочу на бумаге', 'Только на бумаге')).toContain('Уведомления здесь отключены.');
    expect((await pair('g9', 's11')).channels).toEqual(['paper']);
    expect(await open(abibullaev, 'Без распечатки')).toContain('Куда: Telegram');
  });
});

test('two guardians of one child in one chat choose for both, each with a record', async () => {
  const chat = await rig.linked('g3');
  await rig.db.guardianship.create({
    data: { guardianId: 'g10', studentId: 's2', consent: true, channels: ['telegram'], startedAt: rig.clock.now() },
  });
  await rig.linked('g10', '9А', chat);
  await open(chat, 'Анна, 7Б', 'Что и когда', 'Сообщения школы: в течение дня', 'Вечером');
  const chosen = await rig.db.choiceRecord.findMany({
    where: { studentId: 's2', what: 'rhythm' },
    orderBy: { guardianId: 'asc' },
  });
  expect(chosen.map(({ guardianId, byId, value }) => [guardianId, byId, value])).toEqual([
    ['g10', 'g10', { message: 'evening' }],
    ['g3', 'g3', { message: 'evening' }],
  ]);
});
