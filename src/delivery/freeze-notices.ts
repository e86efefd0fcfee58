import type { Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { loadPairs } from './audiences.ts';
import { endDelivery, postpone } from './end.ts';
import type { Leased } from './lease.ts';
import { planAgain } from './planner.ts';
import { type Displaced, type Prepared, prepareNotices } from './prepare.ts';
import type { Ready } from './ready.ts';
import type { Renderers } from './render.ts';
import type { SchoolRow } from './school.ts';

/**
 * Composes and renders notices as the journal is now, and drops what need not be told.
 * @returns `displaced`: what this contact may not or should not tell, to be planned again once these deliveries gather no more
 */
export async function freezeNotices(
  tx: Tx,
  now: Date,
  school: SchoolRow,
  render: Renderers,
  deliveries: Leased[],
): Promise<{ ready: Ready[]; displaced: Displaced[] }> {
  const prepared = await prepareNotices(tx, now, school, deliveries);
  const settled = prepared.filter(({ waitUntil }) => !waitUntil);
  const displaced = settled.flatMap((one) => one.displaced);
  await dropItems(tx, settled, displaced);
  const ready: Ready[] = [];
  const waiting: { id: number; until: Date }[] = [];
  for (const { delivery, composed, guardians, replyTo, waitUntil } of prepared) {
    if (waitUntil) waiting.push({ id: delivery.id, until: waitUntil });
    else if (!composed.notice) await endDelivery(tx, now, delivery.id, 'withdrawn', 'nothingLeft');
    else
      ready.push({
        delivery,
        told: composed.told,
        frozen: {
          parts: render.notice(composed.notice, {
            ...delivery,
            ...(replyTo && { replyTo }),
            at: now,
            detail: school.rules.detail[delivery.channel],
            guardians,
          }),
          sent: 0,
        },
      });
  }
  await postpone(tx, waiting);
  return { ready, displaced };
}

async function dropItems(tx: Tx, settled: Prepared[], displaced: Displaced[]): Promise<void> {
  const dropped = settled.flatMap(({ composed }) => composed.dropped);
  const again = displaced.map(({ itemId }) => ({ itemId, reason: 'plannedAgain' }));
  for (const [reason, items] of groupBy([...dropped, ...again], (one) => one.reason))
    await tx.deliveryItem.updateMany({
      where: { id: { in: items.map(({ itemId }) => itemId) } },
      data: { state: 'dropped', reason },
    });
}

export async function planDisplaced(tx: Tx, now: Date, school: SchoolRow, displaced: Displaced[]): Promise<void> {
  if (!displaced.length) return;
  const pairs = await loadPairs(tx, [...new Set(displaced.map(({ studentId }) => studentId))]);
  await planAgain(tx, now, school, displaced, pairs);
}
