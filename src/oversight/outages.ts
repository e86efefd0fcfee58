/** Notices a channel that takes nothing while others work, tells the school, and tells when it is over. */

import { moveWaitingWeeks } from '../delivery/move-weeks.ts';
import { readSchool, type SchoolRow } from '../delivery/school.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { schoolDate, schoolTime } from '../platform/school-time.ts';
import * as say from '../texts/bot/staff-watch.ts';
import { tellCarers } from './staff.ts';

/** No success for so long, and tries that failed: an outage. Waits between tries grow to this and beyond. */
const OUTAGE_AFTER_MS = 30 * 60_000;
/** Older failures say nothing of now: nobody tried for a while, or nothing of ours ran. */
const LOOK_BACK_MS = 2 * OUTAGE_AFTER_MS;
const LEAST_FAILURES = 3;
/** So many readers at once are no matter of one mailbox. */
const SEVERAL_READERS = 3;

type Channel = 'telegram' | 'email';

/** What a channel did since the last thing that it took. */
interface Trouble {
  channel: Channel;
  bot: string;
  failures: number;
  readers: number;
  /** some failure was of the channel as a whole, not of one mailbox */
  whole: boolean;
  first: Date;
  last: Date;
  /** a bot that was told to wait tries nothing meanwhile */
  paused: boolean;
}

/**
 * May run in several processes, and as often as one likes.
 * @returns how many outages began or ended
 */
export async function watchChannels({ db, clock }: { db: Db; clock: Clock }): Promise<number> {
  const now = clock.now();
  const ended = await endOutages(db, now);
  const began = await beginOutages(db, now);
  return ended + began;
}

async function beginOutages(db: Db, now: Date): Promise<number> {
  const troubles = [
    ...(await readTroubles(db, new Date(now.getTime() - LOOK_BACK_MS))),
    ...(await readStrangers(db, now)),
  ];
  if (!troubles.length) return 0;
  const open = await db.channelOutage.findMany({ where: { endedAt: null }, select: { channel: true, bot: true } });
  const isOpen = (one: { channel: string; bot: string }) =>
    open.some(({ channel, bot }) => channel === one.channel && bot === one.bot);
  const fresh = troubles.filter((trouble) => !isOpen(trouble) && isOfChannel(trouble));
  // two channels that fail together are our own network, which the watch tells of; nothing goes another way then
  if (new Set(fresh.map(({ channel }) => channel)).size > 1) return 0;
  let began = 0;
  for (const trouble of fresh)
    if (isOutage(trouble, now) && (await db.$transaction((tx) => begin(tx, now, trouble)))) began += 1;
  return began;
}

const isOfChannel = ({ whole, readers }: Trouble) => whole || readers >= SEVERAL_READERS;

function isOutage({ failures, first, last, paused }: Trouble, now: Date): boolean {
  const since = now.getTime() - OUTAGE_AFTER_MS;
  return first.getTime() <= since && (paused || (failures >= LEAST_FAILURES && last.getTime() > since));
}

/**
 * Failed tries of what still waits, and what was rejected, since each channel's last success. A lease that ended and a
 * sender that stopped are no word of the channel's; a greylisted or full mailbox is one of its reader's, a letter that was
 * rejected its own, but for a wrong password or token.
 */
async function readTroubles(db: Db, from: Date): Promise<Trouble[]> {
  return db.$queryRaw<Trouble[]>`
    WITH success AS (SELECT channel, bot, max(last_accepted_at) AS at FROM contact GROUP BY channel, bot),
    failed AS (
      SELECT c.channel, c.bot, d.contact_id, a.started_at AS at,
             coalesce(a.detail, '') !~ '^(greylisted|boxFull)' AS whole
        FROM delivery d JOIN contact c ON c.id = d.contact_id JOIN attempt a ON a.delivery_id = d.id
       WHERE d.state IN ('gathering', 'due') AND d.channel <> 'paper' AND d.tries > 0 AND a.outcome IN ('retryLater', 'unknown')
         AND coalesce(a.code, '') <> 'leaseEnded' AND coalesce(a.detail, '') !~ '^aborted'
      UNION ALL
      SELECT c.channel, c.bot, d.contact_id, d.ended_at, d.end_reason IN ('settings', '401', '404')
        FROM delivery d JOIN contact c ON c.id = d.contact_id WHERE d.state = 'rejected')
    SELECT f.channel::text AS channel, f.bot, count(*)::int AS failures, count(DISTINCT f.contact_id)::int AS readers,
           bool_or(f.whole) AS whole, min(f.at) AS first, max(f.at) AS last,
           coalesce(bool_or(t.paused_until > clock_timestamp()), false) AS paused
      FROM failed f JOIN success s ON s.channel = f.channel AND s.bot = f.bot
      LEFT JOIN bot_turn t ON t.bot = f.bot
     WHERE f.at > ${from} AND (s.at IS NULL OR f.at > s.at) GROUP BY f.channel, f.bot`;
}

