/** Pupils who change class, leave or come: shown first, written whole, undone whole; a school file must say the same or is asked about. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import type { SchoolFile } from '../../src/connectors/school-file/schema.ts';
import { example, importFile } from '../connectors/school-file/support.ts';
import { silent } from '../database.ts';
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
const seal = (purpose: string, id: string) => sealId('for tests only', purpose, id);
const pathOf = (id: string) => `/desk/transfer?person=${seal('person', id)}`;
const classId = async (name: string) =>
  seal('class', String((await school.db.schoolClass.findFirstOrThrow({ where: { name } })).id));
const send = async (path: string, fields: Record<string, string>) =>
  secretary.post(path, { _csrf: csrfOf((await secretary.get(path)).text), ...fields });
const classesOf = async (studentId: string) =>
  (
    await school.db.membership.findMany({
      where: { studentId },
      orderBy: { from: 'asc' },
      select: { from: true, to: true, schoolClass: { select: { name: true } } },
    })
  ).map(
    ({ from, to, schoolClass }) =>
      `${schoolClass.name} ${from.toISOString().slice(0, 10)} ${to?.toISOString().slice(0, 10) ?? '…'}`,
  );
const version = async () => (await school.db.school.findUniqueOrThrow({ where: { id: 1 } })).rosterVersion;
/** Puts a pupil of the example where the desk put them. */
function moved(file: SchoolFile, id: string, to: string | null): SchoolFile {
  let student: SchoolFile['classes'][number]['students'][number] | undefined;
  for (const each of file.classes) {
    student ??= each.students.find((one) => one.id === id);
    each.students = each.students.filter((one) => one.id !== id);
  }
  if (to) file.classes.find(({ name }) => name === to)!.students.push(student!);
  return file;
}
const load = (file: SchoolFile, options = {}) =>
  importFile({ db: school.db, clock: school.clock, log: silent }, file, options);

describe('to another class', () => {
  const form = { what: 'move', date: '2026-09-16', ground: 'приказ № 12' };

  test('shows what follows, then writes class and group from that day, with a line in the audit', async () => {
    const before = await version();
    const fields = { ...form, class: await classId('7Б') };
    const preview = await send(pathOf('s22'), { ...fields, step: 'preview' });
    const text = plain(preview.text);
    expect(text).toContain('Был класс 9А, с 16.09.2026 — 7Б.');
    expect(text).toContain('Английский язык, ');
    expect(text).toContain('Следующий файл школы должен говорить то же самое');
    expect(await version()).toBe(before);
    const group = /name="group" value="([^"]+)"/.exec(preview.text)?.[1] ?? '';
    const saved = await secretary.post(pathOf('s22'), { _csrf: csrfOf(preview.text), ...fields, group, step: 'save' });
    expect([saved.status, saved.location]).toEqual([303, `${pathOf('s22')}&done=saved`]);
    expect(await version()).toBe(before + 1);
    expect(await classesOf('s22')).toEqual(['9А 2026-09-01 2026-09-15', '7Б 2026-09-16 …']);
    expect(await school.db.groupMember.count({ where: { studentId: 's22', to: null } })).toBe(1);
    const line = await school.db.auditRecord.findFirstOrThrow({ where: { action: 'transferPupil' } });
    expect(line).toMatchObject({ actorId: 't7', studentId: 's22' });
    // the journal takes the pupil in the new class from that day, in the old one before
    const card = plain((await secretary.get(`/desk/person?person=${seal('person', 's22')}`)).text);
    expect(card).toContain('7Б с 16.09.2026 9А с 01.09.2026 по 15.09.2026');
  });

  test('a school file that says otherwise is refused until the transfers it undoes are named; one that agrees is not', async () => {
    const stale = await load(example());
    expect([stale.code, stale.result]).toMatchObject([1, { transfers: [{ studentId: 's22', kind: 'move' }] }]);
    expect(stale.stderr).toContain('--confirm-transfers 1');
    expect(await classesOf('s22')).toHaveLength(2);
    // the page asks too
    const csrf = csrfOf((await secretary.get('/desk/import')).text);
    const shown = await secretary.upload(
      '/desk/import',
      { _csrf: csrf },
      Buffer.from(JSON.stringify(example())),
      'file',
    );
    expect(plain(shown.text)).toMatch(/файл говорит другое: Ковальчук [^:]+: другой класс с 16\.09\.2026/);
    expect(shown.text).toContain('name="transfers" value="1"');
    expect((await load(example(), { dryRun: true, confirmTransfers: 1 })).code).toBe(0);
  });

  test('is undone whole, while nothing else was written since', async () => {
    const undone = await send(pathOf('s22'), { undo: '1' });
    expect(undone.location).toBe(`${pathOf('s22')}&done=undone`);
    expect(await classesOf('s22')).toEqual(['9А 2026-09-01 …']);
    expect((await load(example())).code).toBe(0);
    const again = await send(pathOf('s22'), { undo: '1' });
    expect([again.status, plain(again.text)]).toEqual([422, expect.stringContaining('Отменить можно последний')]);
    await send(pathOf('s22'), { ...form, class: await classId('7Б'), step: 'save' });
    await school.db.membership.updateMany({
      where: { studentId: 's22', to: null },
      data: { to: new Date('2026-12-01') },
    });
    expect(plain((await send(pathOf('s22'), { undo: '1' })).text)).toContain('записано другое');
    await school.db.membership.updateMany({
      where: { studentId: 's22', from: new Date('2026-09-16') },
      data: { to: null },
    });
    // a file that agrees settles it
    const { code } = await load(moved(example(), 's22', '7Б'));
    expect(code).toBe(0);
    expect(plain((await send(pathOf('s22'), { undo: '1' })).text)).toContain('загружен файл школы');
    expect((await load(example())).code).toBe(0);
  });

  test('what is wrong is said at its field, and what was typed stays', async () => {
    const fields = { ...form, class: await classId('7Б'), step: 'preview' };
    const wrong = async (changed: Record<string, string>) => {
      const page = await send(pathOf('s3'), { ...fields, ...changed });
      expect(page.status, JSON.stringify(changed)).toBe(422);
      return plain(page.text);
    };
    expect(await wrong({})).toContain('уже в этом классе');
    expect(await wrong({ class: 'AAAA' })).toContain('Выберите, пожалуйста, класс');
    expect(await wrong({ date: '2025-01-01' })).toContain('не в учебном году');
    expect(await wrong({ date: 'x' })).toContain('Укажите, пожалуйста, день');
    expect(await wrong({ ground: ' ' })).toContain('Напишите, пожалуйста, основание');
    expect(await wrong({ what: 'all' })).toContain('что происходит');
    expect(await wrong({ what: 'leave', date: '2026-09-20' })).toContain('Выбытие записывают в тот день или позже');
    const page = await send(pathOf('s3'), { ...fields, ground: '<b>так</b>', date: 'x' });
    expect(page.text).toContain('value="&lt;b>так&lt;/b>"');
    expect(await school.db.transfer.count({ where: { studentId: 's3' } })).toBe(0);
  });
});

