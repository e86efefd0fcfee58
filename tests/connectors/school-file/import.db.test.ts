import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../../src/platform/database/open.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { fakeClock } from '../../fake-clock.ts';
import { silent } from '../../silent.ts';
import { example, importFile, makeSchool } from './support.ts';

let test_: TestDatabase;
let db: Db;
const clock = fakeClock('2026-09-10T09:00:00+03:00');

beforeEach(async () => {
  clock.set('2026-09-10T09:00:00+03:00');
  test_ = await testDatabase();
  db = test_.db.prisma;
  await makeSchool(db);
});
afterEach(() => test_.close());

const run = (file: unknown, options = {}) => importFile({ db, clock, log: silent }, file, options);

describe('a first import', () => {
  test('brings in people, classes, courses and timetable, and says how many', async () => {
    const { code, result } = await run(example());
    expect(code).toBe(0);
    expect(result.version).toBe(1);
    expect(result.counts).toMatchObject({
      student: { added: 12, changed: 0, left: 0 },
      teacher: { added: 7 },
      guardian: { added: 12 },
      guardianship: { added: 14 },
      class: { added: 3 },
      course: { added: 12 },
      membership: { added: 12 },
      group: { added: 6 },
    });
    expect(await db.timetableSlot.count()).toBe(15 + 19 + 14);
  });
});

test('the same file again changes nothing and does not raise the version', async () => {
  await run(example());
  clock.advance({ days: 3 });
  const { code, result } = await run(example());
  expect(result.changes).toEqual([]);
  expect(code).toBe(0);
  expect(result.version).toBe(1);
  expect(await db.importRun.count()).toBe(1);
});
