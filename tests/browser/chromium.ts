import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findQuickest, findTool } from '../needs.ts';

const started = new Map<string, Promise<Browser>>();

/**
 * Debian's Chromium, as root and without a display: one for all suites of a worker, gone with it.
 * @param whole with all that people have around a page; the headless shell shows the same pages for half the price
 */
export function startChromium({ whole = false } = {}): Promise<Browser> {
  const executablePath = (whole ? findTool('chromium') : findQuickest('chromium')) ?? 'chromium';
  const one =
    started.get(executablePath) ??
    chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
    });
  started.set(executablePath, one);
  return one;
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

/** Whether the page must be scrolled sideways. */
export async function isTooWide(page: Page): Promise<boolean> {
  return await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
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
