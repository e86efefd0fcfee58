/** A teacher at the desk in a real browser: the grid by keyboard, without script, and without a network. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordEntries } from '../../src/journal/record.ts';
import { emptyTables } from '../empty-tables.ts';
import { needs } from '../needs.ts';
import type { WebSchool } from '../web/school.ts';
import { openWindow } from './chromium.ts';
import { faultsOf } from './judge.ts';
import { openInBrowser, signIn } from './served.ts';

describe('a lesson in a browser', needs('chromium'), () => {
  let school: WebSchool;
  let browser: Browser;
  let base: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ school, browser, base, close } = await openInBrowser({ kind: 'demo' }));
  });
  afterAll(() => close());
  const TABLES = 'journal_entry, journal_event, entry_key, lesson, received_request';
  beforeEach(() => emptyTables(school.db, TABLES));

  const enter = (page: Page, person: string) => signIn(page, { school, base, person });

  /** From the desk's first page to today's algebra. */
  async function openLesson(page: Page): Promise<void> {
    await page.goto(`${base}/desk`);
    await page.getByRole('link', { name: 'Мои уроки' }).click();
    await page.getByRole('link', { name: '7Б · Алгебра', exact: true }).click();
    await page.getByRole('heading', { name: '7Б · Алгебра' }).waitFor();
  }

  async function signedIn(size: 'phone' | 'desktop', options = {}): Promise<{ context: BrowserContext; page: Page }> {
    const window = await openWindow(browser, size, options);
    await enter(window.page, 't1');
    return window;
  }

  const standing = async () => {
    const rows = await school.db.journalEntry.findMany({ where: { withdrawnAt: null } });
    return rows
      .map(({ kind, studentId, value, text }) => [kind, studentId, value ?? text].filter(Boolean).join(' '))
      .sort();
  };
  const mark = (page: Page, pupil: string) => page.getByLabel(`${pupil}: отметка, столбец 1`);
  const outbox = (page: Page) => page.locator('#outbox');
  /** what waits on the device */
  const kept = (page: Page) =>
    page.evaluate(async () => {
      const opened = indexedDB.open('vestnik');
      await new Promise((resolve) => opened.addEventListener('success', resolve));
      const all = opened.result.transaction('drafts').objectStore('drafts').getAll();
      await new Promise((resolve) => all.addEventListener('success', resolve));
      opened.result.close();
      return all.result.map((draft) => JSON.stringify(draft));
    });
  const save = (page: Page) => page.getByRole('button', { name: 'Записать' }).click();

  test('nothing is hard for anybody to use, nor too wide', async () => {
    const { context, page } = await signedIn('desktop');
    const check = async (name: string) => expect(await faultsOf(page, name)).toEqual([]);
    await openLesson(page);
    await mark(page, 'Иванов Пётр').fill('9');
    await page.getByLabel('Тема урока').fill('Дроби');
    await save(page);
    await page.getByRole('alert').first().waitFor();
    await check('faults');
    await mark(page, 'Иванов Пётр').fill('5');
    await page.getByLabel('Домашнее задание').fill('§ 12');
    await save(page);
    await page.getByRole('button', { name: 'Отменить' }).waitFor();
    await check('recorded');
    expect(await standing()).toEqual(['homework § 12', 'mark s1 5', 'topic Дроби']);
    await context.close();
  });

  test('the keyboard alone fills a column and takes it back', async () => {
    const { context, page } = await signedIn('desktop');
    await openLesson(page);
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);
    await page.getByLabel('Иванов Пётр: пропуск').focus();
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Мамутов Руслан: пропуск');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Иванов Пётр: пропуск');
    await mark(page, 'Иванов Пётр').focus();
    for (const value of ['5', '', '4', '3']) {
      if (value) await page.keyboard.type(value);
      await page.keyboard.press('Enter');
    }
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('Сидоров Клим: отметка, столбец 1');
    await mark(page, 'Цой Вера').focus();
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Записать');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Отменить' }).waitFor();
    expect(await standing()).toEqual(['absence s5 Б', 'mark s1 5', 'mark s2 4', 'mark s3 3']);
    await page.getByRole('button', { name: 'Отменить' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Отменено.').waitFor();
    expect(await standing()).toEqual([]);
    await context.close();
  });

  test('it works without script', async () => {
    const { context, page } = await signedIn('phone', { javaScriptEnabled: false });
    await openLesson(page);
    await page.getByLabel('Петрова Анна: пропуск').selectOption('ОП');
    await mark(page, 'Иванов Пётр').fill('4 5');
    await save(page);
    await page.getByRole('button', { name: 'Отменить' }).waitFor();
    expect(await standing()).toEqual(['absence s2 ОП', 'mark s1 4', 'mark s1 5']);
    await context.close();
  });

  test('what is entered without a network stays on the device, and goes out once when it is back, the page closed meanwhile', async () => {
    const { context, page } = await signedIn('phone');
    await openLesson(page);
    await context.setOffline(true);
    await mark(page, 'Иванов Пётр').fill('5');
    await save(page);
    await outbox(page).getByText('ждёт сети').waitFor();
    expect(await faultsOf(page, 'waiting')).toEqual([]);
    // more of the same lesson, in place of what waits
    await page.getByLabel('Тема урока').fill('Дроби');
    await page.getByLabel('Домашнее задание').fill('§ 7');
    await save(page);
    await expect.poll(() => kept(page)).toEqual([expect.stringContaining('Дроби')]);
    expect(await outbox(page).getByRole('listitem').count()).toBe(1);
    expect(await standing()).toEqual([]);
    await page.close();
    await context.setOffline(false);
    const next = await context.newPage();
    await next.goto(`${base}/desk/lessons`);
    await outbox(next).getByText('Записано: 7Б · Алгебра').waitFor();
    expect(await standing()).toEqual(['homework § 7', 'mark s1 5', 'topic Дроби']);
    await outbox(next).getByRole('link', { name: 'Показать' }).click();
    await next.getByRole('button', { name: 'Отменить' }).waitFor();
    await next.goto(`${base}/desk/lessons`);
    await next.getByText('Заполнено').waitFor();
    expect(await outbox(next).isVisible()).toBe(false);
    expect(await school.db.journalEvent.count()).toBe(3);
    await context.close();
  });

  test('it is recorded once though the answer got lost, and again', async () => {
    const { context, page } = await signedIn('desktop');
    await openLesson(page);
    let lost = 0;
    await page.route('**/desk/lesson?*', async (route) => {
      if (route.request().method() !== 'POST' || lost === 2) return route.continue();
      await route.fetch();
      lost += 1;
      return route.abort('connectionreset');
    });
    await mark(page, 'Иванов Пётр').fill('5');
    await page.getByLabel('Домашнее задание').fill('§ 7');
    await save(page);
    await outbox(page).getByText('ждёт сети').waitFor();
    expect(await standing()).toEqual(['homework § 7', 'mark s1 5']);
    await save(page);
    await expect.poll(() => lost).toBe(2);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page
      .getByRole('status')
      .getByText(/Записано|Изменений нет/)
      .waitFor();
    expect(await standing()).toEqual(['homework § 7', 'mark s1 5']);
    expect(await school.db.journalEvent.count()).toBe(2);
    await context.close();
  });

  test('after the session ended it waits for its own account; another on the same device neither sees nor sends it', async () => {
    const { context, page } = await signedIn('desktop');
    await openLesson(page);
    await school.db.session.updateMany({ data: { endedAt: school.clock.now() } });
    await mark(page, 'Иванов Пётр').fill('5');
    await save(page);
    await outbox(page).getByText('войдите, пожалуйста, снова').waitFor();
    expect(await standing()).toEqual([]);
    await enter(page, 't3');
    await page.goto(`${base}/desk/lessons`);
    await page.getByRole('heading', { name: 'Мои предметы' }).waitFor();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    expect(await outbox(page).isVisible()).toBe(false);
    expect(await page.content()).not.toContain('ждёт сети.</li>');
    await enter(page, 't1');
    await page.goto(`${base}/desk/lessons`);
    await outbox(page).getByText('Записано: 7Б · Алгебра').waitFor();
    expect(await standing()).toEqual(['mark s1 5']);
    expect((await school.db.journalEvent.findFirst())?.byId).toBe('t1');
    await context.close();
  });

  test('a refusal is shown on return, and what was typed can be mended', async () => {
    const { context, page } = await signedIn('phone');
    await openLesson(page);
    await context.setOffline(true);
    await mark(page, 'Иванов Пётр').fill('5');
    await save(page);
    await outbox(page).getByText('ждёт сети').waitFor();
    const other = { class: '7Б', subject: 'Алгебра', date: '2026-09-16', student: 's1', by: 't3' };
    await recordEntries(school, 'elsewhere', [{ kind: 'mark', ...other, value: '2' }]);
    await page.close();
    await context.setOffline(false);
    const next = await context.newPage();
    await next.goto(`${base}/desk/lessons`);
    await outbox(next)
      .getByText('не записано. Иванов Пётр: Пока форма была открыта, здесь записано другое: 2.')
      .waitFor();
    expect(await faultsOf(next, 'refused')).toEqual([]);
    await outbox(next).getByRole('button', { name: 'Исправить' }).click();
    await next.getByRole('heading', { name: '7Б · Алгебра' }).waitFor();
    expect(await mark(next, 'Иванов Пётр').inputValue()).toBe('2');
    await outbox(next).getByRole('button', { name: 'Исправить' }).click();
    expect(await mark(next, 'Иванов Пётр').inputValue()).toBe('5');
    await save(next);
    await next.getByText('было 2, стало 5').waitFor();
    expect(await standing()).toEqual(['mark s1 5']);
    expect(await outbox(next).isVisible()).toBe(false);
    await context.close();
  });
});
