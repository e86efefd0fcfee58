import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { createSignInLink } from '../../src/access/sign-in-links.ts';
import type { WebSchool } from '../web/school.ts';

/** @returns the address at which a school's web is served from now on */
export async function serve(school: WebSchool): Promise<string> {
  await school.app.listen({ port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(school.app.server.address() as AddressInfo).port}`;
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
