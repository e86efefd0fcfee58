import { mayTell } from '../notify/audience.ts';
import { Prisma } from '../platform/database/generated/client.ts';
import type { Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { loadPairs } from './audiences.ts';
import type { Payload } from './channel.ts';
import { endDelivery, postpone } from './end.ts';
import { jsonRows } from './json-rows.ts';
import type { Leased } from './lease.ts';
import { quietEnd, readers } from './prepare.ts';
import type { Ready } from './ready.ts';
import type { FrozenWeek, Renderers } from './render.ts';
import type { SchoolRow } from './school.ts';
import { serveObligations } from './serve-week.ts';

/** Renders weekly summaries from their frozen records; duties whose reader chose otherwise since are served anew. */
export async function freezeWeeks(
  tx: Tx,
  now: Date,
  school: SchoolRow,
  render: Renderers,
  deliveries: Leased[],
): Promise<Ready[]> {
  if (!deliveries.length) return [];
  const rows = await loadWeeks(tx, deliveries);
  const pairs = await loadPairs(tx, [...new Set(rows.map(({ studentId }) => studentId))]);
  const byDelivery = groupBy(rows, ({ deliveryId }) => deliveryId);
  const ready: Ready[] = [];
  for (const delivery of deliveries) {
    const own = byDelivery.get(delivery.id) ?? [];
    const stays = own.filter(({ guardianId, studentId }) => {
      const pair = pairs.find((one) => one.guardianId === guardianId && one.studentId === studentId);
      return pair && mayTell(pair, delivery.contactId);
    });
    const moved = own.filter((row) => !stays.includes(row));
    if (moved.length) {
      await tx.deliveryItem.updateMany({
        where: { id: { in: moved.map(({ itemId }) => itemId) } },
        data: { state: 'dropped', reason: 'plannedAgain' },
      });
      await serveObligations(
        tx,
        now,
        school,
        moved.map(({ obligationId }) => obligationId),
        { atClose: false },
      );
    }
    const until = quietEnd(delivery, readers(pairs, stays), now, school);
    if (!stays.length) await endDelivery(tx, now, delivery.id, 'passedOn', 'choiceChanged');
    else if (until) await postpone(tx, [{ id: delivery.id, until }]);
    else ready.push({ delivery, frozen: { parts: renderWeek(render, now, school, delivery, stays), sent: 0 } });
  }
  return ready;
}

interface WeekRow extends FrozenWeek {
  deliveryId: number;
  itemId: number;
  guardianId: string;
  guardianName: string;
  studentId: string;
  obligationId: number;
  recordId: number;
}

async function loadWeeks(tx: Tx, deliveries: Leased[]): Promise<WeekRow[]> {
  return jsonRows<WeekRow>(
    tx,
    Prisma.sql`
    SELECT i.delivery_id AS "deliveryId", i.id AS "itemId", i.guardian_id AS "guardianId", i.student_id AS "studentId",
           concat_ws(' ', p.first, nullif(p.patronymic, '')) AS "guardianName",
           o.id AS "obligationId", r.id AS "recordId", r.facts, r.sha256
      FROM delivery_item i JOIN obligation o ON o.id = i.obligation_id JOIN weekly_record r ON r.id = o.weekly_record_id
      JOIN person p ON p.id = i.guardian_id
     WHERE i.delivery_id = ANY(${deliveries.map(({ id }) => id)}) AND i.state = 'waiting' ORDER BY i.id`,
  );
}

function renderWeek(render: Renderers, now: Date, { rules }: SchoolRow, delivery: Leased, rows: WeekRow[]): Payload[] {
  const weeks = new Map(rows.map(({ recordId, facts, sha256 }) => [recordId, { facts, sha256 }]));
  const guardians = new Map(rows.map(({ guardianId, guardianName }) => [guardianId, guardianName]));
  return render.week([...weeks.values()], {
    ...delivery,
    at: now,
    detail: rules.detail[delivery.channel],
    guardians: [...guardians].map(([id, name]) => ({ id, name })),
  });
}
