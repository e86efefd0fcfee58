import { createHash } from 'node:crypto';
import { studentsOf } from '../journal/membership.ts';
import type { Roster, RosterStudent } from '../journal/roster.ts';
import { currentRoster } from '../journal/roster-view.ts';
import { isOwed } from '../notify/ladder.ts';
import { canonicalJson, weekFacts } from '../notify/week.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { fromDbDate } from '../platform/school-time.ts';
import { loadPairs } from './audiences.ts';
import { loadWeekSources } from './week-sources.ts';

export interface TakenWeek {
  id: number;
  classId: number;
  week: string;
  starts: string;
  ends: string;
  closesAt: Date;
  fromEvent: number;
  toEvent: number;
}

/**
 * Freezes the records of one taken week and makes its duties, in one transaction. Weeks are frozen in their order, of all
 * classes: a child's window begins where the record before ended, in whatever class that was.
 * @returns false when none is left, or others are at the last of a week
 */
export async function freezeNextWeek(db: Db, now: Date): Promise<boolean> {
  const roster = await currentRoster(db);
  return db.$transaction(async (tx) => {
    const week = await claimWeek(tx);
    if (!week) return false;
    const students = studentsOf(roster, week.classId, week.ends);
    const fresh = await withoutRecord(tx, week.week, students);
    if (fresh.length) await freeze(tx, roster, week, fresh);
    await tx.schoolWeek.update({ where: { id: week.id }, data: { frozenAt: now } });
    return true;
  });
}

async function claimWeek(tx: Tx): Promise<TakenWeek | null> {
  const [row] = await tx.$queryRaw<(Omit<TakenWeek, 'starts' | 'ends'> & { starts: Date; ends: Date })[]>`
    SELECT id, class_id AS "classId", week, starts, ends, closes_at AS "closesAt", from_event AS "fromEvent", to_event AS "toEvent"
      FROM school_week
     WHERE frozen_at IS NULL AND closed_at IS NULL
       AND week = (SELECT min(week) FROM school_week WHERE frozen_at IS NULL AND closed_at IS NULL)
     ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return row ? { ...row, starts: fromDbDate(row.starts), ends: fromDbDate(row.ends) } : null;
}

/** A child who changed class within the week has one record, of the class that closed first. */
async function withoutRecord(tx: Tx, week: string, students: RosterStudent[]): Promise<RosterStudent[]> {
  const rows = await tx.weeklyRecord.findMany({
    where: { studentId: { in: students.map(({ id }) => id) }, schoolWeek: { week } },
    select: { studentId: true },
  });
  const recorded = new Set(rows.map(({ studentId }) => studentId));
  return students.filter(({ id }) => !recorded.has(id));
}

/** A record for each child, a duty for each guardian who is owed word. */
async function freeze(tx: Tx, roster: Roster, week: TakenWeek, students: RosterStudent[]): Promise<void> {
  const sources = await loadWeekSources(tx, roster, week, students);
  const records = await tx.weeklyRecord.createManyAndReturn({
    data: sources.map((source) => {
      const facts = weekFacts(source);
      const sha256 = createHash('sha256').update(canonicalJson(facts)).digest('hex');
      return { schoolWeekId: week.id, studentId: source.head.student.id, facts: facts as object, sha256 };
    }),
    select: { id: true, studentId: true },
  });
  const recordOf = new Map(records.map(({ id, studentId }) => [studentId, id]));
  const pairs = await loadPairs(tx, [...recordOf.keys()]);
  await tx.obligation.createMany({
    data: pairs.filter(isOwed).map(({ guardianId, studentId }) => ({
      week: week.week,
      guardianId,
      studentId,
      weeklyRecordId: recordOf.get(studentId) as number,
    })),
    skipDuplicates: true,
  });
}
