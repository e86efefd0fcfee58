import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordEntries } from '../../src/journal/record.ts';
import { inWriting } from '../../src/journal/writing.ts';
import { lockEventsExclusive, lockRosterExclusive } from '../../src/platform/database/locks.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { absence, journal, mark, periodMark, topic } from './journal.ts';
import { emptyJournal, putSchool } from './school.ts';

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

/** Several writers at once; on the embedded database they take turns. */
const together = (count: number, write: (i: number) => Promise<{ status: string }[]>) =>
  Promise.all(Array.from({ length: count }, (_, i) => write(i)));
const statuses = (results: { status: string }[][]) => {
  const compare = (a: string, b: string) => (a < b ? -1 : 1);
  return results.map((r) => r.map((x) => x.status).join()).toSorted(compare);
};

describe('writers at once', () => {
  it('with one key: one records, the others repeat it', async () => {
    const results = await together(6, () => use.from('test', [{ ...mark, key: 'k' }]));
    expect(statuses(results)).toEqual([...Array(5).fill('duplicate'), 'recorded']);
    expect(await use.history()).toHaveLength(1);
  });

  it.each([
    ['absence', (i: number) => ({ ...absence, code: ['Н', 'Б', 'У'][i % 3] })],
    ['topic', (i: number) => ({ ...topic, text: `Тема ${i % 3}` })],
    ['period mark', (i: number) => ({ ...periodMark, value: String(3 + (i % 3)) })],
  ])('in one natural place of an %s: one stands, with a whole history', async (_, input) => {
    const results = await together(6, (i) => use.from('test', [input(i)]));
    expect(statuses(results).filter((s) => s === 'recorded')).toHaveLength(1);
    expect(statuses(results)).not.toContain('refused');
    expect(await use.standing()).toHaveLength(1);
    const events = await test.db.prisma.journalEvent.findMany({ orderBy: { id: 'asc' } });
    for (const [i, event] of events.entries()) expect(event.before).toEqual(events[i - 1]?.after ?? null);
  });

  it('correcting one entry: every correction starts from the one before', async () => {
    const values = ['5', '4', '3', '2', '1', 'зачёт'];
    const said = (i: number) => ({ ...mark, key: 'k', value: values[i], at: `2026-09-15T09:0${i}:00+03:00` });
    await use.from('test', [said(0)]);
    const results = await together(5, (i) => use.from('test', [said(i + 1)]));
    expect(new Set(statuses(results))).not.toContain('recorded');
    const events = await test.db.prisma.journalEvent.findMany({ orderBy: { id: 'asc' } });
    for (const [i, event] of events.entries()) {
      expect(event.before).toEqual(events[i - 1]?.after ?? null);
      if (i > 0) expect(event.at.getTime()).toBeGreaterThan(events[i - 1]?.at.getTime() ?? 0);
    }
    expect(await use.standing()).toEqual(['mark s1 зачёт']);
  });

  it('with the same batch in another order: nobody fails, nothing stands twice', async () => {
    const batch = [
      ...['s1', 's2', 's3', 's4'].map((student) => ({ ...absence, student, key: `a ${student}` })),
      ...['2026-09-14', '2026-09-08', '2026-09-10'].map((date) => ({ ...topic, date, key: `t ${date}` })),
    ];
    const results = await together(6, (i) => use.from('test', i % 2 ? batch : batch.toReversed()));
    expect(results.flat().filter((r) => r.status === 'recorded')).toHaveLength(batch.length);
    expect(results.flat().filter((r) => r.status === 'duplicate')).toHaveLength(batch.length * 5);
    expect(await use.standing()).toHaveLength(batch.length);
  });
});

describe('a transaction', () => {
  it('that fails for another reason than a race is not tried again', async () => {
    let tries = 0;
    const failing = inWriting(test.db.prisma, async (tx) => {
      tries += 1;
      await tx.$executeRaw`SELECT 1 / 0`;
    });
    await expect(failing).rejects.toThrow('zero');
    expect(tries).toBe(1);
  });

  it('that always meets a race gives up', async () => {
    let tries = 0;
    const failing = inWriting(test.db.prisma, async (tx) => {
      tries += 1;
      await tx.$executeRaw`INSERT INTO holiday (date) VALUES ('2026-11-04')`;
    });
    await expect(failing).rejects.toThrow();
    expect(tries).toBe(10);
  });

  it('leaves neither entry nor event nor key when it fails', async () => {
    const deps = { db: test.db.prisma, clock: use.clock };
    await test.db.prisma.$executeRaw`ALTER TABLE entry_key ADD CONSTRAINT no_keys CHECK (key <> 'forbidden')`;
    try {
      await expect(
        recordEntries(deps, 'test', [
          { ...mark, key: 'ok' },
          { ...mark, key: 'forbidden' },
        ]),
      ).rejects.toThrow();
      expect(await use.standing()).toEqual([]);
      expect(await use.history()).toEqual([]);
      expect(await test.db.prisma.lesson.count()).toBe(0);
    } finally {
      await test.db.prisma.$executeRaw`ALTER TABLE entry_key DROP CONSTRAINT no_keys`;
    }
    expect(await use.record({ ...mark, key: 'ok' })).toEqual(['recorded']);
  });
});

describe('locks', () => {
  /** Holds a lock until told, and says whether the recording begun meanwhile had to wait for it. */
  async function recordingDuring(lock: typeof lockEventsExclusive): Promise<string[]> {
    const order: string[] = [];
    let recording: Promise<unknown> = Promise.resolve();
    await test.db.prisma.$transaction(async (tx) => {
      await lock(tx);
      recording = use.record(mark).then(() => order.push('recorded'));
      // gives the recording every chance to overtake
      for (let i = 0; i < 20; i++) await tx.$queryRaw`SELECT pg_sleep(0.005)::text`;
      order.push('closed');
    });
    await recording;
    return order;
  }

  it('let no event be drawn while a week closes', async () => {
    expect(await recordingDuring(lockEventsExclusive)).toEqual(['closed', 'recorded']);
  });

  it('let nothing be checked against a roster that is being changed', async () => {
    let recording: Promise<string[]> = Promise.resolve([]);
    await use.record(topic);
    await test.db.prisma.$transaction(async (tx) => {
      await lockRosterExclusive(tx);
      recording = use.record(mark);
      await tx.lessonChange.create({ data: { date: new Date('2026-09-15'), classId: 2, lesson: 2, cancelled: true } });
      await tx.school.update({ where: { id: 1 }, data: { rosterVersion: { increment: 1 } } });
    });
    expect(await recording).toEqual(['refused lesson-cancelled date']);
    await test.db.prisma.lessonChange.deleteMany();
    await test.db.prisma.school.update({ where: { id: 1 }, data: { rosterVersion: { increment: 1 } } });
    expect(await use.record(mark)).toEqual(['recorded']);
  });
});
