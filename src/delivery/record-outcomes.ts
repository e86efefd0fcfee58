import type { Tx } from '../platform/database/open.ts';
import type { SendOutcome } from './channel.ts';
import { NEXT } from './serve-week.ts';
import type { Started } from './start.ts';

export interface Ended {
  started: Started;
  outcome: SendOutcome;
}

/** The last of a text's messages, or the only one. */
export const isLast = ({ frozen }: Started) => frozen.sent + 1 >= frozen.parts.length;

/**
 * One statement: every attempt with its outcome; what was accepted whole ends, its items are told, and the acceptance is
 * evidence for the duties that it carried. What a demo only showed is no evidence.
 *
 * An attempt whose lease ended while the provider took its time is *unknown* and left so: another worker may have begun anew.
 * An acceptance that comes before anybody did still counts, and spares the family the second message.
 * @returns the attempts that were written down
 */
export async function recordOutcomes(tx: Tx, now: Date, ended: Ended[]): Promise<Set<number>> {
  const attempts = ended.map(({ started }) => started.attemptId);
  const deliveries = ended.map(({ started }) => started.delivery.id);
  const [row] = await tx.$queryRaw<{ ids: number[] | null }[]>`
    WITH open AS MATERIALIZED (
      SELECT a.id, a.finished_at IS NOT NULL AS late FROM attempt a JOIN delivery d ON d.id = a.delivery_id
       WHERE a.id = ANY(${attempts}) AND d.id = ANY(${deliveries}) AND (a.finished_at IS NULL OR (d.state = 'due'
             AND NOT EXISTS (SELECT FROM attempt l WHERE l.delivery_id = d.id AND l.id > a.id)))
       ORDER BY d.id FOR UPDATE OF d),
    noted AS (
      UPDATE attempt a SET finished_at = ${now}, outcome = e.outcome::outcome, code = e.code, detail = e.detail,
             provider_id = e.provider_id, simulated = e.simulated
        FROM open o JOIN json_to_recordset(${JSON.stringify(ended.map(asRow))}::json)
             AS e(id int, outcome text, code text, detail text, provider_id text, simulated bool, whole bool) ON e.id = o.id
       WHERE a.id = o.id AND (a.finished_at IS NULL OR (o.late AND e.outcome = 'accepted'))
      RETURNING a.id, a.delivery_id, a.provider_id, a.simulated, e.whole),
    accepted AS (
      UPDATE delivery d SET state = 'accepted', ended_at = ${now}, provider_id = coalesce(d.provider_id, n.provider_id),
             uncertain = false, lease_holder = NULL, lease_until = NULL
        FROM noted n WHERE d.id = n.delivery_id AND n.whole RETURNING d.id, d.contact_id, d.channel, n.simulated),
    items AS (
      UPDATE delivery_item i SET state = 'told'
       WHERE i.delivery_id = ANY(ARRAY(SELECT id FROM accepted)) AND i.state = 'waiting' RETURNING i.delivery_id, i.obligation_id),
    contacts AS (
      UPDATE contact c SET last_accepted_at = ${now} FROM accepted a WHERE c.id = a.contact_id AND NOT a.simulated),
    met AS (
      UPDATE obligation o SET met_by = CASE WHEN NOT a.simulated THEN a.channel::text END,
             met_at = CASE WHEN NOT a.simulated THEN ${now}::timestamptz END,
             evidence = CASE WHEN NOT a.simulated THEN 'accepted' END, next = CASE WHEN a.simulated THEN ${NEXT.simulated} END
        FROM items i JOIN accepted a ON a.id = i.delivery_id WHERE o.id = i.obligation_id AND o.met_by IS NULL)
    SELECT json_agg(id) AS ids FROM noted`;
  return new Set(row?.ids);
}

function asRow({ started, outcome }: Ended) {
  const accepted = outcome.kind === 'accepted';
  return {
    id: started.attemptId,
    outcome: outcome.kind,
    code: ('code' in outcome && outcome.code) || null,
    detail: ('detail' in outcome && outcome.detail.slice(0, 500)) || null,
    provider_id: (accepted && outcome.providerId) || null,
    simulated: accepted && (outcome.simulated ?? false),
    whole: accepted && isLast(started),
  };
}
