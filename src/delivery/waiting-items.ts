import type { EntryValue } from '../journal/entry.ts';
import { type StandingEntry, toldKey, type WaitingItem } from '../notify/compose.ts';
import type { PlannedEvent } from '../notify/plan.ts';
import { Prisma } from '../platform/database/generated/client.ts';
import type { Tx } from '../platform/database/open.ts';
import { schoolDate } from '../platform/school-time.ts';
import { jsonRows } from './json-rows.ts';

/** What waits in a delivery, with its entry as it stands and all that the guardian was told of it. */
export interface ItemRow extends WaitingItem {
  deliveryId: number;
  guardianName: string;
  kind: PlannedEvent['kind'];
  change: PlannedEvent['change'];
  /** the school day it is about */
  date: string;
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
  /** while it is on its way: when it was, or will be, tried again */
  triedAt: string | null;
}

type StoredItem = Omit<ItemRow, 'recordedAt' | 'notBefore'> & { recordedAt: string; notBefore: string | null };

export async function loadItems(tx: Tx, deliveryIds: number[]): Promise<ItemRow[]> {
  const rows = await jsonRows<StoredItem>(
    tx,
    Prisma.sql`
    SELECT i.id AS "itemId", i.delivery_id AS "deliveryId", i.guardian_id AS "guardianId", i.student_id AS "studentId",
           concat_ws(' ', p.first, nullif(p.patronymic, '')) AS "guardianName", v.id AS "eventId", v.entry_id AS "entryId",
           v.kind::text AS kind, v.change::text AS change, e.date, e.urgent, e.recorded_at AS "recordedAt", i.mandatory, i.listed, i.not_before AS "notBefore",
           l.change::text AS "lastChange", l.after AS "lastAfter", t.tellings
      FROM delivery_item i JOIN journal_event v ON v.id = i.event_id JOIN journal_entry e ON e.id = v.entry_id
      JOIN person p ON p.id = i.guardian_id
      JOIN LATERAL (SELECT n.change, n.after FROM journal_event n WHERE n.entry_id = v.entry_id ORDER BY n.id DESC LIMIT 1) l ON true
      LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object('value', t.value, 'contactId', d.contact_id, 'providerId', d.provider_id,
                 'triedAt', CASE WHEN d.state = 'started' OR (d.state IN ('due', 'leased') AND d.uncertain) THEN d.due_at END) ORDER BY t.id) AS tellings
          FROM told t JOIN delivery d ON d.id = t.delivery_id
         WHERE t.guardian_id = i.guardian_id AND t.entry_id = v.entry_id) t ON true
     WHERE i.delivery_id = ANY(${deliveryIds}) AND i.state = 'waiting' ORDER BY i.id`,
  );
  return rows.map((row) => ({
    ...row,
    recordedAt: new Date(row.recordedAt),
    notBefore: row.notBefore === null ? null : new Date(row.notBefore),
  }));
}

/** Each entry as it stands. */
export function standingOf(rows: ItemRow[], zone: string): Map<number, StandingEntry> {
  return new Map(
    rows.map(({ entryId, kind, lastChange, lastAfter, recordedAt }) => [
      entryId,
      { kind, now: lastChange === 'withdrawn' ? null : lastAfter, entered: schoolDate(recordedAt, zone) },
    ]),
  );
}

export interface Told {
  values: Map<string, EntryValue | null>;
  /** contact and entry → the provider's id of the first message about it */
  messages: Map<string, string>;
  /** guardian and entry whose telling is on its way → when the latest such was, or will be, tried again */
  inFlight: Map<string, Date>;
}

export function toldOf(rows: ItemRow[]): Told {
  const told: Told = { values: new Map(), messages: new Map(), inFlight: new Map() };
  for (const { guardianId, entryId, tellings } of rows) {
    const key = toldKey(guardianId, entryId);
    for (const { value, contactId, providerId, triedAt } of tellings ?? []) {
      told.values.set(key, value);
      const tried = triedAt && new Date(triedAt);
      const before = told.inFlight.get(key);
      if (tried && (!before || tried > before)) told.inFlight.set(key, tried);
      const message = `${contactId} ${entryId}`;
      if (providerId && !told.messages.has(message)) told.messages.set(message, providerId);
    }
  }
  return told;
}
