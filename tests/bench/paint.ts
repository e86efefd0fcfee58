/** First paint of the diary's week in Chromium on «Slow 4G», from a real server: nothing kept yet, and with style and icon kept. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openChromium, startDemoSchool } from '../../docs/pictures/demo-school.ts';
import { slowLink } from './slow-link.ts';

interface Line {
  name: string;
  figure: string;
  floor: string;
  ratio: string;
}

const LATEST_MS = 1_000;
const ROUNDS = 5;
/** Lighthouse's slow 4G: a round trip of 150 ms, 1.6 Mbit/s down, 750 kbit/s up, in the packets themselves */
const SLOW_4G = { rttMs: 150, down: 1_638_400, up: 768_000 };
/** the same as DevTools presets imitate it without packets: 3.75 round trips for each request, nine tenths of the rate */
const DEVTOOLS = {
  offline: false,
  latency: SLOW_4G.rttMs * 3.75,
  downloadThroughput: (SLOW_4G.down / 8) * 0.9,
  uploadThroughput: (SLOW_4G.up / 8) * 0.9,
};

export async function bench(): Promise<Line[]> {
  const { base, stop } = await startDemoSchool();
  const browser = await openChromium();
  const link = await slowLink(Number(new URL(base).port), SLOW_4G);
  try {
    const far = `http://127.0.0.1:${link.port}`;
    const first = await medianOf(() => paint(browser, { base, from: far, kept: false }));
    const again = await medianOf(() => paint(browser, { base, from: far, kept: true }));
    const devtools = await medianOf(() => paint(browser, { base, from: base, kept: false, throttle: true }));
    const devtoolsKept = await medianOf(() => paint(browser, { base, from: base, kept: true, throttle: true }));
    return [
      line('paint', first, again),
      line('paint, latency for each request as DevTools has it', devtools, devtoolsKept),
    ];
  } finally {
    await link.close();
    await browser.close();
    await stop();
  }
}

function line(name: string, first: number, kept: number): Line {
  const figure = `${Math.round(first)} ms with nothing kept, ${Math.round(kept)} ms with the style kept`;
  return { name, figure, floor: `${LATEST_MS} ms at most`, ratio: (first / LATEST_MS).toFixed(2) };
}

async function medianOf(measure: () => Promise<number>): Promise<number> {
  const figures: number[] = [];
  for (let round = 0; round < ROUNDS; round++) figures.push(await measure());
  return figures.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

/** Milliseconds from the navigation to the first contentful paint of a parent's week. */
async function paint(
  browser: Browser,
  way: { base: string; from: string; kept: boolean; throttle?: boolean },
): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const page = await signedIn(context, way.base);
    if (way.kept) {
      // cached by the address that it is asked from
      await page.goto(`${way.from}/login`);
    } else {
      await page.goto('about:blank');
      await context.clearCookies({ name: 'vestnik_style' });
    }
    if (way.throttle) {
      const session = await context.newCDPSession(page);
      await session.send('Network.enable');
      await session.send('Network.emulateNetworkConditions', DEVTOOLS);
    }
    await page.goto(`${way.from}/diary`, { waitUntil: 'load' });
    return await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const watch = new PerformanceObserver((list) => {
            for (const { name, startTime } of list.getEntries())
              if (name === 'first-contentful-paint') resolve(startTime);
          });
          watch.observe({ type: 'paint', buffered: true });
        }),
    );
  } finally {
    await context.close();
  }
}

/** The first parent of the demo, signed in by a quick line; only the cookie goes on. */
async function signedIn(context: BrowserContext, base: string): Promise<Page> {
  const page = await context.newPage();
  // nothing is kept of what this page loads
  await page.route('**/assets/**', (route) => route.abort());
  await page.goto(`${base}/demo`);
  await page.locator('.people button').first().click();
  await page.waitForURL('**/diary**');
  await page.unroute('**/assets/**');
  return page;
}
