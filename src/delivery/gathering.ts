import type { Pair } from '../notify/audience.ts';
import type { PlannedItem } from '../notify/plan.ts';
import { eveningDue, type Gathering, gatherNow, type Haste, type ServedToday, type Timing } from '../notify/rhythm.ts';
import type { Tx } from '../platform/database/open.ts';
import { instantOf, schoolDate } from '../platform/school-time.ts';
import type { SchoolRow } from './school.ts';

interface StandingRow {
  id: number;
  contact_id: number;
  rhythm: 'now' | 'evening';
  urgent: boolean;
  prompt: boolean;
  due_at: Date;
  gather_until: Date | null;
  tries: number;
}

/** Items of one contact, rhythm and urgency: they join one delivery. */
interface Batch {
  contactId: number;
  channel: PlannedItem['reach']['channel'];
  rhythm: PlannedItem['rhythm'];
  urgent: boolean;
  items: PlannedItem[];
}

const keyOf = (contactId: number, rhythm: string, urgent: boolean) => `${contactId} ${rhythm} ${urgent}`;

/** Joins planned items to the deliveries that gather for their contacts, or begins new ones. A constant number of queries. */
export async function gather(tx: Tx, now: Date, school: SchoolRow, items: PlannedItem[], pairs: Pair[]): Promise<void> {
  if (!items.length) return;
  const batches = intoBatches(items);
  const contactIds = [...new Set(batches.map(({ contactId }) => contactId))];
  const standing = await lockStanding(tx, contactIds);
  const served = await servedToday(tx, contactIds, now, school);
  const quiet = new Map(pairs.map((pair) => [pair.guardianId, pair.quiet]));
  const timed = batches.map((batch) => ({
    batch,
    // after the day's first notice the rest come without a sound
    silent: !batch.urgent && (served.get(batch.contactId)?.count ?? 0) > 0,
    row: standing.get(keyOf(batch.contactId, batch.rhythm, batch.urgent)),
    time: timeOf(batch, standing, served, {
      rules: school.rules,
      zone: school.zone,
      quiet: quiet.get(batch.items[0]?.guardianId ?? ''),
    }),
  }));
  const ids = new Map<Batch, number>();
  for (const { batch, row } of timed) if (row) ids.set(batch, row.id);
  await updateJoined(
    tx,
    timed.flatMap(({ row, time }) => (row ? [{ id: row.id, time }] : [])),
  );
  for (const [batch, id] of await insertNew(
    tx,
    now,
    timed.filter(({ row }) => !row),
  ))
    ids.set(batch, id);
  await tx.deliveryItem.createMany({
    data: batches.flatMap((batch) =>
      batch.items.map(({ guardianId, studentId, eventId }) => ({
        deliveryId: ids.get(batch) as number,
        guardianId,
        studentId,
        eventId,
      })),
    ),
  });
}

function intoBatches(items: PlannedItem[]): Batch[] {
  const batches = new Map<string, Batch>();
  for (const item of items) {
    const urgent = item.haste === 'urgent';
    const key = keyOf(item.reach.contactId, item.rhythm, urgent);
    const batch = batches.get(key);
    if (batch) batch.items.push(item);
    else
      batches.set(key, {
        contactId: item.reach.contactId,
        channel: item.reach.channel,
        rhythm: item.rhythm,
        urgent,
        items: [item],
      });
  }
  return [...batches.values()];
}

function timeOf(
  batch: Batch,
  standing: Map<string, StandingRow>,
  served: Map<number, ServedToday>,
  timing: Timing,
): Gathering {
  const row = standing.get(keyOf(batch.contactId, batch.rhythm, batch.urgent));
  const last = new Date(Math.max(...batch.items.map(({ at }) => at.getTime())));
  const notBefore = row && row.tries > 0 ? row.due_at : undefined;
  if (batch.rhythm === 'evening') {
    const dueAt = row?.due_at ?? eveningDue(last, timing);
    return { dueAt, gatherUntil: dueAt, prompt: false, notBefore };
  }
  const hastes: Haste[] = ['urgent', 'prompt', 'routine'];
  const haste = hastes.find((one) => batch.items.some((item) => item.haste === one)) ?? 'routine';
  const before: Gathering | null = row
    ? { dueAt: row.due_at, gatherUntil: row.gather_until ?? row.due_at, prompt: row.prompt, notBefore }
    : null;
  return gatherNow(last, haste, before, served.get(batch.contactId) ?? { count: 0, last: null }, timing);
}

