/** /join: a code or link of the school and the child's class make an account, with a password of one's own or without any. */
import type { Clock } from '../platform/clock.ts';
import type { Invitation } from '../platform/database/generated/client.ts';
import type { Db } from '../platform/database/open.ts';
import { accountFor, loginFor } from './accounts.ts';
import { hashCode, readCode } from './invitation-codes.ts';
import { describe, isClassOf, type Refusal, refusal, use, wrongAnswer } from './invitation-use.ts';
import { hashToken, schoolSecret } from './keys.ts';
import { claimMailbox, type MailboxLetter } from './mailboxes.ts';
import { bringBack, waysOf } from './own-account.ts';
import { hashPassword, type PasswordFault, passwordFault } from './passwords.ts';
import { countFailure, type Limit, withinLimits } from './rate-limit.ts';
import { endSessionsOf } from './sessions.ts';

/** By what the visitor comes: the typed code, or the token of the link. */
export type Key = { code: string } | { token: string };

export type JoinFault =
  | { ok: false; field: 'code'; code: Refusal }
  | { ok: false; field: 'class'; code: 'wrongClass'; left: number }
  | { ok: false; field: 'class'; code: 'missing' }
  | { ok: false; field: 'password'; code: PasswordFault }
  | { ok: false; field: 'mailbox'; code: 'noWay' | 'tooMany' | 'noConsent' };

export type Joined =
  | { ok: true; accountId: number; personId: string; login: string; staff: boolean; letter: MailboxLetter | null }
  | JoinFault;

/** How the person will sign in from now on: by a password, or by links that the bot or a letter brings. */
export type JoinBy =
  | { password: string }
  /** `mailbox`: given now, to be confirmed; `mail`: the school sends letters */
  | { links: { mailbox: string | null; mail: boolean } };

/**
 * Whether an invitation link still opens the diary, whether a class will be asked, and whether it is a pupil's. Uses nothing up.
 */
export async function peekJoin(
  db: Db,
  clock: Clock,
  token: string,
): Promise<{ ok: true; asksClass: boolean; pupil: boolean } | { ok: false; code: Refusal }> {
  const invitation = await db.invitation.findUnique({ where: { linkHash: hashToken(token) } });
  const refused = invitation ? refusal(invitation, clock.now(), 'joinUsedAt') : 'unknown';
  if (!invitation || refused) return { ok: false, code: refused ?? 'unknown' };
  const opened = await describe(db, clock, invitation);
  const { guardian, staff, pupil } = opened;
  return { ok: true, asksClass: opened.children.length > 0, pupil: pupil && !guardian && !staff };
}

/**
 * Makes the account, or sets a new password where there is one, or takes it away (its sessions end). Everything is checked
 * before the invitation is used up; a wrong class counts, the fifth voids it. A person without children here (staff) names no
 * class. Without a password there must be a way back: a chat with a bot, a confirmed mailbox, or one that is given now.
 * @param address of the visitor: 30 wrong codes in 15 minutes, for a school's families may share one; a link is not limited
 */
export async function join(
  db: Db,
  clock: Clock,
  wish: { by: Key; className: string; how: JoinBy },
  from: { address: string; publicUrl: string },
): Promise<Joined> {
  const invitation = await find(db, clock, wish.by, from.address);
  if (!('id' in invitation)) return invitation;
  const person = await db.person.findUniqueOrThrow({ where: { id: invitation.personId } });
  const own = [person.last, person.first, await loginFor(db, person.id)];
  const opened = await describe(db, clock, invitation);
  if (opened.children.length === 0 && !opened.staff) return { ok: false, field: 'code', code: 'notPermitted' };
  if (opened.children.length > 0) {
    if (wish.className.trim() === '') return { ok: false, field: 'class', code: 'missing' };
    if (!isClassOf(opened.children, wish.className)) {
      const answer = await db.$transaction((tx) => wrongAnswer(tx, clock.now(), invitation.id));
      return answer.code === 'void' ? { ...answer, field: 'code' } : { ...answer, field: 'class' };
    }
  }
  const secret = await secretOf(db, clock, { how: wish.how, own, personId: person.id, publicUrl: from.publicUrl });
  if (!secret.ok) return secret;
  const { passwordHash, letter } = secret;
  return await db.$transaction(async (tx) => {
    if (!(await use(tx, clock.now(), invitation.id, 'joinUsedAt'))) return { ok: false, field: 'code', code: 'used' };
    const account = await accountFor(tx, clock, person.id);
    await tx.account.update({ where: { id: account.id }, data: { passwordHash, closedAt: null } });
    await endSessionsOf(tx, clock, account.id);
    return { ok: true, accountId: account.id, personId: person.id, login: account.login, staff: opened.staff, letter };
  });
}

type Secret = { ok: true; passwordHash: string | null; letter: MailboxLetter | null };

async function secretOf(
  db: Db,
  clock: Clock,
  { how, own, personId, publicUrl }: { how: JoinBy; own: string[]; personId: string; publicUrl: string },
): Promise<Secret | Extract<JoinFault, { field: 'password' | 'mailbox' }>> {
  if ('password' in how) {
    const fault = passwordFault(how.password, own);
    if (fault) return { ok: false, field: 'password', code: fault };
    return { ok: true, passwordHash: await hashPassword(how.password), letter: null };
  }
  const { mailbox, mail } = how.links;
  if (mailbox !== null && mail) {
    const claimed = await claimMailbox({ db, clock, publicUrl }, { personId, mailbox });
    return claimed.ok ? { ok: true, passwordHash: null, letter: claimed.letter } : claimed;
  }
  if (!bringBack(await waysOf(db, [personId]), mail)) return { ok: false, field: 'mailbox', code: 'noWay' };
  return { ok: true, passwordHash: null, letter: null };
}

async function find(db: Db, clock: Clock, by: Key, address: string): Promise<Invitation | JoinFault> {
  if ('token' in by) {
    const invitation = await db.invitation.findUnique({ where: { linkHash: hashToken(by.token) } });
    const refused = invitation ? refusal(invitation, clock.now(), 'joinUsedAt') : 'unknown';
    return invitation && !refused ? invitation : { ok: false, field: 'code', code: refused ?? 'unknown' };
  }
  const limits: Limit[] = [{ key: `code:address:${address}`, failures: 30, minutes: 15 }];
  if (!(await withinLimits(db, clock, limits))) return { ok: false, field: 'code', code: 'tooMany' };
  const digits = readCode(by.code);
  const codeHash = digits && hashCode(await schoolSecret(db), digits);
  const invitation = codeHash ? await db.invitation.findUnique({ where: { codeHash } }) : null;
  const refused = invitation ? refusal(invitation, clock.now(), 'joinUsedAt') : 'unknown';
  if (invitation && !refused) return invitation;
  await countFailure(db, clock, limits);
  return { ok: false, field: 'code', code: refused ?? 'unknown' };
}
