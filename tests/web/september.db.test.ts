/** The September form: consent and channel of a whole class, entered on one page (К-У 2.2, 4.2; 152-ФЗ). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { type Page, signedIn, type Visitor } from './visitor.ts';

const SECRET = 'for tests only';
const key = (guardianId: string, studentId: string) => sealId(SECRET, 'pair', `${guardianId}\n${studentId}`);
const plain = ({ text }: Page) => text.replace(/<[^>]+>/g, ' ').replaceAll(/[\u00a0\s]+/g, ' ');

let school: WebSchool;
let teacher: Visitor;
let path: string;
beforeAll(async () => {
  school = await openWebSchool();
  teacher = await signedIn(school, 't1');
  const { id } = await school.db.schoolClass.findFirstOrThrow({ where: { name: '7Б' } });
  path = `/desk/september?class=${sealId(SECRET, 'class', String(id))}`;
});
afterAll(() => school.close());

const pair = (guardianId: string, studentId: string) =>
  school.db.guardianship.findUniqueOrThrow({ where: { guardianId_studentId: { guardianId, studentId } } });
const records = async () =>
  (
    await school.db.choiceRecord.findMany({ where: { ground: { startsWith: 'заявление' } }, orderBy: { id: 'asc' } })
  ).map(({ guardianId, what, value, byId, ground }) => ({ guardianId, what, value, byId, ground }));
/** The form as a browser would send it: every field of the page, but for what is filled in. */
function filledIn({ text }: Page, answers: Record<string, string | null>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/<input type="hidden" name="(w-[^"]+)" value="([^"]*)"/g))
    fields[name] = value;
  for (const [input] of text.matchAll(/<input type="checkbox"[^>]*>/g))
    if (input.includes(' checked')) fields[/name="([^"]+)"/.exec(input)?.[1] ?? ''] = 'on';
  for (const [, name = '', options = ''] of text.matchAll(/<select name="(o-[^"]+)"[^>]*>(.*?)<\/select>/gs))
    fields[name] = /<option value="([^"]+)" selected/.exec(options)?.[1] ?? '';
  for (const [name, value] of Object.entries(answers)) {
    if (value === null) delete fields[name];
    else fields[name] = value;
  }
  return fields;
}

test('every guardian of the class stands on one page, who only fetches paper without a form', async () => {
  await teacher.get(path);
  const before = await school.othersWrote();
  const page = await teacher.get(path);
  expect(school.queries() - before).toBeLessThanOrEqual(6);
  expect(page.text.match(/<legend>/g)).toHaveLength(6);
  expect(page.text.match(/type="checkbox"/g)).toHaveLength(7);
  expect(plain(page)).toContain('Сидорова Лидия Ивановна, доверенное лицо: только получает распечатку');
  expect(page.text).toContain('aria-label="Согласие: Степанян Ваган Арамович, отец"');
  // no mailbox of theirs is known
  const father = new RegExp(`name="o-${key('g8', 's6')}".*?</select>`, 's').exec(page.text)?.[0];
  expect(father).not.toContain('value="email"');
});

