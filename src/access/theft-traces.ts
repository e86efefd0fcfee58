/** What an account did besides writing and choosing: doors it opened, and deeds that only people can judge. */
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import type { OpenSession } from './sessions.ts';
import { type ChosenRow, chosenSince, planChoices, type VoidedChoice } from './void-choices.ts';

export interface TheftTraces {
  /** chats and mailboxes that became this person's since */
  contacts: { id: number; channel: string; bot: string }[];
  /** invitations that they issued since and nobody has used up; whose */
  invitations: { id: number; personId: string }[];
  /** secret links of theirs that still open something, made since */
  links: number;
  /** what the audit has of them since: the school looks */
  deeds: { action: string; times: number }[];
}

/** The same with where the account is signed in, what it chose, and the names of whom its writes and choices are about. */
export interface TheftSeen extends TheftTraces {
  sessions: OpenSession[];
  choices: VoidedChoice[];
  names: Record<string, { last: string; first: string; patronymic: string }>;
}

/** @param accountId null: there is none yet. One query. */
export async function theftTraces(
  db: Db | Tx,
  clock: Clock,
  { byIds, since, accountId }: { byIds: readonly string[]; since: Date; accountId: number | null },
): Promise<TheftSeen> {
  const ids = [...byIds];
  const [row] = await db.$queryRaw<[TraceRow]>`
    SELECT (${chosenSince({ byIds, since })}) AS chosen,
      coalesce((SELECT json_agg(json_build_object('id', k.id, 'channel', k.channel, 'bot', k.bot) ORDER BY k.id)
        FROM contact k WHERE k.channel IN ('telegram', 'email') AND EXISTS (SELECT FROM contact_holder h
          WHERE h.contact_id = k.id AND h.person_id = ANY(${ids}) AND h.ended_at IS NULL AND h.linked_at >= ${since})), '[]') AS contacts,
      coalesce((SELECT json_agg(json_build_object('id', i.id, 'personId', i.person_id) ORDER BY i.id)
        FROM invitation i WHERE i.voided_at IS NULL AND i.created_at >= ${since} AND EXISTS (SELECT FROM audit_record r
          WHERE r.action = 'invite' AND r.actor_id = ANY(${ids}) AND r.object = 'person:' || i.person_id AND r.at = i.created_at)), '[]') AS invitations,
      (SELECT count(*)::int FROM secret_link l
        WHERE l.person_id = ANY(${ids}) AND l.revoked_at IS NULL AND l.created_at >= ${since}) AS links,
      coalesce((SELECT json_agg(json_build_object('action', d.action, 'times', d.times) ORDER BY d.action)
        FROM (SELECT action, count(*)::int AS times FROM audit_record
               WHERE actor_id = ANY(${ids}) AND at >= ${since} AND action <> 'reportTheft' GROUP BY action) d), '[]') AS deeds,
      coalesce((SELECT json_agg(json_build_object('id', e.id, 'agent', e.agent, 'createdAt', e.created_at,
          'lastSeenAt', e.last_seen_at) ORDER BY e.last_seen_at DESC, e.id DESC)
        FROM session e WHERE e.account_id = ${accountId} AND e.ended_at IS NULL AND e.expires_at > ${clock.now()}), '[]') AS sessions,
      coalesce((SELECT json_object_agg(p.id, json_build_object('last', p.last, 'first', p.first, 'patronymic', p.patronymic))
        FROM person p WHERE p.id IN (
          SELECT student_id FROM journal_event WHERE by_id = ANY(${ids}) AND recorded_at >= ${since}
          UNION SELECT guardian_id FROM choice_record WHERE by_id = ANY(${ids}) AND at >= ${since}
          UNION SELECT student_id FROM choice_record WHERE by_id = ANY(${ids}) AND at >= ${since})), '{}') AS names`;
  const { sessions, chosen, ...traces } = row;
  return {
    ...traces,
    choices: planChoices(chosen, { byIds, since }),
    sessions: sessions.map((one) => ({
      ...one,
      createdAt: new Date(one.createdAt),
      lastSeenAt: new Date(one.lastSeenAt),
    })),
  };
}

type SessionRow = Omit<OpenSession, 'createdAt' | 'lastSeenAt'> & { createdAt: string; lastSeenAt: string };
type TraceRow = Omit<TheftSeen, 'sessions' | 'choices'> & { sessions: SessionRow[]; chosen: ChosenRow[] };
