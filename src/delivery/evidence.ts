import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';

/**
 * «Вижу»: someone who holds the chat tapped under a weekly summary. Evidence for that person's own obligations only.
 * @returns false when the delivery is not this person's
 */
export async function markTapped(
  { db, clock }: { db: Db; clock: Clock },
  { deliveryId, personIds }: { deliveryId: number; personIds: string[] },
): Promise<boolean> {
  const now = clock.now();
  return db.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ guardian_id: string }[]>`
      UPDATE obligation o SET evidence = 'seen', met_by = coalesce(o.met_by, 'telegram'), met_at = coalesce(o.met_at, ${now}), next = NULL
        FROM delivery_item i
       WHERE i.obligation_id = o.id AND i.delivery_id = ${deliveryId} AND i.guardian_id = ANY(${personIds})
      RETURNING o.guardian_id`;
    await touch(tx, now, personIds);
    return rows.length > 0;
  });
}

/** The guardian opened the child's week in the diary: evidence for every closed week that the page showed. */
export async function markOpened(
  { db, clock }: { db: Db; clock: Clock },
  { personId, studentId, week }: { personId: string; studentId: string; week: string },
): Promise<void> {
  const now = clock.now();
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`
      UPDATE obligation SET evidence = 'seen', met_by = coalesce(met_by, 'diary'), met_at = coalesce(met_at, ${now}), next = NULL
       WHERE guardian_id = ${personId} AND student_id = ${studentId} AND week = ${week} AND evidence IS DISTINCT FROM 'seen'
         AND evidence IS DISTINCT FROM 'handedOver'`;
    await touch(tx, now, [personId]);
  });
}

async function touch(tx: Tx, now: Date, personIds: string[]): Promise<void> {
  await tx.guardian.updateMany({ where: { id: { in: personIds } }, data: { lastSeenAt: now } });
}

/** A sheet was handed over: the paper delivery ends, the guardian's duty is met. Through the child it waits for its stub. */
export async function handOver(
  { db, clock }: { db: Db; clock: Clock },
  input: { sheetId: number; way: 'person' | 'proxy' | 'post' | 'child'; date: string; byId: string; note?: string },
): Promise<{ ok: true } | { ok: false; code: 'unknownSheet'; field: 'sheet' }> {
  const now = clock.now();
  return db.$transaction(async (tx) => {
    const sheet = await tx.sheet.findUnique({ where: { id: input.sheetId } });
    if (!sheet) return { ok: false as const, code: 'unknownSheet' as const, field: 'sheet' as const };
    const state = input.way === 'child' ? ('awaitingStub' as const) : ('handedOver' as const);
    await tx.handover.create({
      data: {
        sheetId: sheet.id,
        way: input.way,
        state,
        date: new Date(`${input.date}T00:00:00Z`),
        byId: input.byId,
        note: input.note ?? '',
        at: now,
      },
    });
    if (state === 'handedOver' && sheet.deliveryId) await endPaper(tx, now, sheet.deliveryId);
    return { ok: true as const };
  });
}

async function endPaper(tx: Tx, now: Date, deliveryId: number): Promise<void> {
  await tx.delivery.update({ where: { id: deliveryId }, data: { state: 'handedOver', endedAt: now } });
  await tx.deliveryItem.updateMany({ where: { deliveryId, state: 'waiting' }, data: { state: 'told' } });
  await tx.$executeRaw`
    UPDATE obligation o SET met_by = 'paper', met_at = ${now}, evidence = 'handedOver', next = NULL
      FROM delivery_item i WHERE i.obligation_id = o.id AND i.delivery_id = ${deliveryId}`;
}
