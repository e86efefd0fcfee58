import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { correctEntry, withdrawEntry } from '../../src/journal/record.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { absence, homework, journal, mark, message, periodMark, topic } from './journal.ts';
import { emptyJournal, putSchool, raiseRosterVersion } from './school.ts';

let test: TestDatabase;
let use: ReturnType<typeof journal>;
beforeAll(async () => {
  test = await testDatabase();
  await putSchool(test.db.prisma);
});
beforeEach(async () => {
  await emptyJournal(test.db.prisma);
  use = journal(test.db.prisma);
});
afterAll(() => test.close());

const at = (time: string) => `2026-09-15T${time}:00+03:00`;
const keyed = { ...mark, key: 'k', at: at('09:00') };
const withdraw = { kind: 'withdraw', key: 'k', at: at('09:30') };

describe('without a key', () => {
  it('every mark, homework and message stands for itself', async () => {
    expect(await use.record(mark, mark, homework, homework, message, message)).toEqual(Array(6).fill('recorded'));
    expect(await use.standing()).toHaveLength(6);
  });
});

describe('a known key', () => {
  it('with the same value is a duplicate, whoever says it and whenever', async () => {
    const again = { ...keyed, by: 't3', at: at('09:59') };
    expect(await use.record(keyed, keyed)).toEqual(['recorded', 'duplicate']);
    expect(await use.record(keyed, again, { ...again, at: undefined })).toEqual(Array(3).fill('duplicate'));
    expect(await use.history()).toHaveLength(1);
  });

  it('is another key in another source', async () => {
    await use.from('one', [keyed]);
    expect((await use.from('two', [{ ...keyed, value: '2' }])).map((r) => r.status)).toEqual(['recorded']);
    expect(await use.standing()).toEqual(['mark s1 5', 'mark s1 2']);
  });

  it('with another value corrects it, if it comes later', async () => {
    await use.record(keyed);
    const other = { ...keyed, value: '4' };
    expect(await use.record({ ...other, at: undefined })).toEqual(['refused key-conflict key']);
    expect(await use.record({ ...other, at: at('08:59') })).toEqual(['refused stale at']);
    expect(await use.record(other)).toEqual(['refused stale at']);
    expect(await use.record({ ...other, at: at('10:06') })).toEqual(['refused at-in-future at']);
    expect(await use.standing()).toEqual(['mark s1 5']);
    expect(await use.record({ ...other, at: at('09:01') }, { ...other, at: at('09:02') })).toEqual([
      'corrected',
      'duplicate',
    ]);
    expect(await use.standing()).toEqual(['mark s1 4']);
    expect((await use.history()).map((e) => e.slice(e.indexOf(' ') + 1))).toEqual([
      'recorded –→5 t1',
      'corrected 5→4 t1',
    ]);
  });

  it('with another work, text or flag is another value too', async () => {
    const said = { ...message, key: 'm', at: at('09:00') };
    await use.record(keyed, said);
    const later = { at: at('09:01') };
    expect(await use.record({ ...keyed, work: 'тест', ...later }, { ...said, urgent: true, ...later })).toEqual([
      'corrected',
      'corrected',
    ]);
    const events = await test.db.prisma.journalEvent.findMany({
      where: { change: 'corrected' },
      orderBy: { id: 'asc' },
    });
    expect(events[0]).toMatchObject({ before: { value: '5', work: 'ответ' }, after: { value: '5', work: 'тест' } });
    expect(events[1]).toMatchObject({
      before: { urgent: false },
      after: { urgent: true, by: 'Орлова Анна Сергеевна' },
    });
  });

  it('never undoes a later correction from another source', async () => {
    const [first] = await use.from('test', [keyed]);
    const entryId = first?.entryId ?? 0;
    const corrected = await correctEntry(use.deps, {
      entryId,
      by: 't1',
      value: { value: '3' },
      at: at('09:20'),
      source: 'bot',
    });
    expect(corrected).toEqual({ ok: true, status: 'corrected', entryId });
    expect(await use.record(keyed)).toEqual(['duplicate']);
    expect(await use.record({ ...keyed, value: '2', at: at('09:10') })).toEqual(['refused stale at']);
    expect(await use.record({ ...keyed, value: '2', at: at('09:21') })).toEqual(['corrected']);
    expect(await use.standing()).toEqual(['mark s1 2']);
  });

  it('says what stands already, by another way: nothing changes, and the key keeps it', async () => {
    const [first] = await use.from('test', [keyed]);
    await correctEntry(use.deps, {
      entryId: first?.entryId ?? 0,
      by: 't1',
      value: { value: '3' },
      at: at('09:20'),
      source: 'bot',
    });
    expect(await use.record({ ...keyed, value: '3', at: at('09:25') })).toEqual(['duplicate']);
    expect(await use.record({ ...keyed, value: '3' })).toEqual(['duplicate']);
    expect(await use.record(keyed)).toEqual(['refused stale at']);
    expect(await use.history()).toHaveLength(2);
  });

  it.each([
    ['pupil', { student: 's2' }],
    ['lesson’s day', { date: '2026-09-14' }],
    ['lesson', { date: '2026-09-14', lesson: 2 }],
    ['course', { subject: 'Русский язык', by: 't3' }],
    ['class', { class: '9А', student: 's21' }],
    ['kind', { kind: 'absence', code: 'Н' }],
  ])('with another %s moves: the old entry is withdrawn, a new one recorded', async (_, other) => {
    const [first] = await use.from('test', [keyed]);
    const moved = { ...keyed, ...other, at: at('09:01') };
    const [second] = await use.from('test', [moved]);
    expect(second).toEqual({ key: 'k', status: 'corrected', entryId: expect.any(Number) });
    expect(second?.entryId).not.toBe(first?.entryId);
    expect((await use.history()).map((e) => e.split(' ')[1])).toEqual(['recorded', 'withdrawn', 'recorded']);
    expect(await use.standing()).toHaveLength(1);
    expect(await use.record(moved)).toEqual(['duplicate']);
    expect(await use.record({ ...withdraw })).toEqual(['withdrawn']);
    expect(await use.standing()).toEqual([]);
  });

  it.each([
    ['homework of another day', homework, { due: '2026-09-17' }, { text: '§ 13' }],
    ['homework of a pupil instead of the class', homework, { student: 's2' }, { text: '§ 13' }],
    ['a topic of another lesson', { ...topic, date: '2026-09-14' }, { lesson: 2 }, { text: 'Степени', lesson: 1 }],
    ['a period mark of another period', periodMark, { period: 'год' }, { value: '5' }],
  ])('with %s moves; with another value alone it corrects', async (_, input, place, value) => {
    const first = { ...input, key: 'k', at: at('09:00') };
    expect(await use.record(first, { ...first, ...value, at: at('09:01') })).toEqual(['recorded', 'corrected']);
    expect((await use.history()).map((e) => e.split(' ')[1])).toEqual(['recorded', 'corrected']);
    expect(await use.record({ ...first, ...place, at: at('09:02') })).toEqual(['corrected']);
    expect((await use.history()).map((e) => e.split(' ')[1])).toEqual([
      'recorded',
      'corrected',
      'withdrawn',
      'recorded',
    ]);
    expect(await use.standing()).toHaveLength(1);
  });

  it('moves nowhere when the new place is refused', async () => {
    await use.record(keyed);
    expect(await use.record({ ...keyed, student: 's404', at: at('09:01') })).toEqual([
      'refused unknown-student student',
    ]);
    expect(await use.record({ ...keyed, value: '7', at: at('09:01') })).toEqual(['refused bad-mark value']);
    expect(await use.record({ ...keyed, value: '4', by: 't404', at: at('09:01') })).toEqual([
      'refused unknown-staff by',
    ]);
    expect(await use.record({ ...keyed, value: '4', by: 't2', at: at('09:01') })).toEqual([
      'refused not-your-course by',
    ]);
    const toPhysics = { subject: 'Физика', date: '2026-09-09', by: 't2' };
    expect(await use.record({ ...keyed, ...toPhysics, at: at('09:01') })).toEqual(['refused not-your-course by']);
    expect(await use.standing()).toEqual(['mark s1 5']);
    expect(await use.record(keyed)).toEqual(['duplicate']);
  });

  it('corrects an entry whose lesson the timetable no longer has', async () => {
    await use.record({ ...keyed, lesson: 2 });
    await test.db.prisma.lessonChange.create({
      data: { date: new Date('2026-09-15'), classId: 2, lesson: 2, cancelled: true },
    });
    await raiseRosterVersion(test.db.prisma);
    try {
      expect(await use.record({ ...keyed, value: '4', at: at('09:01') })).toEqual(['corrected']);
      expect(await use.record({ ...mark, student: 's2' })).toEqual(['refused lesson-cancelled date']);
    } finally {
      await test.db.prisma.lessonChange.deleteMany();
      await raiseRosterVersion(test.db.prisma);
    }
  });

  it('works the same within one call', async () => {
    const steps = [
      keyed,
      keyed,
      { ...keyed, value: '4', at: at('09:01') },
      { ...keyed, value: '3', at: at('09:01') },
      withdraw,
      { ...keyed, value: '3', at: at('09:31') },
      { ...withdraw, at: at('09:32') },
    ];
    const statuses = ['recorded', 'duplicate', 'corrected', 'refused stale at', 'withdrawn', 'corrected', 'withdrawn'];
    expect(await use.record(...steps)).toEqual(statuses);
    const together = await use.history();
    await emptyJournal(test.db.prisma);
    for (const [i, step] of steps.entries()) expect(await use.record(step)).toEqual([statuses[i]]);
    const short = (history: string[]) => history.map((e) => e.slice(e.indexOf(' ')));
    expect(short(await use.history())).toEqual(short(together));
  });
});

