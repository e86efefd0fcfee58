/** What was refused through our own fault: it ends there for a person to mend, and goes again once it is mended. */
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import type { SendOutcome } from './channel.ts';
import { endDelivery } from './end.ts';
import { resumeLetters } from './pause.ts';
import { NEXT } from './serve-week.ts';
import type { Started } from './start.ts';

/** Ends what goes again once our settings or the server's are mended. */
const MENDABLE = 'settings';
/** What was refused longer ago is no news any more; `doctor` tells of the same week. */
const LOOK_BACK_MS = 7 * 86_400_000;

/** Nothing counts as told but what may have arrived before. */
export async function reject(
  tx: Tx,
  now: Date,
  { delivery, frozen }: Started,
  { code, mendable }: Extract<SendOutcome, { kind: 'rejected' }>,
): Promise<void> {
  const certain = !delivery.uncertain && frozen.sent === 0;
  if (certain) await tx.told.deleteMany({ where: { deliveryId: delivery.id } });
  const items = await tx.deliveryItem.findMany({ where: { deliveryId: delivery.id }, select: { obligationId: true } });
  await endDelivery(tx, now, delivery.id, 'rejected', mendable ? MENDABLE : code);
  const obligations = items.flatMap(({ obligationId }) => (obligationId ? [obligationId] : []));
  await tx.obligation.updateMany({ where: { id: { in: obligations }, metBy: null }, data: { next: NEXT.rejected } });
}

/**
 * At a start, when settings may have been mended: letters that were refused through our own fault in the last week are due
 * again, those of one reader as one, and nothing that was met or told meanwhile. Letters that only waited for the server to
 * take any go now too.
 * @returns how many letters are due again
 */
export async function mendLetters({ db, clock }: { db: Db; clock: Clock }): Promise<number> {
  const now = clock.now();
  return db.$transaction(async (tx) => {
    const again = await requeue(tx, now);
    if (!again) return 0;
    await resumeLetters(tx);
    await tx.$executeRaw`
      UPDATE delivery SET due_at = ${now}
       WHERE channel = 'email' AND state IN ('gathering', 'due') AND tries > 0 AND due_at > ${now}`;
    return again;
  });
}

interface Rejected {
  id: number;
  contactId: number;
  rhythm: string;
  urgent: boolean;
  /** it may have arrived, or in part: the same bytes go again */
  sameBytes: boolean;
}

async function requeue(tx: Tx, now: Date): Promise<number> {
  const rejected = await tx.$queryRaw<Rejected[]>`
    SELECT id, contact_id AS "contactId", rhythm::text AS rhythm, urgent,
           uncertain OR coalesce((payload->>'sent')::int, 0) > 0 AS "sameBytes"
      FROM delivery WHERE channel = 'email' AND state = 'rejected' AND end_reason = ${MENDABLE}
       AND ended_at > ${new Date(now.getTime() - LOOK_BACK_MS)} ORDER BY id FOR UPDATE`;
  const items = await tx.$queryRaw<{ deliveryId: number; obligationId: number | null }[]>`
    UPDATE delivery_item i SET state = 'waiting', reason = NULL
     WHERE i.delivery_id = ANY(${rejected.map(({ id }) => id)}) AND i.state = 'dropped' AND i.reason = ${MENDABLE}
       AND NOT EXISTS (SELECT FROM obligation o WHERE o.id = i.obligation_id AND o.met_by IS NOT NULL)
    RETURNING i.delivery_id AS "deliveryId", i.obligation_id AS "obligationId"`;
  const carrying = new Set(items.map(({ deliveryId }) => deliveryId));
  const again = rejected.filter(({ id }) => carrying.has(id));
  await tx.$executeRaw`
    UPDATE delivery SET state = 'due', due_at = ${now}, ended_at = NULL, end_reason = NULL, tries = 0
     WHERE id = ANY(${again.map(({ id }) => id)})`;
  const anew = again.filter(({ sameBytes }) => !sameBytes);
  await tx.$executeRaw`UPDATE delivery SET payload = NULL WHERE id = ANY(${anew.map(({ id }) => id)})`;
  const obligations = items.flatMap(({ obligationId }) => obligationId ?? []);
  await tx.obligation.updateMany({ where: { id: { in: obligations }, metBy: null }, data: { next: NEXT.sending } });
  return again.length - (await joinNews(tx, now, anew));
}

/** What waited for one reader is one letter. @returns how many letters joined others */
async function joinNews(tx: Tx, now: Date, anew: Rejected[]): Promise<number> {
  const news = anew.filter(({ rhythm }) => rhythm === 'now' || rhythm === 'evening');
  const groups = groupBy(news, ({ contactId, rhythm, urgent }) => `${contactId} ${rhythm} ${urgent}`);
  const joins = [...groups.values()].flatMap(([first, ...rest]) =>
    rest.map(({ id }) => ({ id, into: first?.id ?? id })),
  );
  const ids = joins.map(({ id }) => id);
  const into = joins.map((join) => join.into);
  await tx.$executeRaw`
    UPDATE delivery_item i SET delivery_id = j.into_id FROM unnest(${ids}::int[], ${into}::int[]) AS j(id, into_id)
     WHERE i.delivery_id = j.id AND i.state = 'waiting'`;
  await tx.$executeRaw`
    UPDATE delivery d SET state = 'passedOn', end_reason = 'joined', passed_on_to_id = j.into_id, ended_at = ${now}
      FROM unnest(${ids}::int[], ${into}::int[]) AS j(id, into_id) WHERE d.id = j.id`;
  return joins.length;
}
