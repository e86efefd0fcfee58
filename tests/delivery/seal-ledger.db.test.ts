/** The ledger's chain: rows that the database writes by itself, sealed one after the other, and every way to break it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sealLedger, verifyLedger } from '../../src/delivery/seal-ledger.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { type TestDatabase, testDatabase } from '../database.ts';

let database: TestDatabase;
let db: Db;
beforeEach(async () => {
  database = await testDatabase();
  db = database.db.prisma;
  await makeDuties(db);
});
afterEach(() => database.close());

const met = { metBy: 'telegram', metAt: new Date('2026-09-20T07:00:03.120Z'), evidence: 'accepted', next: null };
const meet = (id: number) => db.obligation.update({ where: { id }, data: met });

/** A week of one class with three duties, ids 1 to 3. */
async function makeDuties(into: Db): Promise<void> {
  const day = new Date('2026-09-14');
  await into.schoolYear.create({ data: { starts: day, ends: day } });
  await into.schoolClass.create({ data: { yearId: 1, name: '7Б', grade: 7 } });
  const closesAt = new Date('2026-09-20T07:00:00Z');
  const week = { classId: 1, week: '2026-W38', starts: day, ends: day, fromEvent: 0, toEvent: 0, closesAt };
  await into.schoolWeek.create({ data: week });
  await into.person.create({ data: { id: 's1', last: 'Цой', first: 'Вера', student: { create: {} } } });
  await into.weeklyRecord.create({ data: { schoolWeekId: 1, studentId: 's1', facts: {}, sha256: '' } });
  await into.obligation.createMany({
    data: ['g1', 'g2', 'g3'].map((guardianId) => ({
      week: '2026-W38',
      guardianId,
      studentId: 's1',
      weeklyRecordId: 1,
    })),
  });
}

/** Does what no code of ours may: past the triggers. */
async function forge(sql: string): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
    await tx.$executeRawUnsafe(sql);
  });
}

describe('a change of a duty', () => {
  it('is in the ledger with the transaction that makes it, or not at all', async () => {
    await db.obligation.updateMany({ where: { id: { in: [1, 2] } }, data: { next: 'sending' } });
    await meet(1);
    await db
      .$transaction(async (tx) => {
        await tx.$executeRaw`UPDATE obligation SET met_by = 'email', met_at = now(), evidence = 'accepted' WHERE id = 2`;
        throw new Error('taken back');
      })
      .catch(() => undefined);
    const rows = await db.ledgerEntry.findMany({ orderBy: { id: 'asc' } });
    const sending = { by: null, at: null, evidence: null, next: 'sending' };
    expect(rows.map(({ obligationId, fact }) => ({ obligationId, fact }))).toEqual([
      { obligationId: 1, fact: sending },
      { obligationId: 2, fact: sending },
      { obligationId: 1, fact: { by: 'telegram', at: '2026-09-20T07:00:03.120Z', evidence: 'accepted', next: null } },
    ]);
  });

  it('that changes nothing, or only what was asked of teachers, is none', async () => {
    await meet(1);
    await meet(1);
    await db.obligation.update({ where: { id: 1 }, data: { askedAt: new Date() } });
    expect(await db.ledgerEntry.count()).toBe(1);
  });

  it('stays: rows are neither rewritten nor taken out, and sealed once', async () => {
    await meet(1);
    const rewrite = (data: object) => db.ledgerEntry.updateMany({ where: { id: 1 }, data });
    await expect(rewrite({ fact: {} })).rejects.toThrow();
    await expect(rewrite({ fact: {}, seq: 1, previousHash: '', hash: '' })).rejects.toThrow();
    await expect(db.ledgerEntry.deleteMany()).rejects.toThrow();
    expect(await sealLedger({ db })).toBe(1);
    await expect(rewrite({ hash: 'another' })).rejects.toThrow();
    await expect(db.ledgerEntry.deleteMany()).rejects.toThrow();
    expect(await verifyLedger(db)).toMatchObject({ sealed: 1, broken: null, differs: null });
  });
});

