import { Prisma } from './generated/client.ts';

/** A transaction, or anything that runs a statement inside one. */
type InTransaction = Pick<Prisma.TransactionClient, '$executeRaw'>;

/**
 * Transaction-level advisory locks: released by commit or rollback, never by hand, so that poolers cannot lose them.
 * Whoever takes both takes ROSTER first; otherwise two transactions might wait for one another.
 */
const ROSTER = Prisma.raw('7270736901');
const EVENTS = Prisma.raw('7270736902');

/**
 * Taken by every writer of the journal before it reads `school.roster_version` and before it draws an event id. The
 * statement that reads the version must come after this one: a statement sees the database as it was when it began.
 */
export async function lockForRecording(tx: InTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${ROSTER}), pg_advisory_xact_lock_shared(${EVENTS})`;
}

/** Nobody changes people, courses, timetable or calendar until this transaction ends. */
export async function lockRosterShared(tx: InTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${ROSTER})`;
}

/** For whoever changes people, courses, timetable or calendar, and raises `school.roster_version` with it. */
export async function lockRosterExclusive(tx: InTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ROSTER})`;
}

/** For writers of journal events that do not look at the roster. */
export async function lockEventsShared(tx: InTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${EVENTS})`;
}

/** For the week's close: when this returns, every event id drawn so far is committed, and `max(id)` is a true border. */
export async function lockEventsExclusive(tx: InTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${EVENTS})`;
}
