/** The deputy's journey: a day changed after a preview and undone; telephone without JavaScript, desktop by keyboard. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import type { WebSchool } from '../web/school.ts';
import { openWindow } from './chromium.ts';
import { faultsOf } from './judge.ts';
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
  async function looksWell(page: Page, name: string): Promise<void> {
    expect(await faultsOf(page, name)).toEqual([]);
  }
  async function shoot(page: Page, name: string): Promise<void> {
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });
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

  test('on a desktop by keyboard: a substitute for all lessons of a teacher', async () => {
    const { context, page } = await openWindow(browser, 'desktop', {});
    await enter(page, 't3');
    await page.goto(`${base}/desk/day?date=2026-09-17`);
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
    await context.close();
  });
});
