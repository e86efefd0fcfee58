import { Prisma } from '../platform/database/generated/client.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { jsonRows } from './json-rows.ts';
import type { Leased } from './lease.ts';
import { type Stored, unpack } from './packed.ts';
import { NOT_PAUSED } from './pause.ts';
import { asSchool, type SchoolRow, type StoredSchool } from './school.ts';

/** Deliveries that the caller's transaction holds, and the school as it was then. */
export interface Held {
  mine: Leased[];
  school: SchoolRow;
}

/** Letters that are due, in the order in which they leave: urgent news first, weekly summaries last. Nothing is locked. */
export async function dueLetters(db: Db, now: Date, limit: number): Promise<number[]> {
  const rows = await jsonRows<{ id: number }>(
    db,
    Prisma.sql`
    SELECT id FROM delivery
     WHERE channel = 'email' AND state IN ('gathering', 'due') AND due_at <= ${now}
       AND NOT EXISTS (SELECT FROM school WHERE sending_paused_at IS NOT NULL) AND ${NOT_PAUSED}
     ORDER BY urgent DESC, prompt DESC, (rhythm = 'week'), due_at, id LIMIT ${limit}`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Locks those of these letters that are still due and that no other worker has. What they carry must be read after this:
 * until then something may join them.
 */
export async function claimLetters(tx: Tx, now: Date, ids: number[]): Promise<Held | null> {
  const [row] = await tx.$queryRaw<({ mine: Claimed[] | null } & StoredSchool)[]>`
    WITH claimed AS (
      SELECT d.* FROM delivery d
       WHERE d.id = ANY(${ids}) AND d.state IN ('gathering', 'due') AND d.due_at <= ${now} AND ${NOT_PAUSED}
       ORDER BY d.id FOR UPDATE SKIP LOCKED)
    SELECT s.name, s.time_zone AS "timeZone", s.rules, s.kind::text AS kind, s.imported_at AS "importedAt",
           s.sending_paused_at AS "sendingPausedAt",
           (SELECT json_agg(json_build_object('id', d.id, 'channel', d.channel, 'contactId', d.contact_id, 'bot', c.bot,
                     'address', c.address, 'contactState', c.state, 'rhythm', d.rhythm, 'urgent', d.urgent, 'prompt', d.prompt,
                     'silent', d.silent AND NOT d.prompt, 'tries', d.tries, 'uncertain', d.uncertain, 'payload', d.payload,
                     'week', d.week, 'createdAt', d.created_at))
              FROM claimed d JOIN contact c ON c.id = d.contact_id) AS mine
      FROM school s`;
  if (!row?.mine || row.sendingPausedAt) return null;
  const place = new Map(ids.map((id, index) => [id, index] as const));
  const mine = row.mine.map(({ payload, createdAt, ...one }) => ({
    ...one,
    payload: payload && unpack(payload),
    createdAt: new Date(createdAt),
  }));
  mine.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  return { mine, school: asSchool(row) };
}

type Claimed = Omit<Leased, 'createdAt' | 'payload'> & { createdAt: string; payload: Stored | null };

/** Locks what this worker has leased and still holds. */
export async function claimLeased(tx: Tx, holder: string, leased: Leased[]): Promise<Held | null> {
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
