import { afterEach, describe, expect, it } from 'vitest';
import { mark, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

const noon = '2026-09-14T12:00:00+03:00';
const homework = {
  kind: 'homework',
  class: '7Б',
  subject: 'Алгебра',
  due: '2026-09-15',
  text: '§ 12, № 345',
  by: 't1',
  key: 'h1',
};

async function open(options?: Parameters<typeof openSchool>[0]): Promise<School> {
  school = await openSchool({ at: noon, ...options });
  await school.link('g1');
  return school;
}

describe('a mark', () => {
  it('reaches the chat when the settle time is over, and not before', async () => {
    await open();
    await school.record(mark());
    await school.work();
    expect(school.texts()).toEqual([]);
    school.clock.advance({ minutes: 3 });
    await school.work();
    expect(school.texts()).toEqual(['Пётр, 7Б · понедельник, 14 сентября\nАлгебра: 5']);
    expect(await school.db.attempt.findMany({ select: { outcome: true } })).toEqual([{ outcome: 'accepted' }]);
  });

  it('joins what else came for the family, all children together', async () => {
    await open();
    await school.record(mark());
    school.clock.advance({ minutes: 2 });
    await school.record(mark({ value: '4', work: 'контрольная' }), {
      ...homework,
      kind: 'message',
      text: 'Собрание в среду',
    });
    school.clock.advance({ minutes: 2 });
    await school.work();
    expect(school.texts()).toEqual([]);
    school.clock.advance({ minutes: 1 });
    await school.work();
    expect(school.texts()).toHaveLength(1);
    expect(school.texts()[0]).toContain('Алгебра: 5');
    expect(school.texts()[0]).toContain('4 (контрольная работа)');
    expect(school.texts()[0]).toContain('Собрание в среду');
  });

  it('corrected before the send is told as it is now; withdrawn, not at all', async () => {
    await open();
    await school.record(mark({ key: 'a', value: '2' }), mark({ key: 'b', value: '3', work: 'тест' }));
    school.clock.advance({ minutes: 1 });
    const at = school.clock.now().toISOString();
    await school.record(mark({ key: 'a', value: '4', at }), { kind: 'withdraw', key: 'b', at });
    school.clock.advance({ minutes: 10 });
    await school.work();
    expect(school.texts()).toEqual(['Пётр, 7Б · понедельник, 14 сентября\nАлгебра: 4']);
    const items = await school.db.deliveryItem.groupBy({ by: ['state'], _count: true, orderBy: { state: 'asc' } });
    expect(items).toEqual([
      { state: 'told', _count: 1 },
      { state: 'dropped', _count: 3 },
    ]);
  });

  it('corrected after the send is told with both values, in reply to the first message', async () => {
    await open();
    await school.record(mark({ key: 'a', value: '5' }));
    school.clock.advance({ minutes: 3 });
    await school.work();
    for (const value of ['4', '3']) {
      school.clock.advance({ minutes: 1 });
      await school.record(mark({ key: 'a', value, at: school.clock.now().toISOString() }));
    }
    school.clock.advance({ minutes: 3 });
    await school.work();
    expect(school.texts()[1]).toContain('было 5, стало 3');
    expect(school.telegram.heard[1]?.replyTo).toBe('1001');
    school.clock.advance({ minutes: 1 });
    await school.record({ kind: 'withdraw', key: 'a', at: school.clock.now().toISOString() });
    school.clock.advance({ minutes: 3 });
    await school.work();
    expect(school.texts()[2]).toContain('отметка 3 снята');
  });

  it('corrected and corrected back is not told again', async () => {
    await open();
    await school.record(mark({ key: 'a', value: '5' }));
    school.clock.advance({ minutes: 3 });
    await school.work();
    for (const value of ['4', '5']) {
      school.clock.advance({ minutes: 1 });
      await school.record(mark({ key: 'a', value, at: school.clock.now().toISOString() }));
    }
    school.clock.advance({ minutes: 5 });
    await school.work();
    expect(school.texts()).toHaveLength(1);
    expect(await school.db.delivery.count({ where: { state: 'withdrawn', endReason: 'nothingLeft' } })).toBe(1);
  });

  it('of another child is told to nobody else', async () => {
    await open();
    await school.record(mark({ student: 's2' }));
    school.clock.advance({ minutes: 5 });
    await school.work();
    expect(school.texts()).toEqual([]);
  });
});

describe('rhythms', () => {
  it('bring homework in the evening, once for all children of a group', async () => {
    await open();
    await school.record(homework);
    school.clock.advance({ minutes: 30 });
    await school.work();
    expect(school.texts()).toEqual([]);
    school.clock.set('2026-09-14T18:00:00+03:00');
    await school.work();
    expect(school.texts()[0]).toContain('На вторник, 15 сентября');
    expect(school.texts()[0]).toContain('Алгебра: § 12, № 345');
  });

  it('come at most hourly, the later ones without a sound, an absence at once', async () => {
    await open({ rules: { hourly: true } });
    await school.record(mark());
    school.clock.advance({ minutes: 3 });
    await school.work();
    await school.record(mark({ value: '4' }));
    school.clock.advance({ minutes: 10 });
    await school.work();
    expect(school.texts()).toHaveLength(1);
    await school.record(
      mark({ kind: 'absence', code: 'Н', subject: 'Физика', by: 't2', value: undefined, work: undefined }),
    );
    school.clock.advance({ minutes: 3 });
    await school.work();
    expect(school.texts()[1]).toContain('тмечено отсутствие на 2-м уроке');
    expect(school.telegram.heard.map(({ silent }) => silent)).toEqual([false, false]);
    await school.record(mark({ value: '3' }));
    school.clock.advance({ minutes: 10 });
    await school.work();
    expect(school.texts()).toHaveLength(2);
    school.clock.advance({ minutes: 60 });
    await school.work();
    expect(school.telegram.heard[2]?.silent).toBe(true);
  });

  it('keep quiet hours, but for an urgent message', async () => {
    await open({ at: '2026-09-14T22:00:00+03:00' });
    await school.record(mark());
    await school.record({
      kind: 'message',
      class: '7Б',
      text: 'Завтра школа закрыта',
      urgent: true,
      by: 't1',
      key: 'm',
    });
    school.clock.advance({ minutes: 5 });
    await school.work();
    expect(school.texts()).toHaveLength(1);
    expect(school.texts()[0]).toContain('Завтра школа закрыта');
    school.clock.set('2026-09-15T11:14:00+03:00');
    await school.work();
    expect(school.texts()).toHaveLength(1);
    // the class's last lesson is over
    school.clock.set('2026-09-15T11:15:00+03:00');
    await school.work();
    expect(school.texts()[1]).toContain('Алгебра: 5');
  });

  it('summarise a flood', async () => {
    await open();
    const works = ['ответ', 'контрольная', 'тест', 'проект'];
    await school.record(
      ...Array.from({ length: 16 }, (_, i) => mark({ work: works[i % 4], value: String(2 + (i % 4)) })),
    );
    school.clock.advance({ minutes: 3 });
    await school.work();
    expect(school.texts()).toHaveLength(1);
    expect(school.texts()[0]?.split('\n').length).toBeLessThan(10);
  });
});

describe('who may be told changes', () => {
  it('consent withdrawn before the send stops it that instant', async () => {
    await open();
    await school.record(mark());
    await school.work();
    await school.db.guardianship.updateMany({ where: { guardianId: 'g1' }, data: { consent: false } });
    school.clock.advance({ minutes: 5 });
    await school.work();
    expect(school.texts()).toEqual([]);
  });

  it('another choice of channel is planned again, not lost', async () => {
    await open();
    await school.record(mark());
    await school.work();
    await school.db.guardianship.updateMany({ where: { guardianId: 'g1' }, data: { channels: ['email', 'paper'] } });
    await school.db.preference.create({
      data: { guardianId: 'g1', studentId: 's1', kind: 'mark', rhythm: 'now', at: school.clock.now() },
    });
    school.clock.advance({ minutes: 5 });
    await school.work();
    school.clock.advance({ minutes: 5 });
    await school.work();
    expect(school.telegram.heard).toEqual([]);
    expect(school.email.heard[0]?.text).toContain('Алгебра: 5');
  });

  it('two guardians in one chat read one message, and both are told', async () => {
    await open();
    await school.link('g2', 'chat-g1').catch(() => undefined);
    const pair = await school.db.guardianship.findFirst({ where: { guardianId: 'g2', studentId: 's1' } });
    expect(pair).not.toBeNull();
    await school.db.guardianship.updateMany({
      where: { guardianId: 'g2' },
      data: { channels: ['telegram'], consent: true, rights: 'full' },
    });
    await school.record(mark());
    school.clock.advance({ minutes: 3 });
    await school.work();
    expect(school.texts()).toHaveLength(1);
    expect(await school.db.told.count()).toBe(2);
  });
});
