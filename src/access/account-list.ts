/** Everybody who may sign in, as the desk searches them: who, in which role, when last seen, in how many places. */
import type { Clock } from '../platform/clock.ts';
import { Prisma } from '../platform/database/generated/client.ts';
import type { Db } from '../platform/database/open.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import type { Actor } from './actor.ts';

/** As whom somebody is looked for. */
export const ACCOUNT_KINDS = ['staff', 'guardian', 'student'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

export interface AccountHolder {
  personId: string;
  last: string;
  first: string;
  patronymic: string;
  /** offices of who works here; null: does not */
  offices: string[] | null;
  guardian: boolean;
  /** the class of a pupil; null: none */
  className: string | null;
  /** null: was never here */
  accountId: number | null;
  /** everybody that the account is; this person alone where there is none */
  people: string[];
  login: string | null;
  /** closed since it was stolen: its owner comes with a new invitation */
  closed: boolean;
  hasPassword: boolean;
  lastSeenAt: Date | null;
  /** open sessions */
  sessions: number;
  /** its owner, or the school, says that it is in strange hands, and nobody has decided */
  reportedAt: Date | null;
}

export interface AccountSearch {
  /** words of the name or a login, each from its beginning */
  text: string;
  kind: AccountKind | null;
  /** how many to pass over */
  skip: number;
  take: number;
}

/** People of the school by name, reported accounts first; one more than asked for where there are more. One query. */
export async function accountHolders(
  db: Db,
  clock: Clock,
  today: SchoolDate,
  { text, kind, skip, take }: AccountSearch,
): Promise<AccountHolder[]> {
  const words = text.split(/\s+/).filter(Boolean).slice(0, 4);
  const named = words.map((word) => {
    const from = `${word.replace(/[\\%_]/g, '\\$&')}%`;
    return Prisma.sql`AND (p.last ILIKE ${from} OR p.first ILIKE ${from} OR p.patronymic ILIKE ${from} OR a.login ILIKE ${from})`;
  });
  const as = {
    staff: Prisma.sql`AND st.id IS NOT NULL`,
    guardian: Prisma.sql`AND g.id IS NOT NULL`,
    student: Prisma.sql`AND s.id IS NOT NULL`,
  };
  return await db.$queryRaw<AccountHolder[]>`${holders(clock.now(), today)}
    WHERE p.erased_at IS NULL AND (st.id IS NOT NULL OR g.id IS NOT NULL OR s.id IS NOT NULL)
      ${kind ? as[kind] : Prisma.empty} ${named.length > 0 ? Prisma.join(named, ' ') : Prisma.empty}
    ORDER BY t.reported_at NULLS LAST, lower(p.last), lower(p.first), p.id
    OFFSET ${skip} LIMIT ${take + 1}`;
}

/** One person, whoever still is somebody here; null: there is none of that id. One query. */
export async function accountHolder(
  db: Db,
  clock: Clock,
  today: SchoolDate,
  personId: string,
): Promise<AccountHolder | null> {
  const [found] = await db.$queryRaw<AccountHolder[]>`${holders(clock.now(), today)}
    WHERE p.erased_at IS NULL AND p.id = ${personId}`;
  return found ?? null;
}

const holders = (now: Date, today: SchoolDate) => Prisma.sql`
  SELECT p.id AS "personId", p.last, p.first, p.patronymic, st.roles AS offices, g.id IS NOT NULL AS guardian,
    CASE WHEN s.id IS NOT NULL THEN coalesce(k.name, '') END AS "className",
    a.id AS "accountId", a.login,
    coalesce((SELECT array_agg(o.person_id ORDER BY o.person_id) FROM account_person o WHERE o.account_id = a.id), ARRAY[p.id]) AS people, coalesce(a.closed_at IS NOT NULL, false) AS closed,
    coalesce(a.password_hash IS NOT NULL, false) AS "hasPassword",
    se.seen AS "lastSeenAt", coalesce(se.open, 0)::int AS sessions, t.reported_at AS "reportedAt"
  FROM person p
    LEFT JOIN staff_member st ON st.id = p.id AND (st.left_at IS NULL OR st.left_at > ${today}::date)
    LEFT JOIN guardian g ON g.id = p.id AND (g.left_at IS NULL OR g.left_at > ${today}::date)
    LEFT JOIN student s ON s.id = p.id AND (s.left_at IS NULL OR s.left_at > ${today}::date)
    LEFT JOIN LATERAL (
      SELECT c.name FROM membership m JOIN school_class c ON c.id = m.class_id
       WHERE m.student_id = s.id
       ORDER BY (m."from" <= ${today}::date AND (m."to" IS NULL OR m."to" >= ${today}::date)) DESC, m."from" DESC LIMIT 1) k ON true
    LEFT JOIN account_person ap ON ap.person_id = p.id
    LEFT JOIN account a ON a.id = ap.account_id
    LEFT JOIN account_theft t ON t.account_id = a.id AND t.settled_at IS NULL
    LEFT JOIN LATERAL (
      SELECT max(e.last_seen_at) AS seen, count(*) FILTER (WHERE e.ended_at IS NULL AND e.expires_at > ${now}) AS open
        FROM session e WHERE e.account_id = a.id) se ON true`;

/**
 * Whether this member of staff may end sessions, void an account or issue an invitation for that person: nobody takes an
 * account above their own that way, nor deals with the own one.
 */
export function mayTend(actor: Actor, holder: Pick<AccountHolder, 'personId' | 'offices'>): boolean {
  if (actor.personIds.includes(holder.personId)) return false;
  const high = (holder.offices ?? []).some((office) => office === 'director' || office === 'admin');
  return !high || actor.roles.includes('director') || actor.roles.includes('admin');
}

/** How many wait to be looked into. One query. */
export async function openThefts(db: Db): Promise<number> {
  return await db.accountTheft.count({ where: { settledAt: null } });
}
