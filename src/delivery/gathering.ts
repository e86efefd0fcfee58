import type { Pair } from '../notify/audience.ts';
import { type Batch, gatherItems, gatheringKey, type Timed } from '../notify/gather.ts';
import type { PlannedItem } from '../notify/plan.ts';
import type { Gathering, ServedToday } from '../notify/rhythm.ts';
import type { Tx } from '../platform/database/open.ts';
import { instantOf, schoolDate } from '../platform/school-time.ts';
import type { SchoolRow } from './school.ts';

/** A delivery that gathers, as far as joining it goes. */
interface Standing extends Gathering {
  id: number;
}

/** Joins planned items to the deliveries that gather for their contacts, or begins new ones. A constant number of queries. */
export async function gather(tx: Tx, now: Date, school: SchoolRow, items: PlannedItem[], pairs: Pair[]): Promise<void> {
  if (!items.length) return;
  const contactIds = [...new Set(items.map(({ reach }) => reach.contactId))];
  const served = {
    standing: await lockStanding(tx, contactIds),
    today: await servedToday(tx, contactIds, now, school),
    quiets: new Map(pairs.map((pair) => [pair.guardianId, pair.quiet])),
  };
  const timed = gatherItems(now, items, served, school);
  await updateJoined(tx, timed);
  const ids = new Map([...idsOf(timed), ...(await insertNew(tx, now, timed))]);
  await insertItems(tx, timed, ids);
}

async function insertItems(tx: Tx, timed: Timed<Standing>[], ids: Map<Batch, number>): Promise<void> {
  const rows = timed.flatMap(({ batch }) =>
    batch.items.map((item) => ({ ...item, deliveryId: ids.get(batch) as number })),
  );
  await tx.$executeRaw`
    INSERT INTO delivery_item (delivery_id, guardian_id, student_id, event_id, mandatory, listed, not_before)
    SELECT * FROM unnest(${rows.map(({ deliveryId }) => deliveryId)}::int[], ${rows.map(({ guardianId }) => guardianId)}::text[],
                         ${rows.map(({ studentId }) => studentId)}::text[], ${rows.map(({ eventId }) => eventId)}::int[],
                         ${rows.map(({ mandatory }) => mandatory)}::bool[], ${rows.map(({ listed }) => listed)}::bool[],
                         ${rows.map(({ notBefore }) => notBefore)}::timestamptz[])`;
}

const idsOf = (timed: Timed<Standing>[]): [Batch, number][] =>
  timed.flatMap(({ batch, standing }) => (standing ? [[batch, standing.id] as [Batch, number]] : []));

async function lockStanding(tx: Tx, contactIds: number[]): Promise<Map<string, Standing>> {
  const rows = await tx.$queryRaw<
    {
      id: number;
      contact_id: number;
      rhythm: string;
      urgent: boolean;
      prompt: boolean;
      due_at: Date;
      gather_until: Date | null;
      tries: number;
    }[]
  >`
    SELECT id, contact_id, rhythm::text AS rhythm, urgent, prompt, due_at, gather_until, tries
      FROM delivery WHERE state = 'gathering' AND contact_id = ANY(${contactIds}) ORDER BY id FOR UPDATE`;
  return new Map(
    rows.map(({ id, contact_id, rhythm, urgent, prompt, due_at, gather_until, tries }) => [
      gatheringKey(contact_id, rhythm, urgent),
      {
        id,
        prompt,
        dueAt: due_at,
        gatherUntil: gather_until ?? due_at,
        // a try that certainly failed: never before the next may be
        ...(tries > 0 && { notBefore: due_at }),
      },
    ]),
  );
}

/** Notices that were not urgent and reached each contact since the school's midnight, those under way included. */
async function servedToday(
  tx: Tx,
  contactIds: number[],
  now: Date,
  { zone }: SchoolRow,
): Promise<Map<number, ServedToday>> {
  const midnight = instantOf(schoolDate(now, zone), '00:00', zone);
  const rows = await tx.$queryRaw<{ contact_id: number; count: number; last: Date }[]>`
    SELECT contact_id, count(*)::int AS count, max(coalesce(ended_at, ${now}::timestamptz)) AS last FROM delivery
     WHERE contact_id = ANY(${contactIds}) AND rhythm IN ('now', 'evening') AND NOT urgent
       AND created_at >= ${new Date(midnight.getTime() - 86_400_000)}
       AND (state IN ('leased', 'started') OR (state = 'accepted' AND ended_at >= ${midnight} AND ended_at <= ${now}))
     GROUP BY contact_id`;
  return new Map(rows.map(({ contact_id, count, last }) => [contact_id, { count, last }]));
}

async function updateJoined(tx: Tx, timed: Timed<Standing>[]): Promise<void> {
  const joined = timed.flatMap(({ standing, time, silent }) => (standing ? [{ id: standing.id, time, silent }] : []));
  if (!joined.length) return;
  await tx.$executeRaw`
    UPDATE delivery d SET due_at = j.due_at, gather_until = j.gather_until, prompt = j.prompt, silent = j.silent
      FROM unnest(${joined.map(({ id }) => id)}::int[], ${joined.map(({ time }) => time.dueAt)}::timestamptz[],
                  ${joined.map(({ time }) => time.gatherUntil)}::timestamptz[],
                  ${joined.map(({ time }) => time.prompt)}::bool[],
                  ${joined.map(({ silent }) => silent)}::bool[]) AS j(id, due_at, gather_until, prompt, silent)
     WHERE d.id = j.id`;
}

/** Begins deliveries; where another planner began one meanwhile, joins that (partial unique index on what gathers). */
async function insertNew(tx: Tx, now: Date, timed: Timed<Standing>[]): Promise<Map<Batch, number>> {
  const fresh = timed.filter(({ standing }) => !standing);
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
  const ids = new Map(rows.map((row) => [gatheringKey(row.contact_id, row.rhythm, row.urgent), row.id]));
  return new Map(
    fresh.map(({ batch }) => [batch, ids.get(gatheringKey(batch.contactId, batch.rhythm, batch.urgent)) as number]),
  );
}
