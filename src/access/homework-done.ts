/** What a pupil or a guardian ticked off for themselves. No fact of the school: nobody else sees it, nothing is told of it. */
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';

/** Of these homework entries the ones that this person ticked off. One query. */
export async function doneOf(db: Db, personId: string, entryIds: number[]): Promise<Set<number>> {
  const rows = await db.homeworkDone.findMany({ where: { personId, entryId: { in: entryIds } } });
  return new Set(rows.map(({ entryId }) => entryId));
}

/** Ticks one entry off, or takes the tick back. Whether it is homework of the child is for the caller to know. */
export async function tickHomework(
  { db, clock }: { db: Db; clock: Clock },
  { personId, entryId, done }: { personId: string; entryId: number; done: boolean },
): Promise<void> {
  if (done) await db.homeworkDone.createMany({ data: [{ personId, entryId, at: clock.now() }], skipDuplicates: true });
  else await db.homeworkDone.deleteMany({ where: { personId, entryId } });
}
