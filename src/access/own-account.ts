/** What everybody may do with the own account: see where it is signed in, end that, choose another password. */
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { checkPassword, hashPassword, type PasswordFault, passwordFault } from './passwords.ts';
import { countFailure, forgetFailures, type Limit, withinLimits } from './rate-limit.ts';
import { endSessionsOf, type OpenSession, openSessions } from './sessions.ts';

/** Who has just signed in may set a first password: a session left open somewhere must not become the account's owner. */
const FRESH_MS = 15 * 60_000;

export interface OwnAccount {
  login: string;
  /** false: signs in by links alone */
  hasPassword: boolean;
  sessions: OpenSession[];
  /** confirmed mailboxes that a sign-in link may go to */
  mailboxes: string[];
  /** a chat with the parents' bot, which gives links too */
  bot: boolean;
  /** it was reported as stolen, and the school has not looked into it yet */
  reported: boolean;
}

/** The account as its owner sees it. Three queries. */
export async function ownAccount(db: Db, clock: Clock, accountId: number): Promise<OwnAccount> {
  const account = await db.account.findUniqueOrThrow({
    where: { id: accountId },
    select: {
      login: true,
      passwordHash: true,
      thefts: { where: { settledAt: null }, select: { id: true } },
    },
  });
  const sessions = await openSessions(db, clock, accountId);
  const contacts = await db.contact.findMany({
    where: {
      state: 'confirmed',
      OR: [{ channel: 'email' }, { channel: 'telegram', bot: 'parents' }],
      holders: { some: { endedAt: null, person: { account: { accountId }, erasedAt: null } } },
    },
    select: { channel: true, address: true },
    orderBy: { id: 'asc' },
  });
  return {
    login: account.login,
    hasPassword: account.passwordHash !== null,
    sessions,
    mailboxes: contacts.flatMap(({ channel, address }) => (channel === 'email' ? [address] : [])),
    bot: contacts.some(({ channel }) => channel === 'telegram'),
    reported: account.thefts.length > 0,
  };
}

export type PasswordChange =
  | { ok: true; ended: number }
  | { ok: false; field: 'current'; code: 'wrong' | 'tooMany' | 'signInAgain' }
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
  const limits: Limit[] = [{ key: `password:session:${session.id}`, failures: 8, minutes: 15 }];
  if (account.passwordHash === null) {
    if (clock.now().getTime() - session.createdAt.getTime() > FRESH_MS)
      return { ok: false, field: 'current', code: 'signInAgain' };
  } else {
    if (!(await withinLimits(db, clock, limits))) return { ok: false, field: 'current', code: 'tooMany' };
    if (!(await checkPassword(wish.current, account.passwordHash))) {
      await countFailure(db, clock, limits);
      return { ok: false, field: 'current', code: 'wrong' };
    }
  }
  const own = [account.login, ...account.people.flatMap(({ person }) => [person.last, person.first])];
  const fault = passwordFault(wish.password, own);
  if (fault) return { ok: false, field: 'password', code: fault };
  const passwordHash = await hashPassword(wish.password);
  await forgetFailures(db, [limits[0]!.key]);
  return await db.$transaction(async (tx) => {
    await tx.account.update({ where: { id: accountId }, data: { passwordHash } });
    await tx.signInLink.updateMany({
      where: { usedAt: null, person: { account: { accountId } } },
      data: { usedAt: clock.now() },
    });
    return { ok: true, ended: await endSessionsOf(tx, clock, accountId, { but: session.id }) };
  });
}
