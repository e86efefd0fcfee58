import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileRoster } from '../../src/journal/roster-compile.ts';
import { cachedRoster, currentRoster, readRoster, rosterIn } from '../../src/journal/roster-view.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { putSchool, raiseRosterVersion, schoolRows } from './school.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

describe('the roster', () => {
  it('of a database without a school is empty', async () => {
    const roster = await currentRoster(test.db.prisma);
    expect(roster).toMatchObject({ version: 0, school: '' });
    expect(roster.classes.size).toBe(0);
    expect(await currentRoster(test.db.prisma)).toBe(roster);
  });

  it('is what the tables hold', async () => {
    const rows = schoolRows();
    rows.specialDays.push({ date: '2026-09-19', classId: 2, kind: 'weekday', weekday: 1 });
    rows.changes.push({
      date: '2026-09-15',
      classId: 2,
      lesson: 2,
      cancelled: false,
      teacherId: 't9',
      subjectId: null,
    });
    await putSchool(test.db.prisma, rows);
    const roster = await currentRoster(test.db.prisma);
    const expected = compileRoster(rows);
    for (const part of ['staff', 'students', 'classes', 'courses', 'subjects', 'specialDays', 'changes'] as const)
      expect(Object.fromEntries(roster[part])).toMatchObject(Object.fromEntries(expected[part]));
    expect(roster).toMatchObject({
      version: 1,
      years: expected.years,
      bells: expected.bells,
      holidays: expected.holidays,
    });
  });

  it('is compiled once for a version, and anew for the next', async () => {
    const db = test.db.prisma;
    const first = await currentRoster(db);
    expect(await currentRoster(db)).toBe(first);
    expect(await db.$transaction((tx) => rosterIn(tx, db))).toBe(first);
    await db.person.update({ where: { id: 's1' }, data: { first: 'Павел' } });
    expect((await currentRoster(db)).students.get('s1')?.first).toBe('Пётр');
    await raiseRosterVersion(db);
    const second = await currentRoster(db);
    expect(second.students.get('s1')?.first).toBe('Павел');
    expect(cachedRoster(db)).toBe(second);
  });

  it('as a transaction changes it is seen there alone', async () => {
    const db = test.db.prisma;
    const before = await currentRoster(db);
    const rolledBack = db.$transaction(async (tx) => {
      await tx.person.update({ where: { id: 's1' }, data: { first: 'Роман' } });
      await tx.school.update({ where: { id: 1 }, data: { rosterVersion: { increment: 1 } } });
      expect((await readRoster(tx)).students.get('s1')?.first).toBe('Роман');
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    expect(await currentRoster(db)).toBe(before);
  });
});
