/** Who has no evidence two school days after the close: asked of the class teacher, a day later told to the deputy. */

import { afterEach, describe, expect, it } from 'vitest';
import { linkChat } from '../../src/access/contacts.ts';
import { markOpened, reopenDuties } from '../../src/delivery/evidence.ts';
import { handOver } from '../../src/delivery/hand-over.ts';
import { readLedger } from '../../src/delivery/ledger.ts';
import { verifyLedger } from '../../src/delivery/seal-ledger.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { askForEvidence } from '../../src/oversight/ask-teachers.ts';
import { schoolDaysAfter } from '../../src/oversight/unproven.ts';
import { openSchool, type School } from '../school.ts';
import { staffWords } from '../staff-words.ts';

let school: School;
afterEach(() => school.close());

const week = '2026-W38';
const sixDayClose = '2026-09-20T10:00:00+03:00';
const link = (id: string) =>
  school.db.$transaction((tx) => linkChat(tx, school.clock.now(), id, 'teachers', `chat-${id}`));
const ask = () => askForEvidence(school);

/** The week of 7Б (class teacher t1) closed on Sunday, 1А and 9А on Saturday; t3 is deputy. */
async function open(options: Parameters<typeof openSchool>[0] = {}): Promise<School> {
  const live = async (on: School) => {
    for (const id of ['t1', 't3'])
      await on.db.$transaction((tx) => linkChat(tx, on.clock.now(), id, 'teachers', `chat-${id}`));
    await on.link('g4');
    on.clock.set('2026-09-19T10:00:00+03:00');
    await on.work();
    on.clock.set(sixDayClose);
    await on.work();
  };
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', past: { name: 'unproven', live }, ...options });
  return school;
}

const words = () => staffWords(school.db);

const sheetOf = async (guardianId: string) =>
  (await school.db.sheet.findFirstOrThrow({ where: { guardianId }, orderBy: { id: 'desc' } })).id;

describe('the class teacher', () => {
  it('is asked at the end of the second school day, once, with what to do for each family', async () => {
    await open();
    school.clock.set('2026-09-22T16:59:00+03:00');
    expect(await ask()).toBe(0);
    school.clock.set('2026-09-22T17:00:00+03:00');
    expect(await ask()).toBe(1);
    const [text, more] = await words();
    expect(more).toBeUndefined();
    expect(text).toBe(
      'chat-t1: 7Б, неделя 14–19 сентября: нет подтверждения от 2 семей / ' +
        `Семья без согласия на электронные сведения: вручите распечатку № ${await sheetOf('g8')}. Имя — в реестре распечаток. / ` +
        `Цой Вера (Цой Е.): вручите распечатку № ${await sheetOf('g6')}. / ` +
        'Со времени закрытия недели прошло два учебных дня. Подтверждением станут вручённая распечатка, принятое сообщение или открытый дневник.',
    );
    expect(await ask()).toBe(0);
    school.clock.advance({ minutes: 30 });
    expect(await ask()).toBe(0);
  });

  it('is asked of who is still without evidence by then, and of nobody when all have it', async () => {
    await open();
    const on = { date: '2026-09-20', byId: 't1' };
    await handOver(school, { ...on, sheetIds: [await sheetOf('g8')], deed: 'person' });
    await handOver(school, { ...on, sheetIds: [await sheetOf('g6')], deed: 'child' });
    school.clock.set('2026-09-22T18:00:00+03:00');
    expect(await ask()).toBe(1);
    expect((await words())[0]).toContain(
      `/ Цой Вера (Цой Е.): распечатка № ${await sheetOf('g6')} передана через ребёнка; верните её корешок. /`,
    );
    expect((await words())[0]).not.toContain('без согласия');
    await handOver(school, { ...on, sheetIds: [await sheetOf('g6')], deed: 'stub' });
    school.clock.set('2026-09-30T18:00:00+03:00');
    await ask();
    // the deputy hears of the other classes
    expect((await words()).slice(1).join()).toMatch(/1А(?!.*7Б)/);
  });

  it('of each class is asked by its own calendar; at night the word waits for the morning', async () => {
    await open();
    await link('t2');
    // 9А closed on Saturday: Monday and Tuesday are its two days too
    school.clock.set('2026-09-22T22:30:00+03:00');
    expect(await ask()).toBe(2);
    const staff = await school.db.delivery.findMany({ where: { rhythm: 'staff' } });
    expect(staff.map(({ dueAt }) => dueAt)).toEqual(Array(2).fill(new Date('2026-09-23T07:30:00+03:00')));
    expect((await words())[1]).toMatch(/^chat-t2: 9А, неделя 14–18 сентября: нет подтверждения от 2 семей/);
  });

  it('who links later is asked then; two processes ask once', async () => {
    await open();
    await school.db.contact.updateMany({ where: { bot: 'teachers' }, data: { state: 'unreachable' } });
    school.clock.set('2026-09-22T18:00:00+03:00');
    expect(await ask()).toBe(0);
    await school.db.contact.updateMany({ where: { bot: 'teachers' }, data: { state: 'confirmed' } });
    const asked = await Promise.all([ask(), ask(), ask()]);
    expect(asked.toSorted()).toEqual([0, 0, 1]);
  });

  it('is not asked while sending is paused, nor of what a demo only showed', async () => {
    await open();
    school.clock.set('2026-09-22T18:00:00+03:00');
    await school.db.school.update({ where: { id: 1 }, data: { sendingPausedAt: school.clock.now() } });
    expect(await ask()).toBe(0);
    await school.db.school.update({ where: { id: 1 }, data: { sendingPausedAt: null } });
    await school.db.obligation.updateMany({ where: { metBy: null }, data: { next: 'simulated' } });
    expect(await ask()).toBe(0);
  });
});

