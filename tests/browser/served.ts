import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { openWebSchool, type WebSchool } from '../web/school.ts';
import { signedIn } from '../web/visitor.ts';
import { closeWindows, startChromium } from './chromium.ts';

export interface InBrowser {
  school: WebSchool;
  browser: Browser;
  /** the address at which the school's web is served */
  base: string;
  close(): Promise<void>;
}

/** A school whose web is served, and a browser to read it in. */
export async function openInBrowser(options?: Parameters<typeof openWebSchool>[0]): Promise<InBrowser> {
  const school = await openWebSchool(options);
  await school.app.listen({ port: 0, host: '127.0.0.1' });
  const base = `http://127.0.0.1:${(school.app.server.address() as AddressInfo).port}`;
  const browser = await startChromium();
  const close = async () => {
    await closeWindows(browser);
    await school.close();
  };
  return { school, browser, base, close };
}

/** Signs a person in and opens what they see first. Links and passwords are used where they are what is shown. */
export async function signIn(
  page: Page,
  { school, base, person }: { school: WebSchool; base: string; person: string },
): Promise<void> {
  const value = (await signedIn(school, person)).cookies.get('vestnik_session')!;
  await page.context().addCookies([{ name: 'vestnik_session', value, url: base }]);
  await page.goto(`${base}/`);
}
