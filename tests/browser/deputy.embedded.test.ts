/** The deputy's journey: a day changed after a preview and undone, the school looked at; telephone without JavaScript, desktop by keyboard. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { needs } from '../needs.ts';
import type { WebSchool } from '../web/school.ts';
import { isTooWide, openWindow, violations } from './chromium.ts';
import { openInBrowser, signIn } from './served.ts';

describe('the deputy in a browser', needs('chromium'), () => {
  let school: WebSchool;
  let browser: Browser;
  let base: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ school, browser, base, close } = await openInBrowser());
  });
  afterAll(() => close());

  const enter = (page: Page, person: string) => signIn(page, { school, base, person });
  /** By axe, which needs JavaScript, and by width. */
  async function looksWell(page: Page, name: string): Promise<void> {
    expect(await violations(page), name).toEqual([]);
    expect(await isTooWide(page), name).toBe(false);
    await shoot(page, name);
  }
  async function shoot(page: Page, name: string): Promise<void> {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
  }

  test('on a telephone without JavaScript: a lesson cancelled, seen by the family, and undone', async () => {
    const { context, page } = await openWindow(browser, 'phone', { javaScriptEnabled: false });
    await enter(page, 't3');
    await page.goto(`${base}/desk`);
    await page.getByRole('link', { name: 'Расписание дня' }).click();
    await shoot(page, 'day-phone');
    await page.goto(`${base}/desk/day?date=2026-09-17`);
    await page.getByRole('link', { name: 'Изменить уроки класса 7Б' }).click();
    await shoot(page, 'day-class-phone');
    await page.getByLabel('2. Алгебра').check();
    await page.getByLabel('Урока не будет').check();
    await page.getByRole('button', { name: 'Проверить' }).click();
    expect(await page.getByText('Напишите основание.').count()).toBeGreaterThan(0);
    expect(await page.getByLabel('Урока не будет').isChecked()).toBe(true);
    await shoot(page, 'day-fault-phone');
    await page.getByLabel('Основание').fill('болезнь учителя');
    await page.getByRole('button', { name: 'Проверить' }).click();
    await shoot(page, 'day-preview-phone');
    await page.getByRole('button', { name: 'Записать' }).click();
    await page.getByText('Записано.').waitFor();
    await shoot(page, 'day-done-phone');
    await page.getByRole('button', { name: 'Отменить изменение' }).click();
    await page.getByText('Отменено, день снова такой, как прежде.').first().waitFor();
    await context.close();
  });

  test('on a desktop by keyboard: a substitute for all lessons of a teacher; the school looked at', async () => {
    const { context, page } = await openWindow(browser, 'desktop', {});
    await enter(page, 't3');
    await page.goto(`${base}/desk/day?date=2026-09-17`);
    await looksWell(page, 'day-desktop');
    await page.locator('select[name=teacher]').first().selectOption({ label: 'Орлова А. С.' });
    await page.locator('select[name=teacher]').first().press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Изменить уроки' }).waitFor();
    for (const box of await page.getByRole('checkbox').all()) {
      await box.focus();
      await page.keyboard.press('Space');
    }
    await page.locator('form.deed select[name=teacher]').selectOption({ label: 'Мельник О. В.' });
    await page.getByLabel('Основание').fill('курсы');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Обратите внимание' }).waitFor();
    await looksWell(page, 'day-preview-desktop');
    await page.getByRole('button', { name: 'Записать' }).press('Enter');
    await page.getByText('Записано.').waitFor();
    await looksWell(page, 'day-teacher-desktop');

    school.clock.set('2026-09-20T10:00:00+03:00');
    await closeWeeks(school);
    await enter(page, 't3');
    for (const [path, name] of [
      ['/desk', 'desk'],
      ['/desk/promise', 'promise'],
      ['/desk/deadlines', 'deadlines'],
      ['/desk/channels-report', 'channels'],
      ['/desk/journals', 'journals'],
      ['/desk/audit', 'audit'],
    ] as const) {
      await page.goto(base + path);
      await looksWell(page, `${name}-desktop`);
    }
    await page.goto(`${base}/desk/promise`);
    await page.getByRole('link', { name: '7Б' }).click();
    await looksWell(page, 'promise-class-desktop');
    await page.goto(`${base}/desk/deadlines`);
    await page.getByRole('link', { name: 'Орлова А. С.' }).click();
    await looksWell(page, 'deadlines-teacher-desktop');
    await page.goto(`${base}/desk/journals`);
    await page.getByRole('link', { name: 'Алгебра, Орлова А. С.' }).first().click();
    await looksWell(page, 'journal-desktop');
    await page.getByRole('link', { name: /Иванов Пётр, 15.09, 2-й урок/ }).click();
    await page.getByRole('heading', { name: 'История записи' }).waitFor();
    await looksWell(page, 'journal-history-desktop');
    await page.setViewportSize({ width: 390, height: 844 });
    await looksWell(page, 'journal-phone');
    for (const path of ['day', 'promise', 'deadlines', 'channels-report', 'journals', 'audit']) {
      await page.goto(`${base}/desk/${path}`);
      await looksWell(page, `${path}-phone`);
    }
    await context.close();
  });
});
