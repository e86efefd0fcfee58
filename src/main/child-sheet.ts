import { sheetPdf } from '../channels/paper/sheet.ts';
import type { WeekFacts } from '../notify/week-facts.ts';
import type { App } from './open-app.ts';

/** The sheet of one child's closed week as the family asks for it: no number, no stub. Null: not closed for the child. */
export async function childSheet({ db }: Pick<App, 'db'>, studentId: string, week?: string): Promise<Buffer | null> {
  const record = await db.weeklyRecord.findFirst({
    where: { studentId, schoolWeek: { closedAt: { not: null }, ...(week && { week }) } },
    orderBy: { id: 'desc' },
    include: { schoolWeek: true },
  });
  if (!record) return null;
  const { timeZone } = await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
  return sheetPdf(
    { number: null, facts: record.facts as unknown as WeekFacts, hash: record.sha256 },
    { madeAt: record.schoolWeek.closedAt as Date, timeZone },
  );
}