describe('the deputy', () => {
  it('is told a school day later, of all classes in one message, once', async () => {
    await open();
    school.clock.set('2026-09-22T17:00:00+03:00');
    expect(await ask()).toBe(1);
    school.clock.set('2026-09-23T16:59:00+03:00');
    expect(await ask()).toBe(0);
    await markOpened(school, { personId: 'g6', studentId: 's4', week });
    school.clock.set('2026-09-23T17:00:00+03:00');
    expect(await ask()).toBe(1);
    const [, text] = await words();
    expect(text).toMatch(/^chat-t3: Прошло три учебных дня, подтверждения нет от \d семей/);
    expect(text).toContain(
      '/ 7Б, неделя 14–19 сентября. Предупреждение получил классный руководитель: Орлова Анна Сергеевна / Семья',
    );
    expect(text).toContain('/ 9А, неделя 14–18 сентября. Мельник Олег Васильевич: бот не подключён, сообщите лично / ');
    expect(text).not.toContain('Цой');
    school.clock.advance({ days: 5 });
    expect(await ask()).toBe(0);
  });

  it('hears nothing before the class teacher had a school day, and where there is none the director hears', async () => {
    await open();
    await school.db.staffMember.update({ where: { id: 't3' }, data: { roles: [] } });
    await link('t6');
    // nothing ran for days
    school.clock.set('2026-09-24T11:00:00+03:00');
    await ask();
    const [first, second] = await words();
    expect(first).toMatch(/^chat-t1: 7Б/);
    // t2 and t4 have no chat: their classes go on at once
    expect(second).toMatch(/^chat-t6: /);
    expect(second).not.toContain('7Б');
    school.clock.set('2026-09-25T17:00:00+03:00');
    await ask();
    expect((await words())[2]).toMatch(/^chat-t6: .*7Б/);
  });
});

describe('a letter that came back', () => {
  it('opens the week again, goes the next way, and is asked about anew two school days later', async () => {
    await open();
    const of = async () => (await readLedger(school, week)).find(({ guardian }) => guardian === 'g7');
    expect(await of()).toMatchObject({ informed: true, by: 'email' });
    school.clock.set('2026-09-22T17:00:00+03:00');
    await ask();
    const letter = await school.db.delivery.findFirstOrThrow({
      where: { channel: 'email', items: { some: { guardianId: 'g7' } } },
    });
    await school.db.contact.updateMany({ where: { id: letter.contactId ?? 0 }, data: { state: 'unreachable' } });
    const reopen = () => school.db.$transaction((tx) => reopenDuties(tx, school.clock.now(), letter.id));
    expect(await reopen()).toBe(1);
    expect(await reopen()).toBe(0);
    expect(await of()).toMatchObject({ informed: false, by: null, evidence: null, next: { code: 'unreached' } });
    const duty = await school.db.obligation.findFirstOrThrow({ where: { guardianId: 'g7' } });
    const facts = await school.db.ledgerEntry.findMany({ where: { obligationId: duty.id }, orderBy: { id: 'asc' } });
    expect(facts.map(({ fact }) => [(fact as { by: string }).by, (fact as { next: string }).next])).toEqual([
      [null, 'sending'],
      ['email', null],
      [null, 'unreached'],
    ]);
    expect(await verifyLedger(school.db)).toMatchObject({ broken: null, differs: null });
    school.clock.set('2026-09-24T16:00:00+03:00');
    await ask();
    expect((await words()).filter((text) => text.includes('Мамутов'))).toEqual([]);
    school.clock.set('2026-09-24T17:00:00+03:00');
    await ask();
    expect((await words()).at(-1)).toContain(
      'chat-t1: 7Б, неделя 14–19 сентября: нет подтверждения от 1 семьи / Мамутов Руслан (Мамутова Д. С.): не дошло ни одним путём',
    );
  });

  it('takes nothing from a family that saw the week', async () => {
    await open();
    await markOpened(school, { personId: 'g7', studentId: 's5', week });
    const letter = await school.db.delivery.findFirstOrThrow({
      where: { channel: 'email', items: { some: { guardianId: 'g7' } } },
    });
    expect(await school.db.$transaction((tx) => reopenDuties(tx, school.clock.now(), letter.id))).toBe(0);
  });
});

it('school days are those of the class; after the year’s end working days', async () => {
  school = await openSchool();
  const roster = await currentRoster(school.db);
  const id = [...roster.classes.values()].find(({ name }) => name === '9А')?.id ?? 0;
  const after = (from: string, days: number) => schoolDaysAfter(roster, id, new Date(from), days).toISOString();
  // Saturday 24 October to Monday 2 November: holidays between
  expect(after('2026-10-24T10:00:00+03:00', 2)).toBe('2026-11-03T14:00:00.000Z');
  // a holiday on Wednesday
  expect(after('2026-11-03T10:00:00+03:00', 1)).toBe('2026-11-05T14:00:00.000Z');
  // the year ends on Wednesday 26 May
  expect(after('2027-05-27T10:00:00+03:00', 2)).toBe('2027-05-31T14:00:00.000Z');
});
