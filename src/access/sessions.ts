import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { hashToken, randomToken } from './keys.ts';

const HOUR = 3_600_000;
/** However busy, a session ends after this long. */
const AT_MOST = 180 * 24 * HOUR;

/** How long a session lasts without a visit, ms: a family's telephone 30 days, a computer in the staff room 12 hours. */
export function sessionLife(staff: boolean): number {
  return staff ? 12 * HOUR : 30 * 24 * HOUR;
}

/**
 * Begins a session: always a new random token, whatever the visitor brought along.
 * @returns the token for the cookie; only its hash is kept
 */
export async function startSession(
  db: Db | Tx,
  clock: Clock,
  who: { accountId: number; staff: boolean; agent: string },
): Promise<string> {
  const token = randomToken();
  const now = clock.now();
  await db.session.create({
    data: {
      tokenHash: hashToken(token),
      accountId: who.accountId,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + sessionLife(who.staff)),
      agent: who.agent.slice(0, 200),
    },
  });
  return token;
}

export interface SessionTimes {
  id: number;
  createdAt: Date;
  lastSeenAt: Date;
}

/** Whether a session is to be prolonged now: not at each page, to spare a write. */
export function isTouchDue(clock: Clock, session: SessionTimes): boolean {
  return clock.now().getTime() - session.lastSeenAt.getTime() >= HOUR / 4;
}

/** Prolongs a session from now on, up to half a year after its start. */
export async function touchSession(db: Db, clock: Clock, session: SessionTimes, staff: boolean): Promise<void> {
  const now = clock.now();
  const expires = Math.min(now.getTime() + sessionLife(staff), session.createdAt.getTime() + AT_MOST);
  await db.session.updateMany({
    where: { id: session.id, endedAt: null },
    data: { lastSeenAt: now, expiresAt: new Date(expires) },
  });
}

/** Where an account is signed in. */
export interface OpenSession extends SessionTimes {
  /** of the browser, as it calls itself */
  agent: string;
}

/** The sessions of an account that are good now, the one seen last first. One query. */
export async function openSessions(db: Db | Tx, clock: Clock, accountId: number): Promise<OpenSession[]> {
  return await db.session.findMany({
    where: { accountId, endedAt: null, expiresAt: { gt: clock.now() } },
    select: { id: true, createdAt: true, lastSeenAt: true, agent: true },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
  });
}

/** Ends one session. */
export async function endSession(db: Db, clock: Clock, id: number): Promise<void> {
  await db.session.updateMany({ where: { id, endedAt: null }, data: { endedAt: clock.now() } });
}

/**
 * Ends sessions of an account: after a new password, or when it was stolen.
 * @param which `only`: this one, if it is the account's; `but`: all others; absent: all
 * @returns how many
 */
export async function endSessionsOf(
  db: Db | Tx,
  clock: Clock,
  accountId: number,
  which: { only?: number; but?: number } = {},
): Promise<number> {
  const now = clock.now();
  const id = {
    ...(which.only !== undefined && { equals: which.only }),
    ...(which.but !== undefined && { not: which.but }),
  };
  const { count } = await db.session.updateMany({
    where: { accountId, endedAt: null, expiresAt: { gt: now }, id },
    data: { endedAt: now },
  });
  return count;
}
