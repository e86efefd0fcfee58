import type { ContactChannel, Pair, Rhythm } from '../notify/audience.ts';
import type { NoticeKind } from '../notify/notice.ts';
import { Prisma } from '../platform/database/generated/client.ts';
import type { Tx } from '../platform/database/open.ts';
import { jsonRows } from './json-rows.ts';

interface PairRow {
  guardian_id: string;
  student_id: string;
  rights: Pair['rights'];
  consent: boolean;
  ended: boolean;
  channels: string[];
  paper_applied: boolean;
  household_id: number | null;
  quiet_from: string | null;
  quiet_to: string | null;
  /** a school day */
  paused_until: string | null;
  contacts: { contactId: number; channel: ContactChannel }[] | null;
  preferences: Record<string, Rhythm> | null;
}

/** Every pair of guardian and child for these children, with contacts and choices: one query. */
export async function loadPairs(tx: Tx, studentIds: string[]): Promise<Pair[]> {
  if (!studentIds.length) return [];
  const rows = await jsonRows<PairRow>(
    tx,
    Prisma.sql`
    SELECT p.guardian_id, p.student_id, p.rights::text AS rights, p.consent,
           (p.ended_at IS NOT NULL OR g.left_at IS NOT NULL) AS ended,
           p.channels, p.paper_applied, p.household_id, g.quiet_from, g.quiet_to, g.paused_until,
           (SELECT json_agg(json_build_object('contactId', c.id, 'channel', c.channel) ORDER BY h.linked_at DESC, c.id DESC)
              FROM contact_holder h JOIN contact c ON c.id = h.contact_id
             WHERE h.person_id = p.guardian_id AND h.ended_at IS NULL AND c.state = 'confirmed' AND c.bot <> 'teachers') AS contacts,
           (SELECT json_object_agg(f.kind, f.rhythm) FROM preference f
             WHERE f.guardian_id = p.guardian_id AND f.student_id = p.student_id) AS preferences
      FROM guardianship p JOIN guardian g ON g.id = p.guardian_id
     WHERE p.student_id = ANY(${studentIds})
     ORDER BY p.student_id, p.guardian_id`,
  );
  return rows.map(toPair);
}

function toPair(row: PairRow): Pair {
  return {
    guardianId: row.guardian_id,
    studentId: row.student_id,
    rights: row.rights,
    consent: row.consent,
    ended: row.ended,
    channels: row.channels,
    paperApplied: row.paper_applied,
    householdId: row.household_id,
    contacts: row.contacts ?? [],
    preferences: (row.preferences ?? {}) as Partial<Record<NoticeKind, Rhythm>>,
    ...(row.quiet_from && row.quiet_to && { quiet: { from: row.quiet_from, to: row.quiet_to } }),
    ...(row.paused_until && { pausedUntil: row.paused_until }),
  };
}
