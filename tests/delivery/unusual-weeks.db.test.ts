/** Weeks that are not as others: of a school just begun, in holidays, of classes without pupils or class teacher. */
import { afterEach, describe, expect, it } from 'vitest';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { markOpened } from '../../src/delivery/evidence.ts';
import { readLedger } from '../../src/delivery/ledger.ts';
import { planDue } from '../../src/delivery/planner.ts';
import { weekNow } from '../../src/delivery/week-now.ts';
import type { WeekFacts } from '../../src/notify/week-facts.ts';
import { testDatabase } from '../database.ts';
import { fakeClock } from '../fake-clock.ts';
import { mark, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school?.close());

const sixDayClose = '2026-09-20T10:00:00+03:00';
const open = async (options?: Parameters<typeof openSchool>[0]) => {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', ...options });
};
const message = (className: string) => ({ kind: 'message', class: className, text: 'Собрание', by: 't3' });

async function facts(studentId: string, week: string): Promise<WeekFacts> {
  const record = await school.db.weeklyRecord.findFirstOrThrow({ where: { studentId, schoolWeek: { week } } });
  return record.facts as unknown as WeekFacts;
}

it('a school that was never imported has nothing to plan, no weeks and an empty ledger', async () => {
  const { db, close } = await testDatabase();
  try {
    const parts = { db: db.prisma, clock: fakeClock(sixDayClose) };
    await db.prisma.school.create({ data: { id: 1, kind: 'real', madeAt: parts.clock.now(), secret: 'a-secret' } });
    expect(await planDue(parts)).toBe(0);
    expect(await closeWeeks(parts)).toBe(0);
    expect(await readLedger(parts, '2026-W38')).toEqual([]);
  } finally {
    await close();
  }
});

it('a school imported after its week was over tells of that week what was entered since', async () => {
  await open({ at: '2026-09-20T12:00:00+03:00' });
  await school.record(mark({ date: '2026-09-18', value: '4' }));
  await closeWeeks(school);
  expect((await facts('s1', '2026-W38')).subjects[0]?.marks).toEqual([
    { date: '2026-09-18', value: '4', work: 'ответ' },
  ]);
  school.clock.set('2026-09-27T10:00:00+03:00');
  await closeWeeks(school);
  expect((await facts('s1', '2026-W39')).subjects).toEqual([]);
});

it('a class without pupils closes its week without a record', async () => {
  await open();
  await school.db.student.updateMany({
    where: { id: { in: ['s21', 's22', 's23'] } },
    data: { leftAt: new Date('2026-09-10') },
  });
  await school.db.school.update({ where: { id: 1 }, data: { rosterVersion: { increment: 1 } } });
  school.clock.set(sixDayClose);
  expect(await closeWeeks(school)).toBe(3);
  expect(await closeWeeks(school)).toBe(0);
  expect(await school.db.weeklyRecord.count({ where: { studentId: 's21' } })).toBe(0);
});

describe('a class without a class teacher', () => {
  it('names none in record and ledger; one with a telephone number says it', async () => {
    await open();
    const at = school.clock.now();
    const phone = await school.db.contact.create({ data: { channel: 'sms', address: '8 978 000-00-00', since: at } });
    await school.db.contactHolder.create({ data: { contactId: phone.id, personId: 't1', linkedAt: at } });
    await school.db.schoolClass.updateMany({ where: { name: '9А' }, data: { classTeacherId: null } });
    await school.db.school.update({ where: { id: 1 }, data: { rosterVersion: { increment: 1 } } });
    const ofS22 = async () => (await readLedger(school, '2026-W38')).find(({ student }) => student === 's22');
    expect((await ofS22())?.next).toMatchObject({ code: 'weekOpen', class: '9А', classTeacher: '' });
    school.clock.set(sixDayClose);
    expect((await ofS22())?.next).toMatchObject({ code: 'weekClosing', closesAt: '2026-09-19T07:00:00.000Z' });
    await closeWeeks(school);
    expect((await facts('s22', '2026-W38')).classTeacher).toEqual({ name: '' });
    expect((await facts('s1', '2026-W38')).classTeacher).toEqual({
      name: 'Орлова Анна Сергеевна',
      phone: '8 978 000-00-00',
    });
  });
});

