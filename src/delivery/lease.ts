import type { Clock } from '../platform/clock.ts';
import { Prisma } from '../platform/database/generated/client.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import type { Payload } from './channel.ts';

export type SendingChannel = 'telegram' | 'email';

/** What was frozen when the first attempt started; a long text goes in several parts, `sent` of them accepted. */
export interface Frozen {
  parts: Payload[];
  sent: number;
}

/** The code of an attempt whose process ended while it was under way. */
export const LEASE_ENDED = 'leaseEnded';

export interface Leased {
  id: number;
  channel: SendingChannel;
  contactId: number;
  bot: 'parents' | 'teachers' | '';
  address: string;
  contactState: 'confirmed' | 'unreachable' | 'ended';
  rhythm: 'now' | 'evening' | 'week' | 'staff';
  urgent: boolean;
  prompt: boolean;
  /** not the day's first: comes without a sound */
  silent: boolean;
  tries: number;
  uncertain: boolean;
  payload: Frozen | null;
  week: string | null;
  createdAt: Date;
}

export interface Worker {
  db: Db;
  clock: Clock;
  /** this process, unlike every other */
  holder: string;
}

/**
 * Leases what is due on one channel, urgent news first, weekly summaries last.
 * @param bot for Telegram: whose deliveries
 * @param seconds how long the lease lasts, on the database's clock
 */
export async function leaseDue(
  { db, clock, holder }: Worker,
  { channel, bot, limit, seconds }: { channel: SendingChannel; bot: string; limit: number; seconds: number },
): Promise<Leased[]> {
  const now = clock.now();
  const rows = await db.$queryRaw<Leased[]>`
    WITH due AS (
      SELECT d.id FROM delivery d JOIN contact c ON c.id = d.contact_id
       WHERE d.channel = ${channel}::delivery_channel AND c.bot = ${bot} AND d.state IN ('gathering', 'due') AND d.due_at <= ${now}
         AND NOT EXISTS (SELECT FROM school WHERE sending_paused_at IS NOT NULL)
       ORDER BY d.urgent DESC, d.prompt DESC, (d.rhythm = 'week'), d.due_at, d.id LIMIT ${limit} FOR UPDATE OF d SKIP LOCKED),
    leased AS (
      UPDATE delivery d SET state = 'leased', lease_holder = ${holder},
             lease_until = clock_timestamp() + make_interval(secs => ${seconds}::float8)
        FROM due WHERE d.id = due.id RETURNING d.*)
    SELECT l.id, l.channel::text AS channel, l.contact_id AS "contactId", c.bot, c.address, c.state::text AS "contactState",
           l.rhythm::text AS rhythm, l.urgent, l.prompt, l.silent AND NOT l.prompt AS silent, l.tries, l.uncertain, l.payload, l.week, l.created_at AS "createdAt"
      FROM leased l JOIN contact c ON c.id = l.contact_id
     ORDER BY l.urgent DESC, l.prompt DESC, (l.rhythm = 'week'), l.due_at, l.id`;
  return rows;
}

/** Gives leases back unsent: the process stops, or its bot was told to wait. */
export async function giveBack({ db, holder }: Worker, ids: number[]): Promise<void> {
  if (!ids.length) return;
  await db.$executeRaw`
    UPDATE delivery SET state = 'due', lease_holder = NULL, lease_until = NULL
     WHERE id = ANY(${ids}) AND state = 'leased' AND lease_holder = ${holder}`;
}

/** Which leases end; nothing said: those that ran out by the database's clock. */
export interface Ending {
  /** nobody else is alive who could hold one: the embedded database at its start, a backup that was restored */
  all?: boolean;
  /** a bot's turn came to this holder: whoever had it before sends no more */
  turn?: { bot: string; holder: string };
}

/**
 * Ends leases. Without *started* a delivery is simply due again; with it, it may have arrived: the same bytes will go
 * once more, marked uncertain.
 * @returns how many deliveries are due again
 */
export function endLeases({ db, clock }: Omit<Worker, 'holder'>, which: Ending = {}): Promise<number> {
  return db.$transaction((tx) => endLeasesIn(tx, clock.now(), which));
}

/** The same within the caller's transaction. */
export async function endLeasesIn(tx: Tx, now: Date, { all = false, turn }: Ending): Promise<number> {
  const ending = turn
    ? Prisma.sql`channel = 'telegram' AND lease_holder IS DISTINCT FROM ${turn.holder}
                 AND contact_id IN (SELECT id FROM contact WHERE channel = 'telegram' AND bot = ${turn.bot})`
    : Prisma.sql`(${all} OR lease_until < clock_timestamp())`;
  const idle = await tx.$executeRaw`
    UPDATE delivery SET state = 'due', lease_holder = NULL, lease_until = NULL WHERE state = 'leased' AND ${ending}`;
  const started = await tx.$queryRaw<{ id: number }[]>`
    UPDATE delivery SET state = 'due', uncertain = true, tries = tries + 1, due_at = ${now}, lease_holder = NULL, lease_until = NULL
     WHERE state = 'started' AND ${ending} RETURNING id`;
  if (started.length)
    await tx.attempt.updateMany({
      where: { deliveryId: { in: started.map(({ id }) => id) }, finishedAt: null },
      data: { finishedAt: now, outcome: 'unknown', code: LEASE_ENDED },
    });
  return idle + started.length;
}

/** When the next message of a bot falls due that is not due yet, for a loop that has nothing to do. */
export async function nextDue({ db, clock }: Pick<Worker, 'db' | 'clock'>, bot: string): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ due: Date }[]>`
    SELECT d.due_at AS due FROM delivery d JOIN contact c ON c.id = d.contact_id
     WHERE d.channel = 'telegram' AND c.bot = ${bot} AND d.state IN ('gathering', 'due') AND d.due_at > ${clock.now()}
     ORDER BY d.due_at LIMIT 1`;
  return row?.due ?? null;
}
