import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { isForeignKeyViolation, isUniqueViolation, sqlState } from '../../src/platform/database/errors.ts';
import type { Db, Tx } from '../../src/platform/database/open.ts';
import { inTransaction } from '../../src/platform/database/retry.ts';
import { type TestDatabase, testDatabase } from '../database.ts';

let test: TestDatabase;
let db: Db;
beforeEach(async () => {
  test = await testDatabase();
  db = test.db.prisma;
});
afterEach(async () => await test.close());

const at = new Date('2026-09-01T06:00:00.123Z');
const row = (name: string) => ({ data: { name, at } });
const names = async () => (await db.sweepRun.findMany({ orderBy: { name: 'asc' } })).map((run) => run.name);
const raise = (state: string) => `DO $$ BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = '${state}'; END $$`;
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a transaction', () => {
  it('is kept whole or not at all', async () => {
    await db.$transaction(async (tx) => {
      await tx.sweepRun.create(row('a'));
      await tx.sweepRun.create(row('b'));
    });
    const given = await failure(
      db.$transaction(async (tx) => {
        await tx.sweepRun.create(row('c'));
        throw new Error('given up');
      }),
    );
    expect(given).toMatchObject({ message: 'given up' });
    expect(await names()).toEqual(['a', 'b']);
  });

  it('whose COMMIT fails is told to have failed, and the next one works', async () => {
    await db.$executeRaw`ALTER TABLE sweep_run ADD CONSTRAINT one_at UNIQUE (at) DEFERRABLE INITIALLY DEFERRED`;
    const error = await failure(
      db.$transaction(async (tx) => {
        await tx.sweepRun.create(row('a'));
        await tx.sweepRun.create(row('b'));
      }),
    );
    expect(isUniqueViolation(error)).toBe(true);
    await db.$transaction((tx) => tx.sweepRun.create(row('c')));
    expect(await names()).toEqual(['c']);
  });

  it('runs at the isolation level that it asks for', async () => {
    const level = (isolationLevel?: 'Serializable') =>
      db.$transaction((tx) => tx.$queryRaw`SHOW transaction_isolation`, isolationLevel && { isolationLevel });
    expect(await level('Serializable')).toEqual([{ transaction_isolation: 'serializable' }]);
    expect(await level()).toEqual([{ transaction_isolation: 'read committed' }]);
  });

  it('that takes too long is rolled back, and others wait for their turn', async () => {
    const slow = failure(
      db.$transaction(
        async (tx) => {
          await tx.sweepRun.create(row('slow'));
          await pause(600);
        },
        { timeout: 100 },
      ),
    );
    await db.$transaction((tx) => tx.sweepRun.create(row('quick')));
    expect(await slow).toBeInstanceOf(Error);
    expect(await names()).toEqual(['quick']);
  });

  it('that is rolled back keeps nothing of what was still on its way', async () => {
    const late: Promise<unknown>[] = [];
    const given = await failure(
      db.$transaction(async (tx) => {
        for (const name of ['a', 'b', 'c', 'd']) late.push(failure(tx.sweepRun.create(row(name))));
        throw new Error('given up');
      }),
    );
    await Promise.all(late);
    expect(given).toMatchObject({ message: 'given up' });
    expect(await names()).toEqual([]);
    await db.$transaction((tx) => tx.sweepRun.create(row('next')));
    expect(await names()).toEqual(['next']);
  });
});

describe('the reason of a failure', () => {
  it('is the same in a model call and in raw SQL', async () => {
    await db.sweepRun.create(row('a'));
    expect(isUniqueViolation(await failure(db.sweepRun.create(row('a'))))).toBe(true);
    const raw = await failure(db.$executeRaw`INSERT INTO sweep_run (name, at) VALUES ('a', now())`);
    expect(isUniqueViolation(raw)).toBe(true);
    expect(sqlState(await failure(db.$executeRaw`SELECT 1 / 0`))).toBe('22012');
    expect(isUniqueViolation(new Error('other'))).toBe(false);
  });

  it('is a foreign key also where PostgreSQL has a code of its own for RESTRICT', async () => {
    await db.$executeRaw`CREATE TABLE child (run text REFERENCES sweep_run (name) ON DELETE RESTRICT)`;
    await db.sweepRun.create(row('a'));
    await db.$executeRaw`INSERT INTO child VALUES ('a')`;
    expect(isForeignKeyViolation(await failure(db.sweepRun.delete({ where: { name: 'a' } })))).toBe(true);
    expect(isForeignKeyViolation(await failure(db.$executeRaw`INSERT INTO child VALUES ('b')`))).toBe(true);
  });
});

/** How often a transaction is tried that always fails with this SQLSTATE. */
async function triesUntil(state: string, retries?: number): Promise<{ given: unknown; tries: number }> {
  let tries = 0;
  const work = async (tx: Tx) => {
    tries += 1;
    await tx.$executeRawUnsafe(raise(state));
  };
  return { given: await failure(inTransaction(db, work, { retries })), tries };
}

describe('inTransaction', () => {
  it('tries again what a conflict undid, and gives up in the end', async () => {
    for (const state of ['40001', '40P01', '55P03']) {
      let tries = 0;
      await inTransaction(db, async (tx) => {
        tries += 1;
        await tx.sweepRun.create(row(state));
        if (tries < 3) await tx.$executeRawUnsafe(raise(state));
      });
      expect(tries).toBe(3);
    }
    expect(await names()).toEqual(['40001', '40P01', '55P03']);

    const { given, tries } = await triesUntil('40001', 2);
    expect({ state: sqlState(given), tries }).toEqual({ state: '40001', tries: 3 });
  });

  it('does not repeat what failed for a reason of its own', async () => {
    for (const state of ['23505', '22012', 'P0001']) {
      const { given, tries } = await triesUntil(state);
      expect({ state: sqlState(given), tries }).toEqual({ state, tries: 1 });
    }
  });

  it.skipIf(!inject('postgresql'))('tries again when the connection was lost before the commit', async () => {
    let tries = 0;
    await inTransaction(db, async (tx) => {
      tries += 1;
      await tx.sweepRun.create(row('a'));
      // the server ends the very connection that the statement came by
      if (tries === 1) await tx.$executeRaw`SELECT pg_terminate_backend(pg_backend_pid())`;
    });
    expect(tries).toBe(2);
    expect(await names()).toEqual(['a']);
  });
});
