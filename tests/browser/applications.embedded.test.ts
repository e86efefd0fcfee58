import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { recordEntries } from '../../src/journal/record.ts';
import { pagesOf } from '../channels/paper/pdf.ts';
import { needs } from '../needs.ts';
import type { WebSchool } from '../web/school.ts';
import { openWindow } from './chromium.ts';
import { openInBrowser, signIn } from './served.ts';

const SECRET = 'for tests only';

describe('applications and letters in a browser', needs('chromium', 'pdftotext'), () => {
  let school: WebSchool;
  let browser: Browser;
  let base: string;
  let close: () => Promise<void>;
  let class7b: string;
  beforeAll(async () => {
    ({ school, browser, base, close } = await openInBrowser());
    const { id } = await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
    class7b = sealId(SECRET, 'class', String(id));
    const low = [1, 2, 3].map((nth) => ({
      kind: 'mark',
      class: '7Б',
      subject: 'Русский язык',
      date: '2026-09-16',
      student: 's2',
      value: '2',
      by: 't3',
      key: `low ${nth}`,
    }));
    await recordEntries(school, 'risk', low);
  });
  afterAll(() => close());

  const enter = (page: Page, person: string) => signIn(page, { school, base, person });

  /** The text of a file that a button or link answers with. */
  async function downloaded(page: Page, press: () => Promise<void>): Promise<string> {
    const [file] = await Promise.all([page.waitForEvent('download'), press()]);
    return (await pagesOf(readFileSync(await file.path()))).join('\n');
  }

  /** A paper that a link opens: the browser without a window has no reader, so its bytes are asked for with its cookies. */
  async function paper(page: Page, link: string): Promise<string> {
    const href = await page.getByRole('link', { name: link }).first().getAttribute('href');
    const answer = await page.request.get(base + href);
    expect(answer.headers()['content-type']).toBe('application/pdf');
    return (await pagesOf(await answer.body())).join('\n');
  }

  async function fill(page: Page, kind: string, applicant: string): Promise<void> {
    await page.getByLabel(kind, { exact: true }).check();
    await page.getByLabel(applicant).check();
    await page.getByLabel('Дата заявления').fill('2026-09-15');
  }

  test('without JavaScript on a telephone: recorded, printed, granted, refused, letters issued and issued again', async () => {
    const { context, page } = await openWindow(browser, 'phone', { javaScriptEnabled: false });
    await enter(page, 't1');
    await page.goto(`${base}/desk`);
    await page.getByRole('link', { name: '7Б', exact: true }).click();

    // an application for paper
    await page.getByRole('link', { name: 'Иванов Пётр' }).click();
    await page.getByRole('link', { name: 'Заявления и бланки' }).click();
    await page.getByText('Иванова Мария Петровна').last().click();
    const form = await paper(page, 'Распечатка каждую неделю (PDF)');
    expect(form).toContain('Директору МБОУ «Приморская школа»');
    await fill(page, 'Распечатка каждую неделю', 'Иванова Мария Петровна');
    await page.getByLabel('передавать через ребёнка, сложенной').check();
    await page.getByRole('button', { name: 'Записать' }).click();
    await page.getByText('Заявление записано.').waitFor();
    await page.getByRole('button', { name: 'Удовлетворить' }).click();
    await page.getByText('выбор уже действует').waitFor();
    const pair = { guardianId_studentId: { guardianId: 'g1', studentId: 's1' } };
    expect(await school.db.guardianship.findUniqueOrThrow({ where: pair })).toMatchObject({
      paperApplied: true,
      paperWay: 'child',
    });

    // one that must be refused
    await page.getByRole('link', { name: 'Иванов Пётр' }).click();
    await fill(page, 'Доступ к электронному дневнику', 'Другой человек');
    await page.getByLabel('Фамилия, имя, отчество').fill('Иванова Раиса Ильинична');
    await page.getByRole('button', { name: 'Записать' }).click();
    await page.getByText('Отказать', { exact: true }).click();
    await page.getByLabel('заявитель не является законным представителем обучающегося').check();
    await page.getByRole('button', { name: 'Записать отказ' }).click();
    await page.getByText('Отказ записан.').waitFor();
    const refusal = await paper(page, 'Отказ на подпись (PDF)');
    expect(refusal).toContain('Здравствуйте, Раиса Ильинична!');
    expect(refusal).toContain('Громов И. Л.');

    // letters for the class, and one of them again
    await page.goto(`${base}/desk/class?class=${class7b}`);
    await page.getByRole('link', { name: 'Письма с кодами доступа' }).click();
    const issue = () => page.getByRole('button', { name: 'Выдать письма (PDF)' }).click();
    const letters = await downloaded(page, issue);
    const codeOf = (text: string, name: string) =>
      new RegExp(`Здравствуйте, ${name}![\\s\\S]*?Код (\\d{4} \\d{4})`).exec(text)?.[1] ?? '';
    const first = codeOf(letters, 'Денис Павлович');
    expect(first).toMatch(/^\d{4} \d{4}$/);
    await page.reload();
    expect(await page.getByLabel(/Сидоров Денис Павлович/).isChecked()).toBe(false);
    await page.getByLabel(/Сидоров Денис Павлович/).check();
    const second = codeOf(await downloaded(page, issue), 'Денис Павлович');

    await context.clearCookies();
    const join = async (code: string) => {
      await page.goto(`${base}/join`);
      await page.getByLabel('Код', { exact: true }).fill(code);
      await page.getByLabel('Класс ребёнка').fill('7Б');
      await page.getByLabel('Придумайте пароль').fill('сиреневый вечер');
      await page.getByRole('button', { name: 'Открыть дневник' }).click();
    };
    await join(first);
    await page.getByText('Этот код больше не действует.').waitFor();
    await join(second);
    await page.getByRole('heading', { name: 'Готово' }).waitFor();
    await context.close();
  });
});
