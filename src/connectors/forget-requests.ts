import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';

/** How long the answer of a signed request is kept for its repetitions: longer than any sender goes on repeating. */
export const KEPT_DAYS = 7;

/** Forgets answers of signed requests that nobody asks for any more. @returns how many */
export async function forgetRequests({ db, clock }: { db: Db; clock: Clock }): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_DAYS * 86_400_000);
  const { count } = await db.receivedRequest.deleteMany({ where: { at: { lt: before } } });
  return count;
}
