import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { needs } from '../needs.ts';
import type { WebSchool } from '../web/school.ts';
import { isTooWide, openWindow, SIZES, violations } from './chromium.ts';
import { openInBrowser, signIn } from './served.ts';

const SECRET = 'for tests only';

describe('the class teacher’s desk in a browser', needs('chromium'), () => {
  let school: WebSchool;
  let browser: Browser;
  let base: string;
  let close: () => Promise<void>;
  let class7b: string;
  beforeAll(async () => {
    ({ school, browser, base, close } = await openInBrowser());
    const { id } = await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
    class7b = sealId(SECRET, 'class', String(id));
  });
  afterAll(() => close());

  const enter = (page: Page, person: string) => signIn(page, { school, base, person });

  test.each(Object.keys(SIZES) as (keyof typeof SIZES)[])('nothing is hard to use, nor too wide: %s', async (size) => {
    const { context, page } = await openWindow(browser, size);
    await enter(page, 't1');
    const check = async (path: string) => {
      await page.goto(base + path);
      expect(await violations(page), path).toEqual([]);
      expect(await isTooWide(page), path).toBe(false);
    };
    const child = sealId(SECRET, 'student', 's1');
    await check(`/desk/class?class=${class7b}`);
    await check(`/desk/class?class=${class7b}&day=2026-09-15`);
    await check(`/desk/class?class=${class7b}&subject=Алгебра`);
    await check(`/desk/pupil?child=${child}`);
    await check(`/desk/absences?class=${class7b}&day=2026-09-14`);
    await check(`/desk/september?class=${class7b}`);
    await check(`/desk/families?class=${class7b}`);
    await check(`/desk/family?child=${child}`);
    await check(`/desk/illness?child=${child}`);
    await page.getByLabel('Первый день').first().fill('2026-09-14');
    await page.getByLabel('Последний день').first().fill('2026-09-18');
    await page.getByRole('button', { name: 'Показать, что изменится' }).first().click();
    await page.getByRole('heading', { name: 'Что изменится в журнале' }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    await context.close();
  });
});
