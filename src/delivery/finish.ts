import type { PlannedEvent } from '../notify/plan.ts';
import type { Tx } from '../platform/database/open.ts';
import { fromDbDate } from '../platform/school-time.ts';
import { loadPairs } from './audiences.ts';
import type { SendOutcome } from './channel.ts';
import { endDelivery } from './end.ts';
import { LEASE_ENDED, type Leased } from './lease.ts';
import { planAgain } from './planner.ts';
import { type Ended, isLast, recordOutcomes } from './record-outcomes.ts';
import { reject } from './rejected.ts';
import { readSchool } from './school.ts';
import { serveObligations } from './serve-week.ts';
import type { Started } from './start.ts';

export type { Ended };

/**
 * Writes down what became of attempts, and what follows: evidence, a later try, the next channel, an alarm. Attempts whose
 * lease ended while the provider took its time are left alone, unless an acceptance comes before anybody began anew.
 */
export async function finishAttempts(tx: Tx, now: Date, all: Ended[]): Promise<void> {
  if (!all.length) return;
  const recorded = await recordOutcomes(tx, now, all);
  const ended = all.filter(({ started }) => recorded.has(started.attemptId));
  const of = <K extends SendOutcome['kind']>(kind: K) =>
    ended.filter((one): one is Ended & { outcome: Extract<SendOutcome, { kind: K }> } => one.outcome.kind === kind);
  for (const { started, outcome } of of('accepted')) if (!isLast(started)) await nextPart(tx, now, started, outcome);
  for (const { started, outcome } of of('retryLater')) await retryAt(tx, started, outcome.at);
  for (const { started, outcome } of of('unreachable')) await giveUpAddress(tx, now, started, outcome);
  for (const { started, outcome } of of('rejected')) await reject(tx, now, started, outcome);
  for (const { started } of of('unknown')) await afterUnknown(tx, now, started);
}

type Accepted = Ended & { outcome: Extract<SendOutcome, { kind: 'accepted' }> };

async function nextPart(tx: Tx, now: Date, { delivery, frozen }: Started, outcome: Accepted['outcome']): Promise<void> {
  await tx.delivery.update({
    where: { id: delivery.id },
    data: {
      state: 'due',
      dueAt: now,
      payload: { parts: frozen.parts, sent: frozen.sent + 1 } as object,
      uncertain: false,
      leaseHolder: null,
      leaseUntil: null,
      ...(frozen.sent === 0 && { providerId: outcome.providerId }),
    },
  });
}

/** It certainly did not arrive: it gathers on, so that what comes meanwhile joins it, and is rendered anew. */
async function retryAt(tx: Tx, { delivery, frozen }: Started, at: Date): Promise<void> {
  const sameBytes = delivery.uncertain || frozen.sent > 0 || delivery.rhythm === 'staff';
  const gathers = !sameBytes && (delivery.rhythm === 'now' || delivery.rhythm === 'evening');
  const other = gathers ? await gatheringBeside(tx, delivery) : undefined;
  if (!sameBytes) await tx.told.deleteMany({ where: { deliveryId: delivery.id } });
  if (other) {
    await tx.deliveryItem.updateMany({ where: { deliveryId: delivery.id }, data: { deliveryId: other.id } });
    await tx.delivery.update({ where: { id: other.id }, data: { dueAt: at, tries: delivery.tries + 1 } });
    await tx.delivery.update({
      where: { id: delivery.id },
      data: {
        state: 'passedOn',
        endReason: 'joined',
        passedOnToId: other.id,
        endedAt: at,
        leaseHolder: null,
        leaseUntil: null,
      },
    });
    return;
  }
  await tx.delivery.update({
    where: { id: delivery.id },
    data: {
      state: gathers ? 'gathering' : 'due',
      dueAt: at,
      tries: delivery.tries + 1,
      leaseHolder: null,
      leaseUntil: null,
    },
  });
  if (!sameBytes) await tx.$executeRaw`UPDATE delivery SET payload = NULL WHERE id = ${delivery.id}`;
}

