import { mayTell } from '../notify/audience.ts';
import type { Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { loadPairs } from './audiences.ts';
import type { Payload } from './channel.ts';
import type { Frozen, Leased, Worker } from './lease.ts';
import { planAgain } from './planner.ts';
import { type Prepared, prepareNotices, quietEnd, readers } from './prepare.ts';
import type { FrozenWeek, Renderers } from './render.ts';
import { asSchool, type SchoolRow, type StoredSchool } from './school.ts';
import { serveObligations } from './serve-week.ts';

/** One attempt, committed as *started*: the payload may leave the process now. */
export interface Started {
  delivery: Leased;
  attemptId: number;
  payload: Payload;
  frozen: Frozen;
}

/** A delivery whose payload is known: frozen before, or rendered in this transaction. */
interface Ready {
  delivery: Leased;
  frozen: Frozen;
  /** what the family will know once this leaves */
  told?: Prepared['composed']['told'];
}

/**
 * Starts attempts within the caller's transaction: rechecks consent, contact and choice, renders, freezes the payload,
 * writes what will have been told, and marks the attempt started. The network comes only after the commit.
 */
export async function startAttempts(
  tx: Tx,
  { clock, holder }: Omit<Worker, 'db'>,
  render: Renderers,
  leased: Leased[],
  seconds: number,
): Promise<Started[]> {
  const held = await stillMine(tx, holder, leased);
  if (!held) return [];
  const { mine, school } = held;
  const now = clock.now();
  const frozen = mine.filter(({ payload }) => payload);
  const fresh = mine.filter(({ payload }) => !payload);
  const ready = [
    ...(await recheckFrozen(tx, now, school, frozen)),
    ...(await freezeNotices(
      tx,
      now,
      school,
      render,
      fresh.filter(({ rhythm }) => rhythm === 'now' || rhythm === 'evening'),
    )),
    ...(await freezeWeeks(
      tx,
      now,
      school,
      render,
      fresh.filter(({ rhythm }) => rhythm === 'week'),
    )),
  ];
  return markStarted(tx, now, ready, seconds);
}

/** Locks what this worker still holds, and reads the school in the same breath. */
async function stillMine(
  tx: Tx,
  holder: string,
  leased: Leased[],
): Promise<{ mine: Leased[]; school: SchoolRow } | null> {
  const rows = await tx.$queryRaw<({ deliveryId: number } & StoredSchool)[]>`
    SELECT d.id AS "deliveryId", s.name, s.time_zone AS "timeZone", s.rules, s.kind::text AS kind, s.imported_at AS "importedAt",
           s.sending_paused_at AS "sendingPausedAt"
      FROM delivery d CROSS JOIN school s
     WHERE d.id = ANY(${leased.map(({ id }) => id)}) AND d.state = 'leased' AND d.lease_holder = ${holder}
       AND d.lease_until > clock_timestamp() ORDER BY d.id FOR UPDATE OF d`;
  const [first] = rows;
  if (!first) return null;
  const ids = new Set(rows.map(({ deliveryId }) => deliveryId));
  return { mine: leased.filter(({ id }) => ids.has(id)), school: asSchool(first) };
}

/** Bytes that may have arrived go again as they were, yet never past a consent or contact that has ended. */
async function recheckFrozen(tx: Tx, now: Date, school: SchoolRow, deliveries: Leased[]): Promise<Ready[]> {
  if (!deliveries.length) return [];
  const items = await tx.deliveryItem.findMany({
    where: { deliveryId: { in: deliveries.map(({ id }) => id) }, state: { not: 'dropped' } },
    select: { deliveryId: true, guardianId: true, studentId: true, obligationId: true },
  });
  const pairs = await loadPairs(tx, [...new Set(items.map(({ studentId }) => studentId))]);
  const byDelivery = groupBy(items, ({ deliveryId }) => deliveryId);
  const ready: Ready[] = [];
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
    if (allowed) ready.push({ delivery, frozen: delivery.payload as Frozen });
    else {
      await endDelivery(tx, now, delivery.id, 'withdrawn', 'notPermitted');
      const obligations = own.flatMap(({ obligationId }) => (obligationId ? [obligationId] : []));
      await serveObligations(tx, now, school, obligations, { atClose: false });
    }
  }
  return ready;
}

async function freezeNotices(
  tx: Tx,
  now: Date,
  school: SchoolRow,
  render: Renderers,
  deliveries: Leased[],
): Promise<Ready[]> {
  const prepared = await prepareNotices(tx, now, school, deliveries);
  await settleItems(tx, now, school, prepared);
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
  return ready;
}

