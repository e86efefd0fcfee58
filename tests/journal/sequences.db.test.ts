import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import { absence, homework, journal, mark, periodMark, topic } from './journal.ts';
import { emptyJournal, putSchool } from './school.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
  await putSchool(test.db.prisma);
});
afterAll(() => test.close());

const minute = (m: number) => `2026-09-15T09:${String(m).padStart(2, '0')}:00+03:00`;

/** What a source may say, in any order: keys come back with other values, other pupils, other kinds, and late. */
const step = fc
  .record({
    entry: fc.constantFrom<object>(
      mark,
      { ...mark, value: '4' },
      { ...mark, value: '9' },
      { ...mark, student: 's2' },
      absence,
      { ...absence, code: 'Б' },
      { ...absence, student: 's2', code: 'ОП' },
      topic,
      { ...topic, text: 'Степени' },
      homework,
      periodMark,
      { ...periodMark, value: '5' },
      { kind: 'withdraw' },
    ),
    key: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined, freq: 4 }),
    at: fc.option(fc.integer({ min: 0, max: 59 }).map(minute), { nil: undefined, freq: 3 }),
    source: fc.constantFrom('one', 'two'),
  })
  .map(({ entry, key, at, source }) => ({ source, input: { ...entry, key, at } }));

/** Steps cut into calls. */
const calls = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });

async function everything() {
  const db = test.db.prisma;
  return {
    entries: await db.journalEntry.findMany({ orderBy: { id: 'asc' }, include: { lesson: true } }),
    events: await db.journalEvent.findMany({ orderBy: { id: 'asc' } }),
    keys: await db.entryKey.findMany({ orderBy: [{ source: 'asc' }, { key: 'asc' }] }),
  };
}

describe('any sequence of what sources say', () => {
  it('leaves a journal that is the fold of its events, one entry in a place, moments that grow', async () => {
    await fc.assert(
      fc.asyncProperty(calls, async (sequence) => {
        await emptyJournal(test.db.prisma);
        const use = journal(test.db.prisma);
        for (const call of sequence)
          for (const source of ['one', 'two'])
            await use.from(
              source,
              call.filter((s) => s.source === source).map((s) => s.input),
            );
        const { entries, events, keys } = await everything();
        for (const entry of entries) {
          const own = events.filter((e) => e.entryId === entry.id);
          const last = own.at(-1);
          expect(own[0]).toMatchObject({ change: 'recorded', before: null });
          for (const [i, event] of own.entries()) {
            expect(event.before).toEqual(own[i - 1]?.after ?? null);
            if (i > 0) expect(event.at.getTime()).toBeGreaterThan(own[i - 1]?.at.getTime() ?? 0);
          }
          expect(entry.changedAt).toEqual(last?.at);
          expect(entry.withdrawnAt !== null).toBe(last?.change === 'withdrawn');
          if (entry.withdrawnAt === null)
            expect(last?.after).toMatchObject(entry.value === null ? { text: entry.text } : { value: entry.value });
        }
        expect(events.every((e) => entries.some((entry) => entry.id === e.entryId))).toBe(true);
        expect(keys.every((k) => entries.some((entry) => entry.id === k.entryId))).toBe(true);
        const places = entries
          .filter((e) => e.withdrawnAt === null && ['absence', 'topic', 'periodMark'].includes(e.kind))
          .map((e) => [e.kind, e.lessonId, e.studentId, e.period].join());
        expect(new Set(places).size).toBe(places.length);
      }),
      { numRuns: 30 },
    );
  });

  it('said in order of time and said again, with its keys, changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(calls, async (sequence) => {
        await emptyJournal(test.db.prisma);
        const use = journal(test.db.prisma);
        let turn = 0;
        const words = sequence
          .flat()
          .filter((s) => s.input.key !== undefined)
          .map(({ source, input }) => ({ source, input: { ...input, at: input.at && minute(turn++) } }));
        const accepted: typeof words = [];
        for (const word of words) {
          const [result] = await use.from(word.source, [word.input]);
          if (result?.status !== 'refused') accepted.push(word);
        }
        const before = await everything();
        for (const word of accepted) await use.from(word.source, [word.input]);
        expect(await everything()).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });
});
