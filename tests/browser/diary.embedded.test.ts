import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invite } from '../../src/access/invitations.ts';
import { createSignInLink } from '../../src/access/sign-in-links.ts';
import { needs } from '../needs.ts';
import type { WebSchool } from '../web/school.ts';
import { isTooWide, openWindow, SIZES, tabTo } from './chromium.ts';
import { openInBrowser, signIn } from './served.ts';

const PASSWORD = 'сиреневый вечер';

describe('the diary in a browser', needs('chromium'), () => {
  let school: WebSchool;
  let browser: Browser;
  let base: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ school, browser, base, close } = await openInBrowser({ kind: 'demo' }));
  });
  afterAll(() => close());

  async function joinPath(person: string): Promise<string> {
    const [made] = await invite(school.db, school.clock, [person], { publicUrl: base });
    return new URL(made!.link).pathname;
  }

  /** From the school's letter to the marks, by what stands on the pages. */
  async function journey(page: Page, person: string, className: string, look: () => Promise<void>): Promise<void> {
    await page.goto(base + (await joinPath(person)));
    await look();
    await page.getByLabel(/Класс ребёнка|Ваш класс/).fill(className);
    await page.getByLabel('Придумайте пароль').fill(PASSWORD);
    await page.getByRole('button', { name: 'Открыть дневник' }).click();
    await page.getByRole('heading', { name: 'Готово' }).waitFor();
    await look();
    await page.getByRole('link', { name: 'Открыть дневник' }).click();
    await page.getByRole('heading', { name: '14–19 сентября' }).waitFor();
    await look();
    await page.getByRole('link', { name: 'Отметки' }).click();
    await page.getByRole('heading', { name: 'Отметки' }).waitFor();
    await look();
  }

  const people = ['g1', 'g7', 'g4', 's1'];
  const sizes = Object.keys(SIZES) as (keyof typeof SIZES)[];
  const cases = sizes.flatMap((size) => [true, false].map((script) => ({ size, script })));

  test.each(cases.map((each, index) => ({ ...each, person: people[index]! })))(
    'join → diary → marks: $size, JavaScript $script',
    async ({ size, script, person }) => {
      const { context, page, asked } = await openWindow(browser, size, { javaScriptEnabled: script });
      await journey(page, person, '7Б', async () => {
        if (script) expect(await isTooWide(page)).toBe(false);
      });
      expect(asked.filter((url) => !url.startsWith(base))).toEqual([]);
      await context.close();
    },
  );

  const enter = (page: Page, person: string) => signIn(page, { school, base, person });

  test('the keyboard alone is enough', async () => {
    const { context, page } = await openWindow(browser, 'desktop');
    const { link } = await createSignInLink(school.db, school.clock, 'g1', { publicUrl: base });
    await page.goto(base + new URL(link).pathname);
    await tabTo(page, 'Войти в дневник');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '14–19 сентября' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('К содержанию');
    await tabTo(page, 'Дарья, 1А');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Иванова Дарья, 1А/ }).waitFor();
    await tabTo(page, 'Выйти');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'У меня есть код из школы' }).waitFor();
    await context.close();
  });

  test('a mark and an absence are said in words, not by letter and colour alone', async () => {
    const { context, page } = await openWindow(browser, 'phone');
    await enter(page, 'g1');
    const monday = await page.locator('#d2026-09-14').ariaSnapshot();
    expect(monday).toContain('Отсутствие, болезнь');
    expect(await page.locator('#d2026-09-15').ariaSnapshot()).toContain('контрольная работа');
    await context.close();
  });
});
