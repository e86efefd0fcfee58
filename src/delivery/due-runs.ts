/** Which files of sheets are to be made now, and which have served. */
import type { Roster } from '../journal/roster.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { weekSpan } from './due-weeks.ts';
import type { PaperRun } from './print-sheets.ts';
import { nextSchoolMorning } from './school-mornings.ts';

/**
 * How long a printed file is kept, days: a register is signed for a grading period, the longest of which is a half-year. Asked for
 * later, a week is laid out anew from its records.
 */
const PRINTS_KEPT_DAYS = 120;

const keptSince = (now: Date) => new Date(now.getTime() - PRINTS_KEPT_DAYS * 86_400_000);

/** Takes away files of runs that are older: what has a person's name stays no longer than it serves (152-ФЗ, ст. 5). */
export async function dropOldPrints({ db, clock }: { db: Db; clock: Clock }): Promise<number> {
  return await db.$executeRaw`
    DELETE FROM print_file f USING print_run n WHERE n.id = f.last_run_id AND n.created_at < ${keptSince(clock.now())}`;
}

interface OpenRun {
  id: number;
  kind: PaperRun;
  classId: number;
  createdAt: Date;
}

/**
 * Runs without a file whose time has come: a week's when it has closed, those of who fell to paper afterwards on the
 * class's first school morning, until when others join them.
 */
export async function dueRuns(db: Db, roster: Roster, now: Date): Promise<number[]> {
  const open = await db.$queryRaw<OpenRun[]>`
    SELECT n.id, n.kind::text AS kind, n.class_id AS "classId", n.created_at AS "createdAt" FROM print_run n
     WHERE n.kind <> 'request' AND n.class_id IS NOT NULL AND n.week IS NOT NULL AND n.created_at >= ${keptSince(now)}
       AND NOT EXISTS (SELECT FROM print_file f WHERE f.run_id = n.id AND f.sha256 IS NOT NULL)
       AND EXISTS (SELECT FROM sheet s WHERE s.run_id = n.id) ORDER BY n.id`;
  return open
    .filter(
      ({ kind, classId, createdAt }) =>
        kind !== 'supplementary' || nextSchoolMorning(roster, classId, createdAt) <= now,
    )
    .map(({ id }) => id);
}

/** Weeks that every class has closed and whose sheets were not printed in one file for the school yet. */
export async function dueSchoolFiles(db: Db, roster: Roster, now: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ week: string; classId: number; closed: boolean }[]>`
    SELECT w.week, w.class_id AS "classId", w.closed_at IS NOT NULL AS closed FROM school_week w
     WHERE w.week IN (SELECT n.week FROM print_run n WHERE n.kind = 'weekly' AND n.created_at >= ${keptSince(now)}
                         AND NOT EXISTS (SELECT FROM print_file f WHERE f.week = n.week AND f.run_id IS NULL AND f.class_id IS NULL AND f.sha256 IS NOT NULL))`;
  return [...groupBy(rows, ({ week }) => week)]
    .filter(([week, taken]) => taken.every(({ closed }) => closed) && isOver(roster, week, taken, now))
    .map(([week]) => week);
}

/** No class that has lessons in the week is still to close it. */
function isOver(roster: Roster, week: string, taken: readonly { classId: number }[], now: Date): boolean {
  const known = new Set(taken.map(({ classId }) => classId));
  return [...roster.classes.values()].every(({ id, leftAt }) => {
    if (known.has(id) || leftAt !== null) return true;
    const span = weekSpan(roster, id, week);
    return !span?.taught || span.closesAt <= now;
  });
}
