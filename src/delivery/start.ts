import type { Tx } from '../platform/database/open.ts';
import type { Payload } from './channel.ts';
import { claimLeased, claimLetters, type Held } from './claim.ts';
import { freezeNotices, planDisplaced } from './freeze-notices.ts';
import { freezeWeeks } from './freeze-weeks.ts';
import type { Frozen, Leased, Worker } from './lease.ts';
import { pack } from './packed.ts';
import type { Ready } from './ready.ts';
import { recheckFrozen } from './recheck-frozen.ts';
import type { Renderers } from './render.ts';

/** One attempt, committed as *started*: the payload may leave the process now. */
export interface Started {
  delivery: Leased;
  attemptId: number;
  payload: Payload;
  frozen: Frozen;
}

type Starter = Omit<Worker, 'db'>;

/**
 * Starts attempts of what was leased, within the caller's transaction: rechecks consent, contact and choice, renders,
 * freezes the payload, writes what will have been told, and marks the attempt started. The network comes only after the
 * commit.
 * @param seconds how long *started* lasts, on the database's clock
 */
export async function startAttempts(
  tx: Tx,
  starter: Starter,
  render: Renderers,
  leased: Leased[],
  seconds: number,
): Promise<Started[]> {
  const held = await claimLeased(tx, starter.holder, leased);
  return held ? start(tx, starter, render, held, seconds) : [];
}

/**
 * The same for letters that are due: they are locked and started in one transaction, without a lease between.
 * @returns `claimed`: how many of them were still due and free
 */
export async function startLetters(
  tx: Tx,
  starter: Starter,
  render: Renderers,
  ids: number[],
  seconds: number,
): Promise<{ claimed: number; started: Started[] }> {
  const held = await claimLetters(tx, starter.clock.now(), ids);
  if (!held) return { claimed: 0, started: [] };
  return { claimed: held.mine.length, started: await start(tx, starter, render, held, seconds) };
}

async function start(
  tx: Tx,
  { clock, holder }: Starter,
  render: Renderers,
  { mine, school }: Held,
  seconds: number,
): Promise<Started[]> {
  const now = clock.now();
  const fresh = mine.filter(({ payload }) => !payload);
  const weeks = fresh.filter(({ rhythm }) => rhythm === 'week');
  const notices = fresh.filter(({ rhythm }) => rhythm === 'now' || rhythm === 'evening');
  const frozen = mine.filter(({ payload }) => payload);
  const { ready, displaced } = await freezeNotices(tx, now, school, render, notices);
  ready.push(...(await recheckFrozen(tx, now, school, frozen)));
  ready.push(...(await freezeWeeks(tx, now, school, render, weeks)));
  const started = await markStarted(tx, now, holder, ready, seconds);
  // only now: what still gathers may take them
  await planDisplaced(tx, now, school, displaced);
  return started;
}

/** One statement: the payload frozen, what will have been told, the attempt begun. */
async function markStarted(tx: Tx, now: Date, holder: string, ready: Ready[], seconds: number): Promise<Started[]> {
  if (!ready.length) return [];
  const ids = ready.map(({ delivery }) => delivery.id);
  // a line for each: no line break stands in JSON, and one long value is read sooner than an array of them
  const payloads = ready.map(({ frozen }) => JSON.stringify(pack(frozen))).join('\n');
  const told = ready.flatMap(({ delivery, told = [] }) => told.map((one) => ({ ...one, deliveryId: delivery.id })));
  const [made] = await tx.$queryRaw<{ attempts: [delivery: number, id: number][] }[]>`
    WITH frozen AS (
      UPDATE delivery d SET state = 'started', payload = r.payload::jsonb, lease_holder = ${holder},
             lease_until = clock_timestamp() + make_interval(secs => ${seconds}::float8)
        FROM unnest(${ids}::int[], string_to_array(${payloads}, chr(10))) AS r(id, payload) WHERE d.id = r.id),
    told AS (
      INSERT INTO told (guardian_id, student_id, entry_id, event_id, value, delivery_id, at)
      SELECT t."guardianId", t."studentId", t."entryId", t."eventId", t.value, t."deliveryId", ${now}
        FROM json_to_recordset(${JSON.stringify(told)}::json)
          AS t("guardianId" text, "studentId" text, "entryId" int, "eventId" int, value jsonb, "deliveryId" int)),
    begun AS (
      INSERT INTO attempt (delivery_id, started_at) SELECT id, ${now} FROM unnest(${ids}::int[]) AS r(id)
      RETURNING delivery_id, id)
    SELECT json_agg(json_build_array(delivery_id, id)) AS attempts FROM begun`;
  const attempts = new Map(made?.attempts);
  return ready.map(({ delivery, frozen }) => ({
    delivery,
    frozen,
    attemptId: attempts.get(delivery.id) as number,
    payload: frozen.parts[frozen.sent] as Payload,
  }));
}