test('sent as it stands it changes nothing; what differs is shown first, then written with ground, who and when', async () => {
  const asItStands = filledIn(await teacher.get(path), {});
  const none = await teacher.submit(path, { part: 'preview', date: '2026-09-15', ...asItStands });
  expect(plain(none)).toContain('Изменений нет');
  const answers = {
    [`c-${key('g8', 's6')}`]: 'on',
    [`o-${key('g6', 's4')}`]: 'telegram',
    [`c-${key('g7', 's5')}`]: null,
  };
  const sent = { date: '2026-09-15', ...filledIn(await teacher.get(path), answers) };
  const preview = await teacher.submit(path, { part: 'preview', ...sent });
  expect(plain(preview)).toContain('Степанян Нарек · Степанян Ваган Арамович, отец Согласие: есть');
  expect(plain(preview)).toContain(
    'Мамутов Руслан · Мамутова Диляра Сейдаметовна, мать Согласие: нет или отозвано чат, почта и вход',
  );
  expect(plain(preview)).toMatch(
    /Цой Вера · Цой Елена Было: Распечатка на бумаге, раз в неделю; станет: Только Telegram/,
  );
  expect(await records()).toEqual([]);
  // what is changed goes along, so that one may return to the form with all of it
  const back = await teacher.submit(path, { part: 'edit', ...sent });
  expect(filledIn(back, {})).toEqual(filledIn(await teacher.get(path), answers));

  const saved = await teacher.submit(path, { part: 'save', ...sent });
  expect(saved.status).toBe(303);
  expect(plain(await teacher.get(saved.location!))).toContain('Записано представителей: 3.');
  const said = { byId: 't1', ground: 'заявление от 15.09.2026' };
  expect(await records()).toEqual([
    { ...said, guardianId: 'g7', what: 'consent', value: { consent: false, date: '2026-09-15' } },
    { ...said, guardianId: 'g8', what: 'consent', value: { consent: true, date: '2026-09-15' } },
    { ...said, guardianId: 'g6', what: 'channels', value: ['telegram', 'paper'] },
  ]);
  // withdrawn, every way to them ended that instant
  expect(await pair('g7', 's5')).toMatchObject({ consent: false });
  expect(await school.db.contactHolder.count({ where: { personId: 'g7', endedAt: null } })).toBe(0);
  // each stands in the register of applications, granted
  expect(await school.db.application.count({ where: { kind: 'choices', outsideNumber: null } })).toBe(3);
  const again = await teacher.submit(path, { part: 'save', ...sent });
  expect(again.location).toContain('saved=0');
});

test('what cannot be is said at its row, all of them at once, and nothing is written', async () => {
  const before = await records();
  const answers = {
    // no consent, no electronics; no mailbox
    [`o-${key('g2', 's1')}`]: 'telegram',
    [`o-${key('g8', 's6')}`]: 'email',
    [`o-${key('g6', 's4')}`]: 'paper',
  };
  const sent = { date: '2026-09-15', ...filledIn(await teacher.get(path), answers) };
  const page = await teacher.submit(path, { part: 'save', ...sent });
  expect(page.status).toBe(422);
  expect(page.text).toContain(`<a href="#${key('g2', 's1')}">`);
  expect(page.text.match(/class="fault"/g)).toHaveLength(2);
  expect(plain(page)).toContain('Без согласия на обработку персональных данных');
  expect(plain(page)).toContain('Этот способ пока не подключён.');
  const father = new RegExp(`name="o-${key('g2', 's1')}".*?</select>`, 's').exec(page.text)?.[0];
  expect(father).toContain('value="telegram" selected');
  expect(await records()).toEqual(before);
  expect((await teacher.submit(path, { part: 'save', ...sent, date: '2027-01-01' })).status).toBe(422);
});

test('what somebody else wrote since the form was opened is not written over; the same wish twice is no conflict', async () => {
  const opened = await teacher.get(path);
  const deputy = await signedIn(school, 't3');
  const other = { [`c-${key('g8', 's6')}`]: null };
  await deputy.submit(path, { part: 'save', date: '2026-09-16', ...filledIn(await deputy.get(path), other) });
  expect(await pair('g8', 's6')).toMatchObject({ consent: false });
  const answers = { [`o-${key('g8', 's6')}`]: 'paper', [`o-${key('g6', 's4')}`]: 'paper' };
  const page = await teacher.submit(path, { part: 'save', date: '2026-09-16', ...filledIn(opened, answers) });
  expect(page.status).toBe(422);
  expect(plain(page)).toContain('здесь записали другое');
  expect(await pair('g6', 's4')).toMatchObject({ channels: ['telegram', 'paper'] });
  const same = { date: '2026-09-16', ...filledIn(opened, other) };
  expect((await teacher.submit(path, { part: 'save', ...same })).location).toContain('saved=0');
});
