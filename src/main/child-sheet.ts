import { sheetPdf } from '../channels/paper/sheet.ts';
import { periodNow } from '../delivery/period-now.ts';
import { closedWeek } from '../delivery/week-now.ts';
import type { App } from './open-app.ts';

/** A closed week, or a grading period up to today. */
export type ChildSheet = { studentId: string } & ({ week: string } | { period: string });

/** The sheet of one child as the family asks for it: no number, no stub. Null: not closed for the child, not begun. */
export async function childSheet(app: Pick<App, 'db' | 'clock'>, asked: ChildSheet): Promise<Buffer | null> {
  const { db } = app;
  const found =
    'week' in asked
      ? await closedWeek(db, asked.studentId, asked.week)
      : await periodNow(app, asked.studentId, asked.period);
  if (!found) return null;
  const { timeZone } = await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
  return sheetPdf({ number: null, facts: found.facts, hash: found.sha256 }, { madeAt: found.asOf, timeZone });
}
