import { afterEach, expect, it } from 'vitest';
import { linkChat } from '../../src/access/contacts.ts';
import { markOpened, markTapped } from '../../src/delivery/evidence.ts';
import { familiesSilentFor } from '../../src/oversight/silent-families.ts';
import { tellOfSilence } from '../../src/oversight/tell-of-silence.ts';
import { openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

const silent = async () =>
  (await familiesSilentFor(school.db, school.clock.now())).map(
    ({ className, studentId, guardians }) => `${className} ${studentId}: ${guardians.map(({ id }) => id).join()}`,
  );

/** Closes week after week, each on its Sunday. */
async function weeks(on: School, ...sundays: string[]): Promise<void> {
  for (const day of sundays) {
    on.clock.set(`${day}T11:00:00+03:00`);
    await on.work();
  }
}

/** Three families read a bot, and so does the class teacher of 7Б; three weeks closed. */
async function live(on: School): Promise<void> {
  for (const guardian of ['g1', 'g4', 'g9']) await on.link(guardian);
  await on.db.$transaction((tx) => linkChat(tx, on.clock.now(), 't1', 'teachers', 'chat-t1'));
  await weeks(on, '2026-09-20', '2026-09-27', '2026-10-04');
}
const open = () => openSchool({ past: { name: 'three silent weeks', live } });

it('three weeks of summaries that nobody answers put a family on its class teacher’s list, until somebody does', async () => {
  school = await open();
  expect(await silent()).toEqual([]);
  school.clock.set('2026-10-12T09:00:00+03:00');
  const reached = await silent();
  // g7 and g10 read letters; who is on paper, or was never linked, stands on other lists
  expect(reached).toEqual([
    '1А s11: g9',
    '1А s13: g1',
    '7Б s1: g1,g2',
    '7Б s5: g7',
    '7Б s2: g3',
    '7Б s3: g4,g5',
    '9А s22: g10',
  ]);
  const [family] = await familiesSilentFor(school.db, school.clock.now());
  expect(family).toMatchObject({
    className: '1А',
    classTeacherId: 't4',
    student: { last: 'Абибуллаева', first: 'Сафие' },
    guardians: [{ id: 'g9', name: 'Абибуллаев Эрнес Ридванович' }],
  });
  expect(family?.since.toISOString()).toContain('2026-09-');

  const summary = await school.db.deliveryItem.findFirstOrThrow({
    where: { guardianId: 'g4', obligationId: { not: null } },
  });
  await markTapped(school, { deliveryId: summary.deliveryId, personIds: ['g4'] });
  await markOpened(school, { personId: 'g1', studentId: 's1', week: '2026-W40' });
  // g1 visited: both children's family is heard of
  expect(await silent()).toEqual(['1А s11: g9', '7Б s5: g7', '7Б s2: g3', '9А s22: g10']);
});

it('the class teacher is told of them once, in one message; again only after an answer and three more silent weeks', async () => {
  school = await open();
  const told = async () => {
    const made = await tellOfSilence(school);
    const rows = await school.db.delivery.findMany({ where: { rhythm: 'staff' }, orderBy: { id: 'asc' } });
    const texts = rows.map(({ payload }) => (payload as unknown as { parts: { text: string }[] }).parts[0]?.text ?? '');
    return { made, texts: texts.map((text) => text.replaceAll('\u00a0', ' ')), rows };
  };
  expect(await told()).toMatchObject({ made: 0, texts: [] });

  school.clock.set('2026-10-12T23:00:00+03:00');
  // three classes have silent families; the teachers of the others are not in the bot
  const first = await told();
  expect(first.made).toBe(1);
  expect(first.texts).toEqual([
    [
      '7Б: три недели без ответа от 4 семей',
      'Иванов Пётр (Иванова М. П., Иванов И. А.): без ответа с 20 сентября.',
      'Мамутов Руслан (Мамутова Д. С.): без ответа с 20 сентября.',
      'Петрова Анна (Петрова Ю. И.): без ответа с 20 сентября.',
      'Сидоров Клим (Сидоров Д. П., Сидорова Л. И.): без ответа с 20 сентября.',
      'Сводки за неделю приходят, но под ними нет ни одного «Вижу», и дневник не открывали. При встрече или по телефону узнайте, читает ли их семья. Если нет, предложите почту, новый код или бумагу.',
    ].join('\n'),
  ]);
  expect(first.rows[0]?.dueAt).toEqual(new Date('2026-10-13T07:30:00+03:00'));
  const both = await Promise.all([tellOfSilence(school), tellOfSilence(school)]);
  expect(both).toEqual([0, 0]);

  await markOpened(school, { personId: 'g4', studentId: 's3', week: '2026-W41' });
  expect((await told()).made).toBe(0);
  await weeks(school, '2026-10-18', '2026-10-25', '2026-11-01', '2026-11-08');
  school.clock.set('2026-11-10T12:00:00+03:00');
  const again = await told();
  expect(again.made).toBe(1);
  expect(again.texts[1]).toContain('7Б: три недели без ответа от 1 семьи\nСидоров');
});
