/**
 * A mailbox that somebody gives for themselves: a letter goes there, and its link makes it theirs. From then on links to sign in
 * may go to it, and notices where email is chosen. Without consent no address is kept (152-ФЗ; К-Р 1.8).
 */
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { endIdleContacts } from './end-access.ts';
import { hashToken, randomToken } from './keys.ts';
import { countFailure, type Limit, withinLimits } from './rate-limit.ts';

const LIVES_HOURS = 24;

interface Deps {
  db: Db;
  clock: Clock;
  publicUrl: string;
}

/** What the letter says, and where it goes. */
export interface MailboxLetter {
  to: string;
  person: { first: string; patronymic: string };
  link: string;
  expires: Date;
}

export type MailboxClaimed =
  | { ok: true; letter: MailboxLetter }
  | { ok: false; field: 'mailbox'; code: 'tooMany' | 'noConsent' };

/**
 * Keeps that a person says a mailbox is theirs. At most three letters an hour go to a mailbox, and five for a person.
 * @param mailbox of the form of an address
 */
export async function claimMailbox(
  { db, clock, publicUrl }: Deps,
  { personId, mailbox }: { personId: string; mailbox: string },
): Promise<MailboxClaimed> {
  const to = mailbox.trim().toLowerCase();
  if (!(await mayKeepAddress(db, personId))) return { ok: false, field: 'mailbox', code: 'noConsent' };
  const limits: Limit[] = [
    { key: `claim:mailbox:${hashToken(to).slice(0, 24)}`, failures: 3, minutes: 60 },
    { key: `claim:person:${hashToken(personId).slice(0, 24)}`, failures: 5, minutes: 60 },
  ];
  if (!(await withinLimits(db, clock, limits))) return { ok: false, field: 'mailbox', code: 'tooMany' };
  await countFailure(db, clock, limits);
  const token = randomToken();
  const now = clock.now();
  const expires = new Date(now.getTime() + LIVES_HOURS * 3_600_000);
  const claim = { tokenHash: hashToken(token), personId, mailbox: to, createdAt: now, expiresAt: expires };
  const { person } = await db.mailboxClaim.create({
    data: claim,
    select: { person: { select: { first: true, patronymic: true } } },
  });
  return { ok: true, letter: { to, person, link: `${publicUrl.replace(/\/+$/, '')}/mailbox/${token}`, expires } };
}

export type MailboxSeen = { ok: true; mailbox: string } | { ok: false; code: 'unknown' | 'used' | 'expired' };

/** Whether the letter's link still confirms. Uses nothing up. */
export async function peekMailbox(db: Db | Tx, clock: Clock, token: string): Promise<MailboxSeen> {
  const claim = await db.mailboxClaim.findUnique({ where: { tokenHash: hashToken(token) } });
  if (!claim) return { ok: false, code: 'unknown' };
  if (claim.usedAt) return { ok: false, code: 'used' };
  return claim.expiresAt > clock.now() ? { ok: true, mailbox: claim.mailbox } : { ok: false, code: 'expired' };
}

export type MailboxConfirmed = MailboxSeen | { ok: false; code: 'noConsent' };

/** Makes the mailbox the person's only one; others who read it go on reading it. */
export async function confirmMailbox({ db, clock }: Omit<Deps, 'publicUrl'>, token: string): Promise<MailboxConfirmed> {
  const tokenHash = hashToken(token);
  const now = clock.now();
  return await db.$transaction(async (tx) => {
    const seen = await peekMailbox(tx, clock, token);
    if (!seen.ok) return seen;
    const { count } = await tx.mailboxClaim.updateMany({ where: { tokenHash, usedAt: null }, data: { usedAt: now } });
    if (count === 0) return { ok: false, code: 'used' };
    const { personId } = await tx.mailboxClaim.findUniqueOrThrow({ where: { tokenHash } });
    if (!(await mayKeepAddress(tx, personId))) return { ok: false, code: 'noConsent' };
    const contact = await tx.contact.upsert({
      where: { channel_bot_address: { channel: 'email', bot: '', address: seen.mailbox } },
      create: { channel: 'email', address: seen.mailbox, since: now },
      update: { state: 'confirmed', reason: null },
    });
    await tx.contactHolder.updateMany({
      where: { personId, endedAt: null, contactId: { not: contact.id }, contact: { channel: 'email' } },
      data: { endedAt: now },
    });
    await tx.contactHolder.upsert({
      where: { contactId_personId: { contactId: contact.id, personId } },
      create: { contactId: contact.id, personId, linkedAt: now },
      update: { endedAt: null, linkedAt: now },
    });
    await endIdleContacts(tx, now);
    await tx.auditRecord.create({
      data: { at: now, actorId: personId, action: 'confirmMailbox', object: `person:${personId}` },
    });
    return seen;
  });
}

/** Staff; guardians with consent; pupils while a parent's consent stands. */
async function mayKeepAddress(db: Db | Tx, personId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ may: boolean }[]>`
    SELECT p.erased_at IS NULL AND (EXISTS (SELECT FROM staff_member s WHERE s.id = p.id AND s.left_at IS NULL)
      OR EXISTS (SELECT FROM guardianship g JOIN guardian r ON r.id = g.guardian_id AND r.left_at IS NULL
                  WHERE (g.guardian_id = p.id OR g.student_id = p.id) AND g.ended_at IS NULL AND g.rights = 'full' AND g.consent)) AS may
    FROM person p WHERE p.id = ${personId}`;
  return row?.may ?? false;
}
