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
  await page.evaluate(axe.source);
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
