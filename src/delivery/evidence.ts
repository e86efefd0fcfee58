import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { toDbDate } from '../platform/school-time.ts';
import { readSchool } from './school.ts';
import { NEXT, serveObligations } from './serve-week.ts';

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
      UPDATE obligation o SET evidence = CASE o.evidence WHEN 'handedOver' THEN o.evidence ELSE 'seen' END,
             met_by = coalesce(o.met_by, 'telegram'), met_at = coalesce(o.met_at, ${now}), next = NULL
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

export interface HandingOver {
  /** the number on the sheet */
  sheetId: number;
  way: 'person' | 'proxy' | 'post' | 'child';
  /** school date */
  date: string;
  byId: string;
  note?: string;
}

type OnSheet = { ok: true } | { ok: false; code: 'unknownSheet'; field: 'sheet' };
const UNKNOWN_SHEET = { ok: false, code: 'unknownSheet', field: 'sheet' } as const;

/** A sheet was handed over: the paper delivery ends, the guardian's duty is met. Through the child it waits for its stub. */
export async function handOver({ db, clock }: { db: Db; clock: Clock }, input: HandingOver): Promise<OnSheet> {
  const state = input.way === 'child' ? 'awaitingStub' : 'handedOver';
  return noteHandover(db, clock.now(), input, state);
}

/** The stub of a sheet that went through the child is back: only now the duty is met. */
export async function stubReturned(
  { db, clock }: { db: Db; clock: Clock },
  input: Omit<HandingOver, 'way'>,
): Promise<OnSheet> {
  return noteHandover(db, clock.now(), { ...input, way: 'child' }, 'handedOver');
}

async function noteHandover(
  db: Db,
  now: Date,
  { sheetId, way, date, byId, note = '' }: HandingOver,
  state: 'handedOver' | 'awaitingStub',
): Promise<OnSheet> {
  return db.$transaction(async (tx) => {
    const sheet = await tx.sheet.findUnique({ where: { id: sheetId }, select: { deliveryId: true } });
    if (!sheet) return UNKNOWN_SHEET;
    await tx.handover.create({ data: { sheetId, way, state, date: toDbDate(date), byId, note, at: now } });
    if (!sheet.deliveryId) return { ok: true };
    if (state === 'handedOver') await endPaper(tx, now, sheet.deliveryId);
    else
      await tx.$executeRaw`
        UPDATE obligation o SET next = ${NEXT.awaitStub} FROM delivery_item i
         WHERE i.obligation_id = o.id AND i.delivery_id = ${sheet.deliveryId} AND o.met_by IS NULL`;
    return { ok: true };
  });
}

async function endPaper(tx: Tx, now: Date, deliveryId: number): Promise<void> {
  await tx.delivery.update({ where: { id: deliveryId }, data: { state: 'handedOver', endedAt: now } });
  await tx.deliveryItem.updateMany({ where: { deliveryId, state: 'waiting' }, data: { state: 'told' } });
  await tx.$executeRaw`
    UPDATE obligation o SET met_by = 'paper', met_at = ${now}, evidence = 'handedOver', next = NULL
      FROM delivery_item i WHERE i.obligation_id = o.id AND i.delivery_id = ${deliveryId}`;
}

/**
 * What the provider had accepted came back (a late bounce): the duties that this acceptance alone had met are open again
 * and go the next way. Mark the contact unreachable first. What was seen or handed over stays met.
 * @param avoid contacts that fail without being dead
 * @returns how many duties were reopened
 */
export async function reopenDuties(tx: Tx, now: Date, deliveryId: number, avoid: number[] = []): Promise<number> {
  const rows = await tx.$queryRaw<{ id: number }[]>`
    UPDATE obligation o SET met_by = NULL, met_at = NULL, evidence = NULL, next = ${NEXT.unreached},
           reopened_at = ${now}, asked_at = NULL, escalated_at = NULL
      FROM delivery_item i JOIN delivery d ON d.id = i.delivery_id
     WHERE i.obligation_id = o.id AND i.delivery_id = ${deliveryId} AND i.state = 'told'
       AND o.evidence = 'accepted' AND o.met_by = d.channel::text
       AND NOT EXISTS (SELECT FROM delivery_item j JOIN delivery e ON e.id = j.delivery_id
                        WHERE j.obligation_id = o.id AND e.id <> d.id AND e.channel = d.channel AND e.state = 'accepted')
    RETURNING o.id`;
  const duties = rows.map(({ id }) => id);
  await serveObligations(tx, now, await readSchool(tx), duties, { atClose: false, avoid });
  return duties.length;
}
