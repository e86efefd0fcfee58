import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { createSignInLink } from '../../src/access/sign-in-links.ts';
import { openWebSchool, type WebSchool } from '../web/school.ts';
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

/** Signs a person in by a link as the bot sends it. */
export async function signIn(
  page: Page,
  { school, base, person }: { school: WebSchool; base: string; person: string },
): Promise<void> {
  const { link } = await createSignInLink(school.db, school.clock, person, { publicUrl: base });
  await page.goto(base + new URL(link).pathname);
  await page.getByRole('button', { name: 'Войти в дневник' }).click();
}
