import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { keyFor } from './keys.ts';

export interface Ended {
  sessions: number;
  invitations: number;
}

/**
 * Takes SESSION_SECRET as the root of the school's derived secrets. The key made of it is kept with the school, so that
 * every process and every verb derives the same. Another value than before ends all sessions and voids codes and links.
 * @returns what ended; null: nothing changed
 */
export async function settleSecret(db: Db, clock: Clock, given: string | undefined): Promise<Ended | null> {
  if (given === undefined) return null;
  const { madeAt } = await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { madeAt: true } });
  // two schools with one setting have different keys
  const secret = keyFor(given, `school of ${madeAt.toISOString()}`).toString('base64url');
  return db.$transaction(async (tx) => {
    const { count } = await tx.school.updateMany({ where: { id: 1, secret: { not: secret } }, data: { secret } });
    if (!count) return null;
    const now = clock.now();
    const sessions = await tx.session.updateMany({
      where: { endedAt: null, expiresAt: { gt: now } },
      data: { endedAt: now },
    });
    await tx.signInLink.updateMany({ where: { usedAt: null, expiresAt: { gt: now } }, data: { expiresAt: now } });
    const invitations = await tx.invitation.updateMany({
      where: { voidedAt: null, expiresAt: { gt: now } },
      data: { voidedAt: now },
    });
    return { sessions: sessions.count, invitations: invitations.count };
  });
}
