/** A word to teachers before a deadline. Tuesday 15.09: t1 gives 9А algebra first and 7Б algebra second; lessons end 11:15. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linkChat } from '../../src/access/contacts.ts';
import { remindTeachers } from '../../src/oversight/remind.ts';
import { instantOf } from '../../src/platform/school-time.ts';
import { newExampleSchool, record } from '../bots/school.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type FakeClock, fakeClock } from '../fake-clock.ts';

let database: TestDatabase;
let clock: FakeClock;
const db = () => database.db.prisma;
const at = (time: string, date = '2026-09-15') => clock.set(instantOf(date, time, 'Europe/Simferopol'));
const remind = () => remindTeachers({ db: db(), clock });

beforeEach(async () => {
  database = await testDatabase();
  clock = fakeClock('2026-09-15T05:00:00Z');
  await newExampleSchool(database, clock);
  await db().$transaction((tx) => linkChat(tx, clock.now(), 't1', 'teachers', '9001'));
});
afterEach(() => database.close());

async function words(): Promise<string[]> {
  const deliveries = await db().delivery.findMany({ where: { rhythm: 'staff' }, orderBy: { id: 'asc' } });
  return deliveries.map(({ payload }) => {
    const { parts } = payload as unknown as { parts: { text: string }[] };
    return parts.map(({ text }) => text.replaceAll('\u00a0', ' ').replaceAll('\n', ' / ')).join();
  });
}

const algebra = (kind: string, className: string, more: object) => ({
  kind,
  class: className,
  subject: 'Алгебра',
  by: 't1',
  ...more,
});

test('comes half an hour before, once, and names what is missing', async () => {
  at('11:44');
  expect(await remind()).toBe(0);
  at('11:45');
  expect(await remind()).toBe(1);
  expect(await remind()).toBe(0);
  at('12:10');
  expect(await remind()).toBe(0);
  expect(await words()).toEqual([
    'Ещё не заполнено: / 1. 9А · алгебра, 8:30 — осталось: задание / 2. 7Б · алгебра, 9:25 — осталось: задание / Задание: 9А — до 12:15, 7Б — до 12:15. / Уроки сегодня: /today',
  ]);
  const [delivery] = await db().delivery.findMany();
  expect(delivery).toMatchObject({
    channel: 'telegram',
    rhythm: 'staff',
    state: 'due',
    dueAt: instantOf('2026-09-15', '11:45', 'Europe/Simferopol'),
  });
});

test('names only what is still missing, and is silent where nothing is', async () => {
  const homework = (name: string) => algebra('homework', name, { due: '2026-09-17', text: '§ 12' });
  await record(db(), clock, [{ ...homework('9А') }]);
  at('11:50');
  expect(await remind()).toBe(1);
  expect((await words())[0]).toContain('2. 7Б');
  expect((await words())[0]).not.toContain('9А');
  await record(db(), clock, [
    algebra('topic', '9А', { date: '2026-09-15', text: 'Степень' }),
    algebra('topic', '7Б', { date: '2026-09-15', text: 'Степень' }),
  ]);
  at('16:40');
  expect(await remind()).toBe(0);
});

test('before the day’s journal is due it speaks of topics and absences; after it, of nothing', async () => {
  at('16:30');
  expect(await remind()).toBe(1);
  expect((await words())[0]).toBe(
    'Ещё не заполнено: / 1. 9А · алгебра, 8:30 — осталось: пропуски, тема / 2. 7Б · алгебра, 9:25 — осталось: пропуски, тема / Тема, отметки и пропуски — до 17:00. / Уроки сегодня: /today',
  );
  at('17:00');
  expect(await remind()).toBe(0);
});

test('deadlines close to one another are one message; messages keep an hour apart', async () => {
  await db().school.update({
    where: { id: 1 },
    data: { rules: { journalBy: '12:40' }, rosterVersion: { increment: 1 } },
  });
  at('11:45');
  expect(await remind()).toBe(1);
  expect((await words())[0]).toContain('осталось: пропуски, тема, задание');
  at('12:15');
  expect(await remind()).toBe(0);
  expect(await words()).toHaveLength(1);
});

test('homework given earlier for a later lesson is no homework of today; given for the next one it is', async () => {
  at('10:00', '2026-09-14');
  await record(db(), clock, [
    algebra('homework', '7Б', { due: '2026-09-18', text: 'проект' }),
    algebra('homework', '9А', { due: '2026-09-17', text: '§ 11' }),
  ]);
  at('11:50');
  await remind();
  expect((await words())[0]).toContain('7Б · алгебра');
  expect((await words())[0]).not.toContain('9А · алгебра');
});

test('who has left, or blocked the bot, or has no lessons, is left alone', async () => {
  await db().contact.updateMany({ data: { state: 'unreachable' } });
  at('11:50');
  expect(await remind()).toBe(0);
  await db().contact.updateMany({ data: { state: 'confirmed' } });
  await db().staffMember.update({ where: { id: 't1' }, data: { leftAt: new Date('2026-09-01') } });
  expect(await remind()).toBe(0);
  await db().staffMember.update({ where: { id: 't1' }, data: { leftAt: null } });
  at('11:50', '2026-09-20');
  expect(await remind()).toBe(0);
  at('11:50');
  expect(await remind()).toBe(1);
});
