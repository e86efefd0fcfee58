/** Exporting and erasing a guardian's data in the browser. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { ERASE_FAULTS, OWN_DATA, PERSONAL } from '../../src/texts/web/personal-data.ts';
import { expectTone } from '../texts/tone.ts';
import { PEOPLE, PERSONAL_ROUTES, type Who } from './routes.ts';
import { addAdmin, openWebSchool, type WebSchool } from './school.ts';
import { csrfOf, signedIn, type Visitor, visitor } from './visitor.ts';

let school: WebSchool;
const visitors = {} as Record<Who, Visitor>;
beforeAll(async () => {
  school = await openWebSchool();
  await addAdmin(school.db);
  visitors.nobody = visitor(school);
  for (const [who, person] of Object.entries(PEOPLE)) visitors[who as Who] = await signedIn(school, person);
});
afterAll(() => school.close());
const seal = (id: string) => sealId('for tests only', 'guardian', id);
const person = (id: string) => `/desk/personal/person?guardian=${seal(id)}`;

test('a guardian gets one file of the own data, to read and for programs', async () => {
  const settings = await visitors.guardian.get('/settings');
  expect(settings.text).toContain('href="/settings/data.html"');
  const page = await visitors.guardian.get('/settings/data.html');
  expect(page.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''%D0%BF/);
  expect(page.headers['cache-control']).toBe('no-store');
  for (const word of ['Иванова', 'ivanova@mail.example', 'мать', 'файл школы', '28.08.2026'])
    expect(page.text).toContain(word);
  for (const other of ['Петрова', 'petrova@', 'Сидоров', 'Илья']) expect(page.text).not.toContain(other);
  expect(page.text).not.toMatch(/undefined|null|\[object/);
  const json = JSON.parse((await visitors.guardian.get('/settings/data.json')).text) as Record<string, unknown[]>;
  expect(json.person).toMatchObject([{ last: 'Иванова' }]);
});

test.each(PERSONAL_ROUTES)('%s is for deputy and director alone, of a guardian that exists', async (route) => {
  const [method = '', url = ''] = route.split(' ');
  for (const [who, one] of Object.entries(visitors)) {
    const token = who === 'nobody' ? '/login' : who === 'guardian' || who === 'noConsent' ? '/settings' : '/joined';
    const send = (id: string) => {
      const path = `${url}?guardian=${id}`;
      return method === 'GET' ? one.get(path) : one.submit(token, { surname: 'никто', ground: 'x' }, path);
    };
    const allowed = who === 'deputy' || who === 'director';
    const page = await send(seal('g3'));
    expect(page.status, who).toBe(who === 'nobody' ? 303 : !allowed ? 403 : method === 'GET' ? 200 : 422);
    if (!allowed) expect(page.text).not.toContain('Петрова');
    for (const made of ['g3', 'AAAA', sealId('for tests only', 'student', 'g3'), seal('g999')])
      expect((await send(made)).status, who).toBe(who === 'nobody' ? 303 : allowed ? 404 : 403);
  }
  expect((await school.db.person.findUniqueOrThrow({ where: { id: 'g3' } })).erasedAt).toBeNull();
});

test('found by surname, exported with audit, shown what goes, erased once the surname is typed', async () => {
  const { deputy } = visitors;
  const list = await deputy.get('/desk/personal');
  const search = (surname: string) => deputy.post('/desk/personal', { _csrf: csrfOf(list.text), surname });
  expect((await search('П')).text).toContain(PERSONAL.short);
  expect((await search('%%')).text).toContain(PERSONAL.nobody);
  expect((await search('петро')).text).toContain('Петрова Юлия Игоревна');
  expect((await search('петро')).text).toContain(person('g3'));
  await deputy.get(`/desk/personal/data.html?guardian=${seal('g3')}`);
  expect(await school.db.auditRecord.count({ where: { action: 'exportPerson', object: 'person:g3' } })).toBeGreaterThan(
    0,
  );

  const mother = await signedIn(school, 'g3');
  expect((await mother.get('/diary')).status).toBe(200);
  const page = await deputy.get(person('g3'));
  expect(page.text.replaceAll('\u00a0', ' ')).toMatch(/чаты и адреса: \d/);
  const erase = (fields: Record<string, string>) => deputy.post(person('g3'), { _csrf: csrfOf(page.text), ...fields });
  const wrong = await erase({ ground: 'заявление № 3', surname: 'Иванова' });
  expect([
    wrong.status,
    wrong.text.includes(ERASE_FAULTS.notConfirmed),
    wrong.text.includes('value="заявление № 3"'),
  ]).toEqual([422, true, true]);
  const done = await erase({ ground: 'заявление № 3', surname: 'Петрова' });
  expect(done.location).toBe('/desk/personal?erased=1');
  expect((await deputy.get(done.location!)).text).toContain(PERSONAL.erased);
  expect((await deputy.get(person('g3'))).status).toBe(404);
  expect((await mother.get('/diary')).status).toBe(303);
  // the class's pages go on without them
  const head = await visitors.classTeacher.get('/desk');
  const path = /href="(\/desk\/class[^"]+)"/.exec(head.text)?.[1] ?? '';
  expect((await visitors.classTeacher.get(path.replaceAll('&amp;', '&'))).text).not.toContain('Петрова Юлия');
});

test('the words keep the tone', () => {
  expectTone({ ...OWN_DATA, ...PERSONAL, ...ERASE_FAULTS });
});