async function lockStanding(tx: Tx, contactIds: number[]): Promise<Map<string, StandingRow>> {
  const rows = await tx.$queryRaw<StandingRow[]>`
    SELECT id, contact_id, rhythm::text AS rhythm, urgent, prompt, due_at, gather_until, tries
      FROM delivery WHERE state = 'gathering' AND contact_id = ANY(${contactIds}) ORDER BY id FOR UPDATE`;
  return new Map(rows.map((row) => [keyOf(row.contact_id, row.rhythm, row.urgent), row]));
}

/** Routine notices that reached each contact since the school's midnight. */
async function servedToday(
  tx: Tx,
  contactIds: number[],
  now: Date,
  { zone }: SchoolRow,
): Promise<Map<number, ServedToday>> {
  const midnight = instantOf(schoolDate(now, zone), '00:00', zone);
  const rows = await tx.$queryRaw<{ contact_id: number; count: number; last: Date }[]>`
    SELECT contact_id, count(*)::int AS count, max(ended_at) AS last FROM delivery
     WHERE contact_id = ANY(${contactIds}) AND rhythm = 'now' AND NOT urgent AND state = 'accepted'
       AND created_at >= ${new Date(midnight.getTime() - 86_400_000)} AND ended_at >= ${midnight} AND ended_at <= ${now}
     GROUP BY contact_id`;
  return new Map(rows.map(({ contact_id, count, last }) => [contact_id, { count, last }]));
}

async function updateJoined(tx: Tx, joined: { id: number; time: Gathering }[]): Promise<void> {
  if (!joined.length) return;
  await tx.$executeRaw`
    UPDATE delivery d SET due_at = j.due_at, gather_until = j.gather_until, prompt = j.prompt
      FROM unnest(${joined.map(({ id }) => id)}::int[], ${joined.map(({ time }) => time.dueAt)}::timestamptz[],
                  ${joined.map(({ time }) => time.gatherUntil)}::timestamptz[],
                  ${joined.map(({ time }) => time.prompt)}::bool[]) AS j(id, due_at, gather_until, prompt)
     WHERE d.id = j.id`;
}

/** Begins deliveries; where another planner began one meanwhile, joins that (partial unique index on what gathers). */
async function insertNew(
  tx: Tx,
  now: Date,
  fresh: { batch: Batch; time: Gathering; silent: boolean }[],
): Promise<Map<Batch, number>> {
  if (!fresh.length) return new Map();
  const rows = await tx.$queryRaw<{ id: number; contact_id: number; rhythm: string; urgent: boolean }[]>`
    INSERT INTO delivery (channel, contact_id, rhythm, state, urgent, prompt, silent, gather_until, due_at, created_at)
    SELECT n.channel::delivery_channel, n.contact_id, n.rhythm::delivery_rhythm, 'gathering', n.urgent, n.prompt, n.silent,
           n.gather_until, n.due_at, ${now}
      FROM unnest(${fresh.map(({ batch }) => batch.channel)}::text[], ${fresh.map(({ batch }) => batch.contactId)}::int[],
                  ${fresh.map(({ batch }) => batch.rhythm)}::text[], ${fresh.map(({ batch }) => batch.urgent)}::bool[],
                  ${fresh.map(({ time }) => time.prompt)}::bool[], ${fresh.map(({ silent }) => silent)}::bool[],
                  ${fresh.map(({ time }) => time.gatherUntil)}::timestamptz[],
                  ${fresh.map(({ time }) => time.dueAt)}::timestamptz[])
             AS n(channel, contact_id, rhythm, urgent, prompt, silent, gather_until, due_at)
     ORDER BY n.contact_id, n.rhythm
        ON CONFLICT (contact_id, rhythm, urgent) WHERE state = 'gathering'
        DO UPDATE SET due_at = LEAST(delivery.due_at, EXCLUDED.due_at), prompt = delivery.prompt OR EXCLUDED.prompt
    RETURNING id, contact_id, rhythm::text AS rhythm, urgent`;
  const ids = new Map(rows.map((row) => [keyOf(row.contact_id, row.rhythm, row.urgent), row.id]));
  return new Map(
    fresh.map(({ batch }) => [batch, ids.get(keyOf(batch.contactId, batch.rhythm, batch.urgent)) as number]),
  );
}
