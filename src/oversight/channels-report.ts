/** By which channel the school's families are told, what failed, and what stands. Reading only. */
import { loadPairs } from '../delivery/audiences.ts';
import { classesOn, studentsOf } from '../journal/membership.ts';
import type { Roster } from '../journal/roster.ts';
import type { ContactChannel } from '../notify/audience.ts';
import { isOwed, weeklyStep } from '../notify/ladder.ts';
import { Prisma } from '../platform/database/generated/client.ts';
import type { Db } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import type { SchoolDate } from '../platform/school-time.ts';

/** How a guardian would be told the week if it closed now. */
export type Reached = ContactChannel | 'paper' | 'family' | 'nobody';
export const REACHED = ['telegram', 'email', 'paper', 'family', 'nobody'] as const;

export interface ClassChannels {
  classId: number;
  className: string;
  /** guardians who are owed word, each of each child */
  pairs: number;
  by: Record<(typeof REACHED)[number], number>;
}

/** Each class of the day, in the order of the school. One query. */
export async function channelsByClass(
  db: Db,
  roster: Roster,
  today: SchoolDate,
  down: ReadonlySet<ContactChannel>,
): Promise<ClassChannels[]> {
  const classes = classesOn(roster, today).map(({ id, name }) => {
    return { id, name, students: studentsOf(roster, id, today).map((student) => student.id) };
  });
  const all = classes.flatMap(({ students }) => students);
  const pairs = await db.$transaction((tx) => loadPairs(tx, all));
  const byStudent = groupBy(pairs, ({ studentId }) => studentId);
  return classes.map(({ id, name, students }) => {
    const by = Object.fromEntries(REACHED.map((way) => [way, 0])) as ClassChannels['by'];
    let owed = 0;
    for (const student of students) {
      const family = byStudent.get(student) ?? [];
      for (const pair of family.filter(isOwed)) {
        const step = weeklyStep(pair, family, roster.rules, { atClose: true, down });
        const way = step.by === 'contact' ? step.reach.channel : step.by;
        if (way in by) by[way as keyof typeof by] += 1;
        owed += 1;
      }
    }
    return { classId: id, className: name, pairs: owed, by };
  });
}

/** An address that takes nothing any more, of a guardian of a pupil. */
export interface DeadAddress {
  contactId: number;
  channel: 'telegram' | 'email';
  /** the provider's code, blocked, bounced, chat unknown */
  reason: string | null;
  since: Date;
  guardian: { last: string; first: string; patronymic: string };
  children: { id: string; last: string; first: string; class: string }[];
}

export interface ChannelState {
  channel: 'telegram' | 'email';
  bot: string;
  since: Date;
  endedAt: Date | null;
  /** messages to families that wait for the channel now */
  waiting: number;
}

export interface ChannelFailures {
  outages: ChannelState[];
  /** channel → messages that the provider refused for our own fault: a person must look */
  rejected: Record<string, number>;
  /** the newest first */
  dead: DeadAddress[];
}

interface FailureRow {
  outages: (Omit<ChannelState, 'since' | 'endedAt'> & { since: string; endedAt: string | null })[] | null;
  rejected: Record<string, number> | null;
  dead: (Omit<DeadAddress, 'since'> & { since: string })[] | null;
}

/**
 * Outages that stand or ended since, what was refused since, and addresses that take nothing. One query.
 * @param limit of dead addresses
 */
export async function channelFailures(
  db: Pick<Db, '$queryRaw'>,
  { today, since, limit }: { today: SchoolDate; since: Date; limit: number },
): Promise<ChannelFailures> {
  const [row] = await db.$queryRaw<FailureRow[]>`
    SELECT
      (SELECT json_agg(json_build_object('channel', o.channel, 'bot', o.bot, 'since', o.since, 'endedAt', o.ended_at,
          'waiting', (SELECT count(*)::int FROM delivery d JOIN contact c ON c.id = d.contact_id
             WHERE d.state IN ('gathering', 'due', 'leased', 'started') AND c.channel = o.channel AND c.bot = o.bot)) ORDER BY o.id DESC)
        FROM channel_outage o WHERE o.ended_at IS NULL OR o.ended_at > ${since}) AS outages,
      (SELECT json_object_agg(r.channel, r.count) FROM (
        SELECT channel, count(*)::int AS count FROM delivery WHERE state = 'rejected' AND ended_at > ${since} GROUP BY channel) r) AS rejected,
      (SELECT json_agg(a ORDER BY a.since DESC, a."contactId") FROM (${deadAddresses(today, limit)}) a) AS dead`;
  const at = (text: string) => new Date(text);
  return {
    outages: (row?.outages ?? []).map((one) => ({
      ...one,
      since: at(one.since),
      endedAt: one.endedAt === null ? null : at(one.endedAt),
    })),
    rejected: row?.rejected ?? {},
    dead: (row?.dead ?? []).map((one) => ({ ...one, since: at(one.since) })),
  };
}

function deadAddresses(today: SchoolDate, limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT c.id AS "contactId", c.channel::text AS channel, c.reason, c.since,
      json_build_object('last', p.last, 'first', p.first, 'patronymic', p.patronymic) AS guardian,
      json_agg(json_build_object('id', s.id, 'last', s.last, 'first', s.first, 'class', k.name) ORDER BY k.grade, k.name, s.last, s.first) AS children
    FROM contact c
      JOIN contact_holder h ON h.contact_id = c.id AND h.ended_at IS NULL
      JOIN person p ON p.id = h.person_id
      JOIN guardian g ON g.id = p.id AND g.left_at IS NULL
      JOIN guardianship q ON q.guardian_id = g.id AND q.ended_at IS NULL AND q.rights <> 'none' AND q.consent
      JOIN student t ON t.id = q.student_id AND (t.left_at IS NULL OR t.left_at > ${today}::date)
      JOIN person s ON s.id = t.id
      JOIN membership m ON m.student_id = t.id AND m."from" <= ${today}::date AND (m."to" IS NULL OR m."to" >= ${today}::date)
      JOIN school_class k ON k.id = m.class_id
    WHERE c.state = 'unreachable' AND c.channel IN ('telegram', 'email') AND c.bot <> 'teachers'
    GROUP BY c.id, p.id ORDER BY c.since DESC, c.id LIMIT ${limit}`;
}
