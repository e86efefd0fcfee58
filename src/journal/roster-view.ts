import { lockRosterShared } from '../platform/database/locks.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import type { Roster } from './roster.ts';
import { compileRoster } from './roster-compile.ts';
import { type RosterReader, readRosterRows, readRosterVersion } from './roster-load.ts';

/** The last roster compiled for each database of this process. */
const latest = new WeakMap<object, Roster>();

/** The cached roster, whatever its version; the caller checks that against what its transaction reads. */
export function cachedRoster(db: Db): Roster | undefined {
  return latest.get(db);
}

/**
 * Reads and compiles the roster inside a transaction that holds the ROSTER lock and changed nothing of it, and keeps
 * it for the next caller.
 */
export async function loadRoster(tx: RosterReader, db: Db): Promise<Roster> {
  const roster = compileRoster(await readRosterRows(tx));
  latest.set(db, roster);
  return roster;
}

/** The roster as a transaction sees it, its own changes included; never kept. For whoever holds the ROSTER lock. */
export async function readRoster(tx: RosterReader): Promise<Roster> {
  return compileRoster(await readRosterRows(tx));
}

/**
 * The roster as it is now. From the cache where the version is still the same (one query). For reads outside a
 * transaction; on the embedded database never call it inside one (use `rosterIn`).
 */
export async function currentRoster(db: Db): Promise<Roster> {
  const known = latest.get(db);
  if (known && known.version === (await readRosterVersion(db))) return known;
  return db.$transaction(async (tx) => rosterIn(tx, db), { maxWait: 60_000, timeout: 60_000 });
}

/**
 * The roster inside a transaction that did not change it. Takes the ROSTER lock shared: until the transaction ends,
 * nobody changes people, courses, timetable or calendar.
 */
export async function rosterIn(tx: Tx, db: Db): Promise<Roster> {
  await lockRosterShared(tx);
  const known = latest.get(db);
  if (known && known.version === (await readRosterVersion(tx))) return known;
  return loadRoster(tx, db);
}
