/** The office looks people up: by name or class, one person's page without addresses, classes with their families. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebSchool, type WebSchool } from './school.ts';
import { csrfOf, signedIn, type Visitor } from './visitor.ts';

let school: WebSchool;
let secretary: Visitor;
beforeAll(async () => {
  school = await openWebSchool();
  secretary = await signedIn(school, 't7');
});
afterAll(() => school.close());

const plain = (text: string) => text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/[\s\u00a0]+/g, ' ');
const find = async (asked: string, who = secretary) =>
  who.post('/desk/people', { _csrf: csrfOf((await who.get('/desk/people')).text), asked });
const linkTo = (html: string, name: string) =>
  new RegExp(`<a href="([^"]+)">${name}`).exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';

test('finds by the beginnings of words in any order, case and ё aside, and by the class of today', async () => {
  expect(plain((await find('ИВАНОВ петр')).text)).toContain('Иванов Пётр Ильич обучающийся 7Б');
  const of7b = await find('7б');
  expect(plain(of7b.text)).toContain('Сидоров Клим Денисович');
  expect(plain(of7b.text)).not.toContain('Бойко Тимур');
  expect(plain((await find('орлова')).text)).toMatch(/Орлова Анна Сергеевна сотрудник/);
  for (const nothing of ['ванов', '%', '_', "' OR 1=1 --", ''])
    expect(plain((await find(nothing)).text), nothing).toContain('Никого не нашлось');
  expect((await find('<b>x</b>')).text).not.toContain('<b>x');
});

test('what is looked for stands in no address, and looking is audited without it', async () => {
  const page = await find('Иванов');
  expect(page.location).toBeUndefined();
  expect(page.text).not.toMatch(/href="[^"]*(Иванов|%D0%98)/);
  const line = await school.db.auditRecord.findFirstOrThrow({
    where: { action: 'findPeople' },
    orderBy: { id: 'desc' },
  });
  expect(JSON.stringify(line)).not.toContain('Иванов');
});

test('a pupil: classes with dates, guardians with rights, no address, within six queries', async () => {
  const path = linkTo((await find('иванов пётр')).text, 'Иванов Пётр');
  const before = await school.othersWrote();
  const page = await secretary.get(path);
  expect(school.queries() - before).toBeLessThanOrEqual(6);
  const text = plain(page.text);
  expect(text).toContain('7Б с 01.09.2026');
  expect(text).toMatch(/Иванова Мария Петровна мать, права полные, согласие есть/);
  // the secretary keeps papers, and reads no class
  expect(page.text).toContain('/desk/applications/new');
  expect(page.text).not.toContain('/desk/pupil?');
  const line = await school.db.auditRecord.findFirstOrThrow({ where: { action: 'readPerson' } });
  expect(line).toMatchObject({ actorId: 't7', object: 'person:s1', studentId: 's1' });
});

test('a guardian and a teacher: children, work, whether addresses work and whether there is a way in', async () => {
  const guardian = await secretary.get(linkTo((await find('иванова мария')).text, 'Иванова Мария'));
  const words = plain(guardian.text);
  expect(words).toContain('Дети Иванов Пётр Ильич');
  expect(words).toContain('Входа в дневник нет.');
  expect(words).toMatch(/Адреса Почта: действует|Адреса Адресов нет\.|Адреса Телефон: действует/);
  for (const { address } of await school.db.contact.findMany()) expect(guardian.text).not.toContain(address);
  const teacher = plain((await secretary.get(linkTo((await find('орлова')).text, 'Орлова'))).text);
  expect(teacher).toContain('Работа учитель Классное руководство: 7Б Алгебра, 7Б');
});

test('the administrator finds names and opens nobody', async () => {
  const admin = await signedIn(school, await makeAdmin());
  const page = await find('иванов', admin);
  expect(plain(page.text)).toContain('Иванов Пётр Ильич обучающийся 7Б');
  expect(page.text).not.toContain('/desk/person');
  const path = linkTo((await find('иванов пётр')).text, 'Иванов Пётр');
  expect((await admin.get(path)).status).toBe(403);
});

async function makeAdmin(): Promise<string> {
  const data = { id: 'adm', last: 'Техник', first: 'Яков', staff: { create: { roles: ['admin'] } } };
  return (await school.db.person.create({ data })).id;
}

test('classes: who leads, how many pupils, how their families would be told, within six queries', async () => {
  await secretary.get('/desk/classes');
  const before = await school.othersWrote();
  const page = await secretary.get('/desk/classes');
  expect(school.queries() - before).toBeLessThanOrEqual(6);
  expect(plain(page.text)).toMatch(/7Б Орлова А\. С\. 6 8 3 4 1/);
  expect(plain(page.text)).toContain('Вся школа');
});
