/** The pages of choices as people use them: telephone and desk, with and without JavaScript, by the keyboard alone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { choicesToken } from '../../src/access/secret-links.ts';
import { needs } from '../needs.ts';
import type { WebSchool } from '../web/school.ts';
import { openWindow, tabTo } from './chromium.ts';
import { openInBrowser, signIn } from './served.ts';

const SECRET = 'for tests only';

describe('choices in a browser', needs('chromium'), () => {
  let school: WebSchool;
  let browser: Browser;
  let base: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ school, browser, base, close } = await openInBrowser());
  });
  afterAll(() => close());

  const enter = (page: Page, person: string) => signIn(page, { school, base, person });

  async function letterLink(person: string): Promise<string> {
    const { id } = await school.db.contact.findFirstOrThrow({
      where: { channel: 'email', holders: { some: { personId: person } } },
    });
    return `${base}/choices/${choicesToken(SECRET, id, school.clock.now())}`;
  }

  const desk = (guardian?: string) =>
    `${base}/desk/choices?child=${sealId(SECRET, 'student', 's1')}${guardian ? `&guardian=${sealId(SECRET, 'guardian', guardian)}` : ''}`;

  test('without JavaScript: marks in the evening and hours of one’s own, by the letter’s link on a telephone', async () => {
    const { context, page } = await openWindow(browser, 'phone', { javaScriptEnabled: false });
    await page.goto(await letterLink('g7'));
    const child = page.locator('section', { has: page.getByRole('heading', { name: 'Руслан, 7Б' }) });
    await child.getByText('Изменить').click();
    await child.getByLabel('Отметки', { exact: true }).selectOption({ label: 'Вечером' });
    await child.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByText('Сохранено.').waitFor();
    expect(await child.locator('dl').textContent()).toContain('Вечеромотметки');

    const rest = page.locator('section', { has: page.getByRole('heading', { name: 'Тихие часы и пауза' }) });
    await rest.getByText('Изменить').click();
    await rest.getByLabel('Свои часы').check();
    await rest.getByLabel('с', { exact: true }).fill('22:30');
    await rest.getByLabel('до', { exact: true }).fill('06:15');
    await rest.getByLabel('Пауза до этого дня включительно').fill('2026-09-20');
    await rest.getByRole('button', { name: 'Сохранить' }).click();
    await rest.locator('dd', { hasText: 'с 22:30 до 6:15' }).waitFor();
    await page.getByRole('button', { name: 'Снять паузу' }).click();
    await page.getByRole('button', { name: 'Снять паузу' }).waitFor({ state: 'detached' });
    const guardian = await school.db.guardian.findUniqueOrThrow({ where: { id: 'g7' } });
    expect(guardian).toMatchObject({ quietFrom: '22:30', quietTo: '06:15', pausedUntil: null });
    await context.close();
  });

  test('by the keyboard alone: paper for one child, in the diary', async () => {
    const { context, page } = await openWindow(browser, 'desktop');
    await enter(page, 'g1');
    await page.goto(`${base}/settings`);
    await tabTo(page, 'Изменить');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    // within a group of radio buttons the arrows choose
    const last = page.getByLabel('Распечатка на бумаге, раз в неделю').first();
    while (!(await last.isChecked())) await page.keyboard.press('ArrowDown');
    await tabTo(page, 'Сохранить');
    await page.keyboard.press('Enter');
    await page.getByText('Сохранено.').waitFor();
    const pair = { guardianId_studentId: { guardianId: 'g1', studentId: 's1' } };
    expect((await school.db.guardianship.findUniqueOrThrow({ where: pair })).channels).toEqual(['paper']);
    await context.close();
  });

  test('the class teacher records an application, slips, mends it, and sees it in the history', async () => {
    const { context, page } = await openWindow(browser, 'phone', { javaScriptEnabled: false });
    await enter(page, 't1');
    await page.goto(desk());
    const card = page.locator('section', { has: page.getByRole('heading', { name: /Иванова Мария Петровна/ }) });
    await card.getByRole('link', { name: 'Изменить по заявлению' }).click();
    await page.getByLabel('Номер').fill('12');
    await page.getByLabel('Дата заявления').fill('2026-09-17');
    await page.getByLabel('Telegram, а если не дойдёт — почта').check();
    await page.getByLabel('И распечатка на бумаге каждую неделю').check();
    // the browser itself keeps a date to come out of the form; a script or an old one does not
    await page.locator('form.card').evaluateAll((forms) => {
      for (const form of forms) form.setAttribute('novalidate', '');
    });
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByText('Этот день ещё не наступил.').waitFor();
    expect(await page.getByLabel('Номер').inputValue()).toBe('12');
    await page.getByLabel('Дата заявления').fill('2026-09-15');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByText('Заявление записано.').waitFor();
    await card.getByText('Кто и когда выбирал').click();
    expect(await card.locator('.history li').first().textContent()).toContain('заявление № 12 от 15.09.2026');
    await context.close();
  });
});