test('leaving ends class, relations and the family’s access at once; undone, the relations stand again', async () => {
  const [pair] = await school.db.guardianship.findMany({ where: { studentId: 's2', endedAt: null } });
  const guardian = await signedIn(school, pair!.guardianId);
  expect((await guardian.get('/diary')).status).toBe(200);
  const form = { what: 'leave', date: '2026-09-16', ground: 'приказ № 14' };
  const preview = await send(pathOf('s2'), { ...form, step: 'preview' });
  expect(plain(preview.text)).toContain('Был класс 7Б, с 16.09.2026 в школе не обучается.');
  await send(pathOf('s2'), { ...form, step: 'save' });
  expect(await classesOf('s2')).toEqual(['7Б 2026-09-01 2026-09-15']);
  expect(await school.db.guardianship.count({ where: { studentId: 's2', endedAt: null } })).toBe(0);
  expect((await guardian.get('/diary')).text).not.toContain('Анна');
  // a file that still lists the child is asked about
  const stale = await load(example());
  expect(stale.result.ok).toBe(false);
  expect(stale.stderr).toContain('--confirm-transfers 1');
  expect((await send(pathOf('s2'), { undo: '1' })).status).toBe(303);
  expect(await classesOf('s2')).toEqual(['7Б 2026-09-01 …']);
  const back = await school.db.guardianship.findMany({ where: { studentId: 's2' } });
  expect(back.map(({ endedAt }) => endedAt)).toEqual(back.map(() => null));
  expect((await load(example())).code).toBe(0);
  // when the file is let win over a leaving, the family has its rights again
  await send(pathOf('s2'), { ...form, step: 'save' });
  expect((await load(example(), { confirmTransfers: 1 })).code).toBe(0);
  expect(await school.db.guardianship.count({ where: { studentId: 's2', endedAt: null } })).toBe(back.length);
  expect(await classesOf('s2')).toHaveLength(1);
});

test('a new pupil with guardians: in the class from that day, with consent where it was signed; a file without them is asked about', async () => {
  const form = {
    name: 'Ёлкина Яна Олеговна',
    class: await classId('9А'),
    date: '2026-09-16',
    ground: 'приказ № 15',
    id: 's300',
    'guardian-0': 'Ёлкин Олег Ильич',
    'relation-0': 'отец',
    'consent-0': '2026-09-15',
    'guardian-1': 'Ёлкина Ия',
    'relation-1': 'мать',
  };
  const bad = await send('/desk/transfer/new', { ...form, 'relation-1': '', id: 's1' });
  expect([bad.status, plain(bad.text)]).toEqual([422, expect.stringContaining('Такой код уже есть')]);
  expect(bad.text).toContain('value="Ёлкин Олег Ильич"');
  const preview = await send('/desk/transfer/new', form);
  expect(plain(preview.text)).toContain('Согласия нет, сведения на бумаге: Ёлкина Ия.');
  const saved = await send('/desk/transfer/new', { ...form, step: 'save' });
  expect(saved.location).toBe(`/desk/person?person=${seal('person', 's300')}`);
  expect(await classesOf('s300')).toEqual(['9А 2026-09-16 …']);
  const card = plain((await secretary.get(saved.location!)).text);
  expect(card).toContain('Ёлкин Олег Ильич отец, права полные, согласие есть');
  expect(card).toContain('Ёлкина Ия мать, права полные, согласия нет');
  expect((await load(example())).result).toMatchObject({
    ok: false,
    transfers: [{ kind: 'enter', studentId: 's300' }],
  });
  expect(await school.db.student.count({ where: { id: 's300', leftAt: null } })).toBe(1);
});

