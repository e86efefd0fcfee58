import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedDemo } from '../../prisma/demo/seed.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { makeSchool } from '../connectors/school-file/support.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { fakeClock } from '../fake-clock.ts';
import { silent } from '../silent.ts';

let database: TestDatabase;
let db: Db;
const clock = fakeClock('2026-11-24T12:00:00+03:00');

beforeAll(async () => {
  database = await testDatabase();
  db = database.db.prisma;
  await makeSchool(db);
  await seedDemo({ db, clock, log: silent }, { news: 40 });
}, 180_000);
afterAll(() => database.close());

test('school and journal stand, only the last day of the shown families is news', async () => {
  expect(await db.student.count()).toBe(250);
  expect(await db.journalEntry.count({ where: { kind: 'mark' } })).toBeGreaterThan(3000);
  const news = await db.journalEvent.findMany({ where: { plannedAt: null }, include: { entry: true } });
  expect(news.length).toBeGreaterThan(5);
  expect(news.length).toBeLessThanOrEqual(40);
  expect(await db.journalEntry.count({ where: { baseline: false } })).toBe(news.length);
  for (const { at } of news) expect(at.getTime()).toBeGreaterThan(Date.parse('2026-11-23T00:00:00+03:00'));
});

test('nothing is recorded for grade 1 but topics, absences and messages', async () => {
  const kinds = await db.journalEntry.groupBy({
    by: ['kind'],
    where: { classId: (await db.schoolClass.findFirstOrThrow({ where: { grade: 1 } })).id },
  });
  expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(['topic', 'absence', 'message']));
});

test('divorced parents are households of their own, and some chose otherwise for one child', async () => {
  const apart = await db.guardianship.findMany({ where: { householdId: { not: null } } });
  expect(apart.length).toBeGreaterThan(10);
  expect(new Set(apart.map(({ householdId }) => householdId)).size).toBe(apart.length);
  expect(await db.guardianship.count({ where: { chosenAt: { not: null } } })).toBe(6);
  const decisions = await db.applicationDecision.findMany({ orderBy: { id: 'asc' } });
  expect([await db.application.count(), ...decisions.map(({ kind }) => kind)]).toEqual([3, 'granted', 'refused']);
});

test('a second start changes nothing; an interrupted one is finished', async () => {
  const entries = await db.journalEntry.count();
  await seedDemo({ db, clock, log: silent });
  expect(await db.journalEntry.count()).toBe(entries);
  await db.sweepRun.delete({ where: { name: 'demo-seeded' } });
  await seedDemo({ db, clock, log: silent }, { news: 40 });
  expect(await db.journalEntry.count()).toBe(entries);
  expect(await db.household.count()).toBe(await db.guardianship.count({ where: { householdId: { not: null } } }));
}, 180_000);
