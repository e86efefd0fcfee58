/** Words that served and may name people, forgotten by the clock (152-ФЗ, ст. 5: no longer than the purpose asks). */
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';

/** Messages to staff name families; whoever acts on one does so within days. */
const STAFF_WORDS_DAYS = 30;
/** A conversation that nobody went on with. */
const DIALOGUE_DAYS = 30;
/** No limit counts further back than an hour. */
const COUNTS_DAYS = 1;
/** An address that was typed and never confirmed. */
const CLAIM_DAYS = 1;

/** @returns how many rows went or were emptied */
export async function forgetWords({ db, clock }: { db: Db; clock: Clock }): Promise<number> {
  const before = (days: number) => new Date(clock.now().getTime() - days * 86_400_000);
  const words = await db.$executeRaw`
    UPDATE delivery SET payload = NULL WHERE rhythm = 'staff' AND payload IS NOT NULL AND ended_at < ${before(STAFF_WORDS_DAYS)}`;
  const dialogues = await db.botDialogue.deleteMany({ where: { at: { lt: before(DIALOGUE_DAYS) } } });
  const counts = await db.rateCount.deleteMany({ where: { windowStart: { lt: before(COUNTS_DAYS) } } });
  const claims = await db.mailboxClaim.deleteMany({ where: { expiresAt: { lt: before(CLAIM_DAYS) } } });
  return words + dialogues.count + counts.count + claims.count;
}
