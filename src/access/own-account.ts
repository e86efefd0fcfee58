/** What everybody may do with the own account: see where it is signed in, end that, choose another password. */
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import type { Bot } from './contacts.ts';
import { claimMailbox, type MailboxClaimed } from './mailboxes.ts';
import { checkPassword, hashPassword, type PasswordFault, passwordFault } from './passwords.ts';
import { countFailure, forgetFailures, type Limit, withinLimits } from './rate-limit.ts';
import { endSessionsOf, type OpenSession, openSessions } from './sessions.ts';

const BOTS = ['parents', 'teachers'] as const satisfies readonly Bot[];
/** Who has just signed in may change the ways in without a password. */
const FRESH_MS = 15 * 60_000;

export interface OwnAccount {
  login: string;
  /** false: signs in by links alone */
  hasPassword: boolean;
  sessions: OpenSession[];
  /** confirmed mailboxes that a sign-in link may go to */
  mailboxes: string[];
  /** bots that the account's people have a chat with: they give links too */
  bots: Bot[];
  /** given, and not confirmed yet: a letter is there */
  pending: string[];
  /** it was reported as stolen, and the school has not looked into it yet */
  reported: boolean;
}

/** The account as its owner sees it. Three queries. */
export async function ownAccount(db: Db, clock: Clock, accountId: number): Promise<OwnAccount> {
  const standing = { usedAt: null, expiresAt: { gt: clock.now() } };
  const account = await db.account.findUniqueOrThrow({
    where: { id: accountId },
    select: {
      login: true,
      passwordHash: true,
      thefts: { where: { settledAt: null }, select: { id: true } },
      people: { select: { personId: true, person: { select: { mailboxClaims: { where: standing } } } } },
    },
  });
  const sessions = await openSessions(db, clock, accountId);
  const ways = await waysOf(
    db,
    account.people.map(({ personId }) => personId),
  );
  const claimed = account.people.flatMap(({ person }) => person.mailboxClaims.map(({ mailbox }) => mailbox));
  return {
    login: account.login,
    hasPassword: account.passwordHash !== null,
    sessions,
    ...ways,
    pending: [...new Set(claimed)].filter((mailbox) => !ways.mailboxes.includes(mailbox)),
    reported: account.thefts.length > 0,
  };
}

/** How somebody signs in without a password. */
export type Ways = Pick<OwnAccount, 'mailboxes' | 'bots'>;

/** Would a link bring them back? @param mail the school sends letters */
export const bringBack = ({ bots, mailboxes }: Ways, mail: boolean): boolean =>
  bots.length > 0 || (mail && mailboxes.length > 0);

/** One query. */
export async function waysOf(db: Db | Tx, personIds: string[]): Promise<Ways> {
  const contacts = await db.contact.findMany({
    where: {
      state: 'confirmed',
      channel: { in: ['email', 'telegram'] },
      holders: { some: { endedAt: null, personId: { in: personIds }, person: { erasedAt: null } } },
    },
    select: { channel: true, bot: true, address: true },
    orderBy: { id: 'asc' },
  });
  return {
    mailboxes: contacts.flatMap(({ channel, address }) => (channel === 'email' ? [address] : [])),
    bots: BOTS.filter((bot) => contacts.some((one) => one.channel === 'telegram' && one.bot === bot)),
  };
}

export type PasswordChange =
  | { ok: true; ended: number }
  | { ok: false; field: 'current'; code: 'wrong' | 'tooMany' | 'signInAgain' | 'noWay' }
  | { ok: false; field: 'password'; code: PasswordFault };

/**
 * Chooses another password; the account's other sessions end, and links not used yet are void. Who signs in by links alone
 * and has no password sets the first one within a quarter of an hour of signing in.
 * @param session the one that asks: it goes on
 */
export async function changePassword(
  { db, clock }: { db: Db; clock: Clock },
  { accountId, session }: { accountId: number; session: { id: number; createdAt: Date } },
  wish: { current: string; password: string },
): Promise<PasswordChange> {
  const account = await db.account.findUniqueOrThrow({
    where: { id: accountId },
    select: { login: true, passwordHash: true, people: { select: { person: true } } },
  });
  const refused = await notOwner({ db, clock }, session, account.passwordHash, wish.current);
  if (refused) return refused;
  const own = [account.login, ...account.people.flatMap(({ person }) => [person.last, person.first])];
  const fault = passwordFault(wish.password, own);
  if (fault) return { ok: false, field: 'password', code: fault };
  const passwordHash = await hashPassword(wish.password);
  return await keepPassword({ db, clock }, { accountId, session }, passwordHash);
}

