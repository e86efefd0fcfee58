/**
 * The secretary's, the administrator's and the deputy's deeds with people and files, in a browser: by the keyboard alone, and on a
 * telephone without JavaScript. Pages that a deed leads to are looked over; those behind an address are in every-page.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKUPS, CARE_DESK, HEALTH, TEST } from '../../src/texts/web/care.ts';
import { OFFICE } from '../../src/texts/web/office.ts';
import { OWN_DATA, PERSONAL } from '../../src/texts/web/personal-data.ts';
import { bytesOf, example } from '../connectors/school-file/support.ts';
import { needs } from '../needs.ts';
import { type BotApi, PARENTS_TOKEN, startBotApi } from '../stand-ins/bot-api.ts';
import { type SmtpStandIn, startSmtp } from '../stand-ins/smtp.ts';
import { addAdmin, type WebSchool } from '../web/school.ts';
import { openWindow, tabTo } from './chromium.ts';
import { faultsOf } from './judge.ts';
import { openInBrowser, signIn } from './served.ts';

describe('the office in a browser', needs('chromium'), () => {
  let school: WebSchool;
  let browser: Browser;
  let base: string;
  let close: () => Promise<void>;
  let smtp: SmtpStandIn;
  let telegram: BotApi;
  beforeAll(async () => {
    [smtp, telegram] = await Promise.all([startSmtp(), startBotApi()]);
    const settings = { SMTP_URL: smtp.url, PARENTS_BOT_TOKEN: PARENTS_TOKEN, TELEGRAM_API_ROOT: telegram.root };
    ({ school, browser, base, close } = await openInBrowser({ settings }));
    await addAdmin(school.db);
    const now = school.clock.now();
    const holders = { create: { personId: 'admin', linkedAt: now } };
    await school.db.contact.create({
      data: { channel: 'telegram', bot: 'parents', address: '7707', since: now, holders },
    });
    telegram.person('parents', { id: 7707, begun: true });
  });
  afterAll(async () => {
    await close();
    await Promise.all([smtp.close(), telegram.close()]);
  });

  const enter = (page: Page, person: string) => signIn(page, { school, base, person });
  async function look(page: Page, name: string): Promise<void> {
    expect(await faultsOf(page, name)).toEqual([]);
  }
  /** Enter, and the page that it leads to. */
  const submit = (page: Page) => Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  async function go(page: Page, name: string): Promise<void> {
    await tabTo(page, name);
    await submit(page);
  }
  const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
  const said = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text }).waitFor();
  const jsonFile = (bytes: Uint8Array) => ({
    name: 'school.json',
    mimeType: 'application/json',
    buffer: Buffer.from(bytes),
  });

  /** A pupil comes, a teacher gets an office; who was added to the example stays. */
  function changed() {
    const file = example();
    file.teachers.push({ id: 'admin', name: 'Техник Яков', roles: ['admin'] });
    file.classes.find(({ name }) => name === '7Б')!.students.push({ id: 's90', last: 'Яковлева', first: 'Ольга' });
    file.teachers.find(({ id }) => id === 't5')!.roles = ['admin'];
    return file;
  }

  test('by the keyboard alone a pupil is found, moves to another class, and the move is undone', async () => {
    const { context, page } = await openWindow(browser, 'desktop');
    await enter(page, 't7');
    await go(page, OFFICE.people);
    await heading(page, 'Люди');
    await tabTo(page, 'Фамилия, имя или класс');
    await page.keyboard.type('ковал');
    await submit(page);
    await said(page, /Найдено: \d/);
    await look(page, 'people found');
    await go(page, 'Ковальчук Злата');
    await heading(page, 'Ковальчук Злата');
    await go(page, 'Перевести или отчислить');
    await heading(page, 'Перевод и отчисление');
    await tabTo(page, 'Переходит в другой класс');
    await page.keyboard.press('Space');
    await tabTo(page, 'Класс');
    await page.keyboard.type('7');
    await tabTo(page, 'Основание');
    await page.keyboard.type('приказ № 12');
    await submit(page);
    await heading(page, 'Что изменится');
    await look(page, 'transfer preview');
    await tabTo(page, 'Английский язык');
    await page.keyboard.press('Space');
    await go(page, 'Записать');
    await said(page, 'Записано.');
    await look(page, 'transfer done');
    await go(page, 'Отменить эту запись');
    await said(page, 'Запись отменена');
    const places = await school.db.membership.findMany({ where: { studentId: 's22', to: null } });
    expect(places).toHaveLength(1);
    await context.close();
  });

  test('by the keyboard alone a school file is refused with its faults, shown as a table of changes, and written', async () => {
    const { context, page } = await openWindow(browser, 'desktop');
    await enter(page, 't7');
    await go(page, OFFICE.import);
    await heading(page, OFFICE.import);
    await page.getByLabel('Файл школы').setInputFiles(jsonFile(bytesOf({ ...example(), timeZone: 'Луна' })));
    await go(page, 'Проверить и показать изменения');
    await heading(page, 'Файл не принят');
    await look(page, 'import faults');
    await go(page, 'Выбрать другой файл');
    await heading(page, OFFICE.import);
    await page.getByLabel('Файл школы').setInputFiles(jsonFile(bytesOf(changed())));
    await go(page, 'Проверить и показать изменения');
    await heading(page, 'Что изменится');
    const rows = page.getByRole('table', { name: 'Всего изменений по видам' }).getByRole('row');
    expect(await rows.filter({ hasText: 'Обучающиеся' }).getByRole('cell').allTextContents()).toEqual(['1', '—', '—']);
    await look(page, 'import preview');
    await go(page, 'Записать всё');
    await said(page, /Записано: \d+/);
    await look(page, 'import done');
    expect(await school.db.person.count({ where: { id: 's90' } })).toBe(1);
    await context.close();
  });

  test('on a telephone without JavaScript: a pupil comes, another leaves and is back', async () => {
    const { context, page } = await openWindow(browser, 'phone', { javaScriptEnabled: false });
    await enter(page, 't7');
    await page.getByRole('link', { name: OFFICE.classes }).click();
    await page.getByText('Вся школа').waitFor();
    await page.getByRole('link', { name: 'На рабочий стол' }).click();
    await page.getByRole('link', { name: OFFICE.people, exact: true }).click();
    await page.getByRole('link', { name: 'Зачислить обучающегося' }).click();
    await page.getByLabel('Фамилия, имя, отчество обучающегося').fill('Новикова Инна Львовна');
    await page.getByLabel('Класс', { exact: true }).selectOption({ label: '7Б' });
    await page.getByLabel('Основание').fill('приказ № 13');
    await page.getByRole('group', { name: 'Представитель 1' }).getByLabel('Фамилия, имя, отчество').fill('Новиков Лев');
    await page.getByRole('button', { name: 'Показать, что изменится' }).click();
    await page.getByText('Выберите, пожалуйста, кем приходится.').waitFor();
    expect(await page.getByLabel('Фамилия, имя, отчество обучающегося').inputValue()).toBe('Новикова Инна Львовна');
    await page.getByLabel('Кем приходится').first().selectOption({ label: 'отец' });
    await page.getByRole('button', { name: 'Показать, что изменится' }).click();
    await heading(page, 'Что изменится');
    await page.getByRole('button', { name: 'Записать' }).click();
    await heading(page, 'Новикова Инна Львовна');
    await page.getByText('Новиков Лев').waitFor();

    await page.getByRole('link', { name: 'К поиску' }).click();
    await page.getByLabel('Фамилия, имя или класс').fill('гречко');
    await page.getByRole('button', { name: 'Найти' }).click();
    await page.getByRole('link', { name: /^Гречко Марк/ }).click();
    await page.getByRole('link', { name: 'Перевести или отчислить' }).click();
    await page.getByLabel('Выбывает из школы').check();
    await page.getByLabel('Основание').fill('приказ № 14');
    await page.getByRole('button', { name: 'Показать, что изменится' }).click();
    await page.getByRole('button', { name: 'Записать' }).click();
    await said(page, 'Записано.');
    expect((await school.db.student.findUniqueOrThrow({ where: { id: 's23' } })).leftAt).not.toBeNull();
    await page.getByRole('button', { name: 'Отменить эту запись' }).click();
    await said(page, 'Запись отменена');
    expect((await school.db.student.findUniqueOrThrow({ where: { id: 's23' } })).leftAt).toBeNull();
    await context.close();
  });

  /** What a button downloads. */
  async function downloaded(page: Page, press: () => Promise<void>): Promise<Buffer> {
    const [file] = await Promise.all([page.waitForEvent('download'), press()]);
    return readFileSync(await file.path());
  }

  test('by the keyboard alone Vestnik is looked into, a message sent, a backup taken away', async () => {
    const { context, page } = await openWindow(browser, 'desktop');
    await enter(page, 'admin');
    await go(page, CARE_DESK.health);
    await go(page, HEALTH.check);
    await page.getByText('Шрифты распечаток на месте').waitFor();
    await look(page, 'health');
    await go(page, 'На рабочий стол');
    await go(page, CARE_DESK.test);
    await tabTo(page, TEST.parents);
    await page.keyboard.press('Space');
    await go(page, TEST.send);
    await said(page, 'Принято сервером.');
    expect(telegram.sent('parents').map(({ chat }) => chat)).toEqual(['7707']);
    await tabTo(page, TEST.parents);
    await page.keyboard.press('ArrowDown');
    await go(page, TEST.send);
    await page.getByText(TEST.faults.address).waitFor();
    await look(page, 'test refused');
    // the field to mend has the focus
    await page.keyboard.type('tech@example.org');
    await submit(page);
    await said(page, 'Принято сервером.');
    await look(page, 'test sent');
    expect(smtp.letters.map(({ to }) => to)).toEqual([['tech@example.org']]);
    await go(page, 'На рабочий стол');
    await go(page, CARE_DESK.backups);
    await tabTo(page, BACKUPS.make);
    const copy = await downloaded(page, () => page.keyboard.press('Enter'));
    expect(gunzipSync(copy).toString()).toContain('Сидоров');
    await page.reload();
    await said(page, 'Правило недели соблюдено.');
    await look(page, 'backups');
    await context.close();
  });

  test('on a telephone without JavaScript: a letter, a backup, and one’s own data', async () => {
    const { context, page } = await openWindow(browser, 'phone', { javaScriptEnabled: false });
    await enter(page, 'admin');
    await page.getByRole('link', { name: CARE_DESK.test }).click();
    await page.getByLabel(TEST.email).check();
    await page.getByLabel(TEST.address).fill('tech@example.org');
    await page.getByRole('button', { name: TEST.send }).click();
    await said(page, 'Принято сервером.');
    await page.goto(`${base}/desk/backups`);
    const copy = await downloaded(page, () => page.getByRole('button', { name: BACKUPS.make }).click());
    expect(copy.length).toBeGreaterThan(1000);
    await context.clearCookies();
    await enter(page, 'g1');
    await page.getByRole('link', { name: 'Настройки' }).click();
    await page.getByText(OWN_DATA.title).click();
    const data = await downloaded(page, () => page.getByRole('link', { name: OWN_DATA.read }).click());
    expect(data.toString()).toContain('ivanova@mail.example');
    await context.close();
  });

  test('by the keyboard alone a guardian’s data is exported and, once the surname is typed, erased', async () => {
    const { context, page } = await openWindow(browser, 'desktop');
    await enter(page, 't3');
    await go(page, PERSONAL.title);
    await heading(page, PERSONAL.title);
    const search = async (surname: string) => {
      await page.getByLabel(PERSONAL.surname).focus();
      await page.keyboard.press('Control+A');
      await page.keyboard.type(surname);
      await submit(page);
    };
    await search('п');
    await page.getByText(PERSONAL.short).waitFor();
    await look(page, 'personal refused');
    await search('петро');
    await page.getByRole('heading', { name: PERSONAL.found }).waitFor();
    await look(page, 'personal found');
    await go(page, 'Петрова Юлия');
    await heading(page, 'Петрова Юлия');
    await tabTo(page, OWN_DATA.read);
    const data = await downloaded(page, () => page.keyboard.press('Enter'));
    expect(data.toString()).toContain('Петрова');
    await tabTo(page, PERSONAL.ground);
    await page.keyboard.type('заявление № 3');
    await tabTo(page, PERSONAL.confirm);
    await page.keyboard.type('Иванова');
    await submit(page);
    await page.locator('.fault').waitFor();
    await look(page, 'erasure refused');
    await page.getByLabel(PERSONAL.confirm).focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Петрова');
    await submit(page);
    await page.getByText(PERSONAL.erased).waitFor();
    await look(page, 'erased');
    expect((await school.db.person.findUniqueOrThrow({ where: { id: 'g3' } })).erasedAt).not.toBeNull();
    await context.close();
  });
});
