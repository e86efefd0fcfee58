import type { Clock } from '../platform/clock.ts';
import { Prisma } from '../platform/database/generated/client.ts';
import type { Db } from '../platform/database/open.ts';
import { schoolSecret } from './keys.ts';
import { type ReaderVisit, readerVisit } from './reader-visit.ts';
import { readChoicesToken } from './secret-links.ts';

/** A letter's link opens its reader's choices for so many days; each week's letter brings a new one. */
const LIVES_DAYS = 60;

export type LetterVisit =
  | ({ ok: true } & ReaderVisit)
  /** unknown: not made by us; ended: too old, voided, or the mailbox is nobody's any more */
  | { ok: false; code: 'unknown' | 'ended' };

/**
 * The visit by the link of a letter: the guardians who read that mailbox when the letter was sent, and still do, and have not
 * voided such links since. Looking uses nothing up.
 */
export async function letterVisit(db: Db, clock: Clock, token: string): Promise<LetterVisit> {
  const link = readChoicesToken(await schoolSecret(db), token);
  if (!link) return { ok: false, code: 'unknown' };
  const { contactId, sentAt } = link;
  if (clock.now().getTime() - sentAt.getTime() > LIVES_DAYS * 86_400_000) return { ok: false, code: 'ended' };
  const visit = await readerVisit(
    db,
    clock,
    Prisma.sql`k.channel = 'email' AND k.id = ${contactId} AND h.linked_at <= ${sentAt}
      AND (g.links_void_at IS NULL OR g.links_void_at < ${sentAt})`,
  );
  return visit ? { ok: true, ...visit } : { ok: false, code: 'ended' };
}
