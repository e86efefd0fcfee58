/**
 * `npm run screenshots -- --out DIR`: starts a demo school of its own, signs in as everybody whom it offers, and photographs a
 * page of every route at the width of a telephone and of a desk. Fails, naming them, when a route was not seen.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { ACCOUNT } from '../../src/texts/web/account.ts';
import { ACCOUNTS } from '../../src/texts/web/accounts.ts';
import { THEFT } from '../../src/texts/web/thefts.ts';
import { DEMO } from '../../src/texts/web/welcome.ts';
import { silent } from '../../tests/silent.ts';
import { createWeb } from '../../web/create-web.ts';
import type { WebDeps } from '../../web/services.ts';
import { type DemoSchool, openChromium, startDemoSchool } from './demo-school.ts';

const WIDTHS = { phone: 390, desk: 1280 };
/** what is no page: files, answers for machines, links that a calendar opens */
const NO_PAGE =
  /\.(pdf|csv|json|ics|html|txt|js|webmanifest)$|^\/(assets|healthz|readyz|metrics)|^\/(homework|diary\/file|desk\/stub)\/:|\/letter$/;
/** addresses that no page links to; made-up tokens show what a reader of an old link sees */
const NOBODY = ['/', '/login', '/login/sent', '/join', '/join/x', '/enter/x', '/mailbox/x', '/choices/x', '/unsubscribe/x', '/s/x', '/demo', '/outgoing'];
const SIGNED_IN = ['/', '/account', '/joined', '/desk/outbox'];
/** pages behind a search that is posted: what is typed there */
const SEARCHED: Record<string, string> = { '/desk/personal': 'Ив', '/desk/people': 'Иванов Пётр' };

const { values } = parseArgs({ options: { out: { type: 'string' } } });
if (!values.out) throw new Error('say where: npm run screenshots -- --out DIR');
const out = resolve(values.out);
mkdirSync(out, { recursive: true });

const routes = await htmlRoutes();
const seen = new Set<string>();
const demo = await startDemoSchool();
const browser = await openChromium();
try {
  await visit(browser, demo, 'nobody', NOBODY);
  const people = await peopleOf(browser, demo);
  for (const [nth, role] of people.entries())
    await visit(browser, demo, `${nth + 1}-${role}`, SIGNED_IN, nth);
  await lookIntoTheft(browser, demo, people);
} finally {
  await browser.close();
  await demo.stop();
}
const unseen = routes.filter((route) => !seen.has(route));
process.stdout.write(`${seen.size} of ${routes.length} routes in ${out}\n`);
if (unseen.length > 0) throw new Error(`not seen: ${unseen.join(', ')}`);

/** Every route that answers with a page, as the web itself lists them; no request is made. */
async function htmlRoutes(): Promise<string[]> {
  const config = { publicUrl: 'http://127.0.0.1' };
  const app = await createWeb({ config, log: silent, services: {} } as unknown as WebDeps);
  const urls = app.routeAccess.filter(({ method, url }) => method === 'GET' && !NO_PAGE.test(url)).map(({ url }) => url);
  await app.close();
  return [...new Set(urls)].sort();
}

/** Whom `/demo` offers, by role, in its order. */
async function peopleOf(browser: Browser, { base }: DemoSchool): Promise<string[]> {
  const page = await browser.newPage();
  await page.goto(`${base}/demo`);
  const roles = await page.locator('.people small').allTextContents();
  await page.close();
  return roles.map((role) => role.split(':')[0]!.trim().replaceAll(' ', '-'));
}

/** Follows links from `starts`; one address of each route is photographed. @param person signs in as the nth of `/demo` */
async function visit(
  browser: Browser,
  { base }: DemoSchool,
  role: string,
  starts: readonly string[],
  person?: number,
): Promise<void> {
  const context = await browser.newContext({ locale: 'ru-RU', colorScheme: 'light' });
  const page = await context.newPage();
  if (person !== undefined) await enter(page, base, person);
  const queue = [...starts];
  const known = new Set(queue);
  const done = new Set<string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const asked = routeOf(path);
    if (!asked || done.has(asked)) continue;
    const answer = await page.goto(base + path);
    if (person !== undefined && (answer?.status() ?? 500) >= 400) continue;
    // where a redirect led
    const here = new URL(page.url()).pathname + new URL(page.url()).search;
    const route = routeOf(here);
    if (asked !== route && person !== undefined) queue.push(here);
    else if (route && !done.has(route)) {
      done.add(route);
      seen.add(route);
      await photograph(page, pictureOf(role, route));
    }
    if (asked !== route) seen.add(asked);
    if (SEARCHED[asked]) {
      await page.locator('main form input[type="text"]').first().fill(SEARCHED[asked]);
      await page.locator('main form button').first().click();
    }
    const hrefs = await page.locator('a[href^="/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    for (const href of hrefs.map((each) => each.split('#')[0]!))
      if (!known.has(href)) {
        known.add(href);
        queue.push(href);
      }
  }
  await context.close();
}

/** As the nth of `/demo`. */
async function enter(page: Page, base: string, nth: number): Promise<void> {
  await page.goto(`${base}/demo`);
  await page.locator('.people button').nth(nth).click();
}

/** Behind no link stands the report of a theft: a teacher tells of one, and the deputy takes back what was written since a week ago. */
async function lookIntoTheft(browser: Browser, { base }: DemoSchool, people: string[]): Promise<void> {
  const context = await browser.newContext({ locale: 'ru-RU', colorScheme: 'light' });
  const page = await context.newPage();
  await enter(page, base, people.indexOf(DEMO.roles.teacher));
  await page.goto(`${base}/account`);
  await page.getByText(ACCOUNT.theft).click();
  await page.getByRole('button', { name: ACCOUNT.report }).click();
  const role = DEMO.roles.deputy.replaceAll(' ', '-');
  await enter(page, base, people.indexOf(role));
  await page.goto(`${base}/desk/accounts`);
  await photograph(page, pictureOf(role, '/desk/accounts/reported'));
  // who reported stands first
  await page.locator('main .applications a').first().click();
  await page.getByRole('link', { name: ACCOUNTS.stolenButton }).click();
  await page.locator('input[name="day"]').fill(new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10));
  await page.getByRole('button', { name: THEFT.show }).click();
  await photograph(page, pictureOf(role, '/desk/account/theft/preview'));
  await page.getByRole('button', { name: THEFT.confirm }).click();
  await page.getByRole('heading', { name: THEFT.report }).waitFor();
  seen.add('/desk/account/report');
  await photograph(page, pictureOf(role, '/desk/account/report'));
  await context.close();
}

function pictureOf(role: string, route: string): string {
  return join(out, `${role}${route.replaceAll(/[/:]+/g, '_').replace(/_$/, '_home')}`);
}

async function photograph(page: Page, name: string): Promise<void> {
  for (const [called, width] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width, height: 844 });
    await page.screenshot({ path: `${name}-${called}.png`, fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    if (wide) process.stdout.write(`too wide at ${width}: ${name}\n`);
  }
}

/** The route of an address; undefined: no page. */
function routeOf(path: string): string | undefined {
  const parts = path.split('?')[0]!.split('/');
  const fits = (url: string) => {
    const own = url.split('/');
    return own.length === parts.length && own.every((part, nth) => part === parts[nth] || part.startsWith(':'));
  };
  const found = routes.filter(fits);
  return found.find((url) => !url.includes(':')) ?? found[0];
}
