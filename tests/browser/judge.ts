/** Judges pages by axe and by their width. Copies of them are written into one page that stays, so that axe is read once and runs warm. */
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { SIZES } from './chromium.ts';

/** A telephone by day, a desk in the dark: width and colours are seen in both of their kinds at the price of two looks. */
const LOOKS = [
  ['phone', 'light'],
  ['desktop', 'dark'],
] as const;

export interface Copy {
  /** of its picture, too */
  name: string;
  html: string;
}

/** by the address of the school they stand at */
const judges = new Map<string, Page>();

/** The page that copies are written into. @param base where the school is served; a file to keep is read without it */
export async function judgeAt(browser: Browser, base?: string): Promise<Page> {
  const address = base ? `${base}/login` : 'about:blank';
  const standing = judges.get(address);
  if (standing && !standing.isClosed()) return standing;
  // colours that are on their way are neither
  const context = await browser.newContext({ locale: 'ru-RU', reducedMotion: 'reduce' });
  const page = await context.newPage();
  judges.set(address, page);
  await page.goto(address);
  await page.evaluate(axe.source);
  return page;
}

/** A page as it stands, whatever has become of it since it was opened; what it does was done and is left out. */
export async function copyOf(page: Page, name: string): Promise<Copy> {
  const html = await page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true) as HTMLElement;
    for (const each of copy.querySelectorAll('script')) each.remove();
    return `<!doctype html>${copy.outerHTML}`;
  });
  return { name, html };
}

/**
 * What is wrong with pages, all of them folded open: what axe finds, and whether they must be scrolled sideways.
 * Set PICTURES to a folder to look at them as well.
 */
export async function faultsIn(judge: Page, copies: readonly Copy[]): Promise<string[]> {
  const found: string[] = [];
  for (const [size, colorScheme] of LOOKS) {
    await judge.setViewportSize(SIZES[size]);
    await judge.emulateMedia({ colorScheme });
    for (const { name, html } of copies) {
      found.push(...(await judge.evaluate(wrongWith, html)).map((each) => `${name}, ${size}: ${each}`));
      if (process.env.PICTURES)
        await judge.screenshot({
          path: `${process.env.PICTURES}/${name.replaceAll(/\W+/g, '_')}-${size}.png`,
          fullPage: true,
        });
    }
  }
  return found;
}

/** What is wrong with a page of a served school as it stands, without JavaScript and without a network too. */
export async function faultsOf(page: Page, name: string): Promise<string[]> {
  const judge = await judgeAt(page.context().browser()!, new URL(page.url()).origin);
  // pictures that not everybody may see
  await judge.context().addCookies(await page.context().cookies());
  return await faultsIn(judge, [await copyOf(page, name)]);
}

/** Runs in the judge. */
async function wrongWith(html: string): Promise<string[]> {
  document.open();
  document.write(html);
  document.close();
  if (document.readyState !== 'complete')
    await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  for (const each of document.querySelectorAll('details')) each.open = true;
  const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
  // letters in frames have no axe of their own, and would be waited for
  const { violations } = await axe.run({ resultTypes: ['violations'], preload: false, iframes: false });
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
  if (document.documentElement.scrollWidth > window.innerWidth) found.push('too wide');
  return found;
}
