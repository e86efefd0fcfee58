/** What is asked once more when something leaves: consent, choice, quiet hours, and what else is on its way. */
import { afterEach, describe, expect, it } from 'vitest';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { type LedgerLine, readLedger } from '../../src/delivery/ledger.ts';
import { mark, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

const noon = '2026-09-14T12:00:00+03:00';
const sixDayClose = '2026-09-20T10:00:00+03:00';

async function open(options?: Parameters<typeof openSchool>[0]): Promise<School> {
  school = await openSchool({ at: noon, ...options });
  await school.link('g1');
  return school;
}
const choose = (guardianId: string, data: object) => school.db.guardianship.updateMany({ where: { guardianId }, data });
const line = async (guardian: string, student: string): Promise<LedgerLine | undefined> =>
  (await readLedger(school, '2026-W38')).find((one) => one.guardian === guardian && one.student === student);
const unknown = { kind: 'unknown' as const, code: 'timeout', detail: '' };

describe('a notice', () => {
  it('planned before the guardian chose quiet hours waits until they end, and is joined meanwhile', async () => {
    await open();
    await school.record(mark());
    await school.work();
    await school.db.guardian.update({ where: { id: 'g1' }, data: { quietFrom: '12:00', quietTo: '15:00' } });
    school.clock.advance({ minutes: 5 });
    await school.work();
    await school.record(mark({ value: '4', work: 'тест' }));
    school.clock.set('2026-09-14T14:59:00+03:00');
    await school.work();
    expect(school.texts()).toEqual([]);
    school.clock.set('2026-09-14T15:00:00+03:00');
    await school.work();
    expect(school.texts()).toHaveLength(1);
    expect(school.texts()[0]).toContain('4 (тест)');
  });

  it('that corrects waits while the telling before it is under way', async () => {
    await open({ rules: { settleMinutes: 0 } });
    school.telegram.script.push(unknown);
    await school.record(mark({ key: 'a', value: '5' }));
    await school.work();
    expect(school.telegram.heard).toHaveLength(1);
    school.clock.advance({ seconds: 5 });
    await school.record(mark({ key: 'a', value: '2', at: school.clock.now().toISOString() }));
    await school.work();
    school.clock.advance({ seconds: 19 });
    await school.work();
    expect(school.telegram.heard).toHaveLength(1);
    school.clock.advance({ seconds: 6 });
    await school.work();
    school.clock.advance({ seconds: 20 });
    await school.work();
    expect(school.texts().slice(0, 2)).toEqual(Array(2).fill(expect.stringContaining('Алгебра: 5')));
    expect(school.texts()[2]).toContain('было 5, стало 2');
  });

  it('whose bytes may have arrived goes no second time after the consent was taken back', async () => {
    await open();
    school.telegram.script.push(unknown);
    await school.record(mark());
    school.clock.advance({ minutes: 3 });
    await school.work();
    await choose('g1', { consent: false });
    school.clock.advance({ minutes: 1 });
    await school.work();
    expect(school.telegram.heard).toHaveLength(1);
    expect(await school.db.delivery.findMany({ select: { state: true, endReason: true } })).toEqual([
      { state: 'withdrawn', endReason: 'notPermitted' },
    ]);
  });

  it('is none while the guardian pauses, but for the week’s summary', async () => {
    await open();
    await school.db.guardian.update({ where: { id: 'g1' }, data: { pausedUntil: new Date('2026-09-20') } });
    await school.record(mark());
    school.clock.advance({ minutes: 5 });
    await school.work();
    expect(school.texts()).toEqual([]);
    school.clock.set(sixDayClose);
    await school.work();
    expect(school.texts().find((text) => text.includes('Пётр'))).toContain('Алгебра: 5');
    school.clock.set('2026-09-21T12:00:00+03:00');
    await school.record(mark({ date: '2026-09-21', value: '3' }));
    school.clock.advance({ minutes: 5 });
    await school.work();
    expect(school.texts().at(-1)).toContain('Алгебра: 3');
  });
});

describe('a weekly summary', () => {
  it('goes where the guardian wants it when it leaves, not where it was wanted when the week closed', async () => {
    await open();
    school.clock.set(sixDayClose);
    await closeWeeks(school);
    await choose('g1', { channels: ['email', 'paper'] });
    await school.work();
    expect(school.texts()).toEqual([]);
    const letters = school.email.heard.filter(({ to }) => to === 'ivanova@mail.example').map(({ text }) => text);
    expect(letters.join()).toContain('Пётр, 7Б');
    expect(letters.join()).toContain('Дарья, 1А');
    expect(await line('g1', 's1')).toMatchObject({ informed: true, by: 'email' });
    expect(await school.db.delivery.count({ where: { state: 'passedOn', endReason: 'choiceChanged' } })).toBe(2);
  });

  it('whose bytes may have arrived becomes a sheet once the consent is taken back (К-У 2.2)', async () => {
    await open();
    school.clock.set(sixDayClose);
    school.telegram.script.push(unknown, unknown);
    await school.work();
    await choose('g1', { consent: false });
    school.clock.advance({ minutes: 1 });
    await school.work();
    expect(school.telegram.heard).toHaveLength(2);
    expect(await school.db.delivery.count({ where: { endReason: 'notPermitted' } })).toBe(2);
    expect(await line('g1', 's13')).toMatchObject({ informed: false, next: { code: 'handOver' } });
    expect(await school.db.sheet.count({ where: { studentId: 's13', run: { kind: 'supplementary' } } })).toBe(1);
  });

  it('goes nowhere once the guardian has no rights any more', async () => {
    await open();
    school.clock.set(sixDayClose);
    await closeWeeks(school);
    await choose('g1', { rights: 'none' });
    await school.work();
    expect(school.texts()).toEqual([]);
    expect(school.email.heard.map(({ to }) => to)).not.toContain('ivanova@mail.example');
    expect(await school.db.sheet.count({ where: { guardianId: 'g1' } })).toBe(0);
    expect((await line('g1', 's13'))?.informed).toBe(false);
  });

  it('waits for the end of quiet hours on Telegram, a letter makes no sound', async () => {
    await open({ rules: { weekCloses: { weekday: 'after', time: '06:00' } } });
    school.clock.set('2026-09-20T06:00:00+03:00');
    await school.work();
    expect(school.texts()).toEqual([]);
    expect(school.email.heard.length).toBeGreaterThan(0);
    school.clock.set('2026-09-20T07:30:00+03:00');
    await school.work();
    expect(school.texts()).toHaveLength(2);
  });
});
