/** The deputy's page of a day: looked at, changed after a preview, undone; faults named by field with what was typed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebSchool, type WebSchool } from './school.ts';
import { csrfOf, signedIn, type Visitor } from './visitor.ts';

let school: WebSchool;
let deputy: Visitor;
beforeAll(async () => {
  school = await openWebSchool();
  deputy = await signedIn(school, 't3');
});
afterAll(() => school.close());

const plain = (text: string) =>
  text
    .replaceAll('\u00a0', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
/** Value of an option or a box by the words beside it. */
const valueBeside = (html: string, label: string) =>
  new RegExp(`value="([^"]*)"[^>]*>(?:<[^>]+>)?\\s*${label}`).exec(html.replaceAll('\u00a0', ' '))?.[1] ?? '';

async function classPage(date = '2026-09-17'): Promise<string> {
  const { text } = await deputy.get(`/desk/day?date=${date}`);
  return /<a href="([^"]+)"[^>]*>7Б<\/a>/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
}
const send = async (path: string, fields: Record<string, string>) =>
  deputy.post(path, { _csrf: csrfOf((await deputy.get(path)).text), ...fields });

test('shows all classes of a day within six queries, however many lessons', async () => {
  // the roster is read once for its version
  await deputy.get('/desk/day');
  const before = await school.othersWrote();
  const page = await deputy.get('/desk/day');
  expect(school.queries() - before).toBeLessThanOrEqual(6);
  expect(plain(page.text)).toContain('Расписание дня среда, 16 сентября');
  expect(plain(page.text)).toContain(
    '7Б 1. Физика, Мельник О. В. 2. Русский язык, Сейтаблаева Э. Р. 3. Алгебра, Орлова А. С.',
  );
  expect(plain(page.text)).toContain('В этот день ничего не изменено.');
});

test('a cancelled lesson: what follows is shown first, then written, told in the history, and undone', async () => {
  const path = await classPage();
  const page = (await deputy.get(path)).text;
  const lesson = valueBeside(page, '2. Алгебра');
  const form = { what: 'cancel', lesson, reason: 'болезнь учителя' };
  const before = await school.othersWrote();
  const preview = await send(path, { ...form, step: 'preview' });
  expect(school.queries() - before).toBeLessThanOrEqual(12);
  expect(plain(preview.text)).toContain('7Б, 2. Алгебра — урока не будет');
  expect(plain(preview.text)).toContain(
    '7Б, Алгебра: «§ 12, № 345–350» — с 17 сентября на пятницу, 18 сентября 7Б, Алгебра (Петрова А. О.): «выучить правило»',
  );
  expect(await school.db.dayDeed.count()).toBe(0);
  const saved = await deputy.post(path, { _csrf: csrfOf(preview.text), ...form, step: 'save' });
  expect([saved.status, saved.location]).toEqual([303, `${path}&done=saved`]);
  const after = (await deputy.get(saved.location!)).text;
  expect(plain(after)).toContain('Записано.');
  expect(plain(after)).toContain('2. Алгебра, Орлова А. С. (урока не будет)');
  expect(plain(after)).toContain(
    '7Б, 2. Алгебра — урока не будет болезнь учителя · 2 задания на другой день · 16 сентября, 15:00, Сейтаблаева Э. Р.',
  );
  // the family sees it
  const guardian = await signedIn(school, 'g1');
  expect(plain((await guardian.get('/diary?week=2026-W38')).text)).toMatch(/Пятница, 18 сентября.*§ 12, № 345–350/);
  const undo = /name="undo" value="([^"]+)"/.exec(after)?.[1] ?? '';
  expect((await send(path, { undo })).location).toBe(`${path}&done=undone`);
  const last = plain((await deputy.get(path)).text);
  expect(last).toContain('2. Алгебра, Орлова А. С. ');
  expect(last).not.toContain('2. Алгебра, Орлова А. С. (урока не будет)');
  expect(await school.db.auditRecord.count({ where: { action: { in: ['changeDay', 'undoDay'] } } })).toBe(2);
});

test('a teacher who is ill: all her lessons of the day in one form, with a word where the other has a lesson too', async () => {
  const { text } = await deputy.get('/desk/day?date=2026-09-17');
  const path = `/desk/day?date=2026-09-17&teacher=${valueBeside(text, 'Орлова А. С.')}`;
  const page = (await deputy.get(path)).text;
  expect(plain(page)).toContain('7Б, 2. Алгебра, Орлова А. С. 9А, 1. Алгебра, Орлова А. С.');
  const lessons = [...page.matchAll(/name="lesson" value="([^"]+)"/g)].map(([, value]) => value!);
  expect(lessons).toHaveLength(2);
  const body = new URLSearchParams({ _csrf: csrfOf(page), what: 'substitute', reason: 'болезнь', step: 'preview' });
  body.append('teacher', valueBeside(page, 'Мельник О. В.'));
  for (const lesson of lessons) body.append('lesson', lesson);
  const cookie = [...deputy.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { cookie, host: '127.0.0.1:3000', 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await school.app.inject({ method: 'POST', url: path, headers, payload: body.toString() });
  expect(plain(answer.payload)).toContain(
    'Мельник О. В., 2-й урок: сразу в нескольких местах (7Б, Алгебра; 9А, Физика).',
  );
});

test('what is wrong is said at its field, and what was typed stays', async () => {
  const path = await classPage();
  const page = (await deputy.get(path)).text;
  const lesson = valueBeside(page, '2. Алгебра');
  const bare = await send(path, { what: 'cancel', lesson, reason: '' });
  expect([bare.status, plain(bare.text)]).toEqual([422, expect.stringContaining('Напишите основание.')]);
  expect(bare.text).toMatch(/id="reason"[^>]*aria-invalid="true"/);
  expect(bare.text).toMatch(/name="what" value="cancel" checked/);
  const taken = await send(path, { what: 'move', lesson, to: '2026-09-18', number: '1', reason: '<b>так надо</b>' });
  expect(plain(taken.text)).toContain('В это время у учеников уже есть урок.');
  expect(taken.text).toContain('value="&lt;b>так надо&lt;/b>"');
  expect(taken.text).not.toContain('<b>так');
  for (const fields of [{}, { what: 'all' }, { undo: 'AAAA' }, { what: 'cancel', lesson: 'AAAA', reason: 'x' }])
    expect((await send(path, fields as Record<string, string>)).status).toBe(422);
  for (const made of ['?date=2026-02-31', '?date=x', '?class=AAAA', '?teacher=AAAA', '?date=2026-09-17&class=1'])
    expect((await deputy.get(`/desk/day${made}`)).status).toBe(404);
});
