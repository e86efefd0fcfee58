/** Applications, letters and forms at the desk, as their pages and files go to people. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openForBot } from '../../src/access/invitation-in-bot.ts';
import { sealId } from '../../src/access/public-ids.ts';
import { recordEntries } from '../../src/journal/record.ts';
import { checkApplications } from '../../src/oversight/doctor/applications.ts';
import type { DoctorParts } from '../../src/oversight/doctor/check.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { csrfOf, signedIn, type Visitor } from './visitor.ts';

let school: WebSchool;
let teacher: Visitor;
let deputy: Visitor;
let class7b: string;
beforeAll(async () => {
  school = await openWebSchool();
  teacher = await signedIn(school, 't1');
  deputy = await signedIn(school, 't3');
  const { id } = await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
  class7b = seal('class', String(id));
});
afterAll(() => school.close());

const seal = (purpose: string, id: string) => sealId('for tests only', purpose, id);
const child = seal('student', 's1');
const checked = () => checkApplications(school as unknown as DoctorParts);
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/[\s\u00a0]+/g, ' ');

async function record(fields: Record<string, string>, of = child): Promise<string> {
  const url = `/desk/applications/new?child=${of}`;
  const sent = await teacher.submit(url, { kind: 'paper', date: '2026-09-15', way: 'person', ...fields });
  expect(sent.location, plain(sent.text)).toMatch(/^\/desk\/application\?/);
  return sent.location!.replace('&saved=recorded', '');
}

test('the path of an application for paper, from the pupil’s page to the register', async () => {
  const page = await teacher.get(`/desk/pupil?child=${child}`);
  expect(page.text).toContain(`/desk/applications/new?child=${child}`);
  const path = await record({ applicant: seal('guardian', 'g1'), number: '01-15/27', way: 'child', notices: 'on' });
  const card = plain((await teacher.get(path)).text);
  expect(card).toContain('Заявление № 1 (вх. 01-15/27)');
  expect(card).toContain('передавать через ребёнка, сложенной');
  expect(card).toContain('ждёт решения');
  const granted = await teacher.submit(path, { part: 'grant' });
  expect(granted.location).toBe(`${path}&saved=granted`);
  expect(plain((await teacher.get(granted.location!)).text)).toContain('удовлетворено 16.09.2026, 15:00');
  expect(plain((await teacher.get(`/desk/choices?child=${child}`)).text)).toContain(
    'Распечатку передавать через ребёнка, сложенной',
  );
  // decided: there is no second time
  expect((await teacher.submit(path, { part: 'grant' })).status).toBe(422);
  const list = plain((await teacher.get('/desk/applications?kind=paper&state=granted')).text);
  expect(list).toContain('№ 1 (вх. 01-15/27), 15.09.2026');
  expect(plain((await teacher.get('/desk/applications?kind=access')).text)).toContain('Таких заявлений нет.');
});

test('a mistake in the form is told at once, and what was filled in stays', async () => {
  const url = `/desk/applications/new?child=${child}`;
  const page = await teacher.submit(url, {
    kind: 'paper',
    date: '2026-09-17',
    applicant: 'other',
    name: 'Иванова Раиса',
  });
  expect(page.status).toBe(422);
  expect(page.text).toContain('Этот день ещё не наступил');
  expect(page.text).toContain('value="Иванова Раиса"');
});

test('refused: printed with the reason for the director’s signature; each print is in the audit', async () => {
  const path = await record({ kind: 'access', applicant: 'other', name: 'Иванова Раиса Ильинична' });
  expect((await teacher.get(path.replace('application?', 'application/refusal.pdf?'))).status).toBe(404);
  const untrue = await teacher.submit(path, { part: 'refuse', ground: 'notPupil', note: '' });
  expect(untrue.status).toBe(422);
  expect(untrue.text).toContain('По данным школы это не так');
  await teacher.submit(path, { part: 'refuse', ground: 'notEntitled', note: '' });
  const refusal = await teacher.get(path.replace('application?', 'application/refusal.pdf?'));
  expect(refusal.headers).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'no-store' });
  expect(await school.db.auditRecord.count({ where: { action: 'printRefusal', actorId: 't1', studentId: 's1' } })).toBe(
    1,
  );
});

test('the register as a table for a spreadsheet: a name that would be a formula is text', async () => {
  await record({ applicant: 'other', name: '=HYPERLINK("http://evil.example")' });
  const path = await record({ applicant: 'other', name: '<img src=x onerror=alert(1)>' });
  for (const page of [await deputy.get('/desk/applications'), await deputy.get(path)]) {
    expect(page.text).toContain('&lt;img src=x');
    expect(page.text).not.toContain('<img');
  }
  const csv = await deputy.get('/desk/applications.csv');
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(csv.headers['content-disposition']).toBe('attachment; filename="applications.csv"');
  expect(csv.text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
  expect(csv.text.split('\r\n')).toHaveLength((await school.db.application.count()) + 2);
  const pdf = await deputy.get('/desk/applications.pdf?state=refused');
  expect(pdf.headers['content-type']).toBe('application/pdf');
  const actions = (await school.db.auditRecord.findMany({ where: { actorId: 't3' } })).map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(['exportApplications', 'printApplications']));
});

test('access that is overdue stands on the desk’s home and with doctor; granted, the letter comes at once', async () => {
  expect(plain((await deputy.get('/desk')).text)).not.toContain('Просрочен');
  const path = await record({ kind: 'access', date: '2026-09-11', applicant: seal('guardian', 'g1') });
  expect(plain((await deputy.get('/desk')).text)).toContain('Просрочен доступ к дневнику: 1 заявление');
  expect(plain((await teacher.get(path)).text)).toContain('срок был 15 сентября, просрочено на 1 рабочий день');
  expect(await checked()).toMatchObject([{ part: 'applications', ok: false }]);
  const letter = await teacher.submit(path, { part: 'grant' });
  expect(letter.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': 'attachment; filename="letters.pdf"',
    'cache-control': 'no-store',
  });
  expect(plain((await deputy.get('/desk')).text)).not.toContain('Просрочен');
  expect(await checked()).toEqual([]);
});

describe('letters of a class', () => {
  const url = () => `/desk/letters?class=${class7b}`;

  test('who has no way in is marked; the file is made once, and no page shows a code', async () => {
    const page = await teacher.get(url());
    const ticked = [...page.text.matchAll(/value="([^"]+)" (checked)?/g)].filter(([, , checked]) => checked);
    expect(ticked.map(([, sealed]) => sealed)).toEqual(['g7', 'g3', 'g4', 'g6'].map((id) => seal('guardian', id)));
    const send = (id: string) => teacher.submit(url(), { guardian: seal('guardian', id) });
    const first = await send('g7');
    expect(first.headers['content-type']).toBe('application/pdf');
    const after = plain((await teacher.get(url())).text);
    expect(after).toContain('письмо выдано 16 сентября, код действует до 30 сентября');
    expect(after).not.toMatch(/\d{4} \d{4}(?! г)/);
    const [{ codeHash } = { codeHash: '' }] = await school.db.invitation.findMany({ where: { personId: 'g7' } });
    await send('g7');
    const kept = await school.db.invitation.findMany({ where: { personId: 'g7' }, orderBy: { id: 'asc' } });
    expect(kept.map((one) => [one.codeHash === codeHash, one.voidedAt !== null])).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  test('several at once, in one form', async () => {
    const { text } = await teacher.get(url());
    const body = new URLSearchParams([
      ['_csrf', csrfOf(text)],
      ['guardian', seal('guardian', 'g3')],
      ['guardian', seal('guardian', 'g4')],
    ]);
    const before = await school.db.invitation.count();
    const cookie = [...teacher.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await school.app.inject({
      method: 'POST',
      url: url(),
      headers: {
        cookie,
        host: '127.0.0.1:3000',
        origin: 'http://127.0.0.1:3000',
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: body.toString(),
    });
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect((await school.db.invitation.count()) - before).toBe(2);
    const nobody = await teacher.submit(url(), {});
    expect(nobody.status).toBe(422);
    expect(nobody.text).toContain('Отметьте, пожалуйста');
  });

  test('a form without its token, or of another site, issues nothing', async () => {
    const before = await school.db.invitation.count();
    const fields = { guardian: seal('guardian', 'g4') };
    expect((await teacher.post(url(), fields)).status).toBe(403);
    const { text } = await teacher.get(url());
    const stolen = await teacher.post(url(), { _csrf: csrfOf(text), ...fields }, { origin: 'https://evil.example' });
    expect(stolen.status).toBe(403);
    expect(await school.db.invitation.count()).toBe(before);
    const chat = { chatId: '1', bot: 'parents' as const };
    expect(await openForBot(school.db, school.clock, '00000000', chat)).toEqual({ ok: false, code: 'unknown' });
  });
});

test('information letters: who is at risk by the school’s rule, printed, each child in the audit', async () => {
  const url = `/desk/risk?class=${class7b}`;
  expect(plain((await teacher.get(url)).text)).toContain('По этому правилу сейчас писать некому.');
  expect((await teacher.get(`/desk/risk.pdf?class=${class7b}`)).status).toBe(404);
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
  const page = plain((await teacher.get(url)).text);
  expect(page).toContain('Петрова Анна');
  expect(page).toContain('Русский язык: средний балл 2,00, 3 отметки');
  expect(page).toContain('не меньше 3 отметок и средний балл ниже 2,5');
  expect((await teacher.get(`/desk/risk.pdf?class=${class7b}`)).headers['content-type']).toBe('application/pdf');
  const one = await teacher.get(`/desk/risk/letter.pdf?child=${seal('student', 's2')}`);
  expect(one.headers['content-type']).toBe('application/pdf');
  expect((await teacher.get(`/desk/risk/letter.pdf?child=${child}`)).status).toBe(404);
  const noted = await school.db.auditRecord.findMany({ where: { action: 'printRiskLetter' } });
  expect(noted.map(({ studentId }) => studentId)).toEqual(['s2', 's2']);
});

test('forms: blank, for a guardian of a pupil, and one’s own in the settings', async () => {
  const guardian = await signedIn(school, 'g1');
  const settings = await guardian.get('/settings');
  const [, own = ''] = /href="(\/settings\/application\.pdf[^"]+)"/.exec(settings.text) ?? [];
  expect((await guardian.get(own.replaceAll('&amp;', '&'))).headers['content-type']).toBe('application/pdf');
  expect((await guardian.get(`/settings/application.pdf?kind=paper&child=${seal('student', 's2')}`)).status).toBe(404);
  expect((await guardian.get('/settings/application.pdf?kind=nothing')).status).toBe(404);
  for (const kind of ['paper', 'access', 'endPaper', 'endElectronic'])
    expect((await teacher.get(`/desk/applications/form.pdf?kind=${kind}`)).status, kind).toBe(200);
});