/** Back to gathering where nothing else gathers meanwhile, so that what comes joins it. */
async function postpone(tx: Tx, waiting: { id: number; until: Date }[]): Promise<void> {
  for (const { id, until } of waiting)
    await tx.$executeRaw`
      UPDATE delivery d SET due_at = ${until}, lease_holder = NULL, lease_until = NULL,
             state = CASE WHEN d.rhythm NOT IN ('now', 'evening') OR EXISTS (SELECT FROM delivery o WHERE o.contact_id = d.contact_id AND o.rhythm = d.rhythm
                                          AND o.urgent = d.urgent AND o.state = 'gathering') THEN 'due' ELSE 'gathering' END::delivery_state
       WHERE d.id = ${id}`;
}

/** Drops what need not be told, and plans again what this contact may not or should not tell. */
async function settleItems(tx: Tx, now: Date, school: SchoolRow, prepared: Prepared[]): Promise<void> {
  const settled = prepared.filter(({ waitUntil }) => !waitUntil);
  const dropped = groupBy(
    settled.flatMap(({ composed }) => composed.dropped),
    ({ reason }) => reason,
  );
  for (const [reason, items] of dropped)
    await tx.deliveryItem.updateMany({
      where: { id: { in: items.map(({ itemId }) => itemId) } },
      data: { state: 'dropped', reason },
    });
  const displaced = settled.flatMap((one) => one.displaced);
  if (!displaced.length) return;
  await tx.deliveryItem.updateMany({
    where: { id: { in: displaced.map(({ itemId }) => itemId) } },
    data: { state: 'dropped', reason: 'plannedAgain' },
  });
  const pairs = await loadPairs(tx, [...new Set(displaced.map(({ studentId }) => studentId))]);
  await planAgain(tx, now, school, displaced, pairs);
}

async function freezeWeeks(
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
  return tx.$queryRaw<WeekRow[]>`
    SELECT i.delivery_id AS "deliveryId", i.id AS "itemId", i.guardian_id AS "guardianId", i.student_id AS "studentId",
           concat_ws(' ', p.first, nullif(p.patronymic, '')) AS "guardianName",
           o.id AS "obligationId", r.id AS "recordId", r.facts, r.sha256
      FROM delivery_item i JOIN obligation o ON o.id = i.obligation_id JOIN weekly_record r ON r.id = o.weekly_record_id
      JOIN person p ON p.id = i.guardian_id
     WHERE i.delivery_id = ANY(${deliveries.map(({ id }) => id)}) AND i.state = 'waiting' ORDER BY i.id`;
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

/** One statement: the payload frozen, what will have been told, the attempt begun. */
async function markStarted(tx: Tx, now: Date, ready: Ready[], seconds: number): Promise<Started[]> {
  if (!ready.length) return [];
  const told = ready.flatMap(({ delivery, told = [] }) => told.map((one) => ({ ...one, deliveryId: delivery.id })));
  const attempts = await tx.$queryRaw<{ id: number; deliveryId: number }[]>`
    WITH frozen AS (
      UPDATE delivery d SET state = 'started', payload = r.payload,
             lease_until = clock_timestamp() + make_interval(secs => ${seconds}::float8)
        FROM unnest(${ready.map(({ delivery }) => delivery.id)}::int[],
                    ${ready.map(({ frozen }) => JSON.stringify(frozen))}::jsonb[]) AS r(id, payload) WHERE d.id = r.id),
    told AS (
      INSERT INTO told (guardian_id, student_id, entry_id, event_id, value, delivery_id, at)
      SELECT t.guardian_id, t.student_id, t.entry_id, t.event_id, nullif(t.value, 'null'::jsonb), t.delivery_id, ${now}
        FROM unnest(${told.map(({ guardianId }) => guardianId)}::text[], ${told.map(({ studentId }) => studentId)}::text[],
                    ${told.map(({ entryId }) => entryId)}::int[], ${told.map(({ eventId }) => eventId)}::int[],
                    ${told.map(({ value }) => JSON.stringify(value))}::jsonb[], ${told.map(({ deliveryId }) => deliveryId)}::int[])
               AS t(guardian_id, student_id, entry_id, event_id, value, delivery_id))
    INSERT INTO attempt (delivery_id, started_at)
    SELECT id, ${now} FROM unnest(${ready.map(({ delivery }) => delivery.id)}::int[]) AS r(id)
    RETURNING id, delivery_id AS "deliveryId"`;
  const ids = new Map(attempts.map(({ id, deliveryId }) => [deliveryId, id]));
  return ready.map(({ delivery, frozen }) => ({
    delivery,
    frozen,
    attemptId: ids.get(delivery.id) as number,
    payload: frozen.parts[frozen.sent] as Payload,
  }));
}

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
