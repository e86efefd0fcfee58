/** Accounts: how a person signs in. Made at the first visit; the login is generated, a password is the person's own. */
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { hashToken } from './keys.ts';
import { freeLogin, loginBase } from './login-names.ts';
import { checkPassword } from './passwords.ts';
import { countFailure, forgetFailures, type Limit, withinLimits } from './rate-limit.ts';

export interface AccountOf {
  id: number;
  login: string;
}

/** The person's account, made when there is none. */
export async function accountFor(tx: Tx, clock: Clock, personId: string): Promise<AccountOf> {
  const standing = await tx.accountPerson.findUnique({ where: { personId }, include: { account: true } });
  if (standing) return { id: standing.account.id, login: standing.account.login };
  const login = await newLogin(tx, personId);
  const account = await tx.account.create({
    data: { login, createdAt: clock.now(), people: { create: { personId } } },
  });
  return { id: account.id, login };
}

/** The login a person has, or would be given now. */
export async function loginFor(db: Db | Tx, personId: string): Promise<string> {
  const standing = await db.accountPerson.findUnique({ where: { personId }, include: { account: true } });
  return standing?.account.login ?? (await newLogin(db, personId));
}

async function newLogin(db: Db | Tx, personId: string): Promise<string> {
  const person = await db.person.findUniqueOrThrow({ where: { id: personId } });
  const base = loginBase(person);
  const taken = await db.account.findMany({ where: { login: { startsWith: base } }, select: { login: true } });
  return freeLogin(
    base,
    taken.map((account) => account.login),
  );
}

/** A browser that signed in to an account before. */
export interface KnownBrowser {
  accountId: number;
  /** random, one for each sign-in */
  browser: string;
}

export type SignedIn = { ok: true; accountId: number; staff: boolean } | { ok: false; code: 'wrong' | 'tooMany' };

/**
 * Signs in by password. `login` may be the login, an email address the school knows, or the person's id.
 * Failures are counted for the pair of account and address (8 in 15 minutes), for the address (60 in 15 minutes: a school's
 * families may share one) and for the account (40 an hour). A browser that signed in to this account before has a count of
 * its own (8 in 15 minutes) instead, so that nobody can lock the owner out, not even whoever once had the password.
 * @param from `known`: the account that this browser signed in to before, and the browser, by its signed cookie
 */
export async function signIn(
  db: Db,
  clock: Clock,
  attempt: { login: string; password: string },
  from: { address: string; known?: KnownBrowser | null },
): Promise<SignedIn> {
  const login = attempt.login.trim().toLowerCase().slice(0, 200);
  const accounts = await accountsNamed(db, login, attempt.login.trim());
  const known = accounts.some((account) => account.id === from.known?.accountId) ? from.known : null;
  const limits = known ? [limitOfBrowser(known)] : limitsOf(login, from.address);
  if (!(await withinLimits(db, clock, limits))) return { ok: false, code: 'tooMany' };
  for (const account of accounts.length > 0 ? accounts : [null]) {
    const right = await checkPassword(attempt.password, account?.passwordHash ?? null);
    if (!right || !account) continue;
    await forgetFailures(db, [limits[0]!.key]);
    return { ok: true, accountId: account.id, staff: account.people.some(({ person }) => person.staff !== null) };
  }
  await countFailure(db, clock, limits);
  return { ok: false, code: 'wrong' };
}

/** Open accounts that a typed name may mean; a mailbox may be shared, so there may be several. */
async function accountsNamed(db: Db, login: string, typed: string) {
  const holders = login.includes('@')
    ? await db.contactHolder.findMany({
        where: { endedAt: null, contact: { channel: 'email', address: { equals: login, mode: 'insensitive' } } },
        select: { personId: true },
        take: 4,
      })
    : [];
  return await db.account.findMany({
    where: {
      closedAt: null,
      OR: [{ login }, { people: { some: { personId: { in: [typed, ...holders.map((holder) => holder.personId)] } } } }],
    },
    include: { people: { include: { person: { include: { staff: { select: { id: true } } } } } } },
    take: 4,
  });
}

function limitsOf(login: string, address: string): Limit[] {
  const name = hashToken(login).slice(0, 24);
  return [
    { key: `login:pair:${name}:${address}`, failures: 8, minutes: 15 },
    { key: `login:address:${address}`, failures: 60, minutes: 15 },
    { key: `login:account:${name}`, failures: 40, minutes: 60 },
  ];
}

const limitOfBrowser = ({ browser }: KnownBrowser): Limit => ({
  key: `login:known:${browser}`,
  failures: 8,
  minutes: 15,
});