/** What began to gather for the reader meanwhile, locked: nobody starts it while this joins. */
async function gatheringBeside(tx: Tx, { contactId, rhythm, urgent }: Leased): Promise<{ id: number } | undefined> {
  const [other] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM delivery WHERE contact_id = ${contactId} AND rhythm = ${rhythm}::delivery_rhythm AND urgent = ${urgent}
       AND state = 'gathering' FOR UPDATE`;
  return other;
}

async function giveUpAddress(
  tx: Tx,
  now: Date,
  started: Started,
  outcome: Extract<SendOutcome, { kind: 'unreachable' }>,
): Promise<void> {
  const { delivery } = started;
  if (outcome.movedTo) {
    await tx.contact.update({ where: { id: delivery.contactId }, data: { address: outcome.movedTo } });
    return retryAt(tx, started, now);
  }
  await tx.contact.update({
    where: { id: delivery.contactId },
    data: { state: 'unreachable', reason: outcome.code, since: now },
  });
  await tx.told.deleteMany({ where: { deliveryId: delivery.id } });
  await passOn(tx, now, delivery, 'unreachable', outcome.code);
}

/** Ends a delivery and takes what it carried to the next channel: events are planned again, weeks climb the ladder. */
export async function passOn(
  tx: Tx,
  now: Date,
  { id: deliveryId, contactId }: Pick<Leased, 'id' | 'contactId'>,
  state: 'unreachable' | 'passedOn',
  reason: string,
): Promise<void> {
  const items = await tx.$queryRaw<
    {
      guardianId: string;
      studentId: string;
      obligationId: number | null;
      eventId: number | null;
      entryId: number;
      kind: PlannedEvent['kind'];
      change: PlannedEvent['change'];
      date: Date;
      urgent: boolean;
      mandatory: boolean;
      listed: boolean;
      notBefore: Date | null;
    }[]
  >`
    SELECT i.guardian_id AS "guardianId", i.student_id AS "studentId", i.obligation_id AS "obligationId", i.event_id AS "eventId",
           v.entry_id AS "entryId", v.kind::text AS kind, v.change::text AS change, e.date, e.urgent,
           i.mandatory, i.listed, i.not_before AS "notBefore"
      FROM delivery_item i LEFT JOIN journal_event v ON v.id = i.event_id LEFT JOIN journal_entry e ON e.id = v.entry_id
     WHERE i.delivery_id = ${deliveryId} AND i.state = 'waiting' ORDER BY i.id`;
  await endDelivery(tx, now, deliveryId, state, reason);
  const school = await readSchool(tx);
  const pairs = await loadPairs(tx, [...new Set(items.map(({ studentId }) => studentId))]);
  const wanted = items.flatMap(
    ({ guardianId, studentId, obligationId: _, eventId, date, listed, notBefore, ...event }) =>
      eventId
        ? [{ guardianId, studentId, listed, notBefore, event: { ...event, id: eventId, date: fromDbDate(date) } }]
        : [],
  );
  await planAgain(tx, now, school, wanted, pairs);
  const obligations = items.flatMap(({ obligationId }) => (obligationId ? [obligationId] : []));
  await serveObligations(tx, now, school, obligations, { atClose: false, avoid: [contactId] });
}

/** A week's summary has another way to go after its second doubt; news have none. */
const RETRIES_IN_DOUBT_MS = { week: [30_000], news: [30_000, 3_600_000] };

/**
 * It may have arrived: the same bytes go again, marked, news after a second doubt once more an hour later. Then a summary
 * takes the next way, and news stand in the week. What our own end left in doubt is not counted.
 */
async function afterUnknown(tx: Tx, now: Date, { delivery }: Started): Promise<void> {
  const doubts = await tx.attempt.count({
    where: { deliveryId: delivery.id, outcome: 'unknown', code: { not: LEASE_ENDED } },
  });
  const wait = RETRIES_IN_DOUBT_MS[delivery.rhythm === 'week' ? 'week' : 'news'][doubts - 1];
  if (wait === undefined) return passOn(tx, now, delivery, 'passedOn', 'inDoubt');
  await tx.delivery.update({
    where: { id: delivery.id },
    data: {
      state: 'due',
      uncertain: true,
      tries: delivery.tries + 1,
      dueAt: new Date(now.getTime() + wait),
      leaseHolder: null,
      leaseUntil: null,
    },
  });
}
