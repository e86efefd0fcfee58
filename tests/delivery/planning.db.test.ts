/** Whom an event reaches where classes and families are not as usual, and what a long pause of the planner leaves to it. */
import { afterEach, describe, expect, it } from 'vitest';
import { planDue } from '../../src/delivery/planner.ts';
import { mark, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

async function open(options?: Parameters<typeof openSchool>[0]): Promise<void> {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', ...options });
  await school.link('g1');
  await school.link('g4');
}
const message = (className: string) => ({
  kind: 'message',
  class: className,
  text: 'Собрание в среду',
  by: 't3',
  key: className,
});
async function settle(): Promise<void> {
  school.clock.advance({ minutes: 3 });
  await school.work();
}

describe('a message to a class', () => {
  it('that has no pupils any more is told to nobody, and planned once', async () => {
    await open();
    await school.db.student.updateMany({
      where: { id: { in: ['s21', 's22', 's23'] } },
      data: { leftAt: new Date('2026-09-10') },
    });
    await school.record(message('9А'));
    expect(await planDue(school)).toBe(1);
    expect(await planDue(school)).toBe(0);
    expect(await school.db.delivery.count()).toBe(0);
  });

  it('reaches the others where a child has no guardian, in the evening list too', async () => {
    await open();
    await school.db.guardianship.deleteMany({ where: { studentId: 's2' } });
    await school.record(message('7Б'), {
      kind: 'homework',
      class: '7Б',
      subject: 'Алгебра',
      due: '2026-09-15',
      text: '§ 12',
      by: 't1',
    });
    await settle();
    expect(school.texts('chat-g1')).toEqual([expect.stringContaining('Собрание в среду')]);
    school.clock.set('2026-09-14T18:00:00+03:00');
    await school.work();
    expect(school.texts('chat-g1')[1]).toContain('§ 12');
    expect(school.texts('chat-g4')[1]).toContain('§ 12');
  });
});

it('homework of one pupil stands in that family’s evening list alone', async () => {
  await open();
  const homework = { kind: 'homework', class: '7Б', subject: 'Алгебра', due: '2026-09-15', text: 'карточка', by: 't1' };
  await school.record({ ...homework, student: 's3' });
  school.clock.set('2026-09-14T18:00:00+03:00');
  await school.work();
  expect(school.texts('chat-g4')).toEqual([expect.stringContaining('карточка')]);
  expect(school.texts('chat-g1')).toEqual([]);
});

it('an absence says whom to call, by which number the school gives out', async () => {
  await open();
  const at = school.clock.now();
  const phone = await school.db.contact.create({ data: { channel: 'sms', address: '8 978 000-00-00', since: at } });
  await school.db.contactHolder.create({ data: { contactId: phone.id, personId: 't1', linkedAt: at } });
  await school.record(
    mark({ kind: 'absence', code: 'Н', value: undefined, work: undefined }),
    mark({
      kind: 'absence',
      code: 'Н',
      value: undefined,
      work: undefined,
      class: '1А',
      subject: 'Математика',
      student: 's13',
      by: 't4',
    }),
  );
  await settle();
  const text = school.texts('chat-g1').join('\n');
  expect(text).toContain('Орлова Анна Сергеевна, 8 978 000-00-00');
  expect(text).toContain('Коваленко Ирина Павловна');
  expect(text.split('8 978')).toHaveLength(2);
});

it('more events than one batch takes are all planned; those of an outage settle from its end', async () => {
  await open();
  const others = (count: number) => Array.from({ length: count }, () => mark({ student: 's2' }));
  await school.record(mark({ value: '4' }), ...others(300));
  school.clock.advance({ hours: 1 });
  expect(await planDue(school)).toBe(301);
  await school.work();
  expect(school.texts()).toEqual([]);
  await settle();
  expect(school.texts()).toEqual([expect.stringContaining('Алгебра: 4')]);
});
