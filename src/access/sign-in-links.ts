import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { accountFor } from './accounts.ts';
import { hashToken, randomToken } from './keys.ts';

const LIVES_MINUTES = 15;

/**
 * A one-time link into the diary, for the bot or an email: `${publicUrl}/enter/<token>`, good for 15 minutes.
 * Opening it uses nothing up (messengers look at links before people do); the button on its page does.
 */
export async function createSignInLink(
  db: Db,
  clock: Clock,
  personId: string,
  options: { publicUrl: string },
): Promise<{ link: string; expires: Date }> {
  const token = randomToken();
  const now = clock.now();
  const expires = new Date(now.getTime() + LIVES_MINUTES * 60_000);
  await db.signInLink.create({ data: { tokenHash: hashToken(token), personId, createdAt: now, expiresAt: expires } });
  return { link: `${options.publicUrl.replace(/\/+$/, '')}/enter/${token}`, expires };
}

export type Entered =
  | { ok: true; accountId: number; personId: string; staff: boolean }
  | { ok: false; code: 'unknown' | 'used' | 'expired' | 'closed' };

/** Whether a link would still open. Uses nothing up. */
export async function peekSignInLink(
  db: Db,
  clock: Clock,
  token: string,
): Promise<{ ok: true } | { ok: false; code: 'unknown' | 'used' | 'expired' }> {
  const link = await db.signInLink.findUnique({ where: { tokenHash: hashToken(token) } });
  if (!link) return { ok: false, code: 'unknown' };
  if (link.usedAt) return { ok: false, code: 'used' };
  return link.expiresAt > clock.now() ? { ok: true } : { ok: false, code: 'expired' };
}

/**
 * Uses a link up; of two who try at once, one enters. The person's account is made when there is none; one that was stolen
 * stays closed until its owner comes with a new invitation.
 */
export async function consumeSignInLink(db: Db, clock: Clock, token: string): Promise<Entered> {
  const seen = await peekSignInLink(db, clock, token);
  if (!seen.ok) return seen;
  const tokenHash = hashToken(token);
  return await db.$transaction(async (tx) => {
    const { count } = await tx.signInLink.updateMany({
      where: { tokenHash, usedAt: null },
      data: { usedAt: clock.now() },
    });
    if (count === 0) return { ok: false, code: 'used' };
    const link = await tx.signInLink.findUniqueOrThrow({
      where: { tokenHash },
      include: { person: { include: { staff: { select: { id: true } } } } },
    });
    const account = await accountFor(tx, clock, link.personId);
    const { closedAt } = await tx.account.findUniqueOrThrow({ where: { id: account.id }, select: { closedAt: true } });
    if (closedAt) return { ok: false, code: 'closed' };
    return { ok: true, accountId: account.id, personId: link.personId, staff: link.person.staff !== null };
  });
}
