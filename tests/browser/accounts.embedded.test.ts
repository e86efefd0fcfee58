import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { correctEntry } from '../../src/journal/record.ts';
import { needs } from '../needs.ts';
import type { WebSchool } from '../web/school.ts';
import { openWindow } from './chromium.ts';
import { faultsOf } from './judge.ts';
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
  async function look(page: Page, name: string): Promise<void> {
    expect(await faultsOf(page, name)).toEqual([]);
  }

  test('a teacher reports a stranger on a telephone; the deputy voids what was done, and prints it', async () => {
    const owner = await openWindow(browser, 'phone');
    await enter(owner.page, 't1');
    const thief = await openWindow(browser, 'desktop', { colorScheme: 'dark' });
    await enter(thief.page, 't1');
    await owner.page.goto(`${base}/account`);
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

    const { context, page } = await openWindow(browser, 'phone');
    await enter(page, 't3');
    await page.goto(`${base}/desk`);
    await page.getByRole('link', { name: 'Учётные записи', exact: true }).click();
    await page.getByLabel('Фамилия, имя или логин').fill('орл');
    // the keyboard alone suffices
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Орлова Анна Сергеевна' }).click();
    await page.getByRole('link', { name: 'Проверить и отменить' }).click();
    await page.getByLabel('Время').fill('15:03');
    await page.getByRole('button', { name: 'Показать, что будет отменено' }).click();
    await page.getByRole('button', { name: 'Отменить всё перечисленное' }).waitFor();
    await look(page, 'theft-preview');
    await page.getByRole('button', { name: 'Отменить всё перечисленное' }).click();
    await page.getByText('возвращено').waitFor();
    await look(page, 'theft-report');
    await page.emulateMedia({ media: 'print' });
    await page.getByText('Подпись').waitFor();
    expect(await page.getByRole('button', { name: 'Выдать приглашение (PDF)' }).isVisible()).toBe(false);
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/theft-report-print.png`, fullPage: true });
    await context.close();
    expect((await school.db.journalEntry.findUniqueOrThrow({ where: { id } })).value).toBe('5');
  });

  test('a link by email is asked for', async () => {
    const { context, page } = await openWindow(browser, 'phone', { javaScriptEnabled: false });
    await page.goto(`${base}/login`);
    await page.getByLabel('Адрес почты').fill('ivanova@mail.example');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Проверьте почту' }).waitFor();
    await context.close();
  });
});
