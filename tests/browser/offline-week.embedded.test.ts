/** The family's week on a telephone: today at its top, to be installed, readable without a network by its own account alone. */
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSignInLink } from '../../src/access/sign-in-links.ts';
import { needs } from '../needs.ts';
import type { WebSchool } from '../web/school.ts';
import { openWindow, startChromium } from './chromium.ts';
import { faultsOf } from './judge.ts';
import { openInBrowser } from './served.ts';

const PATIENCE = { timeout: 15_000 };

describe('the week without a network', needs('chromium'), () => {
  let school: WebSchool;
  let browser: Browser;
  let base: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ school, browser, base, close } = await openInBrowser());
  });
  afterAll(() => close());

  async function enter(page: Page, person: string): Promise<void> {
    const { link } = await createSignInLink(school.db, school.clock, person, { publicUrl: base });
    await page.goto(base + new URL(link).pathname);
    await page.getByRole('button', { name: 'Войти в дневник' }).click();
    await page.getByRole('heading', { name: '14–19 сентября' }).waitFor();
  }

  /** Until the page has put itself away. */
  const isKept = (page: Page) =>
    expect
      .poll(
        () =>
          page.evaluate(async () => {
            await navigator.serviceWorker.ready;
            const names = (await caches.keys()).filter((name) => name.startsWith('diary-'));
            const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
            return keys.flat().some(({ url }) => url === location.href);
          }),
        PATIENCE,
      )
      .toBe(true);
  const keptCaches = (page: Page) =>
    page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('diary-')).length);

  test('it is shown as it was seen last, says so, and only to whom it belongs', async () => {
    const { context, page } = await openWindow(browser, 'phone');
    await enter(page, 'g1');
    await isKept(page);
    expect(await page.locator('#kept').isVisible()).toBe(false);
    await context.setOffline(true);
    await page.reload();
    await page.getByText('Нет сети: показано сохранённое').waitFor();
    expect(await page.locator('#d2026-09-15').textContent()).toContain('контрольная работа');
    expect(await page.evaluate(() => getComputedStyle(document.body.querySelector('.day')!).borderRadius)).not.toBe(
      '0px',
    );
    expect(await faultsOf(page, 'kept week')).toEqual([]);
    // as it is opened from the telephone's programs, and where another page was asked for
    await page.goto(base);
    await page.getByText('Нет сети: показано сохранённое').waitFor();
    await page.goto(`${base}/diary?week=2026-W10`);
    await page.getByRole('heading', { name: '14–19 сентября' }).waitFor();
    await context.setOffline(false);
    await page.goto(`${base}/diary`);
    expect(await page.locator('#kept').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Выйти' }).click();
    await page.getByRole('link', { name: 'У меня есть код из школы' }).waitFor();
    await expect.poll(() => keptCaches(page), PATIENCE).toBe(0);
    await context.setOffline(true);
    expect(await page.goto(`${base}/diary`).catch(() => 'nothing')).toBe('nothing');
    // the next family on this telephone has its own and no other
    await context.setOffline(false);
    await enter(page, 'g1');
    await isKept(page);
    await enter(page, 'g3');
    await isKept(page);
    expect(await keptCaches(page)).toBe(1);
    await context.setOffline(true);
    await page.goto(`${base}/diary`);
    await page.getByText('Нет сети: показано сохранённое').waitFor();
    expect(await page.content()).toContain('Петрова');
    expect(await page.content()).not.toContain('Иванов');
    await context.close();
  });

  test('a session that ended takes it away; staff keep no child’s week on their computer', async () => {
    const { context, page } = await openWindow(browser, 'desktop');
    await enter(page, 'g1');
    await isKept(page);
    await school.db.session.updateMany({ data: { endedAt: school.clock.now() } });
    await page.goto(`${base}/diary`);
    await page.getByRole('heading', { name: 'Вход' }).waitFor();
    await expect.poll(() => keptCaches(page), PATIENCE).toBe(0);
    const { link } = await createSignInLink(school.db, school.clock, 't1', { publicUrl: base });
    await page.goto(base + new URL(link).pathname);
    await page.getByRole('button', { name: 'Войти в дневник' }).click();
    await page.goto(`${base}/desk`);
    await page.getByRole('link', { name: '7Б', exact: true }).click();
    await page
      .getByRole('link', { name: /Иванов Пётр/ })
      .first()
      .click();
    await page.waitForLoadState('networkidle');
    expect(await keptCaches(page)).toBe(0);
    await context.close();
  });

  test('it may be installed, under the school’s name', async () => {
    // the headless shell finds no fault with any page
    const { context, page } = await openWindow(await startChromium({ whole: true }), 'phone');
    await enter(page, 'g1');
    const client = await context.newCDPSession(page);
    const { errors, data } = await client.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const manifest = JSON.parse(data!);
    expect(manifest).toMatchObject({ name: 'МБОУ «Приморская школа»', start_url: '/', display: 'standalone' });
    for (const { src, sizes, type } of manifest.icons.filter((icon: { type: string }) => icon.type === 'image/png')) {
      const answer = await school.app.inject(src);
      expect(answer.headers['content-type']).toBe(type);
      const image = PNG.sync.read(answer.rawPayload);
      expect(`${image.width}x${image.height}`).toBe(sizes);
      // the letter is white in its middle, the ground is the school's
      const at = (x: number, y: number) => [...image.data.subarray((y * image.width + x) * 4).subarray(0, 4)];
      const unit = image.width / 32;
      expect(at(Math.round(16 * unit), Math.round(22 * unit))).toEqual([255, 255, 255, 255]);
      expect(at(Math.round(16 * unit), Math.round(4 * unit))).toEqual([0x1c, 0x5d, 0x8f, 255]);
    }
    const faults = async () => {
      const { installabilityErrors } = await client.send('Page.getInstallabilityErrors');
      return installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito');
    };
    expect(await faults()).toEqual([]);
    await page.goto('about:blank');
    expect(await faults()).not.toEqual([]);
    await context.close();
  });
});
