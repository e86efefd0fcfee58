/** Weekly summaries that have not left yet: what their readers are owed at a later close, or for another child, joins them. */
import type { Tx } from '../platform/database/open.ts';

export interface Summary {
  channel: 'telegram' | 'email';
  contactId: number;
  studentId: string;
}

/** One message for each chat and child, one letter for each mailbox. */
export const summaryOf = ({ channel, contactId, studentId }: Summary): string =>
  channel === 'email' ? `${contactId}` : `${contactId} ${studentId}`;

/**
 * Summaries that wait, by `summaryOf`: locked until the caller ends, so that none leaves without what joins it. What a sender
 * holds, or what may have arrived, is not among them.
 */
export async function unsentSummaries(tx: Tx, contactIds: readonly number[]): Promise<Map<string, number>> {
  if (!contactIds.length) return new Map();
  const rows = await tx.$queryRaw<(Summary & { id: number })[]>`
    SELECT d.id, d.channel::text AS channel, d.contact_id AS "contactId", i.student_id AS "studentId"
      FROM delivery d CROSS JOIN LATERAL (
        SELECT student_id FROM delivery_item WHERE delivery_id = d.id AND state = 'waiting' ORDER BY id LIMIT 1) i
     WHERE d.contact_id = ANY(${[...contactIds]}) AND d.rhythm = 'week' AND d.state = 'due' AND d.payload IS NULL AND NOT d.uncertain
     ORDER BY d.id FOR UPDATE OF d SKIP LOCKED`;
  return new Map(rows.map((row) => [summaryOf(row), row.id]));
}