describe('a withdrawal', () => {
  it('takes back what stands under the key, once', async () => {
    await use.record(keyed);
    expect(await use.record({ ...withdraw, at: undefined })).toEqual(['refused key-conflict key']);
    expect(await use.record({ ...withdraw, at: at('09:00') })).toEqual(['refused stale at']);
    expect(await use.record({ ...withdraw, at: at('10:06') })).toEqual(['refused at-in-future at']);
    expect(await use.record(withdraw, withdraw)).toEqual(['withdrawn', 'duplicate']);
    expect(await use.record({ ...withdraw, at: at('09:50') })).toEqual(['duplicate']);
    expect(await use.standing()).toEqual([]);
    const events = await test.db.prisma.journalEvent.findMany({ orderBy: { id: 'asc' } });
    expect(events[1]).toMatchObject({ change: 'withdrawn', before: { value: '5' }, after: null, byId: 't1' });
  });

  it('of an unknown key is refused', async () => {
    await use.from('other', [keyed]);
    expect(await use.record(withdraw)).toEqual(['refused unknown-key key']);
    expect(await use.record({ kind: 'withdraw' })).toEqual(['refused invalid key']);
  });

  it('is not undone by a delayed copy of what was withdrawn, but by a later word', async () => {
    await use.record(keyed, withdraw);
    expect(await use.record(keyed)).toEqual(['refused stale at']);
    expect(await use.record({ ...keyed, at: undefined })).toEqual(['refused key-conflict key']);
    expect(await use.standing()).toEqual([]);
    expect(await use.record({ ...keyed, at: at('09:31') })).toEqual(['corrected']);
    expect(await use.standing()).toEqual(['mark s1 5']);
    expect(await use.record(withdraw)).toEqual(['refused stale at']);
  });

  it('is checked like a correction when it says who', async () => {
    await use.record(keyed);
    expect(await use.record({ ...withdraw, by: 't2' })).toEqual(['refused not-your-course by']);
    expect(await use.record({ ...withdraw, by: 't404' })).toEqual(['refused unknown-staff by']);
    expect(await use.record({ ...withdraw, by: 't3' })).toEqual(['withdrawn']);
    expect(await use.history()).toEqual([
      expect.stringContaining('recorded –→5 t1'),
      expect.stringContaining('withdrawn 5→– t3'),
    ]);
  });

  it('by a teacher stands against the source’s repetition, until the source has later news', async () => {
    const [first] = await use.from('test', [keyed]);
    const entryId = first?.entryId ?? 0;
    expect(await withdrawEntry(use.deps, { entryId, by: 't1', source: 'bot', at: at('09:20') })).toMatchObject({
      ok: true,
      status: 'withdrawn',
    });
    expect(await use.record({ ...keyed, at: at('09:40') })).toEqual(['duplicate']);
    expect(await use.standing()).toEqual([]);
    expect(await use.record({ ...keyed, value: '2', at: at('09:10') })).toEqual(['refused stale at']);
    expect(await use.record({ ...withdraw, at: at('09:45') }, { ...withdraw, at: at('09:46') })).toEqual([
      'duplicate',
      'duplicate',
    ]);
    expect(await use.record({ ...keyed, value: '2', at: at('09:50') })).toEqual(['corrected']);
    expect(await use.standing()).toEqual(['mark s1 2']);
  });
});

