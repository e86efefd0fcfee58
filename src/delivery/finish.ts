import type { Tx } from '../platform/database/open.ts';
import type { SendOutcome } from './channel.ts';
import { giveUpAddress } from './give-up.ts';
import { LEASE_ENDED } from './lease.ts';
import { passOn } from './pass-on.ts';
import { type Ended, isLast, recordOutcomes } from './record-outcomes.ts';
import { reject } from './rejected.ts';
import { retryAt } from './retry.ts';
import type { Started } from './start.ts';

export type { Ended };

/**
 * Writes down what became of attempts, and what follows: evidence, a later try, the next channel, an alarm. Attempts whose
 * lease ended while the provider took its time are left alone, unless an acceptance comes before anybody began anew.
 * @returns until when the channel had better rest; null: it may go on
 */
export async function finishAttempts(tx: Tx, now: Date, all: Ended[]): Promise<Date | null> {
  let rest: Date | null = null;
  if (!all.length) return rest;
  const recorded = await recordOutcomes(tx, now, all);
  const ended = all.filter(({ started }) => recorded.has(started.attemptId));
  const of = <K extends SendOutcome['kind']>(kind: K) =>
    ended.filter((one): one is Ended & { outcome: Extract<SendOutcome, { kind: K }> } => one.outcome.kind === kind);
  for (const { started, outcome } of of('accepted')) if (!isLast(started)) await nextPart(tx, now, started, outcome);
  for (const { started, outcome } of of('retryLater')) await retryAt(tx, started, outcome.at);
  for (const { started, outcome } of of('unreachable')) rest = await giveUpAddress(tx, now, started, outcome);
  for (const { started, outcome } of of('rejected')) await reject(tx, now, started, outcome);
  for (const { started } of of('unknown')) await afterUnknown(tx, now, started);
  return rest;
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
