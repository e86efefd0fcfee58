import type { Pair } from '../notify/audience.ts';
import { type Composed, composeNotice, toldKey } from '../notify/compose.ts';
import { type PlanningDay, planEvent, stillTells } from '../notify/plan.ts';
import { afterQuietHours } from '../notify/rhythm.ts';
import type { Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { schoolDate } from '../platform/school-time.ts';
import { loadPairs } from './audiences.ts';
import { loadChildren } from './children.ts';
import type { Leased } from './lease.ts';
import type { Replanned } from './planner.ts';
import type { SchoolRow } from './school.ts';
import { type ItemRow, loadItems, standingOf, toldOf } from './waiting-items.ts';

/** How long after its next try a correction looks whether an earlier telling has ended. */
const IN_FLIGHT_MS = 20_000;

/** An item that this delivery may not tell, or not yet; its event is planned again. */
export interface Displaced extends Replanned {
  itemId: number;
}

export interface Prepared {
  delivery: Leased;
  composed: Composed;
  displaced: Displaced[];
  guardians: { id: string; name: string }[];
  /** the message that a correction answers */
  replyTo?: string;
  /** not now: an earlier telling of the same entry is on its way, or the hours are quiet */
  waitUntil: Date | null;
}

/** Rechecks who may be told, reads the journal as it is now and composes each delivery. A constant number of queries. */
export async function prepareNotices(tx: Tx, now: Date, school: SchoolRow, deliveries: Leased[]): Promise<Prepared[]> {
  if (!deliveries.length) return [];
  const rows = await loadItems(
    tx,
    deliveries.map(({ id }) => id),
  );
  const studentIds = [...new Set(rows.map(({ studentId }) => studentId))];
  const today = schoolDate(now, school.zone);
  const pairs = await loadPairs(tx, studentIds);
  const entries = standingOf(rows, school.zone);
  const told = toldOf(rows);
  const children = await loadChildren(tx, studentIds, today);
  const byDelivery = groupBy(rows, ({ deliveryId }) => deliveryId);
  return deliveries.map((delivery) => {
    const { kept, displaced } = recheck(delivery, byDelivery.get(delivery.id) ?? [], pairs, now, { ...school, today });
    const composed = composeNotice({
      items: kept,
      entries,
      told: told.values,
      children,
      today,
      rhythm: delivery.rhythm === 'evening' ? 'evening' : 'now',
      detail: school.rules.detail[delivery.channel],
    });
    return {
      delivery,
      composed,
      displaced,
      guardians: readersOf(kept),
      replyTo: replyOf(composed, delivery, told.messages),
      waitUntil: latest(
        ...kept.map(({ guardianId, entryId }) => afterTelling(told.inFlight.get(toldKey(guardianId, entryId)), now)),
        quietEnd(delivery, readers(pairs, kept), now, school),
      ),
    };
  });
}

/** A correction follows what it corrects: not before that has ended, in doubt for an hour as it may be. */
function afterTelling(triedAt: Date | undefined, now: Date): Date | null {
  return triedAt ? new Date(Math.max(triedAt.getTime(), now.getTime()) + IN_FLIGHT_MS) : null;
}

const latest = (...moments: (Date | null)[]): Date | null =>
  moments.reduce((last, one) => (one && (!last || one > last) ? one : last), null);

/** The end of the quiet hours that hold now for any reader; urgent news breaks them, and a letter makes no sound. */
export function quietEnd(delivery: Leased, readers: Pair[], now: Date, { rules, zone }: SchoolRow): Date | null {
  if (delivery.urgent || (delivery.channel === 'email' && delivery.rhythm === 'week')) return null;
  const until = afterQuietHours(now, { rules, zone, quiets: readers.map(({ quiet }) => quiet ?? rules.quietHours) });
  return until > now ? until : null;
}

/** The pairs that items are for. */
export function readers(pairs: Pair[], items: { guardianId: string; studentId: string }[]): Pair[] {
  return pairs.filter((pair) =>
    items.some(({ guardianId, studentId }) => guardianId === pair.guardianId && studentId === pair.studentId),
  );
}

/** Decides once more, as the planner did: who, by which contact, now or in the evening. */
function recheck(
  delivery: Leased,
  rows: ItemRow[],
  pairs: Pair[],
  now: Date,
  day: PlanningDay,
): { kept: ItemRow[]; displaced: Displaced[] } {
  const kept: ItemRow[] = [];
  const displaced: Displaced[] = [];
  for (const row of rows) {
    const { itemId, guardianId, studentId, eventId, entryId, kind, change, urgent, mandatory, listed, notBefore } = row;
    const event = { id: eventId, entryId, kind, change, urgent, mandatory, date: row.date };
    const family = pairs.filter((pair) => pair.studentId === studentId);
    const again = planEvent({ ...event, at: row.recordedAt, students: [studentId] }, family, day).find(
      (one) => one.guardianId === guardianId,
    );
    if (stillTells(delivery, again, notBefore, now)) kept.push(row);
    else displaced.push({ itemId, guardianId, studentId, event, listed, notBefore });
  }
  return { kept, displaced };
}

function readersOf(rows: ItemRow[]): { id: string; name: string }[] {
  const names = new Map(rows.map(({ guardianId, guardianName }) => [guardianId, guardianName]));
  return [...names].map(([id, name]) => ({ id, name }));
}

function replyOf({ corrects }: Composed, { contactId }: Leased, messages: Map<string, string>): string | undefined {
  const replies = new Set(corrects.map((entryId) => messages.get(`${contactId} ${entryId}`)));
  const [only] = replies;
  return replies.size === 1 ? only : undefined;
}
