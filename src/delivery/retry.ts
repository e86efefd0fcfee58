import type { Tx } from '../platform/database/open.ts';
import type { Leased } from './lease.ts';
import type { Started } from './start.ts';

/** It certainly did not arrive: it gathers on, so that what comes meanwhile joins it, and is rendered anew. */
export async function retryAt(tx: Tx, { delivery, frozen }: Started, at: Date): Promise<void> {
  const sameBytes = delivery.uncertain || frozen.sent > 0 || delivery.rhythm === 'staff';
  const gathers = !sameBytes && (delivery.rhythm === 'now' || delivery.rhythm === 'evening');
  const other = gathers ? await gatheringBeside(tx, delivery) : undefined;
  if (!sameBytes) await tx.told.deleteMany({ where: { deliveryId: delivery.id } });
  if (other) {
    await tx.deliveryItem.updateMany({ where: { deliveryId: delivery.id }, data: { deliveryId: other.id } });
    await tx.delivery.update({ where: { id: other.id }, data: { dueAt: at, tries: delivery.tries + 1 } });
    await tx.delivery.update({
      where: { id: delivery.id },
      data: {
        state: 'passedOn',
        endReason: 'joined',
        passedOnToId: other.id,
        endedAt: at,
        leaseHolder: null,
        leaseUntil: null,
      },
    });
    return;
  }
  await tx.delivery.update({
    where: { id: delivery.id },
    data: {
      state: gathers ? 'gathering' : 'due',
      dueAt: at,
      tries: delivery.tries + 1,
      leaseHolder: null,
      leaseUntil: null,
    },
  });
  if (!sameBytes) await tx.$executeRaw`UPDATE delivery SET payload = NULL WHERE id = ${delivery.id}`;
}

/** What began to gather for the reader meanwhile, locked: nobody starts it while this joins. */
async function gatheringBeside(tx: Tx, { contactId, rhythm, urgent }: Leased): Promise<{ id: number } | undefined> {
  const [other] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM delivery WHERE contact_id = ${contactId} AND rhythm = ${rhythm}::delivery_rhythm AND urgent = ${urgent}
       AND state = 'gathering' FOR UPDATE`;
  return other;
}
