/** К-У 4.2: access within two working days; what is late is told once a day to who can mend it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkChat } from '../../src/access/contacts.ts';
import { tellOverdueAccess } from '../../src/oversight/tell-overdue-access.ts';
import { groupBy } from '../../src/platform/group-by.ts';
import { openSchool, type School } from '../school.ts';

let school: School;
beforeAll(async () => {
  // a Wednesday
  school = await openSchool({ at: '2026-09-16T12:00:00+03:00' });
  for (const staff of ['t1', 't3', 't4'])
    await school.db.$transaction((tx) => linkChat(tx, school.clock.now(), staff, 'teachers', `chat-${staff}`));
  const { id: yearId } = await school.db.schoolYear.findFirstOrThrow();
  const paper = { kind: 'access' as const, recordedById: 't1', recordedAt: school.clock.now(), yearId };
  const of = (number: number, studentId: string, date: string) =>
    school.db.application.create({ data: { ...paper, number, studentId, guardianId: 'g1', date: new Date(date) } });
  await of(1, 's1', '2026-09-15');
  await of(2, 's22', '2026-09-16');
});
afterAll(() => school.close());

const tell = () => tellOverdueAccess({ ...school, publicUrl: 'https://diary.example' });

async function words(): Promise<Record<string, string[]>> {
  const rows = await school.db.delivery.findMany({ where: { rhythm: 'staff' }, orderBy: { id: 'asc' } });
  const parts = rows.flatMap(
    ({ payload }) => (payload as unknown as { parts: { chatId: string; text: string }[] }).parts,
  );
  const said = groupBy(parts, ({ chatId }) => chatId);
  return Object.fromEntries(
    [...said].map(([chatId, all]) => [chatId, all.map(({ text }) => text.replaceAll('\u00a0', ' '))]),
  );
}

test('nobody is told while there is time, the last day included, nor on a day off', async () => {
  for (const at of [
    '2026-09-16T12:00:00+03:00',
    '2026-09-17T20:00:00+03:00',
    '2026-09-19T12:00:00+03:00',
    '2026-09-20T12:00:00+03:00',
  ]) {
    school.clock.set(at);
    expect(await tell(), at).toBe(0);
  }
});

test('the class teacher is told of the own class, the deputy of all, once a day, until it is decided', async () => {
  school.clock.set('2026-09-18T09:00:00+03:00');
  expect(await tell()).toBe(2);
  expect(await tell()).toBe(0);
  const first = await words();
  expect(Object.keys(first).sort()).toEqual(['chat-t1', 'chat-t3']);
  expect(first['chat-t1']).toEqual([
    'Просрочен доступ к дневнику: по заявлению его открывают за два рабочих дня.\n№ 1, 7Б: срок был 17 сентября\nРешение записывают на рабочем столе, «Заявления родителей»: https://diary.example/desk/applications',
  ]);
  school.clock.set('2026-09-21T09:00:00+03:00');
  expect(await tell()).toBe(2);
  const then = await words();
  const lastTo = (chat: string) => then[chat]?.at(-1);
  expect(lastTo('chat-t1')).not.toContain('9А');
  expect(lastTo('chat-t3')).toContain('№ 1, 7Б: срок был 17 сентября\n№ 2, 9А: срок был 18 сентября');
  for (const { id } of await school.db.application.findMany())
    await school.db.applicationDecision.create({
      data: { applicationId: id, kind: 'refused', ground: 'ownRefusal', byId: 't3', at: school.clock.now() },
    });
  school.clock.set('2026-09-22T09:00:00+03:00');
  expect(await tell()).toBe(0);
});
