import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { markOpened, markTapped } from '../../src/delivery/evidence.ts';
import { handOver } from '../../src/delivery/hand-over.ts';
import { type LedgerLine, readLedger } from '../../src/delivery/ledger.ts';
import type { SheetToPrint } from '../../src/delivery/print-sheets.ts';
import { type PrintRequest, printWeek } from '../../src/delivery/print-week.ts';
import { sealLedger, verifyLedger } from '../../src/delivery/seal-ledger.ts';
import { serveFrozenWeeks } from '../../src/delivery/serve-frozen.ts';
import { canonicalJson } from '../../src/notify/week.ts';
import type { WeekFacts } from '../../src/notify/week-facts.ts';
import { type EXAMPLE, mark, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

const week = '2026-W38';
/** 1А and 9А are taught till Friday, 7Б till Saturday; each closes the day after at 10:00 */
const fiveDayClose = '2026-09-19T10:00:00+03:00';
const sixDayClose = '2026-09-20T10:00:00+03:00';

async function open(options?: Parameters<typeof openSchool>[0]): Promise<School> {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', ...options });
  return school;
}

async function facts(studentId: string, of = week): Promise<WeekFacts> {
  const record = await school.db.weeklyRecord.findFirstOrThrow({ where: { studentId, schoolWeek: { week: of } } });
  expect(record.sha256).toBe(createHash('sha256').update(canonicalJson(record.facts)).digest('hex'));
  return record.facts as unknown as WeekFacts;
}

async function line(guardian: string, student: string, of = week): Promise<LedgerLine | undefined> {
  const lines = await readLedger(school, of);
  return lines.find((one) => one.guardian === guardian && one.student === student);
}

describe('the close of a week', () => {
  it('comes the day after each class’s last school day, not earlier', async () => {
    await open();
    school.clock.set(new Date(Date.parse(fiveDayClose) - 1000));
    expect(await closeWeeks(school)).toBe(0);
    school.clock.set(fiveDayClose);
    expect(await closeWeeks(school)).toBe(2);
    expect(await closeWeeks(school)).toBe(0);
    school.clock.set(sixDayClose);
    expect(await closeWeeks(school)).toBe(1);
  });

  it('freezes what the journal said: marks by subject, absences, messages, homework ahead, averages', async () => {
    await open();
    await school.record(
      mark({ value: '5', work: 'контрольная' }),
      mark({ value: '4' }),
      mark({ value: '4', key: 'third' }),
      mark({ kind: 'absence', subject: 'Физика', by: 't2', code: 'Н' }),
      { kind: 'message', class: '7Б', text: 'Собрание в среду', by: 't1' },
      { kind: 'homework', class: '7Б', subject: 'Алгебра', due: '2026-09-21', text: '§ 13', by: 't1' },
    );
    school.clock.set(sixDayClose);
    await closeWeeks(school);
    expect(await facts('s1')).toMatchObject({
      from: '2026-09-14',
      to: '2026-09-19',
      asOf: '2026-09-20T10:00',
      subjects: [
        {
          name: 'Алгебра',
          average: '4,33',
          marks: [{ value: '5', work: 'контрольная' }, { value: '4' }, { value: '4' }],
        },
      ],
      absences: [{ subject: 'Физика', code: 'Н', lesson: 2 }],
      missedInPeriod: { lessons: 1 },
      messages: [{ text: 'Собрание в среду', by: 'Орлова Анна Сергеевна' }],
      homework: [{ due: '2026-09-21', subject: 'Алгебра', text: '§ 13' }],
    });
    expect((await facts('s2')).subjects).toEqual([]);
  });

  it('leaves what was entered after it to the next week, with no gap and no overlap', async () => {
    await open();
    await school.record(mark({ key: 'a' }));
    school.clock.set(sixDayClose);
    school.clock.advance({ minutes: 5 });
    await school.record(mark({ key: 'b', value: '3', date: '2026-09-18' }));
    await closeWeeks(school);
    expect((await facts('s1')).subjects[0]?.marks.map(({ value }) => value)).toEqual(['5']);
    school.clock.set('2026-09-27T10:00:00+03:00');
    await closeWeeks(school);
    const next = await facts('s1', '2026-W39');
    expect(next.subjects[0]?.marks).toEqual([{ date: '2026-09-18', value: '3', work: 'ответ', entered: '2026-09-20' }]);
    const windows = await school.db.schoolWeek.findMany({
      where: { schoolClass: { name: '7Б' } },
      orderBy: { week: 'asc' },
    });
    expect(windows[1]?.fromEvent).toBe(windows[0]?.toEvent);
  });

  it('says what was corrected or withdrawn since an earlier week, with both values', async () => {
    await open();
    await school.record(mark({ key: 'a', value: '2' }), mark({ key: 'b', value: '3' }));
    school.clock.set(sixDayClose);
    await closeWeeks(school);
    school.clock.set('2026-09-21T10:00:00+03:00');
    const at = school.clock.now().toISOString();
    await school.record(mark({ key: 'a', value: '4', at }), { kind: 'withdraw', key: 'b', at });
    school.clock.set('2026-09-27T10:00:00+03:00');
    await closeWeeks(school);
    expect((await facts('s1', '2026-W39')).corrections).toEqual([
      { kind: 'mark', date: '2026-09-14', subject: 'Алгебра', work: 'ответ', was: '2', now: '4' },
      { kind: 'mark', date: '2026-09-14', subject: 'Алгебра', work: 'ответ', was: '3', now: null },
    ]);
  });

  it('catches up weeks that closed while nothing ran, each with its own window and duty, in one summary for each reader', async () => {
    await open();
    await school.link('g1');
    await school.record(mark());
    school.clock.set('2026-10-12T12:00:00+03:00');
    // of several processes each class is served by one
    const closed = await Promise.all([closeWeeks(school), closeWeeks(school)]);
    expect(closed[0]! + closed[1]!).toBe(12);
    const weeks = await school.db.schoolWeek.findMany({
      where: { schoolClass: { name: '7Б' } },
      orderBy: { week: 'asc' },
    });
    const names = ['2026-W38', '2026-W39', '2026-W40', '2026-W41'];
    expect(weeks.map((one) => one.week)).toEqual(names);
    expect((await facts('s1')).subjects).toHaveLength(1);
    expect((await facts('s1', '2026-W39')).subjects).toHaveLength(0);
    await school.work();
    // one message for each child, one letter for each mailbox
    const told = school.texts('chat-g1').filter((text) => text.startsWith('Недел'));
    expect(told).toHaveLength(2);
    expect(told.find((text) => text.includes('Пётр'))).toMatch(
      new RegExp(
        '^Неделя 14–19 сентября · Пётр, 7Б\\nАлгебра: 5 \\(14.09\\)[\\s\\S]*\\n\\n' +
          'Недели 21 сентября – 3 октября · Пётр, 7Б\\nЗа эти недели новых отметок, пропусков и сообщений в журнале нет.\\n\\n' +
          'Неделя 5–10 октября · Пётр, 7Б\\nЗа неделю новых отметок, пропусков и сообщений в журнале нет.$',
      ),
    );
    expect(school.email.heard.map(({ to }) => to).toSorted()).toEqual([
      'kovalchuk@mail.example',
      'mamutova@mail.example',
      'petrova@mail.example',
    ]);
    expect(school.email.heard[0]?.subject).toMatch(/^Школьные недели 14.сентября/);
    // each week's duty has its own line and evidence, and one tap answers for all
    const accepted = { informed: true, by: 'telegram', evidence: 'accepted' };
    for (const of of names) expect(await line('g1', 's1', of)).toMatchObject({ ...accepted, week: of });
    const item = await school.db.deliveryItem.findFirstOrThrow({
      where: { guardianId: 'g1', studentId: 's1', obligationId: { not: null } },
      include: { delivery: true },
    });
    expect(item.delivery.week).toBe('2026-W41');
    await markTapped(school, { deliveryId: item.deliveryId, personIds: ['g1'] });
    for (const of of names) expect(await line('g1', 's1', of)).toMatchObject({ evidence: 'seen' });
    await sealLedger(school);
    expect(await verifyLedger(school.db)).toMatchObject({ unsealed: 0, differs: null });
    // paper has a sheet for each week, as it is the week's record
    expect(await school.db.sheet.count({ where: { guardianId: 'g6' } })).toBe(names.length);
    // the next week comes by itself, as ever
    school.clock.set('2026-10-18T10:00:00+03:00');
    await school.work();
    expect(school.texts('chat-g1').at(-1)).toMatch(/^Неделя 12–1[67] октября/);
  });

  it('is taken up where it was interrupted: nobody is served before all late weeks of the class are frozen', async () => {
    await open();
    await school.link('g1');
    school.clock.set('2026-09-28T12:00:00+03:00');
    await closeWeeks(school);
    const [, last] = await school.db.schoolWeek.findMany({
      where: { schoolClass: { name: '7Б' } },
      orderBy: { week: 'asc' },
    });
    const open7b = { schoolClass: { name: '7Б' } };
    // as a kill between two steps leaves it
    await school.db.schoolWeek.updateMany({ where: open7b, data: { closedAt: null } });
    await school.db.schoolWeek.update({ where: { id: last!.id }, data: { frozenAt: null } });
    expect(await serveFrozenWeeks(school.db, school.clock.now())).toBe(0);
    const served = await school.db.delivery.count();
    expect(await closeWeeks(school)).toBe(2);
    expect(await closeWeeks(school)).toBe(0);
    expect(await school.db.delivery.count()).toBe(served);
  });

  it('closes nothing in a week without lessons and without entries', async () => {
    await open({ at: '2026-10-26T12:00:00+03:00' });
    school.clock.set('2026-11-02T12:00:00+03:00');
    expect(await closeWeeks(school)).toBe(0);
    expect(await readLedger(school, '2026-W44')).toEqual([]);
  });
});

describe('the weekly summary', () => {
  it('goes to each guardian by the chosen channel, one letter for all children of a mailbox', async () => {
    await open();
    await school.link('g1');
    await school.record(mark());
    await school.work();
    school.clock.set(sixDayClose);
    await school.work();
    const summary = school.texts('chat-g1').find((text) => text.startsWith('Неделя') && text.includes('Пётр'));
    expect(summary).toContain('Неделя 14–19 сентября · Пётр, 7Б');
    expect(summary).toContain('Алгебра: 5');
    expect(school.email.heard.map(({ to }) => to).sort()).toEqual([
      'kovalchuk@mail.example',
      'mamutova@mail.example',
      'petrova@mail.example',
    ]);
    expect(await line('g1', 's1')).toMatchObject({ informed: true, by: 'telegram', evidence: 'accepted', next: null });
    expect(await line('g7', 's5')).toMatchObject({ informed: true, by: 'email', evidence: 'accepted' });
  });

  it('that could not leave before the next week closed takes it along; children of one mailbox in several classes are one letter', async () => {
    const change = (file: typeof EXAMPLE) => ({
      ...file,
      guardians: (file.guardians as { id: string }[]).map((one) =>
        one.id === 'g1' ? { ...one, email: 'ivanova@mail.example', delivery: 'email', consent: true } : one,
      ),
    });
    await open({ change });
    await school.link('g4');
    await school.record(mark());
    await school.db.school.update({ where: { id: 1 }, data: { sendingPausedAt: school.clock.now() } });
    for (const close of [sixDayClose, '2026-09-27T10:00:00+03:00']) {
      school.clock.set(close);
      await school.work();
    }
    expect(school.email.heard).toEqual([]);
    await school.db.school.update({ where: { id: 1 }, data: { sendingPausedAt: null } });
    await school.work();
    const [letter, ...more] = school.email.heard.filter(({ to }) => to === 'ivanova@mail.example');
    expect(more).toEqual([]);
    expect(letter?.subject.replaceAll('\u00a0', ' ')).toMatch(/^Школьные недели 14–26 сентября: .*; /);
    expect(letter?.text.match(/^Недел.*· \S+/gm)?.toSorted()).toEqual([
      expect.stringMatching(/^Неделя 14–18/),
      expect.stringMatching(/^Неделя 14–19.*Пётр/),
      expect.stringMatching(/^Неделя 21–25/),
      expect.stringMatching(/^Неделя 21–26.*Пётр/),
    ]);
    expect(school.texts('chat-g4').filter((text) => text.startsWith('Недел'))).toHaveLength(1);
    for (const of of [week, '2026-W39'])
      for (const [guardian, student] of [
        ['g1', 's1'],
        ['g1', 's13'],
        ['g4', 's3'],
      ] as const)
        expect(await line(guardian, student, of)).toMatchObject({ informed: true, evidence: 'accepted' });
  });

  it('becomes *seen* by a tap or a visit', async () => {
    await open();
    await school.link('g1');
    school.clock.set(sixDayClose);
    await school.work();
    const delivery = await school.db.delivery.findFirstOrThrow({
      where: { rhythm: 'week', channel: 'telegram', items: { some: { studentId: 's1' } } },
    });
    expect(await markTapped(school, { deliveryId: delivery.id, personIds: ['g4'] })).toBe(false);
    expect(await markTapped(school, { deliveryId: delivery.id, personIds: ['g1'] })).toBe(true);
    expect(await line('g1', 's1')).toMatchObject({ by: 'telegram', evidence: 'seen' });
    await markOpened(school, { personId: 'g4', studentId: 's3', week });
    expect(await line('g4', 's3')).toMatchObject({ informed: true, by: 'diary', evidence: 'seen' });
  });

  it('moves on to the next channel when a chat is blocked', async () => {
    await open({ rules: { paperFor: 'unreached' } });
    await school.link('g4');
    school.telegram.script.push({ kind: 'unreachable', code: '403', detail: 'bot was blocked by the user' });
    school.clock.set(sixDayClose);
    await school.work();
    const [contact] = await school.db.contact.findMany({ where: { channel: 'telegram' } });
    expect(contact).toMatchObject({ state: 'unreachable', reason: '403' });
    expect((await line('g4', 's3'))?.next).toMatchObject({ code: 'handOver', sheet: expect.any(Number) });
    const run = await school.db.printRun.findFirstOrThrow({
      where: { kind: 'supplementary' },
      include: { sheets: true },
    });
    expect(run.sheets.map(({ studentId }) => studentId)).toEqual(['s3']);
  });

  it('whose bytes may have arrived goes once more, the same, and then another way', async () => {
    await open();
    await school.link('g1');
    const unknown = { kind: 'unknown' as const, code: 'timeout', detail: '' };
    school.clock.set(fiveDayClose);
    await school.work();
    school.telegram.heard.length = 0;
    school.telegram.script.push(unknown, unknown);
    school.clock.set(sixDayClose);
    await school.work();
    school.clock.advance({ minutes: 1 });
    await school.work();
    expect(school.telegram.heard[1]).toEqual(school.telegram.heard[0]);
    school.clock.advance({ minutes: 1 });
    await school.work();
    expect(school.email.heard.find(({ to }) => to === 'ivanova@mail.example')?.text).toContain('Пётр');
  });
});

describe('paper', () => {
  const press = () => ({ ...school, publicUrl: 'https://diary.example' });

  async function sheetsOf(request: PrintRequest): Promise<SheetToPrint[]> {
    const found = await printWeek(press(), request);
    if (!found.ok) throw new Error(found.code);
    const sheets = [];
    for await (const one of found.print.classes) for await (const sheet of one.sheets) sheets.push(sheet);
    return sheets;
  }

  it('serves who chose it, who gave no consent, and who never linked', async () => {
    await open();
    school.clock.set(sixDayClose);
    await school.work();
    const sheets = await sheetsOf({ className: '7Б' });
    expect(sheets.map(({ facts, recipient }) => `${facts.student.last} ${recipient}`)).toEqual([
      'Иванов Иванов Илья Андреевич',
      'Сидоров Сидоров Денис Павлович',
      'Степанян Степанян Ваган Арамович',
      'Цой Цой Елена',
    ]);
    expect(await line('g6', 's4')).toMatchObject({ informed: false, by: null, next: { code: 'handOver' } });
    expect(await line('g1', 's1')).toMatchObject({ informed: true, by: 'email' });
    expect(await line('g2', 's1')).toMatchObject({ informed: true, by: 'family' });
  });

  it('counts when the sheet is handed over, through the child only when the stub is back', async () => {
    await open();
    school.clock.set(sixDayClose);
    await school.work();
    const sheet = await school.db.sheet.findFirstOrThrow({ where: { studentId: 's4' } });
    const hand = (way: 'child' | 'person') =>
      handOver(school, { sheetIds: [sheet.id], deed: way, date: '2026-09-20', byId: 't1' });
    expect(await hand('child')).toMatchObject({ ok: true });
    expect((await line('g6', 's4'))?.informed).toBe(false);
    expect(await hand('person')).toMatchObject({ ok: true });
    expect(await line('g6', 's4')).toMatchObject({ informed: true, by: 'paper', evidence: 'handed-over', next: null });
    expect(await handOver(school, { sheetIds: [9999], deed: 'person', date: '2026-09-20', byId: 't1' })).toMatchObject({
      ok: false,
    });
  });

  it('prints the same again, every child on request, and says what is not closed', async () => {
    await open();
    expect(await printWeek(press(), {})).toMatchObject({ ok: false, code: 'nothingClosed' });
    school.clock.set(sixDayClose);
    await closeWeeks(school);
    const first = await sheetsOf({ all: true });
    expect(first).toHaveLength(12);
    expect(await sheetsOf({ all: true })).toEqual(first);
    expect(await printWeek(press(), { className: '8Г' })).toMatchObject({ ok: false, code: 'unknownClass' });
    expect(await printWeek(press(), { ending: '2026-10-01' })).toMatchObject({ ok: false, code: 'notClosed' });
  });
});

it('serves besides Telegram who applied for it', async () => {
  await open();
  await school.link('g4');
  await school.db.guardianship.updateMany({ where: { guardianId: 'g4' }, data: { paperApplied: true } });
  school.clock.set(sixDayClose);
  await school.work();
  expect(await school.db.sheet.count({ where: { guardianId: 'g4' } })).toBe(1);
  expect(await line('g4', 's3')).toMatchObject({ informed: true, by: 'telegram' });
});

describe('the ledger', () => {
  it('has a line for every pair, before the close too', async () => {
    await open();
    const before = await readLedger(school, week);
    expect(before.every(({ informed }) => !informed)).toBe(true);
    expect(before[0]?.next?.code).toBe('weekOpen');
    school.clock.set(sixDayClose);
    await school.work();
    const after = await readLedger(school, week);
    const pair = ({ guardian, student }: LedgerLine) => `${guardian} ${student}`;
    expect(after.map(pair).sort()).toEqual(before.map(pair).sort());
    expect(new Set(after.map(pair)).size).toBe(after.length);
  });

  it('counts nothing that a demo only showed', async () => {
    await open();
    await school.link('g1');
    school.clock.set(fiveDayClose);
    await school.work();
    school.telegram.script.push({ kind: 'accepted', simulated: true });
    school.clock.set(sixDayClose);
    await school.work();
    expect(await line('g1', 's1')).toMatchObject({ informed: false, evidence: null });
  });
});
