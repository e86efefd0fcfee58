/** What stands longer than it may: nothing waits for ever without somebody being told. */
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { LOOK_BACK_DAYS } from './unproven.ts';

/** Whatever is due, planned, leased or closing ends within minutes; so long after its time nobody is at it. */
const LATE_MS = 30 * 60_000;
/** Tries that failed for so long: neither the provider nor the ladder made an end of it. */
const RETRYING_MS = 24 * 3_600_000;

export const STUCK_PARTS = [
  /** gathered or waiting past its time, on a channel that is not in outage */
  'overdue',
  /** tried again and again for a day */
  'retrying',
  /** leased or started, and the lease that ran out was never ended */
  'leased',
  /** journal events that the planner has not taken */
  'unplanned',
  /** weeks whose window is taken and whose records are not made */
  'unclosed',
  /** duties of closed weeks that nobody acts on: no next step, «being sent» with nothing on its way, all wait for one another */
  'stranded',
  /** ledger rows without a seal */
  'unsealed',
] as const;
export type StuckPart = (typeof STUCK_PARTS)[number];
export type Stuck = Record<StuckPart, number>;

/** Counts of rows, one query. While sending is paused what waits for it is as it should be. */
export async function readStuck({ db, clock }: { db: Db; clock: Clock }): Promise<Stuck> {
  const now = clock.now().getTime();
  const late = new Date(now - LATE_MS);
  const since = new Date(now - LOOK_BACK_DAYS * 86_400_000);
  const [row] = await db.$queryRaw<[Stuck]>`
    WITH sending AS (SELECT NOT EXISTS (SELECT FROM school WHERE sending_paused_at IS NOT NULL) AS runs),
    waiting AS (
      SELECT d.due_at, d.created_at, d.tries FROM delivery d JOIN contact c ON c.id = d.contact_id, sending
       WHERE d.state IN ('gathering', 'due') AND d.channel <> 'paper' AND sending.runs
         AND NOT EXISTS (SELECT FROM channel_outage o WHERE o.channel = c.channel AND o.bot = c.bot AND o.ended_at IS NULL))
    SELECT (SELECT count(*)::int FROM waiting WHERE due_at < ${late}) AS overdue,
           (SELECT count(*)::int FROM waiting WHERE tries > 0 AND created_at < ${new Date(now - RETRYING_MS)}) AS retrying,
           (SELECT count(*)::int FROM delivery, sending WHERE state IN ('leased', 'started') AND sending.runs
               AND lease_until < clock_timestamp() - make_interval(secs => ${LATE_MS / 1000}::float8)) AS leased,
           (SELECT count(*)::int FROM journal_event WHERE planned_at IS NULL AND recorded_at < ${late}) AS unplanned,
           (SELECT count(*)::int FROM school_week WHERE closed_at IS NULL AND closes_at < ${late}) AS unclosed,
           (SELECT count(*)::int FROM obligation o
              JOIN weekly_record r ON r.id = o.weekly_record_id JOIN school_week w ON w.id = r.school_week_id
              JOIN guardianship p ON p.guardian_id = o.guardian_id AND p.student_id = o.student_id
             WHERE o.met_by IS NULL AND w.closed_at > ${since} AND greatest(w.closed_at, o.reopened_at) < ${late} AND p.ended_at IS NULL AND p.rights <> 'none'
               AND (o.next IS NULL OR (o.next = 'sending' AND NOT EXISTS (
                    SELECT FROM delivery_item i JOIN delivery d ON d.id = i.delivery_id
                     WHERE i.obligation_id = o.id AND d.channel <> 'paper' AND d.state IN ('gathering', 'due', 'leased', 'started')))
                 OR (o.next = 'family' AND NOT EXISTS (
                    SELECT FROM obligation m JOIN guardianship q ON q.guardian_id = m.guardian_id AND q.student_id = m.student_id
                     WHERE m.weekly_record_id = o.weekly_record_id AND q.household_id IS NOT DISTINCT FROM p.household_id
                       AND (m.met_by IS NOT NULL OR m.next <> 'family'))))) AS stranded,
           (SELECT count(*)::int FROM ledger_entry WHERE seq IS NULL
               AND at < clock_timestamp() - make_interval(secs => ${LATE_MS / 1000}::float8)) AS unsealed`;
  return row as Stuck;
}
