/** A school file at the desk: checked, shown as what it changes, written as it was shown, all or nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesOf, example } from '../connectors/school-file/support.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { csrfOf, signedIn, type Visitor } from './visitor.ts';

let school: WebSchool;
let secretary: Visitor;
beforeAll(async () => {
  school = await openWebSchool();
  secretary = await signedIn(school, 't7');
});
afterAll(() => school.close());

const plain = (text: string) =>
  text
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll(/[\s\u00a0]+/g, ' ');
const show = async (file: unknown, who = secretary) => {
  const csrf = csrfOf((await who.get('/desk/import')).text);
  return who.upload('/desk/import', { _csrf: csrf }, file instanceof Uint8Array ? file : bytesOf(file), 'file');
};
const draftIn = (html: string) => /name="draft" value="([^"]+)"/.exec(html)?.[1] ?? '';
const apply = (page: { text: string }, fields: Record<string, string> = {}, who = secretary) =>
  who.post('/desk/import/apply', { _csrf: csrfOf(page.text), draft: draftIn(page.text), ...fields });
const version = async () => (await school.db.school.findUniqueOrThrow({ where: { id: 1 } })).rosterVersion;

/** A pupil comes, a guardian loses rights, a teacher gets an office, a day is free. */
function changed() {
  const file = example();
  const of7b = file.classes.find(({ name }) => name === '7Б')!;
  of7b.students.push({ id: 's90', last: 'Яковлева', first: 'Ольга' });
  const g1 = file.guardians!.find(({ id }) => id === 'g1')!;
  g1.children = g1.children.map((child) => ({
    ...(typeof child === 'string' ? { student: child } : child),
    rights: 'none',
  }));
  file.teachers.find(({ id }) => id === 't5')!.roles = ['admin'];
  return { ...file, days: [{ date: '2026-09-17', class: '7Б', as: 'off' as const }] };
}

test('a file with faults: each at its path, nothing kept, nothing written', async () => {
  const file = example() as unknown as { classes: { grade: unknown }[]; timeZone: string };
  file.classes[0]!.grade = 99;
  file.timeZone = '<b>Луна</b>';
  const before = await version();
  const page = await show(file);
  expect(page.status).toBe(422);
  expect(plain(page.text)).toContain('Файл не принят 2 ошибки');
  expect(page.text).toMatch(/<code>classes\[0\]\.grade<\/code> [^<]*не больше 12/);
  expect(page.text).not.toContain('<b>Луна');
  for (const bytes of [Buffer.from('{'), Buffer.from([0xff, 0xfe]), Buffer.from('[]')])
    expect((await show(bytes)).status).toBe(422);
  expect(plain((await show(Buffer.alloc(0))).text)).toContain('Выберите, пожалуйста, файл.');
  expect([await version(), await school.db.importDraft.count()]).toEqual([before, 0]);
});

test('what would change is shown with names, counted, and what ends access is said first; nothing is written yet', async () => {
  const before = await version();
  const page = await show(changed());
  expect(page.status).toBe(200);
  const text = plain(page.text);
  expect(text).toMatch(/Обучающиеся 1 — —/);
  expect(text).toMatch(/Права и согласия — \d — /);
  expect(text).toContain('Яковлева Ольга появится');
  expect(text).toContain('права: полные → нет');
  expect(text).toContain('должности: нет → администратор');
  expect(text).toContain('Изменятся права сотрудников: 1 человек.');
  expect(text).toMatch(/Права или согласие закончатся: \d представител/);
  // homework whose lesson falls away, as the deputy's page says it
  expect(text).toContain(
    'Задания на другой день Семьи, которые уже знают о задании, получат одно исправление; остальные прочтут его в списке нового дня. ' +
      '7Б, Алгебра: «§ 12, № 345–350» — с 17 сентября на пятницу, 18 сентября 7Б, Алгебра (Петрова А. О.): «выучить правило» — с 17 сентября',
  );
  // no id of the file where a name is known
  expect(page.text).not.toMatch(/\b[sgt]\d{1,2}\b(?!-)/);
  expect(await version()).toBe(before);
  expect(await school.db.person.count({ where: { id: 's90' } })).toBe(0);
});

test('the same bytes are written once, by the session that was shown them, with a line in the audit', async () => {
  const page = await show(changed());
  const director = await signedIn(school, 't6');
  const stolen = await director.post('/desk/import/apply', {
    _csrf: csrfOf((await director.get('/desk/import')).text),
    draft: draftIn(page.text),
  });
  expect([stolen.status, plain(stolen.text)]).toEqual([422, expect.stringContaining('больше не хранится')]);
  const done = await apply(page);
  expect([done.status, done.location]).toEqual([303, expect.stringMatching(/^\/desk\/import\?done=\d+$/)]);
  expect(plain((await secretary.get(done.location!)).text)).toMatch(/Записано: \d+ изменени/);
  expect(await school.db.person.count({ where: { id: 's90' } })).toBe(1);
  const [line] = await school.db.auditRecord.findMany({ where: { action: 'importSchool' } });
  expect(line).toMatchObject({ actorId: 't7', object: 'school', details: { counts: { student: { added: 1 } } } });
  const moves = await school.db.journalEvent.findMany({ where: { source: 'school-file' } });
  expect(moves.map(({ byId, change }) => `${byId} ${change}`)).toEqual(['t7 corrected', 't7 corrected']);
  expect((await apply(page)).status).toBe(422);
  expect(plain((await show(changed())).text)).toContain('Файл совпадает с тем, что есть: менять нечего.');
});

test('where the school changed since, nothing is written and it is shown anew', async () => {
  const file = changed();
  file.classes.find(({ name }) => name === '7Б')!.students.push({ id: 's91', last: 'Юдин', first: 'Олег' });
  const page = await show(file);
  const again = await show(file);
  await school.db.school.update({ where: { id: 1 }, data: { rosterVersion: { increment: 1 } } });
  const refused = await apply(again);
  expect([refused.status, plain(refused.text)]).toEqual([422, expect.stringContaining('С тех пор школа изменилась')]);
  expect(await school.db.person.count({ where: { id: 's91' } })).toBe(0);
  expect((await apply(page)).status).toBe(422);
  // an hour later it is forgotten
  school.clock.advance({ minutes: 61 });
  expect((await apply(refused)).status).toBe(422);
  expect((await apply(await show(file))).status).toBe(303);
  expect(await school.db.person.count({ where: { id: 's91' } })).toBe(1);
});

test('many pupils leaving are confirmed apart, by their number', async () => {
  const file = changed();
  file.classes = file.classes.map((each) => (each.name === '1А' ? { ...each, students: [] } : each));
  file.guardians = file.guardians!.filter(({ children }) =>
    children.every((child) => !['s11', 's12', 's13'].includes(typeof child === 'string' ? child : child.student)),
  );
  const page = await show(file);
  expect(plain(page.text)).toMatch(/Верно: выбывают 4 из \d+ обучающихся\./);
  expect(plain((await apply(page)).text)).toContain('Подтвердите, пожалуйста, отмеченное ниже.');
  const agreed = await show(file);
  expect((await apply(agreed, { left: '4' })).status).toBe(303);
  expect(await school.db.student.count({ where: { leftAt: { not: null } } })).toBe(4);
});
