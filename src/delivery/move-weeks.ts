import type { ContactChannel } from '../notify/audience.ts';
import type { Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { readSchool } from './school.ts';
import { findSteps, serve } from './serve-week.ts';

interface WaitingWeek {
  deliveryId: number;
  contactId: number;
  obligationId: number;
}

/**
 * Weekly summaries that wait on a channel in outage go another way where there is one. Those that may have arrived, or
 * arrived in part, stay: a second doubt passes them on by itself. Call it once, when the outage is noticed.
 * @returns how many deliveries were passed on
 */
export async function moveWaitingWeeks(tx: Tx, now: Date, channel: ContactChannel): Promise<number> {
  const rows = await tx.$queryRaw<WaitingWeek[]>`
    SELECT d.id AS "deliveryId", d.contact_id AS "contactId", i.obligation_id AS "obligationId"
      FROM delivery d JOIN delivery_item i ON i.delivery_id = d.id AND i.state = 'waiting' AND i.obligation_id IS NOT NULL
     WHERE d.channel = ${channel}::delivery_channel AND d.rhythm = 'week' AND d.state IN ('gathering', 'due')
       AND NOT d.uncertain AND coalesce((d.payload->>'sent')::int, 0) = 0
     ORDER BY d.id FOR UPDATE OF d SKIP LOCKED`;
  const steps = await findSteps(
    tx,
    await readSchool(tx),
    rows.map(({ obligationId }) => obligationId),
    { atClose: false },
  );
  const elsewhere = new Map(
    steps.flatMap((served) => {
      const { duty, step } = served;
      return step.by === 'paper' || (step.by === 'contact' && step.reach.channel !== channel)
        ? [[duty.id, served] as const]
        : [];
    }),
  );
  // a letter about two children goes whole or stays
  const moving = [...groupBy(rows, ({ deliveryId }) => deliveryId)].filter(([, own]) =>
    own.every(({ obligationId }) => elsewhere.has(obligationId)),
  );
  const ids = moving.map(([id]) => id);
  const ended = { endReason: 'outage', endedAt: now };
  await tx.delivery.updateMany({ where: { id: { in: ids } }, data: { state: 'passedOn', ...ended } });
  await tx.deliveryItem.updateMany({
    where: { deliveryId: { in: ids }, state: 'waiting' },
    data: { state: 'dropped', reason: 'outage' },
  });
  const moved = moving.flatMap(([, own]) => own.flatMap(({ obligationId }) => elsewhere.get(obligationId) ?? []));
  await serve(tx, now, moved, false);
  return ids.length;
}
