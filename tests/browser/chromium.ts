import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findTool } from '../needs.ts';

let started: Promise<Browser> | undefined;

/** Debian's Chromium, as root and without a display: one for all suites of a worker, gone with it. */
export function startChromium(): Promise<Browser> {
  started ??= chromium.launch({
    executablePath: findTool('chromium') ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  });
  return started;
}

/** What a suite leaves open. */
export async function closeWindows(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

export const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
} as const;

/** Pages of one visitor, and every address that was asked for. */
export interface Window {
  context: BrowserContext;
  page: Page;
  asked: string[];
}

export async function openWindow(
  browser: Browser,
  size: keyof typeof SIZES,
  options: { javaScriptEnabled?: boolean; colorScheme?: 'light' | 'dark' } = {},
): Promise<Window> {
  const context = await browser.newContext({ viewport: SIZES[size], locale: 'ru-RU', ...options });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  return { context, page, asked };
}

/**
 * What axe finds wrong with the page as it stands, in short. Needs JavaScript.
 * @param rules only these
 */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return await page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations: found } = await axe.run({
      resultTypes: ['violations'],
      preload: false,
      ...(only && { runOnly: only }),
    });
    return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
  }, rules);
}

/** Whether the page must be scrolled sideways. */
export async function isTooWide(page: Page): Promise<boolean> {
  return await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}

/** A telephone by day, a desk in the dark: width and colours are seen in both of their kinds at the price of two looks. */
const LOOKS = [
  ['phone', 'light'],
  ['desktop', 'dark'],
] as const;

/**
 * What is wrong with a page as it stands, all of it folded open: what axe finds, and whether it must be scrolled sideways.
 * Set PICTURES to a folder to look at it as well. @param name of the picture
 */
export async function faultsOf(page: Page, name: string): Promise<string[]> {
  const before = page.viewportSize();
  await page.evaluate(() => {
    for (const each of document.querySelectorAll('details')) each.open = true;
  });
  const found: string[] = [];
  for (const [size, colorScheme] of LOOKS) {
    await page.setViewportSize(SIZES[size]);
    // colours that are on their way are neither
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const wrong = await violations(page);
    if (await isTooWide(page)) wrong.push('too wide');
    found.push(...wrong.map((each) => `${name}, ${size}: ${each}`));
    if (process.env.PICTURES)
      await page.screenshot({
        path: `${process.env.PICTURES}/${name.replaceAll(/\W+/g, '_')}-${size}.png`,
        fullPage: true,
      });
  }
  if (before) await page.setViewportSize(before);
  return found;
}

/** Presses Tab until what has the focus is called so, as a screen reader would call it. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed++) {
    await page.keyboard.press('Tab');
    const called = await page.evaluate(() => {
      const one = document.activeElement as HTMLInputElement | null;
      // nothing has it yet
      if (one === document.body) return '';
      return [one?.getAttribute('aria-label'), one?.labels?.[0]?.textContent, one?.textContent]
        .filter(Boolean)
        .join(' ');
    });
    if (called.includes(name)) return;
  }
  throw new Error(`«${name}» is out of reach`);
}
