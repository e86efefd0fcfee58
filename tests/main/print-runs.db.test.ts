/** Sheets are printed by themselves: when a week closes, for who falls to paper afterwards, for what does not wait. */
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { handOver } from '../../src/delivery/hand-over.ts';
import { planDue } from '../../src/delivery/planner.ts';
import { printWeek } from '../../src/delivery/print-week.ts';
import { readSchool } from '../../src/delivery/school.ts';
import { serveObligations } from '../../src/delivery/serve-week.ts';
import { printDue } from '../../src/main/print-runs.ts';
import { weekStream } from '../../src/main/week-stream.ts';
import { tellOfPrinted } from '../../src/oversight/tell-printed.ts';
import type { Config } from '../../src/platform/config.ts';
import { pagesOf } from '../channels/paper/pdf.ts';
import { needs } from '../needs.ts';
import { mark, openSchool, type School } from '../school.ts';
import { silent } from '../silent.ts';

let school: School;
afterEach(() => school.close());

const fiveDayClose = '2026-09-19T10:00:00+03:00';
const sixDayClose = '2026-09-20T10:00:00+03:00';
const monday = '2026-09-21T07:30:00+03:00';
const parts = () => ({ ...school, log: silent, config: { publicUrl: 'https://diary.example' } as Config });

/** The file of one run, as the desk hands it out. */
async function runFile(runId: number): Promise<Buffer> {
  const stream = await weekStream(parts(), { runId });
  if (!stream) throw new Error('no such run');
  return buffer(stream);
}

async function at(instant: string): Promise<void> {
  school.clock.set(instant);
  await planDue(school);
  await closeWeeks(school);
  await printDue(parts());
}

const runs = (kind: 'weekly' | 'supplementary' | 'period') =>
  school.db.printRun.findMany({
    where: { kind, sheets: { some: {} } },
    include: { sheets: { orderBy: { id: 'asc' } }, files: { where: { sha256: { not: null } } } },
    orderBy: { id: 'asc' },
  });

async function text(runId: number): Promise<string[]> {
  return pagesOf(await runFile(runId));
}

/** A chat that was linked at the close fails afterwards: its family falls to paper. */
async function fallToPaper(guardianId: string): Promise<void> {
  const obligations = await school.db.obligation.findMany({ where: { guardianId } });
  await school.db.contactHolder.updateMany({ where: { personId: guardianId }, data: { endedAt: school.clock.now() } });
  await school.db.$transaction(async (tx) =>
    serveObligations(
      tx,
      school.clock.now(),
      await readSchool(tx),
      obligations.map(({ id }) => id),
      { atClose: false },
    ),
  );
}

/** The class teacher of 7Б in the teachers' bot. */
async function linkTeacher(): Promise<void> {
  const contact = await school.db.contact.create({
    data: { channel: 'telegram', bot: 'teachers', address: 'chat-t1', since: school.clock.now() },
  });
  await school.db.contactHolder.create({
    data: { contactId: contact.id, personId: 't1', linkedAt: school.clock.now() },
  });
}

async function saidToTeacher(): Promise<string[]> {
  await tellOfPrinted({ ...school, publicUrl: 'https://diary.example' });
  const rows = await school.db.delivery.findMany({ where: { rhythm: 'staff' }, orderBy: { id: 'asc' } });
  return rows.map(({ payload }) =>
    (payload as { parts: { text: string }[] }).parts.map((part) => part.text.replaceAll('\u00a0', ' ')).join(' '),
  );
}

