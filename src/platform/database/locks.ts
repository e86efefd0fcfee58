import { Prisma } from './generated/client.ts';

/** A transaction, or anything that runs a statement inside one. */
type InTransaction = Pick<Prisma.TransactionClient, '$executeRaw' | '$queryRaw'>;

/**
 * Transaction-level advisory locks: released by commit or rollback, never by hand, so that poolers cannot lose them.
 * Whoever takes both takes ROSTER first; otherwise two transactions might wait for one another.
 */
const ROSTER = Prisma.raw('7270736901');
const EVENTS = Prisma.raw('7270736902');
const SEALER = Prisma.raw('7270736903');

/**
 * Columns of a query that take both locks for a writer of the journal: before it draws an event id, and for what it
 * checks against the roster. A statement sees the database as it was before it waited for a lock, so what it reads of
 * the roster is only sure when a later statement of the transaction reads the same version.
 */
export const locksForRecording: Prisma.Sql = Prisma.sql`
  pg_advisory_xact_lock_shared(${ROSTER})::text AS roster_lock, pg_advisory_xact_lock_shared(${EVENTS})::text AS events_lock`;

/** Nobody changes people, courses, timetable or calendar until this transaction ends. */
export async function lockRosterShared(tx: InTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${ROSTER})`;
}

/** For whoever changes people, courses, timetable or calendar, and raises `school.roster_version` with it. */
export async function lockRosterExclusive(tx: InTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ROSTER})`;
}

/** For the week's close: when this returns, every event id drawn so far is committed, and `max(id)` is a true border. */
export async function lockEventsExclusive(tx: InTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${EVENTS})`;
}

/** For whoever seals the ledger: one at a time, and nobody waits for it. @returns false while another does */
export async function trySealer(tx: InTransaction): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ mine: boolean }[]>`SELECT pg_try_advisory_xact_lock(${SEALER}) AS mine`;
  return row?.mine ?? false;
}
