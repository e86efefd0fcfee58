/** Printed sheets as a class teacher uses them: print, mark all but two, scan one code, photograph a receipt, see the ledger. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountFor } from '../../src/access/accounts.ts';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { readLedger } from '../../src/delivery/ledger.ts';
import { stubUrl } from '../../src/delivery/print-sheets.ts';
import { keptPassword } from '../kept-password.ts';
import { needs } from '../needs.ts';
import { WEEK, type WebSchool } from '../web/school.ts';
import { isTooWide, openWindow, SIZES, tabTo } from './chromium.ts';
import { faultsOf } from './judge.ts';
import { openInBrowser, signIn } from './served.ts';

const PASSWORD = 'сиреневый вечер';

describe('printed sheets in a browser', needs('chromium'), () => {
  let school: WebSchool;
  let browser: Browser;
  let base: string;
  let close: () => Promise<void>;
  let login: string;
  beforeAll(async () => {
    ({ school, browser, base, close } = await openInBrowser());
    school.clock.set('2026-09-20T10:00:00+03:00');
    await closeWeeks(school);
    school.clock.set('2026-09-21T09:00:00+03:00');
    const account = await school.db.$transaction((tx) => accountFor(tx, school.clock, 't1'));
    const passwordHash = keptPassword(PASSWORD);
    ({ login } = await school.db.account.update({ where: { id: account.id }, data: { passwordHash } }));
  });
  afterAll(() => close());

  const enter = (page: Page, person: string) => signIn(page, { school, base, person });
  const informedOnPaper = async () =>
    (await readLedger(school, WEEK)).filter(({ by }) => by === 'paper').map(({ student }) => student);
  /** the address in the QR code of a child's sheet */
  const codeOf = async (studentId: string) => {
    const { id } = await school.db.sheet.findFirstOrThrow({ where: { studentId, copyOfId: null } });
    return base + new URL(stubUrl({ secret: 'for tests only', publicUrl: base }, id)).pathname;
  };
  const fits = async (page: Page) => expect(await isTooWide(page), page.url()).toBe(false);
  /** what no address leads to: what one does is in every-page */
  async function look(page: Page): Promise<void> {
    if (page.viewportSize()?.width === SIZES.phone.width) expect(await faultsOf(page, page.url())).toEqual([]);
    await fits(page);
  }
  /** so that the next size finds the class as it was */
  async function clear(): Promise<void> {
    await school.db.$executeRaw`TRUNCATE handover`;
    await school.db.attachment.deleteMany();
    await school.db.delivery.updateMany({ where: { channel: 'paper' }, data: { state: 'due', endedAt: null } });
    await school.db.obligation.updateMany({
      where: { metBy: 'paper' },
      data: { metBy: null, metAt: null, evidence: null, next: 'handOver' },
    });
  }

  test.each(Object.keys(SIZES) as (keyof typeof SIZES)[])(
    'print, all but two, one code, one receipt: %s',
    async (size) => {
      await clear();
      const { context, page } = await openWindow(browser, size);
      await enter(page, 't1');
      await fits(page);
      await page.getByRole('link', { name: 'Распечатки, 7Б' }).click();
      await page.getByText('Вручено 0 из 4.').waitFor();
      await fits(page);
      const href = await page.getByRole('link', { name: 'Файл класса для печати (PDF)' }).getAttribute('href');
      const printed = await context.request.get(base + href);
      expect((await printed.body()).subarray(0, 5).toString()).toBe('%PDF-');

      // all but two
      for (const name of [/Иванов Пётр/, /Цой Вера/]) await page.getByRole('checkbox', { name }).check();
      await page.getByLabel('Всех, кроме отмеченных').check();
      await page.getByRole('button', { name: 'Записать' }).click();
      await page.getByText('Записано: вручено лично — 2 листа.').waitFor();
      await look(page);
      expect((await informedOnPaper()).toSorted()).toEqual(['s3', 's6']);

      // the code of a third, by a telephone that nobody has signed in on
      const camera = await openWindow(browser, size);
      await camera.page.goto(await codeOf('s4'));
      await camera.page.getByRole('heading', { name: 'Корешок распечатки' }).waitFor();
      expect(await camera.page.content()).not.toContain('Цой');
      await fits(camera.page);
      await camera.page.getByRole('link', { name: 'Войти и отметить вручение' }).click();
      await camera.page.getByLabel('Логин').fill(login);
      await camera.page.getByLabel('Пароль').fill(PASSWORD);
      await camera.page.getByRole('button', { name: 'Войти', exact: true }).click();
      await camera.page.getByRole('heading', { name: /Цой Вера, 7Б/ }).waitFor();
      await fits(camera.page);
      await camera.page.getByRole('button', { name: 'Отправлено через ребёнка' }).click();
      await camera.page.getByText('передано через ребёнка, ждём корешок, 21 сентября').waitFor();
      expect(await informedOnPaper()).not.toContain('s4');
      await camera.page.getByRole('button', { name: 'Корешок вернулся' }).click();
      await camera.page.getByRole('button', { name: 'Отменить' }).waitFor();
      expect(await informedOnPaper()).toContain('s4');

      // its receipt, photographed
      await camera.page.getByRole('link', { name: /фотография корешка/ }).click();
      const photo = {
        name: 'IMG_0001.jpg',
        mimeType: 'image/jpeg',
        buffer: await camera.page.screenshot({ type: 'jpeg' }),
      };
      await camera.page.getByLabel('Фотография или файл').setInputFiles(photo);
      await camera.page.getByRole('button', { name: 'Добавить' }).click();
      await camera.page.getByText('Фотография сохранена.').waitFor();
      const image = camera.page.getByRole('img', { name: /корешок/ });
      await image.scrollIntoViewIfNeeded();
      await expect.poll(() => image.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBe(SIZES[size].width);
      await look(camera.page);

      // a slip is taken back, and the ledger with it
      await camera.page.getByRole('button', { name: 'Отменить' }).click();
      await camera.page.getByText('Отменено: листы снова ждут отметки.').waitFor();
      expect((await informedOnPaper()).toSorted()).toEqual(['s3', 's6']);
      await look(camera.page);

      // a lost sheet
      await camera.page.getByRole('button', { name: 'Распечатать копию (PDF)' }).click();
      const copy = await camera.page.getByRole('link', { name: /Открыть копию/ }).getAttribute('href');
      expect((await camera.context.request.get(base + copy)).headers()['content-type']).toBe('application/pdf');
      await camera.context.close();
      await context.close();
    },
  );

  test('the keyboard alone is enough, without JavaScript too; the school’s page is no harder', async () => {
    await clear();
    const { context, page } = await openWindow(browser, 'desktop');
    await enter(page, 't1');
    await tabTo(page, 'Распечатки, 7Б');
    await page.keyboard.press('Enter');
    await page.getByText('Вручено 0 из 4.').waitFor();
    await tabTo(page, 'Сидоров Клим');
    await page.keyboard.press('Space');
    await tabTo(page, 'Записать');
    await page.keyboard.press('Enter');
    await page.getByText('Записано: вручено лично — 1 лист.').waitFor();
    await tabTo(page, 'Отменить');
    await page.keyboard.press('Enter');
    await page.getByText('Отменено: листы снова ждут отметки.').waitFor();
    expect(await informedOnPaper()).toEqual([]);
    await context.close();

    const plain = await openWindow(browser, 'phone', { javaScriptEnabled: false });
    await enter(plain.page, 't7');
    await plain.page.getByRole('link', { name: 'Распечатки всей школы' }).click();
    await plain.page.getByRole('link', { name: '7Б', exact: true }).click();
    await plain.page.getByRole('checkbox', { name: /Цой Вера/ }).check();
    await plain.page.getByLabel('Что сделано').selectOption({ label: 'Отправлено почтой' });
    await plain.page.getByLabel('Примечание, если нужно').fill('заказным');
    await plain.page.getByRole('button', { name: 'Записать' }).click();
    await plain.page.getByText('отправлено почтой, 21 сентября').waitFor();
    expect(await informedOnPaper()).toEqual(['s4']);
    await plain.context.close();
  });
});
