/**
 * `npm run pictures`: starts a demo school of its own, photographs diary and sheet, and leaves docs/pictures/diary.png,
 * diary-phone.png and sheet.png. Needs Chromium and, for the sheet, poppler-utils.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { WEEK } from '../../src/texts/web/diary.ts';
import { DEMO } from '../../src/texts/web/welcome.ts';
import { openChromium, startDemoSchool } from './demo-school.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const SHEET_DPI = '90';

const { base, dataDir, stop } = await startDemoSchool();
try {
  await photograph();
} finally {
  await stop();
}

async function photograph(): Promise<void> {
  const browser = await openChromium();
  try {
    const wide = await diaryOf(browser, 1280, 1120);
    await wide.screenshot({ path: join(folder, 'diary.png') });
    await sheet(wide);
    const phone = await diaryOf(browser, 390, 844);
    await phone.screenshot({ path: join(folder, 'diary-phone.png') });
  } finally {
    await browser.close();
  }
}

/** Last week of the first demo parent's first child: a full one. */
async function diaryOf(browser: Browser, width: number, height: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: 2, locale: 'ru-RU' });
  const page = await context.newPage();
  await page.goto(`${base}/demo`);
  await page.getByRole('button', { name: DEMO.enter }).first().click();
  await page.getByRole('link', { name: WEEK.previous }).click();
  return page;
}

/** The sheet behind the link of that week, as the printer gives it. */
async function sheet(diary: Page): Promise<void> {
  const href = await diary.getByRole('link', { name: WEEK.print }).getAttribute('href');
  const answer = await diary.request.get(`${base}${href}`);
  if (!answer.ok()) throw new Error(`the sheet answered ${answer.status()}`);
  const pdf = join(dataDir, 'sheet.pdf');
  writeFileSync(pdf, await answer.body());
  const out = join(folder, 'sheet');
  execFileSync('pdftoppm', ['-png', '-r', SHEET_DPI, '-f', '1', '-l', '1', '-singlefile', pdf, out]);
}
