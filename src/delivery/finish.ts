import type { PlannedEvent } from '../notify/plan.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { fromDbDate } from '../platform/school-time.ts';
import { loadPairs } from './audiences.ts';
import type { SendOutcome } from './channel.ts';
import type { Leased } from './lease.ts';
import { planAgain } from './planner.ts';
import { readSchool } from './school.ts';
import { NEXT, serveObligations } from './serve-week.ts';
import { endDelivery, type Started } from './start.ts';

export interface Ended {
  started: Started;
  outcome: SendOutcome;
}

/** Writes down what became of attempts, and what follows: evidence, a later try, the next channel, an alarm. */
export async function finishAttempts(tx: Tx, now: Date, all: Ended[]): Promise<void> {
  const ended = await stillOpen(tx, all);
  if (!ended.length) return;
  await recordOutcomes(tx, now, ended);
  const of = <K extends SendOutcome['kind']>(kind: K) =>
    ended.filter((one): one is Ended & { outcome: Extract<SendOutcome, { kind: K }> } => one.outcome.kind === kind);
  for (const { started, outcome } of of('accepted')) if (!isLast(started)) await nextPart(tx, now, started, outcome);
  for (const { started, outcome } of of('retryLater')) await retryAt(tx, started, outcome.at);
  for (const { started, outcome } of of('unreachable')) await giveUpAddress(tx, now, started, outcome);
  for (const { started, outcome } of of('rejected')) await reject(tx, now, started, outcome.code);
  for (const { started } of of('unknown')) await afterUnknown(tx, now, started);
}

export function finishInTransaction(db: Db, now: Date, ended: Ended[]): Promise<void> {
  return db.$transaction((tx) => finishAttempts(tx, now, ended));
}

/**
 * Without those whose lease ended while the provider took its time: they are *unknown*, and another worker may have begun
 * anew. An acceptance that comes before anybody did still counts, and spares the family the second message.
 */
async function stillOpen(tx: Tx, ended: Ended[]): Promise<Ended[]> {
  if (!ended.length) return [];
  const rows = await tx.$queryRaw<{ id: number; open: boolean; waits: boolean }[]>`
    SELECT a.id, a.finished_at IS NULL AS open,
           d.state = 'due' AND NOT EXISTS (SELECT FROM attempt l WHERE l.delivery_id = d.id AND l.id > a.id) AS waits
      FROM attempt a JOIN delivery d ON d.id = a.delivery_id
     WHERE a.id = ANY(${ended.map(({ started }) => started.attemptId)}) ORDER BY d.id FOR UPDATE OF d`;
  const kept = new Set(
    rows.flatMap(({ id, open, waits }) => {
      const accepted = ended.some(({ started, outcome }) => started.attemptId === id && outcome.kind === 'accepted');
      return open || (waits && accepted) ? [id] : [];
    }),
  );
  return ended.filter(({ started }) => kept.has(started.attemptId));
}

const isLast = ({ frozen }: Started) => frozen.sent + 1 >= frozen.parts.length;

/**
 * One statement: every attempt with its outcome; what was accepted whole ends, its items are told, and the acceptance is
 * evidence for the duties that it carried. What a demo only showed is no evidence.
 */
async function recordOutcomes(tx: Tx, now: Date, ended: Ended[]): Promise<void> {
  const code = ({ outcome }: Ended) => ('code' in outcome ? outcome.code : '');
  const detail = ({ outcome }: Ended) => ('detail' in outcome ? outcome.detail.slice(0, 500) : '');
  const provider = ({ outcome }: Ended) => (outcome.kind === 'accepted' ? (outcome.providerId ?? '') : '');
  const simulated = ({ outcome }: Ended) => outcome.kind === 'accepted' && (outcome.simulated ?? false);
  const whole = ({ started, outcome }: Ended) => outcome.kind === 'accepted' && isLast(started);
  await tx.$executeRaw`
    WITH e AS (
      SELECT * FROM unnest(${ended.map(({ started }) => started.attemptId)}::int[], ${ended.map(({ started }) => started.delivery.id)}::int[],
          ${ended.map(({ outcome }) => outcome.kind)}::text[], ${ended.map(code)}::text[], ${ended.map(detail)}::text[],
          ${ended.map(provider)}::text[], ${ended.map(simulated)}::bool[], ${ended.map(whole)}::bool[])
        AS e(id, delivery_id, outcome, code, detail, provider_id, simulated, whole)),
    accepted AS (
      UPDATE delivery d SET state = 'accepted', ended_at = ${now}, provider_id = coalesce(d.provider_id, nullif(e.provider_id, '')),
             uncertain = false, lease_holder = NULL, lease_until = NULL
        FROM e WHERE d.id = e.delivery_id AND e.whole RETURNING d.id, d.contact_id, d.channel, e.simulated),
    items AS (
      UPDATE delivery_item i SET state = 'told' FROM accepted a WHERE i.delivery_id = a.id AND i.state = 'waiting'
      RETURNING i.obligation_id, a.channel, a.simulated),
    contacts AS (
      UPDATE contact c SET last_accepted_at = ${now} FROM accepted a WHERE c.id = a.contact_id AND NOT a.simulated),
    met AS (
      UPDATE obligation o SET met_by = CASE WHEN NOT i.simulated THEN i.channel::text END,
             met_at = CASE WHEN NOT i.simulated THEN ${now}::timestamptz END,
             evidence = CASE WHEN NOT i.simulated THEN 'accepted' END, next = CASE WHEN i.simulated THEN ${NEXT.simulated} END
        FROM items i WHERE o.id = i.obligation_id AND o.met_by IS NULL)
    UPDATE attempt a SET finished_at = ${now}, outcome = e.outcome::outcome, code = nullif(e.code, ''), detail = nullif(e.detail, ''),
           provider_id = nullif(e.provider_id, ''), simulated = e.simulated
      FROM e WHERE a.id = e.id`;
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
  const other = gathers
    ? await tx.delivery.findFirst({
        where: { contactId: delivery.contactId, rhythm: delivery.rhythm, urgent: delivery.urgent, state: 'gathering' },
        select: { id: true },
      })
    : null;
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

async function reject(tx: Tx, now: Date, { delivery }: Started, code: string): Promise<void> {
  await tx.told.deleteMany({ where: { deliveryId: delivery.id } });
  const items = await tx.deliveryItem.findMany({ where: { deliveryId: delivery.id }, select: { obligationId: true } });
  await endDelivery(tx, now, delivery.id, 'rejected', code);
  const obligations = items.flatMap(({ obligationId }) => (obligationId ? [obligationId] : []));
  await tx.obligation.updateMany({ where: { id: { in: obligations }, metBy: null }, data: { next: NEXT.rejected } });
}

const UNKNOWN_RETRY_MS = 30_000;

/** It may have arrived: the same bytes go once more, marked; a second doubt passes on. */
async function afterUnknown(tx: Tx, now: Date, { delivery }: Started): Promise<void> {
  if (delivery.uncertain) return passOn(tx, now, delivery, 'passedOn', 'unknownTwice');
  await tx.delivery.update({
    where: { id: delivery.id },
    data: {
      state: 'due',
      uncertain: true,
      tries: delivery.tries + 1,
      dueAt: new Date(now.getTime() + UNKNOWN_RETRY_MS),
      leaseHolder: null,
      leaseUntil: null,
    },
  });
}
