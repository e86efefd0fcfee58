import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { embeddedAdapter } from '../../src/platform/database/embedded-adapter.ts';
import { isUniqueViolation, sqlState } from '../../src/platform/database/errors.ts';
import { type Db, newClient } from '../../src/platform/database/open.ts';
import { preparedStatements } from '../../src/platform/database/prepared.ts';

let pglite: PGlite;
let db: Db;
beforeAll(async () => {
  pglite = await PGlite.create({ loadDataDir: new Blob([readFileSync(inject('snapshot'))]) });
  db = newClient(embeddedAdapter(pglite), 'embedded');
});
afterAll(async () => {
  await db.$disconnect();
  await pglite.close();
});

const kept = async () => (await pglite.query("SELECT 1 FROM pg_prepared_statements WHERE name LIKE 'vestnik_%'")).rows;

/** What a statement answers the first time, as it comes, and then prepared. */
async function thrice<T>(run: (tx: Pick<Db, '$queryRaw' | '$executeRaw'>) => Promise<T>): Promise<T[]> {
  const outside = await run(db);
  const inside = await db.$transaction(async (tx) => [await run(tx), await run(tx), await run(tx)]);
  return [outside, ...inside, await db.$transaction((tx) => run(tx))];
}

describe('a statement that comes again', () => {
  it('answers as it did the first time, whatever it is given', async () => {
    const before = (await kept()).length;
    const at = new Date('2026-09-14T09:00:00.123Z');
    const answers = await thrice(
      (tx) => tx.$queryRaw`
        SELECT ${1}::int AS whole, ${2n ** 40n}::bigint AS big, ${0.5}::float8 AS part, ${'слово 👍'}::text AS text, ${null}::text AS nothing,
               ${true}::bool AS yes, ${at}::timestamptz AS at, ${'2026-09-14'}::date AS day, ${['a', 'б"', '{,}']}::text[] AS words,
               ${[1, 2]}::int[] AS numbers, ${JSON.stringify({ a: ['«'] })}::jsonb AS json, ${Buffer.from([0, 255])}::bytea AS bytes`,
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject([
      { whole: 1, at, text: 'слово 👍', json: { a: ['«'] }, words: ['a', 'б"', '{,}'] },
    ]);
    expect((await kept()).length).toBe(before + 1);
  });

  it('says how many rows it touched', async () => {
    await pglite.exec('CREATE TABLE counted (id int)');
    const inserted = await thrice((tx) => tx.$executeRaw`INSERT INTO counted SELECT generate_series(1, ${3}::int)`);
    expect(inserted).toEqual([3, 3, 3, 3, 3]);
    const updated = await thrice(
      (tx) => tx.$executeRaw`WITH one AS (SELECT 1) UPDATE counted SET id = id WHERE id = ${1}`,
    );
    expect(updated).toEqual([5, 5, 5, 5, 5]);
  });

  it('fails as it did, and serves on afterwards', async () => {
    await pglite.exec('CREATE TABLE named (name text PRIMARY KEY)');
    const insert = (name: string) => db.$transaction((tx) => tx.$executeRaw`INSERT INTO named VALUES (${name})`);
    for (const name of ['a', 'b', 'c']) expect(await insert(name)).toBe(1);
    expect(isUniqueViolation(await insert('c').catch((error: unknown) => error))).toBe(true);
    expect(await insert('d')).toBe(1);
    const wrong = () => db.$transaction((tx) => tx.$queryRaw`SELECT no_such_column FROM named`);
    for (let i = 0; i < 3; i += 1) expect(sqlState(await wrong().catch((error: unknown) => error))).toBe('42703');
  });

  it('is prepared anew when its table was changed', async () => {
    await pglite.exec('CREATE TABLE grows (a int)');
    await pglite.exec('INSERT INTO grows VALUES (1)');
    const all = () => db.$transaction((tx) => tx.$queryRaw`SELECT * FROM grows`);
    for (let i = 0; i < 3; i += 1) expect(await all()).toEqual([{ a: 1 }]);
    await pglite.exec('ALTER TABLE grows ADD COLUMN b int');
    expect(sqlState(await all().catch((error: unknown) => error))).toBe('0A000');
    expect(await all()).toEqual([{ a: 1, b: null }]);
    await pglite.exec('DEALLOCATE ALL');
    await all().catch(() => undefined);
    expect(await all()).toEqual([{ a: 1, b: null }]);
  });

  it('is asked as it comes when its table was changed and no transaction is lost by it', async () => {
    await pglite.exec('CREATE TABLE grows_on (a int)');
    const all = () => db.$queryRaw`SELECT * FROM grows_on`;
    for (let i = 0; i < 3; i += 1) expect(await all()).toEqual([]);
    await pglite.exec('ALTER TABLE grows_on ADD COLUMN b int; INSERT INTO grows_on VALUES (1, 2)');
    expect(await all()).toEqual([{ a: 1, b: 2 }]);
    await pglite.exec('DEALLOCATE ALL');
    expect(await all()).toEqual([{ a: 1, b: 2 }]);
  });

  it('is refused each time where the engine does not support it', async () => {
    await pglite.exec(`
      CREATE FUNCTION unsupported() RETURNS int LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'not supported' USING ERRCODE = '0A000'; END $$`);
    const ask = () => db.$queryRaw`SELECT unsupported()`;
    for (let i = 0; i < 4; i += 1) expect(sqlState(await ask().catch((error: unknown) => error))).toBe('0A000');
    expect(await db.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });

  it('waits for the transaction of another', async () => {
    await pglite.exec('CREATE TABLE waited_for (a int)');
    const count = async () => Number((await db.$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM waited_for`)[0]?.n);
    for (let i = 0; i < 3; i += 1) expect(await count()).toBe(0);
    let meanwhile: Promise<number> | undefined;
    const undone = db.$transaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO waited_for VALUES (1)`;
      meanwhile = count();
      await tx.$executeRaw`INSERT INTO waited_for VALUES (2)`;
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await meanwhile).toBe(0);
  });

  it('is forgotten when too many others came after it', async () => {
    for (let i = 0; i < 210; i += 1)
      for (let time = 0; time < 2; time += 1)
        await db.$transaction((tx) => tx.$queryRawUnsafe(`SELECT ${i} AS one_of_many`));
    expect((await kept()).length).toBeLessThanOrEqual(200);
    expect(await db.$transaction((tx) => tx.$queryRawUnsafe('SELECT 0 AS one_of_many'))).toEqual([{ one_of_many: 0 }]);
  });
});

it('plans are made anew each minute: tables grow', async () => {
  let now = 0;
  const done: string[] = [];
  const engine = {
    runExclusive: (run: () => unknown) => run(),
    execProtocolStream: async (message: Uint8Array) => void done.push(`${now} ${Buffer.from(message.slice(5, -1))}`),
  };
  const { refresh } = preparedStatements(engine as unknown as PGlite, () => now);
  for (now of [0, 59_999, 60_000, 60_001, 119_999, 120_000]) await refresh();
  expect(done).toEqual(['60000 DISCARD PLANS', '120000 DISCARD PLANS']);
});
