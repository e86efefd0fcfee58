import type { EntryValue } from '../journal/entry.ts';
import type { Pair } from '../notify/audience.ts';
import { type Composed, composeNotice, type StandingEntry, toldKey, type WaitingItem } from '../notify/compose.ts';
import { type PlannedEvent, type PlanningDay, planEvent, stillTells } from '../notify/plan.ts';
import { afterQuietHours } from '../notify/rhythm.ts';
import type { Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { fromDbDate, schoolDate } from '../platform/school-time.ts';
import { loadPairs } from './audiences.ts';
import { loadChildren } from './children.ts';
import type { Leased } from './lease.ts';
import type { Replanned } from './planner.ts';
import type { SchoolRow } from './school.ts';

/** How long a correction waits for the end of an earlier telling that is on its way. */
const IN_FLIGHT_MS = 20_000;

interface ItemRow extends WaitingItem {
  deliveryId: number;
  guardianName: string;
  kind: PlannedEvent['kind'];
  change: PlannedEvent['change'];
  date: Date;
  urgent: boolean;
  mandatory: boolean;
  listed: boolean;
  notBefore: Date | null;
  recordedAt: Date;
  /** the entry's last event */
  lastChange: PlannedEvent['change'];
  lastAfter: EntryValue | null;
  /** each telling of this entry to this guardian, in order */
  tellings: Telling[] | null;
}

interface Telling {
  value: EntryValue | null;
  contactId: number | null;
  /** the provider's id of the message */
  providerId: string | null;
  inFlight: boolean;
}

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
      waitUntil: kept.some(({ guardianId, entryId }) => told.inFlight.has(toldKey(guardianId, entryId)))
        ? new Date(now.getTime() + IN_FLIGHT_MS)
        : quietEnd(delivery, readers(pairs, kept), now, school),
    };
  });
}

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
    const event = { id: eventId, entryId, kind, change, urgent, mandatory, date: fromDbDate(row.date) };
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

/** What waits in these deliveries, each with its entry as it stands and all that the guardian was told of it. */
async function loadItems(tx: Tx, deliveryIds: number[]): Promise<ItemRow[]> {
  return tx.$queryRaw<ItemRow[]>`
    SELECT i.id AS "itemId", i.delivery_id AS "deliveryId", i.guardian_id AS "guardianId", i.student_id AS "studentId",
           concat_ws(' ', p.first, nullif(p.patronymic, '')) AS "guardianName", v.id AS "eventId", v.entry_id AS "entryId",
           v.kind::text AS kind, v.change::text AS change, e.date, e.urgent, e.recorded_at AS "recordedAt", i.mandatory, i.listed, i.not_before AS "notBefore",
           l.change::text AS "lastChange", l.after AS "lastAfter", t.tellings
      FROM delivery_item i JOIN journal_event v ON v.id = i.event_id JOIN journal_entry e ON e.id = v.entry_id
      JOIN person p ON p.id = i.guardian_id
      JOIN LATERAL (SELECT n.change, n.after FROM journal_event n WHERE n.entry_id = v.entry_id ORDER BY n.id DESC LIMIT 1) l ON true
      LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object('value', t.value, 'contactId', d.contact_id, 'providerId', d.provider_id,
                 'inFlight', d.state = 'started' OR (d.state IN ('due', 'leased') AND d.uncertain)) ORDER BY t.id) AS tellings
          FROM told t JOIN delivery d ON d.id = t.delivery_id
         WHERE t.guardian_id = i.guardian_id AND t.entry_id = v.entry_id) t ON true
     WHERE i.delivery_id = ANY(${deliveryIds}) AND i.state = 'waiting' ORDER BY i.id`;
}

/** Each entry as it stands. */
function standingOf(rows: ItemRow[], zone: string): Map<number, StandingEntry> {
  return new Map(
    rows.map(({ entryId, kind, lastChange, lastAfter, recordedAt }) => [
      entryId,
      { kind, now: lastChange === 'withdrawn' ? null : lastAfter, entered: schoolDate(recordedAt, zone) },
    ]),
  );
}

interface Told {
  values: Map<string, EntryValue | null>;
  /** contact and entry → the provider's id of the first message about it */
  messages: Map<string, string>;
  inFlight: Set<string>;
}

function toldOf(rows: ItemRow[]): Told {
  const told: Told = { values: new Map(), messages: new Map(), inFlight: new Set() };
  for (const { guardianId, entryId, tellings } of rows) {
    const key = toldKey(guardianId, entryId);
    for (const { value, contactId, providerId, inFlight } of tellings ?? []) {
      told.values.set(key, value);
      if (inFlight) told.inFlight.add(key);
      const message = `${contactId} ${entryId}`;
      if (providerId && !told.messages.has(message)) told.messages.set(message, providerId);
    }
  }
  return told;
}