describe('a natural place', () => {
  it.each([
    ['absence', absence, { ...absence, code: 'Б' }],
    ['topic', topic, { ...topic, text: 'Степени' }],
    ['period mark', periodMark, { ...periodMark, value: '5' }],
  ])('of an %s holds one: another value corrects, the same is a duplicate', async (_, first, other) => {
    expect(await use.record(first, first, other)).toEqual(['recorded', 'duplicate', 'corrected']);
    expect(await use.record(other, first)).toEqual(['duplicate', 'corrected']);
    expect(await use.standing()).toHaveLength(1);
  });

  it('of another pupil, lesson or period is another', async () => {
    const monday = { date: '2026-09-14' };
    expect(
      await use.record(
        absence,
        { ...absence, student: 's2' },
        { ...absence, ...monday },
        { ...absence, ...monday, lesson: 2 },
        topic,
        { ...topic, ...monday },
        periodMark,
        { ...periodMark, period: 'год' },
      ),
    ).toEqual(Array(8).fill('recorded'));
  });

  it('is free again after a withdrawal, in the same call too', async () => {
    const first = { ...absence, key: 'k', at: at('09:00') };
    expect(await use.record(first, withdraw, { ...absence, code: 'Б' })).toEqual(['recorded', 'withdrawn', 'recorded']);
    const [standing] = await test.db.prisma.journalEntry.findMany({ where: { withdrawnAt: null } });
    await withdrawEntry(use.deps, { entryId: standing?.id ?? 0, by: 't1', source: 'bot' });
    expect(await use.record(absence)).toEqual(['recorded']);
    expect(await use.standing()).toEqual(['absence s1 Н']);
  });

  it('taken by another key: a later word corrects, an older one is stale, both keys know the entry', async () => {
    await use.record({ ...absence, key: 'a', at: at('09:00') });
    expect(await use.record({ ...absence, key: 'b', code: 'Б', at: at('08:50') })).toEqual(['refused stale at']);
    expect(await use.record({ ...absence, key: 'b', code: 'Б', at: at('09:10') })).toEqual(['corrected']);
    expect(await use.record({ ...absence, key: 'c', code: 'Б', at: at('08:00') })).toEqual(['duplicate']);
    expect(await use.record({ ...absence, key: 'a', code: 'У', at: at('09:05') })).toEqual(['refused stale at']);
    expect(await use.record({ kind: 'withdraw', key: 'c', at: at('09:11') })).toEqual(['withdrawn']);
    expect(await use.standing()).toEqual([]);
  });

  it('of another key, where a key has moved to, is not left again for a delayed copy', async () => {
    await use.record({ ...absence, key: 'a', at: at('09:00') });
    const first = { ...mark, key: 'b', at: at('09:01') };
    const moved = { ...absence, key: 'b', at: at('09:02') };
    expect(await use.record(first, moved)).toEqual(['recorded', 'corrected']);
    expect(await use.record(first)).toEqual(['refused stale at']);
    expect(await use.record({ ...first, at: at('09:03') })).toEqual(['corrected']);
    expect(await use.standing()).toEqual(['mark s1 5']);
  });

  it('taken already is where a moved key arrives', async () => {
    await use.record(
      { ...absence, key: 'a', at: at('09:00') },
      { ...absence, student: 's2', key: 'b', at: at('09:00') },
    );
    expect(await use.record({ ...absence, student: 's2', code: 'Б', key: 'a', at: at('09:01') })).toEqual([
      'corrected',
    ]);
    expect(await use.standing()).toEqual(['absence s2 Б']);
    expect(await use.record({ kind: 'withdraw', key: 'a', at: at('09:02') })).toEqual(['withdrawn']);
    expect(await use.record({ kind: 'withdraw', key: 'b', at: at('09:03') })).toEqual(['duplicate']);
  });

  it('whatever the clock does, what comes without a moment comes after what is there', async () => {
    await use.record({ ...absence, at: at('10:04') });
    use.clock.advance({ hours: -3 });
    expect(await use.record({ ...absence, code: 'Б' })).toEqual(['corrected']);
    expect(await use.standing()).toEqual(['absence s1 Б']);
  });

  it('keeps the absence when the mark is made up later (К-Р 2.5)', async () => {
    expect(await use.record(absence, mark)).toEqual(['recorded', 'recorded']);
    expect(await use.standing()).toEqual(['absence s1 Н', 'mark s1 5']);
  });
});
