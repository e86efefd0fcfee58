/**
 * Every page of the web, once, as the first of these readers who comes by it: axe finds nothing, and nothing is wider than the
 * screen, on a telephone by day and at a desk in the dark. What the pages link to is followed; a route that nobody reaches fails.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { crawl, type Opened } from '../web/crawl.ts';
import type { WebSchool } from '../web/school.ts';
import { signedIn, type Visitor, visitor } from '../web/visitor.ts';
import { busySchool } from './busy-school.ts';
import { openWindow } from './chromium.ts';
import { type Copy, copyOf, faultsIn, judgeAt } from './judge.ts';
import { openInBrowser } from './served.ts';

/** whom, and the order in which they come by */
const READERS = {
  nobody: null,
  guardian: 'g1',
  pupil: 's1',
  classTeacher: 't1',
  deputy: 't3',
  secretary: 't7',
  admin: 'admin',
} as const;
type Reader = keyof typeof READERS;
const readers = Object.keys(READERS) as Reader[];

/** differs by reader: looked at for each */
const HOMES = ['/diary', '/desk', '/account'];
/** answers for machines and for scripts, files, and letters, which are shown in a frame as mail programs show them */
const NO_PAGE =
  /\.(pdf|csv|json|txt|js|webmanifest)$|^\/(assets|healthz|readyz|metrics|desk\/outbox)|^\/(homework|diary\/file|desk\/stub)\/:|\/letter$/;

describe('every page', needs('chromium'), () => {
  let school: WebSchool;
  let browser: Browser;
  let base: string;
  let close: () => Promise<void>;
  let starts: Record<Reader, string[]>;
  const visitors = {} as Record<Reader, Visitor>;
  const opened = {} as Record<Reader, Opened[]>;
  beforeAll(async () => {
    ({ school, browser, base, close } = await openInBrowser({ kind: 'demo' }));
    starts = await busySchool(school);
    for (const who of readers) {
      const person = READERS[who];
      visitors[who] = person === null ? visitor(school) : await signedIn(school, person);
      opened[who] = await crawl(school, visitors[who], starts[who], 1);
    }
  }, 120_000);
  afterAll(() => close());

  /** What this reader comes by first, and what is made for everybody apart. */
  function pagesOf(who: Reader): Opened[] {
    const before = new Set(
      readers.slice(0, readers.indexOf(who)).flatMap((one) => opened[one].map(({ route }) => route)),
    );
    return opened[who].filter(
      ({ path, route, status }) =>
        starts[who].includes(path) ||
        (status === 200 && !NO_PAGE.test(route) && (!before.has(route) || HOMES.includes(route))),
    );
  }

  test('no route is left out', () => {
    const served = school.app.routeAccess.filter(({ method, url }) => method === 'GET' && !NO_PAGE.test(url));
    const seen = new Set(readers.flatMap((who) => pagesOf(who).map(({ route }) => route)));
    // that goes on to the diary or the desk
    expect(served.map(({ url }) => url).filter((url) => !seen.has(url))).toEqual([]);
  });

  test('what the desk leads to leads back to it', () => {
    const mainOf = ({ text }: Opened) => text.slice(text.indexOf('<main'));
    const lost = readers.flatMap((who) => {
      const home = opened[who].find(({ path }) => path === '/desk');
      const led = home ? opened[who].filter(({ path }) => mainOf(home).includes(`href="${path}"`)) : [];
      return led.filter((page) => !mainOf(page).includes('href="/desk"')).map(({ path }) => path);
    });
    expect([...new Set(lost)]).toEqual([]);
  });

  test('all are read under one policy, that of the page they are judged in', () => {
    const pages = readers.flatMap(pagesOf).filter(({ route }) => !route.endsWith('.html'));
    expect(new Set(pages.map(({ headers }) => headers['content-security-policy'])).size).toBe(1);
  });

  test('what is wrong is found', async () => {
    const { text } = opened.nobody[0]!;
    const put = (name: string, part: string): Copy => ({ name, html: text.replace('</main>', () => `${part}</main>`) });
    const wide = '<canvas width="600"></canvas>';
    const copies = [put('sound', '<p>Всё в порядке.</p>'), put('unlabelled', '<input>'), put('wide', wide)];
    const found = await faultsIn(await judgeAt(browser, base), [
      ...copies,
      put('dim', '<font color="#333">Едва видно.</font>'),
    ]);
    expect(found).toEqual([
      'unlabelled, phone: label: <input>',
      'wide, phone: too wide',
      'unlabelled, desktop: label: <input>',
      'dim, desktop: color-contrast: <font color="#333">Едва видно.</font>',
    ]);
  });

  test.each(readers)('%s', { timeout: 240_000 }, async (who) => {
    const copies: Copy[] = [];
    const files: Copy[] = [];
    let window: Awaited<ReturnType<typeof openWindow>> | undefined;
    for (const { path, route, text } of pagesOf(who)) {
      const copy = { name: `${who} ${route}`, html: text };
      if (route.endsWith('.html')) files.push(copy);
      else if (!text.includes('<script')) copies.push(copy);
      else {
        window ??= await openWindow(browser, 'phone');
        const value = visitors[who].cookies.get('vestnik_session');
        if (value) await window.context.addCookies([{ name: 'vestnik_session', value, url: base }]);
        await window.page.goto(base + path);
        copies.push(await copyOf(window.page, copy.name));
      }
    }
    expect(await faultsIn(await judgeAt(browser, base), copies)).toEqual([]);
    // a file to keep is read without its school
    if (files.length > 0) expect(await faultsIn(await judgeAt(browser), files)).toEqual([]);
    await window?.context.close();
  });
});
