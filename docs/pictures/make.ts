/**
 * `npm run pictures`: starts a demo school of its own, photographs diary and sheet, and leaves docs/pictures/diary.png,
 * diary-phone.png and sheet.png. Needs Chromium and, for the sheet, poppler-utils.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { DEMO } from '../../src/texts/web/welcome.ts';
import { WEEK } from '../../src/texts/web/diary.ts';
import { freePort } from '../../tests/free-port.ts';
import { describeMissing, findTool } from '../../tests/needs.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const READY_MS = 120_000;
const SHEET_DPI = '90';

const dataDir = mkdtempSync(join(tmpdir(), 'vestnik-pictures-'));
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
const vestnik = spawn(process.execPath, ['src/run.mjs', 'src/main.ts', 'start'], {
  cwd: root,
  env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, PORT: String(port), PUBLIC_URL: base },
  stdio: ['ignore', 'ignore', 'inherit'],
});
const gone = new Promise((resolve) => vestnik.once('exit', resolve));
try {
  await ready();
  await photograph();
} finally {
  vestnik.kill('SIGTERM');
  await gone;
  rmSync(dataDir, { recursive: true, force: true });
}

async function ready(): Promise<void> {
  for (let waited = 0; waited < READY_MS; waited += 500) {
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await pause(500);
  }
  throw new Error('the demo school did not start');
}

async function photograph(): Promise<void> {
  const executablePath = findTool('chromium');
  if (!executablePath) throw new Error(describeMissing('chromium'));
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  });
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
