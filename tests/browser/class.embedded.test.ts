import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { needs } from '../needs.ts';
import { openWindow } from './chromium.ts';
import { faultsOf } from './judge.ts';
import { type InBrowser, openInBrowser, signIn } from './served.ts';

describe('the class teacher’s desk in a browser', needs('chromium'), () => {
  let served: InBrowser;
  beforeAll(async () => {
    served = await openInBrowser();
  });
  afterAll(() => served.close());

  test('an illness is shown lesson by lesson before it is written', async () => {
    const { context, page } = await openWindow(served.browser, 'desktop');
    await signIn(page, { ...served, person: 't1' });
    await page.goto(`${served.base}/desk/illness?child=${sealId('for tests only', 'student', 's1')}`);
    await page.getByLabel('Первый день').first().fill('2026-09-14');
    await page.getByLabel('Последний день').first().fill('2026-09-18');
    await page.getByRole('button', { name: 'Показать, что изменится' }).first().press('Enter');
    await page.getByRole('heading', { name: 'Что изменится в журнале' }).waitFor();
    expect(await faultsOf(page, 'illness preview')).toEqual([]);
    await context.close();
  });
});