describe('when a week closes', needs('pdftotext'), () => {
  it('each class’s sheets are printed at once, the school’s when its last class has closed, and stay so', async () => {
    school = await openSchool({ at: '2026-09-14T12:00:00+03:00', rules: { paperFor: 'unreached' } });
    await linkTeacher();
    await school.link('g4');
    await school.record(mark());
    await at(fiveDayClose);
    const early = await runs('weekly');
    expect(early.length).toBeGreaterThan(0);
    expect(early.every(({ files, sha256 }) => files.length === 1 && sha256)).toBe(true);
    // the six-day class 7Б goes on: no file of the school yet
    expect(await school.db.printFile.count({ where: { classId: null } })).toBe(0);
    await at(sixDayClose);
    const weekly = await runs('weekly');
    const whole = await school.db.printFile.findMany({ where: { classId: null } });
    expect(whole).toHaveLength(1);
    expect(whole[0]?.sheets).toBe(weekly.reduce((sum, { sheets }) => sum + sheets.length, 0));
    const of7b = weekly.find(({ classId, sheets }) => classId && sheets.some(({ studentId }) => studentId === 's1'));
    const first = await runFile(of7b?.id ?? 0);
    const pages = await text(of7b?.id ?? 0);
    expect(pages).toHaveLength(1 + (of7b?.sheets.length ?? 0));
    expect(pages[0]).toContain('Ведомость выдачи распечаток, 7Б, 1 четверть');
    // the word to the class teacher, once, without the file
    const said = await saidToTeacher();
    expect(said).toEqual([
      `7Б, неделя 14–19 сентября. Распечатки готовы: ${of7b?.sheets.length} листа.\nНапечатать можно на рабочем столе: https://diary.example/desk`,
    ]);
    expect(await saidToTeacher()).toEqual(said);

    // a late entry stands on the next sheet; this file stays
    await school.record(mark({ subject: 'Физика', value: '2', by: 't2' }));
    await school.db.person.updateMany({ data: { first: 'Иначе' } });
    expect(await printDue(parts())).toBe(0);
    expect((await runFile(of7b?.id ?? 0)).equals(first)).toBe(true);
    const asked = await printWeek({ ...school, publicUrl: 'https://diary.example' }, { className: '7Б' });
    expect(asked.ok && asked.print.count).toBe(of7b?.sheets.length);

    // who falls to paper on Sunday comes on Monday morning, by a run of their own
    await fallToPaper('g4');
    await at('2026-09-20T18:00:00+03:00');
    expect((await runs('supplementary'))[0]?.files).toEqual([]);
    await at(monday);
    const [later] = await runs('supplementary');
    expect(later?.sheets.map(({ studentId }) => studentId)).toEqual(['s3']);
    const [register, sheet, ...more] = await text(later?.id ?? 0);
    expect(more).toEqual([]);
    expect(register).toContain('Сидоров');
    expect(register).not.toContain('Цой');
    expect(sheet).toMatch(/Сидоров .*, 7Б/);
    expect((await saidToTeacher()).at(-1)).toContain(
      'неделя 14–19 сентября, дополнительные листы. Распечатки готовы: 1 лист.',
    );
    // and the next week's register shows what was handed over
    await handOver(school, { sheetIds: [of7b?.sheets[0]?.id ?? 0], deed: 'person', date: '2026-09-21', byId: 't1' });
    await at('2026-09-27T10:00:00+03:00');
    const next = (await runs('weekly')).findLast(({ classId }) => classId === of7b?.classId);
    const [signed] = await text(next?.id ?? 0);
    expect(signed).toMatch(new RegExp(`№ ?${of7b?.sheets[0]?.id}, вручён 21.09`));
    expect(signed).toMatch(new RegExp(`№ ?${of7b?.sheets[1]?.id} `));
    expect(await text(next?.id ?? 0)).toEqual(
      expect.arrayContaining([expect.stringContaining('Физика: 2 (14.09, внесено 20.09)')]),
    );
  });
});

