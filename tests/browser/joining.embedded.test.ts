/** Joining without a password, the ways in of one's own account, and a new pupil whose mother the school knows. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invite } from '../../src/access/invitations.ts';
import { needs } from '../needs.ts';
import { openWindow } from './chromium.ts';
import { faultsOf } from './judge.ts';
import { type InBrowser, openInBrowser, signIn } from './served.ts';

describe('ways in and ways to come, in a browser', needs('chromium'), () => {
  let on: InBrowser;
  beforeAll(async () => {
    on = await openInBrowser();
  });
  afterAll(() => on.close());

  const codeOf = async (person: string) =>
    (await invite(on.school.db, on.school.clock, [person], { publicUrl: on.base }))[0]!.code;

  const sound = async (page: Page, name: string) => expect(await faultsOf(page, name)).toEqual([]);

  test('by the keyboard: a code, no password, a mailbox, its letter; a password later, and off again', async () => {
    const { page } = await openWindow(on.browser, 'phone');
    await page.goto(`${on.base}/join`);
    await page.getByLabel('Код', { exact: true }).fill(await codeOf('g7'));
    await page.getByLabel('Класс ребёнка').fill('7Б');
    await page.getByLabel('Со своим паролем').focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.getByLabel('Без пароля, по ссылке').isChecked()).toBe(true);
    await page.getByLabel('Почта для ссылок').fill('нет');
    await page.getByLabel('Почта для ссылок').evaluate((field: HTMLInputElement) => {
      field.type = 'text';
    });
    await page.keyboard.press('Enter');
    await page.getByText('Проверьте, пожалуйста, адрес').waitFor();
    await sound(page, 'join-fault');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('mailbox');
    await page.getByLabel('Почта для ссылок').fill('novaya@mail.example');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/joined');
    await page.goto(`${on.base}/account`);
    const letter = on.school.services.mailboxLetters.at(-1)!;
    await page.goto(on.base + new URL(letter.link).pathname);
    await page.getByRole('button', { name: 'Да, это моя почта' }).click();
    await page.getByText('подтверждён.').waitFor();
    await sound(page, 'mailbox-done');
    await page.goto(`${on.base}/account`);
    await page.getByLabel('Новый пароль').fill('сиреневый вечер');
    await page.keyboard.press('Enter');
    await page.getByText('Пароль сохранён.').waitFor();
    await page.getByText('Убрать пароль').first().click();
    await sound(page, 'account-password');
    await page.locator('#present').fill('сиреневый вечер');
    await page.keyboard.press('Enter');
    await page.getByText('Пароля больше нет.').waitFor();
  });

  test('without JavaScript: the mother is found, chosen and shown before the pupil is entered', async () => {
    const { page } = await openWindow(on.browser, 'phone', { javaScriptEnabled: false });
    await signIn(page, { school: on.school, base: on.base, person: 't7' });
    await page.goto(`${on.base}/desk/transfer/new`);
    await page.getByLabel('Фамилия, имя, отчество обучающегося').fill('Петров Лев Ильич');
    await page.getByLabel('Класс', { exact: true }).selectOption({ label: '1А' });
    await page.getByLabel('Основание').fill('приказ № 16');
    const first = page.getByRole('group', { name: 'Представитель 1' });
    await first.getByLabel('Фамилия, имя, отчество').fill('петрова');
    await first.getByRole('button', { name: 'Найти в школе' }).click();
    await first.getByLabel('Петрова Юлия Игоревна').waitFor();
    await sound(page, 'enter-found');
    await first.getByLabel('Петрова Юлия Игоревна').check();
    await first.getByLabel('Кем приходится').selectOption('мать');
    await first.getByLabel('Дата согласия').fill('2026-09-15');
    // Enter does what the last button says
    await page.getByLabel('Основание').press('Enter');
    await page.getByText('Петрова Юлия Игоревна: школа уже знает').waitFor();
    await sound(page, 'enter-preview');
    await page.getByRole('button', { name: 'Изменить' }).click();
    await page.getByText('Школа уже знает').waitFor();
    await sound(page, 'enter-chosen');
    await page.getByRole('button', { name: 'Показать, что изменится' }).click();
    await page.getByRole('button', { name: 'Записать' }).click();
    await page.waitForURL('**/desk/person?*');
    expect(await page.getByText('Петрова Юлия Игоревна').count()).toBeGreaterThan(0);
  });
});
