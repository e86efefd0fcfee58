/** Reasons of absence, corrected by the class teacher for a whole day (Б 4.2; Д 3.2.2; Ш 7.3). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { planDue } from '../../src/delivery/planner.ts';
import { correctEntry, recordEntries, withdrawEntry } from '../../src/journal/record.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { type Page, signedIn, type Visitor } from './visitor.ts';

const SECRET = 'for tests only';
const plain = ({ text }: Page) => text.replace(/<[^>]+>/g, ' ').replaceAll(/[\u00a0\s]+/g, ' ');
const entryKey = (id: number) => sealId(SECRET, 'entry', String(id));
const pupilKey = (id: string) => sealId(SECRET, 'student', id);

let school: WebSchool;
let teacher: Visitor;
let path: string;
/** the absences of a day by `pupil lesson` */
const absences = async () => {
  const rows = await school.db.journalEntry.findMany({
    where: { kind: 'absence', withdrawnAt: null, date: new Date('2026-09-16') },
    include: { lesson: true },
    orderBy: { id: 'asc' },
  });
  return new Map(rows.map((row) => [`${row.studentId} ${row.lesson?.number}`, row]));
};
/** What a browser sends of a form that was opened now. */
async function formNow(chosen: Record<string, string>): Promise<Record<string, string>> {
  const hidden = [...(await absences()).values()].map(({ id, value, changedAt }) => [
    `w-${entryKey(id)}`,
    `${value} ${changedAt.getTime()}`,
  ]);
  return { ...Object.fromEntries(hidden), ...chosen };
}

beforeAll(async () => {
  school = await openWebSchool();
  teacher = await signedIn(school, 't1');
  const { id } = await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
  path = `/desk/absences?class=${sealId(SECRET, 'class', String(id))}&day=2026-09-16`;
  const absence = (subject: string, by: string, student: string, code: string) => ({
    ...{ kind: 'absence', class: '7Б', date: '2026-09-16', subject, by, student, code },
  });
  const results = await recordEntries(school, 'roll', [
    absence('Физика', 't2', 's1', 'Н'),
    absence('Русский язык', 't3', 's1', 'Н'),
    absence('Физика', 't2', 's2', 'ОП'),
    absence('Физика', 't2', 's4', 'Н'),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['recorded', 'recorded', 'recorded', 'recorded']);
});
afterAll(() => school.close());

test('the day of one form: who is absent, each lesson with its reasons; a late arrival is only shown', async () => {
  await teacher.get(path);
  const before = await school.othersWrote();
  const page = await teacher.get(path);
  expect(school.queries() - before).toBeLessThanOrEqual(6);
  expect(plain(page)).toContain('Класс 7Б · Среда, 16 сентября');
  expect(plain(page)).toContain('Петрова Анна болезнь с … по … 1-й урок, Физика: ОП — опоздание');
  expect(page.text.match(/<legend>/g)).toHaveLength(3);
  expect(page.text).not.toContain('value="ОП"');
  // the day before yesterday had an illness, and nothing without a reason
  expect(plain(page)).toContain('Пн 14.09');
  expect(plain(await teacher.get(path.replace('16', '17')))).toContain('Ср 16.09 · без причины: 2');
  const deputy = await (await signedIn(school, 't3')).get(path);
  expect(deputy.text).toContain('value="ОП"');
});

test('one reason for the day or one for a lesson: corrections of the journal, which families see in the week alone', async () => {
  await planDue(school);
  const items = await school.db.deliveryItem.count();
  const physics = (await absences()).get('s4 1')!;
  const sent = await formNow({ [`d-${pupilKey('s1')}`]: 'Б', [`r-${entryKey(physics.id)}`]: 'У' });
  const saved = await teacher.submit(path, sent);
  expect(saved.status).toBe(303);
  expect(plain(await teacher.get(saved.location!))).toContain('Записано: 3 урока.');
  const now = await absences();
  expect([...now].map(([place, { value }]) => `${place} ${value}`)).toEqual(['s1 1 Б', 's1 2 Б', 's2 1 ОП', 's4 1 У']);
  const events = await school.db.journalEvent.findMany({ where: { source: 'desk' } });
  expect(events.map(({ change, byId }) => `${change} ${byId}`)).toEqual(Array(3).fill('corrected t1'));
  await planDue(school);
  expect(await school.db.deliveryItem.count()).toBe(items);
  expect(plain(await teacher.get(`${path}&saved=0`))).toContain('Ничего не изменилось.');
});

test('what changed since the form was opened is told, nothing is saved over it, and what was chosen stays', async () => {
  const before = await absences();
  const [first, second] = [before.get('s1 1')!, before.get('s1 2')!];
  const sent = await formNow({ [`r-${entryKey(first.id)}`]: 'У', [`r-${entryKey(second.id)}`]: 'У' });
  school.clock.advance({ minutes: 1 });
  const change = { entryId: first.id, by: 't2', source: 'bot' };
  expect(await correctEntry(school, { ...change, value: { value: 'Н' } })).toMatchObject({ ok: true });
  const page = await teacher.submit(path, sent);
  expect(page.status).toBe(422);
  expect(plain(page)).toContain('часть записей изменилась');
  expect(plain(page)).toContain('Пока форма была открыта, в журнале стало: Н — причина не указана.');
  expect(page.text.match(/<option value="У" selected>/g)).toHaveLength(3);
  expect((await absences()).get('s1 2')).toMatchObject({ value: 'Б' });
  // looked at again, it is saved
  const again = await formNow({ [`r-${entryKey(first.id)}`]: 'У', [`r-${entryKey(second.id)}`]: 'У' });
  expect((await teacher.submit(path, again)).location).toContain('saved=2');

  // an absence taken back meanwhile
  const gone = await formNow({ [`r-${entryKey(first.id)}`]: 'Б' });
  expect(await withdrawEntry(school, change)).toMatchObject({ ok: true });
  expect((await teacher.submit(path, gone)).status).toBe(422);
  expect((await absences()).has('s1 1')).toBe(false);
});

test('no entry of another class, nor a late arrival, is changed by a form that was made up', async () => {
  const [other] = await recordEntries(school, 'roll', [
    { kind: 'absence', class: '9А', date: '2026-09-16', subject: 'Русский язык', by: 't3', student: 's22', code: 'Н' },
  ]);
  const row = await school.db.journalEntry.findUniqueOrThrow({ where: { id: other!.entryId! } });
  const foreign = {
    [`w-${entryKey(row.id)}`]: `Н ${row.changedAt.getTime()}`,
    [`r-${entryKey(row.id)}`]: 'Б',
  };
  expect((await teacher.submit(path, foreign)).status).toBe(422);
  expect(await school.db.journalEntry.findUniqueOrThrow({ where: { id: row.id } })).toMatchObject({ value: 'Н' });
  const late = (await absences()).get('s2 1')!;
  const refused = await teacher.submit(path, await formNow({ [`r-${entryKey(late.id)}`]: 'Б' }));
  expect(refused.status).toBe(422);
  expect((await absences()).get('s2 1')).toMatchObject({ value: 'ОП' });
});

test('older than the school’s edit lock, a reason is for deputy and director', async () => {
  school.clock.set('2026-09-30T12:00:00+03:00');
  const late = await signedIn(school, 't1');
  const page = await late.get(path);
  expect(page.text).not.toContain('Записать причины');
  expect((await (await signedIn(school, 't6')).get(path)).text).toContain('Записать причины');
});