describe('what does not wait for the week', needs('pdftotext'), () => {
  const periodMark = (differs: object = {}) =>
    mark({ kind: 'periodMark', date: undefined, work: undefined, period: '1 четверть', value: '4', ...differs });
  const urgent = { kind: 'message', class: '7Б', text: 'Завтра школа закрыта: карантин.', urgent: true, by: 't1' };

  it('comes to families on paper by the next school morning, as a sheet of its own', async () => {
    school = await openSchool({ at: '2026-09-15T12:00:00+03:00' });
    await linkTeacher();
    await school.record(periodMark({ student: 's4', key: 'p1' }), periodMark({ student: 's2', key: 'p2' }));
    await school.record(mark({ student: 's4' }));
    await at('2026-09-15T12:10:00+03:00');
    expect(await runs('period')).toEqual([]);
    await school.record({ ...periodMark({ student: 's4', subject: 'Физика', value: '5', by: 't2' }), key: 'p3' });
    await at('2026-09-16T07:30:00+03:00');
    const [run, ...others] = await runs('period');
    expect(others).toEqual([]);
    // the family of s2 is told by email, and the mark of a lesson waits for the week
    expect([...new Set(run?.sheets.map(({ studentId }) => studentId))]).toEqual(['s4']);
    const [register, sheet] = await text(run?.id ?? 0);
    expect(register).toMatch(new RegExp(`№ ?${run?.sheets[0]?.id}`));
    expect(sheet).toContain('Итоговые отметки');
    expect(sheet).toMatch(/1 четверть: Алгебра — 4, Физика — 5/);
    expect(sheet).not.toMatch(/Отметки за неделю|Сообщений нет|Пропуски/);
    expect((await saidToTeacher()).at(-1)).toMatch(/вне очереди.*Распечатки готовы: 1 лист/);
    // handed over it is done, and nothing is printed twice
    await handOver(school, { sheetIds: [run?.sheets[0]?.id ?? 0], deed: 'person', date: '2026-09-16', byId: 't1' });
    const delivery = await school.db.delivery.findFirstOrThrow({ where: { id: run?.sheets[0]?.deliveryId ?? 0 } });
    expect(delivery.state).toBe('handedOver');

    // corrected: the next morning tells both; taken back before its morning: nothing
    school.clock.set('2026-09-16T13:00:00+03:00');
    await school.record({ ...periodMark({ student: 's4', value: '5' }), key: 'p1b' });
    await school.record(periodMark({ student: 's1', value: '3', key: 'gone' }));
    await school.record({ kind: 'withdraw', key: 'gone', by: 't1', at: '2026-09-16T13:01:00+03:00' });
    await at('2026-09-17T07:30:00+03:00');
    const second = (await runs('period')).at(-1);
    expect(second?.sheets).toHaveLength(1);
    expect((await text(second?.id ?? 0))[1]).toMatch(/Алгебра, 1 четверть.*было 4, стало 5/);
  });

  it('is an urgent message too; a personal one asks to come or call', async () => {
    school = await openSchool({ at: '2026-09-18T12:00:00+03:00' });
    await school.record({ ...urgent, key: 'u1' });
    await school.record({ ...urgent, key: 'u2', student: 's4', personal: true, text: 'Секрет' });
    await school.record({ ...urgent, key: 'u3', urgent: false, text: 'Собрание в среду.' });
    await at('2026-09-18T12:10:00+03:00');
    await at('2026-09-19T07:30:00+03:00');
    const [run] = await runs('period');
    const pages = await text(run?.id ?? 0);
    const own = pages.find((page) => page.includes('Цой Вера, 7Б')) ?? '';
    expect(own).toContain('Завтра школа закрыта: карантин.');
    expect(own).toContain('просим зайти или позвонить');
    expect(pages.join(' ')).not.toMatch(/Секрет|Собрание/);
    // of a class without lessons on Saturday the morning is Monday's
    expect(run?.sheets.every(({ studentId }) => ['s1', 's2', 's3', 's4', 's5', 's6'].includes(studentId))).toBe(true);
  });

  it('stays with the week where the school does not make it mandatory', async () => {
    school = await openSchool({ at: '2026-09-15T12:00:00+03:00', rules: { mandatory: [] } });
    await school.record(periodMark({ student: 's4', key: 'p1' }), { ...urgent, key: 'u1' });
    await at('2026-09-15T12:10:00+03:00');
    await at('2026-09-16T07:30:00+03:00');
    expect(await runs('period')).toEqual([]);
  });
});
