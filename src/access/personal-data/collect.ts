/** Everything kept about one guardian, for the guardian (152-ФЗ, ст. 14): nothing of another family. */
import { Prisma } from '../../platform/database/generated/client.ts';
import type { Db } from '../../platform/database/open.ts';
import { unpackJson } from '../../platform/packed-json.ts';
import { mentionsOf } from './mentions.ts';
import { whoIs } from './who.ts';

/** Instants as ISO text with offset, school days as YYYY-MM-DD. */
export type Field = string | number | boolean | string[] | null;
export type Row = Record<string, Field>;

export const SECTIONS = [
  'person',
  'children',
  'settings',
  'rhythms',
  'choices',
  'contacts',
  'accounts',
  'sessions',
  'codes',
  'links',
  'applications',
  'notices',
  'weeks',
  'sheets',
  'homework',
  'illnesses',
  'thefts',
  'audit',
  'mentions',
] as const;
export type Section = (typeof SECTIONS)[number];
export type PersonalData = Record<Section, Row[]>;

/** The child's name, while the guardian may know of it. */
const childName = (column: string) => Prisma.sql`(
  SELECT concat_ws(' ', k.last, k.first) FROM guardianship b JOIN person k ON k.id = b.student_id
   WHERE b.guardian_id = p.id AND b.student_id = ${Prisma.raw(column)} AND b.ended_at IS NULL AND b.rights <> 'none')`;

/**
 * What is kept about a guardian. A child of a relation that ended or has no rights is not named; the text of a notice stands
 * here only where all of it was for this guardian, for two families may share a chat. Three queries.
 * @returns null: no such guardian, or already erased
 */
