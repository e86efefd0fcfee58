/** What was sent to a guardian about a child, by which channel, and what proves it: for the guardian's own eyes. */
import type { Db } from '../platform/database/open.ts';

export interface NoticeSent {
  deliveryId: number;
  channel: 'telegram' | 'email' | 'paper';
  /** when it was started last, else when it is due */
  at: Date;
  /** the week that it sums up */
  week: string | null;
  /** kinds of what it tells of this child: mark, absence … */
  kinds: string[];
  state: string;
  /** shown on the page of outgoing notices instead of being sent */
  simulated: boolean;
  /** of a week's summary: accepted, seen, handedOver */
  evidence: string | null;
}

/** Of this many of the newest deliveries to a chat or mailbox those about the child are shown. */
const LOOKED_AT = 200;

/** The newest first, without what was dropped before it was sent. One query. */
export async function noticesTo(
  db: Db,
  { guardianIds, studentId }: { guardianIds: string[]; studentId: string },
  limit: number,
): Promise<NoticeSent[]> {
  return await db.$queryRaw<NoticeSent[]>`
    WITH candidate AS (
      (SELECT d.id FROM delivery d JOIN contact_holder h ON h.contact_id = d.contact_id
        WHERE h.person_id = ANY(${guardianIds}) ORDER BY d.created_at DESC, d.id DESC LIMIT ${LOOKED_AT})
      UNION
      SELECT s.delivery_id FROM sheet s
        WHERE s.student_id = ${studentId} AND s.guardian_id = ANY(${guardianIds}) AND s.delivery_id IS NOT NULL),
    about AS (
      SELECT i.delivery_id, coalesce(array_agg(DISTINCT e.kind::text) FILTER (WHERE e.id IS NOT NULL), '{}') AS kinds,
        max(o.evidence) AS evidence
      FROM candidate c JOIN delivery_item i ON i.delivery_id = c.id
        LEFT JOIN journal_event e ON e.id = i.event_id
        LEFT JOIN obligation o ON o.id = i.obligation_id
      WHERE i.guardian_id = ANY(${guardianIds}) AND i.student_id = ${studentId} AND i.state <> 'dropped'
      GROUP BY i.delivery_id)
    SELECT d.id AS "deliveryId", d.channel::text AS channel, coalesce(a.started_at, d.due_at) AS at, d.week, n.kinds,
      d.state::text AS state, coalesce(a.simulated, false) AS simulated, n.evidence
    FROM about n JOIN delivery d ON d.id = n.delivery_id
      LEFT JOIN LATERAL (
        SELECT started_at, simulated FROM attempt WHERE delivery_id = d.id ORDER BY id DESC LIMIT 1) a ON true
    WHERE d.rhythm <> 'staff' AND d.channel IN ('telegram', 'email', 'paper')
    ORDER BY at DESC, d.id DESC LIMIT ${limit}`;
}
