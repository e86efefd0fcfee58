import type { PlannedEvent } from '../notify/plan.ts';
import type { Tx } from '../platform/database/open.ts';
import { fromDbDate } from '../platform/school-time.ts';
import { loadPairs } from './audiences.ts';
import { endDelivery } from './end.ts';
import type { Leased } from './lease.ts';
import { planAgain } from './planner.ts';
import { readSchool } from './school.ts';
import { serveObligations } from './serve-week.ts';

/** Ends a delivery and takes what it carried to the next channel: events are planned again, weeks climb the ladder. */
export async function passOn(
  tx: Tx,
  now: Date,
  { id: deliveryId, contactId }: Pick<Leased, 'id' | 'contactId'>,
  state: 'unreachable' | 'passedOn',
  reason: string,
): Promise<void> {
  const items = await tx.$queryRaw<
    {
      guardianId: string;
      studentId: string;
      obligationId: number | null;
      eventId: number | null;
      entryId: number;
      kind: PlannedEvent['kind'];
      change: PlannedEvent['change'];
      date: Date;
      urgent: boolean;
      mandatory: boolean;
      listed: boolean;
      notBefore: Date | null;
    }[]
  >`
    SELECT i.guardian_id AS "guardianId", i.student_id AS "studentId", i.obligation_id AS "obligationId", i.event_id AS "eventId",
           v.entry_id AS "entryId", v.kind::text AS kind, v.change::text AS change, e.date, e.urgent,
           i.mandatory, i.listed, i.not_before AS "notBefore"
      FROM delivery_item i LEFT JOIN journal_event v ON v.id = i.event_id LEFT JOIN journal_entry e ON e.id = v.entry_id
     WHERE i.delivery_id = ${deliveryId} AND i.state = 'waiting' ORDER BY i.id`;
  await endDelivery(tx, now, deliveryId, state, reason);
  const school = await readSchool(tx);
  const pairs = await loadPairs(tx, [...new Set(items.map(({ studentId }) => studentId))]);
  const wanted = items.flatMap(
    ({ guardianId, studentId, obligationId: _, eventId, date, listed, notBefore, ...event }) =>
      eventId
        ? [{ guardianId, studentId, listed, notBefore, event: { ...event, id: eventId, date: fromDbDate(date) } }]
        : [],
  );
  await planAgain(tx, now, school, wanted, pairs);
  const obligations = items.flatMap(({ obligationId }) => (obligationId ? [obligationId] : []));
  await serveObligations(tx, now, school, obligations, { atClose: false, avoid: [contactId] });
}