export async function personalData(db: Db, guardianId: string): Promise<PersonalData | null> {
  const [found] = await db.$queryRaw<{ data: Record<Section, Row[] | null> }[]>`
    SELECT json_build_object(
      'person', (SELECT json_agg(x) FROM (SELECT p.last, p.first, p.patronymic, p.sex) x),
      'children', (SELECT json_agg(x) FROM (
        SELECT CASE WHEN g.ended_at IS NULL AND g.rights <> 'none' THEN concat_ws(' ', c.last, c.first, c.patronymic) END AS child,
            g.relation, g.rights, g.consent, g.consent_date AS "consentDate", g.channels, g.paper_applied AS "paperApplied",
            g.paper_way AS "paperWay", g.paper_proxy AS "paperProxy", h.note AS household, g.chosen_at AS "chosenAt",
            g.silence_told_at AS "silenceToldAt", g.started_at AS "startedAt", g.ended_at AS "endedAt"
          FROM guardianship g JOIN person c ON c.id = g.student_id LEFT JOIN household h ON h.id = g.household_id
         WHERE g.guardian_id = p.id ORDER BY g.started_at, g.student_id) x),
      'settings', (SELECT json_agg(x) FROM (
        SELECT r.quiet_from AS "quietFrom", r.quiet_to AS "quietTo", r.paused_until AS "pausedUntil",
          r.links_void_at AS "linksVoidAt", r.last_seen_at AS "lastSeenAt", r.left_at AS "leftAt") x),
      'rhythms', (SELECT json_agg(x) FROM (
        SELECT ${childName('f.student_id')} AS child, f.kind, f.rhythm, f.at FROM preference f
         WHERE f.guardian_id = p.id ORDER BY f.at) x),
      'choices', (SELECT json_agg(x) FROM (
        SELECT c.at, ${childName('c.student_id')} AS child, c.what, c.value::text AS value, c.before::text AS before, c.ground,
            CASE WHEN c.by_id = p.id THEN 'self' WHEN c.by_id IS NOT NULL THEN 'school' END AS by
          FROM choice_record c WHERE c.guardian_id = p.id ORDER BY c.id) x),
      'contacts', (SELECT json_agg(x) FROM (
        SELECT c.channel, c.bot, c.address, c.state, c.reason, h.linked_at AS "linkedAt", h.ended_at AS "endedAt"
          FROM contact_holder h JOIN contact c ON c.id = h.contact_id WHERE h.person_id = p.id
        UNION ALL SELECT 'email', '', m.mailbox, NULL, NULL, m.created_at, m.expires_at FROM mailbox_claim m
          WHERE m.person_id = p.id AND m.used_at IS NULL ORDER BY 6, 3) x),
      'accounts', (SELECT json_agg(x) FROM (
        SELECT k.login, k.password_hash IS NOT NULL AS password, k.created_at AS "createdAt", k.closed_at AS "closedAt"
          FROM account k WHERE k.id = a.account_id) x),
      'sessions', (SELECT json_agg(x) FROM (
        SELECT s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt", coalesce(s.ended_at, s.expires_at) AS "endsAt", s.agent
          FROM session s WHERE s.account_id = a.account_id ORDER BY s.id) x),
      'codes', (SELECT json_agg(x) FROM (
        SELECT i.created_at AS "createdAt", i.expires_at AS "endsAt", i.parents_used_at AS "botAt", i.join_used_at AS "diaryAt"
          FROM invitation i WHERE i.person_id = p.id ORDER BY i.id) x),
      'links', (SELECT json_agg(x) FROM (
        SELECT 'signIn' AS purpose, l.created_at AS "createdAt", coalesce(l.used_at, l.expires_at) AS "endsAt"
          FROM sign_in_link l WHERE l.person_id = p.id
        UNION ALL SELECT l.purpose, l.created_at, l.revoked_at FROM secret_link l WHERE l.person_id = p.id ORDER BY 2) x),
      'applications', (SELECT json_agg(x) FROM (
        SELECT t.number, t.outside_number AS "outsideNumber", t.date, t.kind, ${childName('t.student_id')} AS child,
            t.way, t.proxy_name AS "proxyName",
            (SELECT d.kind FROM application_decision d WHERE d.application_id = t.id ORDER BY d.id DESC LIMIT 1) AS decision,
            (SELECT string_agg(d.note, E'\n' ORDER BY d.id) FROM application_decision d WHERE d.application_id = t.id AND d.note <> '') AS note
          FROM application t WHERE t.guardian_id = p.id ORDER BY t.id) x),
      'notices', (SELECT json_agg(x) FROM (
        SELECT d.created_at AS "createdAt", d.channel, c.address, d.week, d.state, d.ended_at AS "endedAt", d.end_reason AS reason,
            (SELECT count(*)::int FROM attempt t WHERE t.delivery_id = d.id) AS attempts,
            CASE WHEN NOT EXISTS (SELECT FROM delivery_item o WHERE o.delivery_id = d.id AND o.guardian_id <> p.id) THEN d.payload END AS text,
            CASE WHEN NOT EXISTS (SELECT FROM delivery_item o WHERE o.delivery_id = d.id AND o.guardian_id <> p.id) THEN
              (SELECT string_agg(concat_ws(' ', t.code, t.detail), E'\n' ORDER BY t.id) FROM attempt t WHERE t.delivery_id = d.id) END AS answers
          FROM delivery d LEFT JOIN contact c ON c.id = d.contact_id
         WHERE EXISTS (SELECT FROM delivery_item i WHERE i.delivery_id = d.id AND i.guardian_id = p.id) ORDER BY d.id) x),
      'weeks', (SELECT json_agg(x) FROM (
        SELECT o.week, ${childName('o.student_id')} AS child, o.met_by AS "metBy", o.met_at AS "metAt", o.evidence
          FROM obligation o WHERE o.guardian_id = p.id ORDER BY o.week, o.id) x),
      'sheets', (SELECT json_agg(x) FROM (
        SELECT s.id AS number, s.created_at AS "createdAt", ${childName('s.student_id')} AS child, v.state, v.way, v.date, v.note,
            (SELECT count(*)::int FROM attachment f WHERE f.sheet_id = s.id) AS photos
          FROM sheet s LEFT JOIN handover v ON v.sheet_id = s.id WHERE s.guardian_id = p.id ORDER BY s.id, v.id) x),
      'homework', (SELECT json_agg(x) FROM (
        SELECT e.date, e.text, w.at FROM homework_done w JOIN journal_entry e ON e.id = w.entry_id
         WHERE w.person_id = p.id ORDER BY w.at) x),
      'illnesses', (SELECT json_agg(x) FROM (
        SELECT concat_ws(' ', c.last, c.first) AS child, i.starts, i.ends, i.note, i.recorded_at AS "at", i.taken_back_at AS "endedAt"
          FROM illness i JOIN guardianship b ON b.student_id = i.student_id AND b.guardian_id = p.id AND b.ended_at IS NULL AND b.rights = 'full'
            JOIN person c ON c.id = i.student_id ORDER BY i.starts, i.id) x),
      'thefts', (SELECT json_agg(x) FROM (
        SELECT t.reported_at AS "at", t.since, t.settled_at AS "endedAt",
            (SELECT string_agg(e->>'agent', E'\n') FROM jsonb_array_elements(t.report->'sessions') e) AS agent,
            (SELECT string_agg(concat_ws(' ', e->>'what', e->>'chose', '→', e->>'stands'), E'\n') FROM jsonb_array_elements(t.report->'choices') e
              WHERE e->>'guardianId' = p.id) AS value
          FROM account_theft t WHERE t.account_id = a.account_id OR t.report->'choices' @> jsonb_build_array(jsonb_build_object('guardianId', p.id))
         ORDER BY t.id) x),
      'audit', (SELECT json_agg(x) FROM (
        SELECT u.at, CASE WHEN u.actor_id = p.id THEN 'self' WHEN u.actor_id IS NOT NULL THEN 'school' END AS by, u.action, u.object
          FROM audit_record u
         WHERE u.actor_id = p.id OR u.object IN ('guardian:' || p.id, 'person:' || p.id, 'account:' || a.account_id)
         ORDER BY u.id) x)
    ) AS data
    FROM person p JOIN guardian r ON r.id = p.id LEFT JOIN account_person a ON a.person_id = p.id
    WHERE p.id = ${guardianId} AND p.erased_at IS NULL`;
  const who = found && (await whoIs(db, guardianId));
  if (!who) return null;
  const data = Object.fromEntries(SECTIONS.map((section) => [section, found.data[section] ?? []])) as PersonalData;
  const children = data.illnesses
    .concat(data.children)
    .flatMap(({ child }) => (typeof child === 'string' ? [child] : []));
  const names = new Set(children.map((name) => name.split(' ').slice(0, 2).join(' ')));
  const notices = data.notices.map((notice) => ({ ...notice, text: textOf(notice.text as Sent) }));
  const mentions = (await mentionsOf(db, who, [...names])).map((mention) => ({ ...mention }));
  return { ...data, notices, mentions };
}

type Sent = { parts: SentPart[] } | { packed: string } | null | undefined;
interface SentPart {
  subject?: string;
  text?: string;
}

/** What a frozen message says, without its form. */
function textOf(sent: Sent): string | null {
  if (!sent) return null;
  const parts = 'packed' in sent ? (unpackJson(sent.packed) as SentPart[]) : sent.parts;
  return parts.map(({ subject, text }) => [subject, text].filter(Boolean).join('\n')).join('\n');
}
