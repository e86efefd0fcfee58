/** What left the school, or would have: for the page of outgoing notices of a demo school. */
import type { Db } from '../platform/database/open.ts';
import type { Payload } from './channel.ts';
import { type Stored, unpack } from './packed.ts';

export type OutgoingChannel = 'telegram' | 'email' | 'paper';
export type OutgoingState =
  | 'accepted'
  | 'simulated'
  | 'retryLater'
  | 'unreachable'
  | 'rejected'
  | 'unknown'
  | 'started'
  | 'waiting'
  /** paper: printed or to be printed, not yet in the family's hands */
  | 'toHandOver'
  | 'handedOver';

export interface Outgoing {
  deliveryId: number;
  channel: OutgoingChannel;
  /** the last attempt, else when the delivery was made */
  at: Date;
  /** names of those who read this chat or mailbox, or get this sheet */
  to: string[];
  address: string;
  state: OutgoingState;
  /** as frozen when the first attempt started; empty for paper */
  parts: Payload[];
  /** paper: whose sheet, of which week */
  sheet?: { studentId: string; child: string; week: string };
}

/**
 * Deliveries that have a payload or a sheet, the newest first. One query.
 * @param options `skip`: so many of the newest are left out; `id`: only this delivery
 */
export async function outgoing(
  db: Db,
  options: { channel?: OutgoingChannel; id?: number; skip?: number; limit: number },
): Promise<Outgoing[]> {
  const rows = await db.$queryRaw<OutgoingRow[]>`
    SELECT d.id, d.channel::text AS channel, d.state::text AS state, d.payload, d.week, coalesce(a.started_at, d.created_at) AS at,
      coalesce(c.address, '') AS address, a.outcome::text AS outcome, a.simulated, a.id IS NOT NULL AS attempted,
      coalesce((
        SELECT json_agg(DISTINCT trim(p.last || ' ' || p.first || ' ' || p.patronymic))
        FROM person p
        WHERE p.id IN (SELECT h.person_id FROM contact_holder h WHERE h.contact_id = d.contact_id AND h.ended_at IS NULL)
          OR (d.contact_id IS NULL AND p.id IN (SELECT i.guardian_id FROM delivery_item i WHERE i.delivery_id = d.id))
      ), '[]'::json) AS people,
      s.id AS student_id, trim(s.last || ' ' || s.first) AS child
    FROM delivery d
    LEFT JOIN contact c ON c.id = d.contact_id
    LEFT JOIN LATERAL (
      SELECT id, started_at, outcome, simulated FROM attempt WHERE delivery_id = d.id ORDER BY id DESC LIMIT 1) a ON true
    LEFT JOIN LATERAL (SELECT student_id FROM delivery_item WHERE delivery_id = d.id ORDER BY id LIMIT 1) i ON true
    LEFT JOIN person s ON s.id = i.student_id AND d.channel = 'paper'
    WHERE (d.payload IS NOT NULL OR d.channel = 'paper') AND d.rhythm <> 'staff'
      AND d.channel IN ('telegram', 'email', 'paper')
      AND (${options.channel ?? null}::text IS NULL OR d.channel::text = ${options.channel ?? null}::text)
      AND (${options.id ?? null}::int IS NULL OR d.id = ${options.id ?? null}::int)
    ORDER BY coalesce(a.started_at, d.created_at) DESC, d.id DESC LIMIT ${options.limit} OFFSET ${options.skip ?? 0}`;
  return rows.map(fromRow);
}

/** One of them, or null. */
export async function outgoingOne(db: Db, deliveryId: number): Promise<Outgoing | null> {
  const [found] = await outgoing(db, { id: deliveryId, limit: 1 });
  return found ?? null;
}

function fromRow(row: OutgoingRow): Outgoing {
  const { id, channel, at, address, people, student_id, child, week } = row;
  return {
    deliveryId: id,
    channel,
    at,
    to: people,
    address,
    state: stateOf(row),
    parts: row.payload ? unpack(row.payload).parts : [],
    ...(student_id && child && week ? { sheet: { studentId: student_id, child, week } } : {}),
  };
}

function stateOf({ channel, state, attempted, outcome, simulated }: OutgoingRow): OutgoingState {
  if (channel === 'paper') return state === 'handedOver' ? 'handedOver' : 'toHandOver';
  if (!attempted) return 'waiting';
  if (simulated) return 'simulated';
  return outcome ?? 'started';
}

interface OutgoingRow {
  id: number;
  channel: OutgoingChannel;
  state: string;
  payload: Stored | null;
  week: string | null;
  at: Date;
  address: string;
  outcome: 'accepted' | 'retryLater' | 'unreachable' | 'rejected' | 'unknown' | null;
  simulated: boolean | null;
  attempted: boolean;
  people: string[];
  student_id: string | null;
  child: string | null;
}