describe('averages and counts of a record', () => {
  it('are of the period that ran last, where the week has none', async () => {
    await open({ at: '2026-10-27T12:00:00+03:00' });
    await school.record(message('7Б'));
    school.clock.set('2026-11-02T10:00:00+03:00');
    await closeWeeks(school);
    expect(await facts('s1', '2026-W44')).toMatchObject({ period: '1 четверть', messages: [{ text: 'Собрание' }] });
  });

  it('are of no period before the first has begun', async () => {
    await open({
      change: (file) => {
        const [first, ...others] = file.periods as { starts: string }[];
        return { ...file, periods: [{ ...first, starts: '2026-09-21' }, ...others] };
      },
    });
    await school.record(message('7Б'));
    school.clock.set('2026-09-21T10:00:00+03:00');
    await closeWeeks(school);
    const record = await facts('s1', '2026-W38');
    expect(record).not.toHaveProperty('period');
    expect(record.missedInPeriod).toEqual({ lessons: 0, ill: 0, excused: 0, late: 0 });
  });
});

it('of several informed guardians the one who was first proves it for the others of the household', async () => {
  await open({
    change: (file) => ({
      ...file,
      guardians: [
        ...(file.guardians as object[]),
        { id: 'g20', name: 'Иванова Анна Петровна', delivery: 'telegram', children: ['s1'], consent: true },
      ],
    }),
  });
  const choose = (guardianId: string, data: object) =>
    school.db.guardianship.updateMany({ where: { guardianId }, data });
  await choose('g1', { channels: ['telegram'] });
  await choose('g2', { consent: true, channels: ['telegram'] });
  await school.link('g2');
  school.clock.set(sixDayClose);
  await school.work();
  school.clock.advance({ hours: 1 });
  await markOpened(school, { personId: 'g1', studentId: 's1', week: '2026-W38' });
  const lines = (await readLedger(school, '2026-W38')).filter(({ student }) => student === 's1');
  expect(lines.map(({ guardian, by, at, evidence }) => [guardian, by, at, evidence])).toEqual([
    ['g1', 'diary', '2026-09-20T08:00:00.000Z', 'seen'],
    ['g2', 'telegram', '2026-09-20T07:00:00.000Z', 'accepted'],
    ['g20', 'family', '2026-09-20T07:00:00.000Z', 'accepted'],
  ]);
});

describe('the running week of a child', () => {
  const now = async (studentId: string, instant: string) => {
    school.clock.set(instant);
    return weekNow(school, studentId);
  };

  it('begins with the class’s first school day, with Monday until that has come', async () => {
    await open({ at: '2027-05-03T12:00:00+03:00' });
    // Monday is a holiday
    expect((await now('s1', '2027-05-10T12:00:00+03:00'))?.facts.from).toBe('2027-05-10');
    expect((await now('s1', '2027-05-12T12:00:00+03:00'))?.facts.from).toBe('2027-05-11');
    expect((await now('s1', '2027-05-30T12:00:00+03:00'))?.facts).toMatchObject({
      from: '2027-05-24',
      to: '2027-05-30',
    });
    expect((await now('s1', '2027-06-09T12:00:00+03:00'))?.facts.from).toBe('2027-06-07');
  });

  it('is the frozen record once the week has closed', async () => {
    await open();
    expect(await now('s1', '2026-09-16T12:00:00+03:00')).toMatchObject({ running: true });
    school.clock.set(sixDayClose);
    await closeWeeks(school);
    expect(await now('s1', sixDayClose)).toMatchObject({ running: false, facts: { week: '2026-W38' } });
  });

  it('is none of a child who left the school, or whom nobody knows', async () => {
    await open();
    await school.db.student.update({ where: { id: 's1' }, data: { leftAt: new Date('2026-09-15') } });
    await school.db.school.update({ where: { id: 1 }, data: { rosterVersion: { increment: 1 } } });
    expect(await now('s1', '2026-09-16T12:00:00+03:00')).toBeNull();
    expect(await now('nobody', '2026-09-16T12:00:00+03:00')).toBeNull();
    expect(await now('s2', '2026-09-16T12:00:00+03:00')).not.toBeNull();
  });
});
