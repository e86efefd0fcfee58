/** The last step of a week's close: frozen records leave for their families. */
import type { Db, Tx } from '../platform/database/open.ts';
import { readSchool } from './school.ts';
import { serveObligations } from './serve-week.ts';

/**
 * Serves one class: all its frozen weeks together, so that families of weeks that were caught up get one summary. Waits for
 * weeks of the class that are still to be frozen.
 * @returns how many weeks of the class were closed; 0: no class is left
 */
export async function serveFrozenWeeks(db: Db, now: Date): Promise<number> {
  return db.$transaction(async (tx) => {
    const ids = await claimClass(tx);
    if (ids.length === 0) return 0;
    const duties = await tx.obligation.findMany({
      where: { weeklyRecord: { schoolWeekId: { in: ids } }, metBy: null, next: null },
      orderBy: { id: 'asc' },
      select: { id: true },
    });
    const obligations = duties.map(({ id }) => id);
    await serveObligations(tx, now, await readSchool(tx), obligations, { atClose: true });
    await tx.schoolWeek.updateMany({ where: { id: { in: ids } }, data: { closedAt: now } });
    return ids.length;
  });
}

/** The weeks of a class that wait; its first one is what processes take turns by. */
async function claimClass(tx: Tx): Promise<number[]> {
  const [first] = await tx.$queryRaw<{ classId: number }[]>`
    SELECT class_id AS "classId" FROM school_week w
     WHERE closed_at IS NULL AND frozen_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM school_week o WHERE o.class_id = w.class_id AND o.closed_at IS NULL
                          AND (o.frozen_at IS NULL OR o.week < w.week))
     ORDER BY week, id LIMIT 1 FOR UPDATE SKIP LOCKED`;
  if (!first) return [];
  const rows = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM school_week WHERE class_id = ${first.classId} AND closed_at IS NULL AND frozen_at IS NOT NULL
     ORDER BY week FOR UPDATE`;
  return rows.map(({ id }) => id);
}
