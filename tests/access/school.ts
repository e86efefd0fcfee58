import type { Db } from '../../src/platform/database/open.ts';
import { example, importFile } from '../connectors/school-file/support.ts';
import { silent, testDatabase } from '../database.ts';
import { type FakeClock, fakeClock } from '../fake-clock.ts';

export const PUBLIC_URL = 'https://diary.example';

export interface AccessSchool {
  db: Db;
  clock: FakeClock;
  close(): Promise<void>;
}

/** The example school: g1 has Пётр (7Б) and Дарья (1А), t2 teaches and is Тимур’s guardian, g8 did not consent. */
export async function openAccessSchool(): Promise<AccessSchool> {
  const test = await testDatabase();
  const db = test.db.prisma;
  const clock = fakeClock('2026-09-16T15:00:00+03:00');
  const madeAt = new Date('2026-09-01T06:00:00Z');
  await test.fill('access', async () => {
    await db.school.create({ data: { id: 1, kind: 'real', madeAt, secret: 'for tests only' } });
    const { code } = await importFile({ db, clock, log: silent }, example());
    if (code !== 0) throw new Error('the example school was refused');
  });
  return { db, clock, close: test.close };
}
