/** What the handing over of sheets means for the duties that they serve (К-У 2.2). */
import type { Tx } from '../platform/database/open.ts';
import { schoolDate } from '../platform/school-time.ts';
import { NEXT } from './serve-week.ts';
import { type SheetState, STANDING } from './standing.ts';

const NEXT_OF: Record<Exclude<SheetState, 'handedOver'>, string> = {
  open: NEXT.handOver,
  awaitingStub: NEXT.awaitStub,
  refused: NEXT.refused,
  absent: NEXT.absent,
};
/** Steps that a sheet has no say in stay: a summary may be on its way besides. */
const PAPER_STEPS = [...Object.values(NEXT_OF), NEXT.family, NEXT.unreached];

interface Row {
  deliveryId: number;
  /** the delivery was ended by a handing over */
  ended: boolean;
  state: SheetState;
}

/**
 * Brings deliveries and duties to what the history of these first sheets says now.
 * @param since when what is taken back was noted: a slip of the same day moves no deadline
 */
export async function followSheets(tx: Tx, now: Date, sheetIds: number[], since: Date = now): Promise<void> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT d.id AS "deliveryId", d.state = 'handedOver' AS ended, coalesce(h.state::text, 'open') AS state
      FROM sheet s JOIN delivery d ON d.id = s.delivery_id LEFT JOIN LATERAL (${STANDING}) h ON true
     WHERE s.id = ANY(${sheetIds}) ORDER BY d.id FOR UPDATE OF d`;
  const idsOf = (which: (row: Row) => boolean) => rows.filter(which).map(({ deliveryId }) => deliveryId);
  await endPaper(
    tx,
    now,
    idsOf(({ state }) => state === 'handedOver'),
  );
  await reopenPaper(
    tx,
    now,
    idsOf(({ ended, state }) => ended && state !== 'handedOver'),
    since,
  );
  for (const [state, next] of Object.entries(NEXT_OF)) {
    const ids = idsOf((row) => row.state === state);
    if (ids.length)
      await tx.$executeRaw`
        UPDATE obligation o SET next = ${next} FROM delivery_item i
         WHERE i.obligation_id = o.id AND i.delivery_id = ANY(${ids}) AND o.met_by IS NULL
           AND (o.next IS NULL OR o.next = ANY(${PAPER_STEPS}))`;
  }
}

async function endPaper(tx: Tx, now: Date, ids: number[]): Promise<void> {
  if (!ids.length) return;
  await tx.delivery.updateMany({ where: { id: { in: ids } }, data: { state: 'handedOver', endedAt: now } });
  await tx.deliveryItem.updateMany({ where: { deliveryId: { in: ids }, state: 'waiting' }, data: { state: 'told' } });
  await tx.$executeRaw`
    UPDATE obligation o SET met_by = 'paper', met_at = ${now}, evidence = 'handedOver', next = NULL
      FROM delivery_item i WHERE i.obligation_id = o.id AND i.delivery_id = ANY(${ids}) AND o.evidence IS DISTINCT FROM 'handedOver'`;
}

interface ProvenOtherwise {
  id: number;
  /** «Вижу» or a visit, as the ledger keeps it */
  seenBy: string | null;
  seenAt: Date | null;
  acceptedBy: string | null;
  acceptedAt: Date | null;
  /** something electronic is on its way */
  sending: boolean;
}

/** A handing over that was taken back proves nothing: what else proves the duty stands again, or the duty is open. */
async function reopenPaper(tx: Tx, now: Date, ids: number[], since: Date): Promise<void> {
  if (!ids.length) return;
  await tx.delivery.updateMany({ where: { id: { in: ids } }, data: { state: 'due', endedAt: null } });
  await tx.deliveryItem.updateMany({ where: { deliveryId: { in: ids }, state: 'told' }, data: { state: 'waiting' } });
  const duties = await tx.$queryRaw<ProvenOtherwise[]>`
    SELECT o.id, seen.fact->>'by' AS "seenBy", (seen.fact->>'at')::timestamptz AS "seenAt",
           accepted.channel AS "acceptedBy", accepted.at AS "acceptedAt",
           EXISTS (SELECT FROM delivery_item j JOIN delivery d ON d.id = j.delivery_id
                    WHERE j.obligation_id = o.id AND d.channel <> 'paper' AND d.state IN ('gathering', 'due', 'leased', 'started')) AS sending
      FROM obligation o
      LEFT JOIN LATERAL (SELECT l.fact FROM ledger_entry l WHERE l.obligation_id = o.id AND l.fact->>'evidence' = 'seen'
                          ORDER BY l.id DESC LIMIT 1) seen ON true
      LEFT JOIN LATERAL (SELECT d.channel::text AS channel, a.finished_at AS at
                           FROM delivery_item j JOIN delivery d ON d.id = j.delivery_id JOIN attempt a ON a.delivery_id = d.id
                          WHERE j.obligation_id = o.id AND j.state = 'told' AND d.channel <> 'paper' AND d.state = 'accepted'
                            AND a.outcome = 'accepted' AND NOT a.simulated ORDER BY a.id LIMIT 1) accepted ON true
     WHERE o.evidence = 'handedOver' AND o.id IN (SELECT obligation_id FROM delivery_item WHERE delivery_id = ANY(${ids}))
       AND NOT EXISTS (SELECT FROM delivery_item j JOIN delivery d ON d.id = j.delivery_id
                        WHERE j.obligation_id = o.id AND d.channel = 'paper' AND d.state = 'handedOver')`;
  const zone = (await tx.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } })).timeZone;
  const slip = schoolDate(since, zone) === schoolDate(now, zone);
  for (const duty of duties)
    await tx.obligation.update({
      where: { id: duty.id },
      data: proofBeside(duty) ?? openAgain(duty, slip ? null : now),
    });
}

function proofBeside({ seenBy, seenAt, acceptedBy, acceptedAt }: ProvenOtherwise) {
  if (seenBy) return { metBy: seenBy, metAt: seenAt, evidence: 'seen', next: null };
  return acceptedBy ? { metBy: acceptedBy, metAt: acceptedAt, evidence: 'accepted', next: null } : null;
}

/** @param reopenedAt the school relied on it for a day and longer: it is asked about anew, as of a letter that came back */
function openAgain({ sending }: ProvenOtherwise, reopenedAt: Date | null) {
  const open = { metBy: null, metAt: null, evidence: null, next: sending ? NEXT.sending : NEXT.handOver };
  return reopenedAt ? { ...open, reopenedAt, askedAt: null, escalatedAt: null } : open;
}
