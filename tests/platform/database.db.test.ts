import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';

describe('a database for tests', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(async () => await test.close());

  it('is migrated and empty', async () => {
    expect(await test.db.prisma.school.count()).toBe(0);
  });

  it('is a copy: what one writes another does not see', async () => {
    const at = new Date('2026-09-01T06:00:00.123Z');
    await test.db.prisma.sweepRun.create({ data: { name: 'x', at } });
    const other = await testDatabase();
    expect(await other.db.prisma.sweepRun.count()).toBe(0);
    expect((await test.db.prisma.sweepRun.findFirstOrThrow()).at).toEqual(at);
    await other.close();
  });
});