describe('the chain', () => {
  it('holds over batches, and goes on where it ended', async () => {
    await db.$executeRaw`
      DO $$ BEGIN
        FOR round IN 1..200 LOOP
          UPDATE obligation SET next = 'family';
          UPDATE obligation SET next = 'sending';
        END LOOP;
      END $$`;
    expect(await verifyLedger(db)).toEqual({ sealed: 0, unsealed: 1200, head: null, broken: null, differs: null });
    expect(await sealLedger({ db })).toBe(1200);
    await meet(2);
    expect(await sealLedger({ db })).toBe(1);
    expect(await sealLedger({ db })).toBe(0);
    const last = await db.ledgerEntry.findFirstOrThrow({ where: { seq: 1201 } });
    const verdict = { sealed: 1201, unsealed: 0, head: last.hash, broken: null, differs: null };
    expect(await verifyLedger(db)).toEqual(verdict);
    expect(last.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is sealed by one at a time', async () => {
    for (const next of ['sending', 'family', 'handOver']) await db.obligation.updateMany({ data: { next } });
    await Promise.all([sealLedger({ db }), sealLedger({ db }), sealLedger({ db })]);
    expect(await verifyLedger(db)).toMatchObject({ sealed: 9, unsealed: 0, broken: null });
  });

  it('takes a row that was committed late at the end', async () => {
    await meet(2);
    // an id that another transaction drew earlier and commits only now
    await db.$executeRaw`INSERT INTO ledger_entry (id, obligation_id, fact) VALUES (1000, 1, '{"by": null}')`;
    await sealLedger({ db });
    await db.$executeRaw`INSERT INTO ledger_entry (id, obligation_id, fact) VALUES (900, 3, '{"by": null}')`;
    await sealLedger({ db });
    const rows = await db.ledgerEntry.findMany({ orderBy: { seq: 'asc' } });
    expect(rows.map(({ id }) => id).slice(1)).toEqual([1000, 900]);
    expect(await verifyLedger(db)).toMatchObject({ sealed: 3, broken: null });
  });

  const forgeries = {
    'a fact that was altered': [`UPDATE ledger_entry SET fact = '{"by": "paper"}' WHERE seq = 2`, 2],
    'an instant that was altered': [`UPDATE ledger_entry SET at = at + interval '1 hour' WHERE seq = 3`, 3],
    'a duty that was exchanged': ['UPDATE ledger_entry SET obligation_id = 3 WHERE seq = 1', 1],
    'a place that was taken out': ['DELETE FROM ledger_entry WHERE seq = 2', 2],
    'a hash that was made to fit its row alone': [`UPDATE ledger_entry SET hash = repeat('a', 64) WHERE seq = 3`, 3],
    'two places that were exchanged': [
      [
        'UPDATE ledger_entry SET seq = 30 WHERE seq = 2',
        'UPDATE ledger_entry SET seq = 2 WHERE seq = 3',
        'UPDATE ledger_entry SET seq = 3 WHERE seq = 30',
      ].join('; '),
      2,
    ],
  } as const;
  it.each(Object.entries(forgeries))('shows %s, and the first place that does not hold', async (_name, forgery) => {
    for (const id of [1, 2, 3]) await meet(id);
    await db.obligation.update({ where: { id: 1 }, data: { evidence: 'seen' } });
    await sealLedger({ db });
    expect((await verifyLedger(db)).broken).toBeNull();
    for (const sql of forgery[0].split(';')) await forge(sql);
    expect((await verifyLedger(db)).broken).toBe(forgery[1]);
  });

  it('shows a duty that was rewritten past the ledger, and an end that was cut off with it', async () => {
    await meet(1);
    await meet(2);
    await sealLedger({ db });
    await forge(`UPDATE obligation SET met_by = 'paper', evidence = 'handedOver' WHERE id = 2`);
    expect(await verifyLedger(db)).toMatchObject({ broken: null, differs: 2 });
    await forge('DELETE FROM ledger_entry WHERE obligation_id = 1');
    expect(await verifyLedger(db)).toMatchObject({ differs: 1 });
  });

  it('outlives what is erased of a person', async () => {
    await meet(1);
    await sealLedger({ db });
    await db.person.update({ where: { id: 's1' }, data: { last: '', first: '', erasedAt: new Date() } });
    await db.weeklyRecord.updateMany({ data: { facts: {} } });
    const text = JSON.stringify(await db.ledgerEntry.findMany());
    expect(text).not.toMatch(/[а-яё]|s1|g1/i);
    expect(await verifyLedger(db)).toMatchObject({ sealed: 1, broken: null, differs: null });
  });
});