describe('a new pupil whose parent the school knows', () => {
  const form = async () => ({
    name: 'Петров Лев Ильич',
    class: await classId('1А'),
    date: '2026-09-16',
    ground: 'приказ № 16',
    id: 's301',
    'guardian-0': 'петрова ю',
    'relation-0': 'мать',
    'consent-0': '2026-09-15',
  });
  const radioOf = (html: string, name: string) =>
    new RegExp(`name="known-0" value="([^"]+)"[^>]*>\\s*<span>\\s*${name}`).exec(html)?.[1] ?? '';

  test('is found by the beginning of the name, with whose parent that is; nobody else is shown, nothing is written', async () => {
    const page = await send('/desk/transfer/new', { ...(await form()), step: 'find-0' });
    expect(page.status).toBe(200);
    expect(plain(page.text)).toContain('Петрова Юлия Игоревна Петрова Анна, 7Б; Петров Семён, 9А');
    expect(page.text).toContain('value="Петров Лев Ильич"');
    expect(plain(page.text)).not.toContain('Сидоров Денис');
    expect(page.text).not.toMatch(/"g\d+"/);
    expect(await school.db.auditRecord.count({ where: { action: 'findPeople', actorId: 't7' } })).toBeGreaterThan(0);
    const nobody = await send('/desk/transfer/new', { ...(await form()), 'guardian-0': 'Щукина', step: 'find-0' });
    expect(plain(nobody.text)).toContain('Среди известных школе таких нет');
    // a pupil is no parent; a teacher may be
    const pupils = await send('/desk/transfer/new', { ...(await form()), 'guardian-0': 'Цой Вера', step: 'find-0' });
    expect(plain(pupils.text)).toContain('таких нет');
    const staff = await send('/desk/transfer/new', { ...(await form()), 'guardian-0': 'Громов', step: 'find-0' });
    expect(plain(staff.text)).toContain('Громов Игорь Львович сотрудник школы');
  });

  test('is chosen, shown in the preview, and stays one person: channels, address and household follow', async () => {
    const { db } = school;
    const { id: householdId } = await db.household.create({ data: {} });
    await db.guardianship.updateMany({ where: { guardianId: 'g3', endedAt: null }, data: { householdId } });
    const fields = await form();
    const found = await send('/desk/transfer/new', { ...fields, step: 'find-0' });
    const known = radioOf(found.text, 'Петрова Юлия');
    const preview = await send('/desk/transfer/new', { ...fields, 'known-0': known, step: 'preview' });
    expect(plain(preview.text)).toContain(
      'Петрова Юлия Игоревна: школа уже знает (Петрова Анна, 7Б; Петров Семён, 9А)',
    );
    expect(preview.text).toContain(`name="known-0" value="${known}"`);
    const again = await send('/desk/transfer/new', { ...fields, 'known-0': known, step: 'edit' });
    expect(plain(again.text)).toContain('Школа уже знает: Петрова Юлия Игоревна');
    const other = await send('/desk/transfer/new', { ...fields, 'known-0': known, step: 'other-0' });
    expect(other.text).toContain('value="петрова ю"');
    const twice = { 'known-1': known, 'relation-1': 'мать' };
    const wrong = await send('/desk/transfer/new', { ...fields, 'known-0': known, ...twice, step: 'preview' });
    expect([wrong.status, plain(wrong.text)]).toEqual([422, expect.stringContaining('Этот человек уже указан выше.')]);
    for (const made of ['AAAA', seal('guardian', 'g3'), seal('person', 's4'), seal('person', 'g999')])
      expect((await send('/desk/transfer/new', { ...fields, 'known-0': made })).status, made).toBe(422);

    const people = await db.person.count();
    const saved = await send('/desk/transfer/new', { ...fields, 'known-0': known, step: 'save' });
    expect(saved.location).toBe(`/desk/person?person=${seal('person', 's301')}`);
    expect(await db.person.count()).toBe(people + 1);
    const pair = await db.guardianship.findUniqueOrThrow({
      where: { guardianId_studentId: { guardianId: 'g3', studentId: 's301' } },
    });
    expect(pair).toMatchObject({ relation: 'мать', rights: 'full', consent: true, householdId, endedAt: null });
    expect(pair.channels).toEqual(['email', 'paper']);
    const records = await db.choiceRecord.findMany({ where: { guardianId: 'g3', studentId: 's301' } });
    expect(records.map(({ what }) => what).sort()).toEqual(['channels', 'consent', 'household', 'rights']);
    expect(records.every(({ ground }) => ground === 'приказ № 16')).toBe(true);
    expect((await (await signedIn(school, 'g3')).get('/diary')).text).toContain('Лев');
  });
});
