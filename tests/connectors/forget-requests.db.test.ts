import { afterAll, beforeAll, expect, it } from 'vitest';
import { forgetRequests, KEPT_DAYS } from '../../src/connectors/forget-requests.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { fakeClock } from '../fake-clock.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

it('answers of signed requests are kept a week, and then forgotten', async () => {
  const db = database.db.prisma;
  const clock = fakeClock('2026-09-15T12:00:00Z');
  const keep = (id: string) =>
    db.receivedRequest.create({ data: { id, at: clock.now(), bodySha256: 'x', results: [] } });
  const ids = async () => (await db.receivedRequest.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id);
  await keep('first');
  clock.advance({ days: KEPT_DAYS });
  await keep('later');
  expect(await forgetRequests({ db, clock })).toBe(0);
  expect(await ids()).toEqual(['first', 'later']);
  clock.advance({ ms: 1 });
  expect(await forgetRequests({ db, clock })).toBe(1);
  expect(await ids()).toEqual(['later']);
});
