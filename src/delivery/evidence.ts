import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { readSchool } from './school.ts';
import { NEXT, serveObligations } from './serve-week.ts';

/**
 * «Вижу»: someone who holds the chat tapped under a weekly summary. Evidence for that person's own obligations only.
 * @returns false when the delivery is not this person's
 */
export async function markTapped(
  { db, clock }: { db: Db; clock: Clock },
  { deliveryId, personIds }: { deliveryId: number; personIds: string[] },
): Promise<boolean> {
  const now = clock.now();
  return db.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ guardian_id: string }[]>`
      UPDATE obligation o SET evidence = CASE o.evidence WHEN 'handedOver' THEN o.evidence ELSE 'seen' END,
             met_by = coalesce(o.met_by, 'telegram'), met_at = coalesce(o.met_at, ${now}), next = NULL
        FROM delivery_item i
       WHERE i.obligation_id = o.id AND i.delivery_id = ${deliveryId} AND i.guardian_id = ANY(${personIds})
      RETURNING o.guardian_id`;
    await touch(tx, now, personIds);
    return rows.length > 0;
  });
}

/** The guardian opened the child's week in the diary: evidence for every closed week that the page showed. */
export async function markOpened(
  { db, clock }: { db: Db; clock: Clock },
  { personId, studentId, week }: { personId: string; studentId: string; week: string },
): Promise<void> {
  const now = clock.now();
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`
      UPDATE obligation SET evidence = 'seen', met_by = coalesce(met_by, 'diary'), met_at = coalesce(met_at, ${now}), next = NULL
       WHERE guardian_id = ${personId} AND student_id = ${studentId} AND week = ${week} AND evidence IS DISTINCT FROM 'seen'
         AND evidence IS DISTINCT FROM 'handedOver'`;
    await touch(tx, now, [personId]);
  });
}

async function touch(tx: Tx, now: Date, personIds: string[]): Promise<void> {
  await tx.guardian.updateMany({ where: { id: { in: personIds } }, data: { lastSeenAt: now } });
}

/**
 * What the provider had accepted came back (a late bounce): the duties that this acceptance alone had met are open again
 * and go the next way. Mark the contact unreachable first. What was seen or handed over stays met.
 * @param avoid contacts that fail without being dead
 * @returns how many duties were reopened
 */
export async function reopenDuties(tx: Tx, now: Date, deliveryId: number, avoid: number[] = []): Promise<number> {
  const rows = await tx.$queryRaw<{ id: number }[]>`
    UPDATE obligation o SET met_by = NULL, met_at = NULL, evidence = NULL, next = ${NEXT.unreached},
           reopened_at = ${now}, asked_at = NULL, escalated_at = NULL
      FROM delivery_item i JOIN delivery d ON d.id = i.delivery_id
     WHERE i.obligation_id = o.id AND i.delivery_id = ${deliveryId} AND i.state = 'told'
       AND o.evidence = 'accepted' AND o.met_by = d.channel::text
       AND NOT EXISTS (SELECT FROM delivery_item j JOIN delivery e ON e.id = j.delivery_id
                        WHERE j.obligation_id = o.id AND e.id <> d.id AND e.channel = d.channel AND e.state = 'accepted')
    RETURNING o.id`;
  const duties = rows.map(({ id }) => id);
  await serveObligations(tx, now, await readSchool(tx), duties, { atClose: false, avoid });
  return duties.length;
}