/** A mailbox of one's own for the account, once its letter confirms it; asked for by whoever proves to be the owner. */
export async function addMailbox(
  { db, clock, publicUrl }: { db: Db; clock: Clock; publicUrl: string },
  { accountId, session, personId }: { accountId: number; session: { id: number; createdAt: Date }; personId: string },
  { current, mailbox }: { current: string; mailbox: string },
): Promise<MailboxClaimed | NotOwner> {
  const { passwordHash } = await db.account.findUniqueOrThrow({
    where: { id: accountId },
    select: { passwordHash: true },
  });
  const refused = await notOwner({ db, clock }, session, passwordHash, current);
  return refused ?? (await claimMailbox({ db, clock, publicUrl }, { personId, mailbox }));
}

/**
 * Goes on without a password, by links of the bot or of letters alone; the account's other sessions end. Refused where neither
 * would bring anybody back.
 * @param mail the school sends letters
 */
export async function removePassword(
  { db, clock }: { db: Db; clock: Clock },
  { accountId, session }: { accountId: number; session: { id: number; createdAt: Date } },
  { current, mail }: { current: string; mail: boolean },
): Promise<PasswordChange> {
  const { passwordHash, people } = await db.account.findUniqueOrThrow({
    where: { id: accountId },
    select: { passwordHash: true, people: { select: { personId: true } } },
  });
  const ways = await waysOf(
    db,
    people.map(({ personId }) => personId),
  );
  if (!bringBack(ways, mail)) return { ok: false, field: 'current', code: 'noWay' };
  const refused = await notOwner({ db, clock }, session, passwordHash, current);
  if (refused) return refused;
  return await keepPassword({ db, clock }, { accountId, session }, null);
}

const triesOf = (sessionId: number): Limit => ({ key: `password:session:${sessionId}`, failures: 8, minutes: 15 });

export type NotOwner = { ok: false; field: 'current'; code: 'wrong' | 'tooMany' | 'signInAgain' };

/**
 * Before a way in is changed: why a session is not taken for the owner's, or null. The present password, eight tries in a quarter
 * of an hour; without any, a session that has just begun, for one left open somewhere must not become the owner.
 */
async function notOwner(
  { db, clock }: { db: Db; clock: Clock },
  session: { id: number; createdAt: Date },
  passwordHash: string | null,
  current: string,
): Promise<NotOwner | null> {
  if (passwordHash === null)
    return clock.now().getTime() - session.createdAt.getTime() > FRESH_MS
      ? { ok: false, field: 'current', code: 'signInAgain' }
      : null;
  const limits = [triesOf(session.id)];
  if (!(await withinLimits(db, clock, limits))) return { ok: false, field: 'current', code: 'tooMany' };
  if (await checkPassword(current, passwordHash)) return null;
  await countFailure(db, clock, limits);
  return { ok: false, field: 'current', code: 'wrong' };
}

/** Links not used yet, mailboxes not confirmed and all other sessions go with what opened them. */
async function keepPassword(
  { db, clock }: { db: Db; clock: Clock },
  { accountId, session }: { accountId: number; session: { id: number } },
  passwordHash: string | null,
): Promise<{ ok: true; ended: number }> {
  await forgetFailures(db, [triesOf(session.id).key]);
  return await db.$transaction(async (tx) => {
    const before = await tx.account.findUniqueOrThrow({ where: { id: accountId }, select: { passwordHash: true } });
    await tx.account.update({ where: { id: accountId }, data: { passwordHash } });
    // whoever knew the former password may have asked for them
    if (before.passwordHash !== null)
      await tx.mailboxClaim.deleteMany({ where: { usedAt: null, person: { account: { accountId } } } });
    await tx.signInLink.updateMany({
      where: { usedAt: null, person: { account: { accountId } } },
      data: { usedAt: clock.now() },
    });
    return { ok: true, ended: await endSessionsOf(tx, clock, accountId, { but: session.id }) };
  });
}