/** A bot whose token is another's tries nothing at all. */
async function readStrangers(db: Db, now: Date): Promise<Trouble[]> {
  const rows = await db.botTurn.findMany({ where: { strangerSince: { not: null } } });
  const all = { failures: LEAST_FAILURES, readers: SEVERAL_READERS, whole: true, paused: true, last: now };
  return rows.flatMap(({ bot, strangerSince }) =>
    strangerSince ? [{ channel: 'telegram' as const, bot, first: strangerSince, ...all }] : [],
  );
}

/** @returns false when another process was first */
async function begin(tx: Tx, now: Date, { channel, bot, first }: Trouble): Promise<boolean> {
  const made = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO channel_outage (channel, bot, since, noticed_at) VALUES (${channel}::contact_channel, ${bot}, ${first}, ${now})
    ON CONFLICT (channel, bot) WHERE ended_at IS NULL DO NOTHING RETURNING id`;
  if (!made.length) return false;
  const moved = bot === 'teachers' ? 0 : await moveWaitingWeeks(tx, now, channel);
  const school = await readSchool(tx);
  const waiting = await tx.delivery.count({
    where: {
      channel,
      state: { in: ['gathering', 'due', 'leased'] },
      contact: { bot },
      OR: [{ dueAt: { lte: now } }, { tries: { gt: 0 } }],
    },
  });
  const since = momentOf(first, school);
  await tellCarers(tx, now, school, (today) => say.outageBegan({ channel, bot, since, today, waiting, moved }));
  return true;
}

interface Over {
  channel: Channel;
  bot: string;
  since: Date;
  endedAt: Date;
  reason: 'accepted' | 'idle';
}

/** The first success ends an outage; so does a queue in which nothing waits for the channel any more. */
async function endOutages(db: Db, now: Date): Promise<number> {
  if (!(await db.channelOutage.count({ where: { endedAt: null } }))) return 0;
  const rejectedSince = new Date(now.getTime() - LOOK_BACK_MS);
  return db.$transaction(async (tx) => {
    const over = await tx.$queryRaw<Over[]>`
      UPDATE channel_outage o SET ended_at = coalesce(s.at, ${now}), end_reason = CASE WHEN s.at IS NULL THEN 'idle' ELSE 'accepted' END
        FROM (SELECT p.id, (SELECT min(d.ended_at) FROM contact c JOIN delivery d ON d.contact_id = c.id
                             WHERE c.channel = p.channel AND c.bot = p.bot AND c.last_accepted_at > p.since
                               AND d.state = 'accepted' AND d.ended_at > p.since) AS at
                FROM channel_outage p WHERE p.ended_at IS NULL) AS s
       WHERE o.id = s.id AND o.ended_at IS NULL AND (s.at IS NOT NULL OR NOT EXISTS (
             SELECT FROM bot_turn t WHERE t.bot = o.bot AND t.stranger_id IS NOT NULL) AND NOT EXISTS (
             SELECT FROM delivery d JOIN contact c ON c.id = d.contact_id
              WHERE c.channel = o.channel AND c.bot = o.bot
                AND ((d.state IN ('gathering', 'due', 'leased', 'started') AND (d.tries > 0 OR d.due_at <= ${now})) OR (d.state = 'rejected' AND d.ended_at > ${rejectedSince}))))
      RETURNING o.channel::text AS channel, o.bot, o.since, o.ended_at AS "endedAt", o.end_reason AS reason`;
    const school = await readSchool(tx);
    for (const { since, endedAt, ...one } of over)
      await tellCarers(tx, now, school, (today) =>
        say.outageEnded({ ...one, since: momentOf(since, school), until: momentOf(endedAt, school), today }),
      );
    return over.length;
  });
}

const momentOf = (at: Date, { zone }: SchoolRow) => ({ date: schoolDate(at, zone), time: schoolTime(at, zone) });
