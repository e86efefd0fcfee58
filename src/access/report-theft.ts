/** «Это был не я»: the owner says that somebody else is in the account (К-Р 4; К-И 4.7: told within one working day). */
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import type { Actor } from './actor.ts';
import { endSessionsOf } from './sessions.ts';

export interface ReportedTheft {
  /** false: it was reported before, and the school has not looked into it yet */
  first: boolean;
  /** other sessions that ended */
  ended: number;
}

/**
 * Ends every other session and every link not used yet, at once; what the account may have done is the school's to look into
 * (`void-theft.ts`). Said twice it is one report.
 * @param sessionId the one that says so: it goes on
 */
export async function reportTheft(
  { db, clock }: { db: Db; clock: Clock },
  actor: Actor,
  sessionId: number,
): Promise<ReportedTheft> {
  const now = clock.now();
  const personId = actor.personIds[0]!;
  return await db.$transaction(async (tx) => {
    const { count } = await tx.accountTheft.createMany({
      data: [{ accountId: actor.accountId, reportedAt: now, reportedById: personId }],
      skipDuplicates: true,
    });
    const ended = await endSessionsOf(tx, clock, actor.accountId, { but: sessionId });
    await tx.signInLink.updateMany({
      where: { usedAt: null, personId: { in: actor.personIds } },
      data: { usedAt: now },
    });
    if (count > 0)
      await tx.auditRecord.create({
        data: { at: now, actorId: personId, action: 'reportTheft', object: `account:${actor.accountId}` },
      });
    return { first: count > 0, ended };
  });
}
