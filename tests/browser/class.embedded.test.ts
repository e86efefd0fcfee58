import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { createSignInLink } from '../../src/access/sign-in-links.ts';
import { needs } from '../needs.ts';
import { openWebSchool, type WebSchool } from '../web/school.ts';
import { isTooWide, openWindow, SIZES, startChromium, violations } from './chromium.ts';

const SECRET = 'for tests only';

describe('the class teacher’s desk in a browser', needs('chromium'), () => {
  let school: WebSchool;
  let browser: Browser;
  let base: string;
  let class7b: string;
  beforeAll(async () => {
    school = await openWebSchool();
    await school.app.listen({ port: 0, host: '127.0.0.1' });
    base = `http://127.0.0.1:${(school.app.server.address() as AddressInfo).port}`;
    browser = await startChromium();
    const { id } = await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
    class7b = sealId(SECRET, 'class', String(id));
  });
  afterAll(async () => {
    await browser.close();
    await school.close();
  });

  async function enter(page: Page, person: string): Promise<void> {
    const { link } = await createSignInLink(school.db, school.clock, person, { publicUrl: base });
    await page.goto(base + new URL(link).pathname);
    await page.getByRole('button', { name: 'Войти в дневник' }).click();
  }

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
