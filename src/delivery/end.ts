import type { Tx } from '../platform/database/open.ts';

/** Ends a delivery that will not be sent; its waiting items end with it. */
export async function endDelivery(
  tx: Tx,
  now: Date,
  id: number,
  state: 'withdrawn' | 'passedOn' | 'unreachable' | 'rejected',
  reason: string,
): Promise<void> {
  await tx.delivery.update({
    where: { id },
    data: { state, endReason: reason, endedAt: now, leaseHolder: null, leaseUntil: null },
  });
  await tx.deliveryItem.updateMany({ where: { deliveryId: id, state: 'waiting' }, data: { state: 'dropped', reason } });
}

/** Back to gathering where nothing else gathers meanwhile, so that what comes joins it; nothing joins bytes that are frozen. */
export async function postpone(tx: Tx, waiting: { id: number; until: Date }[]): Promise<void> {
  for (const { id, until } of waiting)
    await tx.$executeRaw`
      UPDATE delivery d SET due_at = ${until}, lease_holder = NULL, lease_until = NULL,
             state = CASE WHEN d.payload IS NOT NULL OR d.rhythm NOT IN ('now', 'evening') OR EXISTS (SELECT FROM delivery o WHERE o.contact_id = d.contact_id AND o.rhythm = d.rhythm
                                          AND o.urgent = d.urgent AND o.state = 'gathering' AND o.id <> d.id) THEN 'due' ELSE 'gathering' END::delivery_state
       WHERE d.id = ${id}`;
}
