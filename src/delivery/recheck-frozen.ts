import { mayTell } from '../notify/audience.ts';
import type { Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { loadPairs } from './audiences.ts';
import { endDelivery, postpone } from './end.ts';
import type { Frozen, Leased } from './lease.ts';
import { quietEnd, readers } from './prepare.ts';
import type { Ready } from './ready.ts';
import type { SchoolRow } from './school.ts';
import { serveObligations } from './serve-week.ts';

/** Bytes that may have arrived go again as they were, yet never past a consent or contact that has ended, nor in quiet hours. */
export async function recheckFrozen(tx: Tx, now: Date, school: SchoolRow, deliveries: Leased[]): Promise<Ready[]> {
  if (!deliveries.length) return [];
  const items = await tx.deliveryItem.findMany({
    where: { deliveryId: { in: deliveries.map(({ id }) => id) }, state: { not: 'dropped' } },
    select: { deliveryId: true, guardianId: true, studentId: true, obligationId: true },
  });
  const pairs = await loadPairs(tx, [...new Set(items.map(({ studentId }) => studentId))]);
  const byDelivery = groupBy(items, ({ deliveryId }) => deliveryId);
  const ready: Ready[] = [];
  const waiting: { id: number; until: Date }[] = [];
  for (const delivery of deliveries) {
    const own = byDelivery.get(delivery.id) ?? [];
    const allowed =
      delivery.rhythm === 'staff'
        ? delivery.contactState === 'confirmed'
        : own.every(({ guardianId, studentId }) =>
            pairs.some(
              (pair) =>
                pair.guardianId === guardianId && pair.studentId === studentId && mayTell(pair, delivery.contactId),
            ),
          );
    const until = allowed && quietEnd(delivery, readers(pairs, own), now, school);
    if (until) waiting.push({ id: delivery.id, until });
    else if (allowed) ready.push({ delivery, frozen: delivery.payload as Frozen });
    else {
      await endDelivery(tx, now, delivery.id, 'withdrawn', 'notPermitted');
      const obligations = own.flatMap(({ obligationId }) => (obligationId ? [obligationId] : []));
      await serveObligations(tx, now, school, obligations, { atClose: false });
    }
  }
  await postpone(tx, waiting);
  return ready;
}
