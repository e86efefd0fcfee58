import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { correctEntry } from '../../src/journal/record.ts';
import { needs } from '../needs.ts';
import type { WebSchool } from '../web/school.ts';
import { isTooWide, openWindow, violations } from './chromium.ts';
import { openInBrowser, signIn } from './served.ts';

describe('accounts in a browser', needs('chromium'), () => {
  let school: WebSchool;
  let browser: Browser;
  let base: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ school, browser, base, close } = await openInBrowser());
  });
  afterAll(() => close());

  const enter = (page: Page, person: string) => signIn(page, { school, base, person });
  /** Set PICTURES to a folder to look at each page. */
  async function look(page: Page, name: string): Promise<void> {
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });
    expect(await violations(page), name).toEqual([]);
    expect(await isTooWide(page), name).toBe(false);
  }

  test('a teacher reports a stranger on a telephone; the deputy voids what was done, and prints it', async () => {
    const owner = await openWindow(browser, 'phone');
    await enter(owner.page, 't1');
    const thief = await openWindow(browser, 'desktop', { colorScheme: 'dark' });
    await enter(thief.page, 't1');
    await owner.page.goto(`${base}/account`);
    await look(owner.page, 'account-phone');
    await thief.page.goto(`${base}/account`);
    await look(thief.page, 'account-desktop-dark');
    const { id } = await school.db.journalEntry.findFirstOrThrow({
      where: { kind: 'mark', value: '5', studentId: 's1' },
    });
    school.clock.advance({ minutes: 5 });
    await correctEntry(school, { entryId: id, by: 't1', source: 'web', value: { value: '2' } });
    await owner.page.getByText('Это был не я').click();
    await owner.page.getByRole('button', { name: 'Сообщить школе' }).click();
    await owner.page.getByText('Школа получила сообщение').waitFor();
    await thief.page.goto(`${base}/desk`);
    expect(new URL(thief.page.url()).pathname).toBe('/login');
    await look(thief.page, 'login-desktop-dark');

    for (const size of ['phone', 'desktop'] as const) {
      const { context, page } = await openWindow(browser, size);
      await enter(page, 't3');
      await page.goto(`${base}/desk`);
      await page.getByRole('link', { name: 'Учётные записи', exact: true }).click();
      await look(page, `accounts-${size}`);
      await page.getByLabel('Фамилия, имя или логин').fill('орл');
      // the keyboard alone suffices
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'Орлова Анна Сергеевна' }).click();
      await look(page, `account-of-another-${size}`);
      if (size === 'phone') {
        await page.getByRole('link', { name: 'Проверить и отменить' }).click();
        await page.getByLabel('Время').fill('15:03');
        await page.getByRole('button', { name: 'Показать, что будет отменено' }).click();
        await look(page, 'theft-preview-phone');
        await page.setViewportSize({ width: 1280, height: 800 });
        await look(page, 'theft-preview-desktop');
        await page.getByRole('button', { name: 'Отменить всё перечисленное' }).click();
        await page.getByText('возвращено').waitFor();
        await look(page, 'theft-report-desktop');
        await page.emulateMedia({ media: 'print' });
        await page.getByText('Подпись').waitFor();
        expect(await page.getByRole('button', { name: 'Выдать приглашение (PDF)' }).isVisible()).toBe(false);
        if (process.env.PICTURES)
          await page.screenshot({ path: `${process.env.PICTURES}/theft-report-print.png`, fullPage: true });
      }
      await context.close();
    }
    expect((await school.db.journalEntry.findUniqueOrThrow({ where: { id } })).value).toBe('5');
  });

  test('letters to pupils stand beside those to families; a link by email is asked for', async () => {
    const { page } = await openWindow(browser, 'phone');
    await page.goto(`${base}/login`);
    await look(page, 'login-phone');
    await page.getByLabel('Адрес почты').fill('ivanova@mail.example');
    await page.getByRole('button', { name: 'Прислать ссылку' }).click();
    await look(page, 'login-sent-phone');
    await enter(page, 't3');
    const { id } = await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
    await page.goto(`${base}/desk/letters?class=${sealId('for tests only', 'class', String(id))}`);
    await look(page, 'letters-phone');
  });
});
