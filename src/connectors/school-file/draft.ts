/** A school file between "show" and "apply" at the desk: the very bytes that were shown, for one session, an hour at most. */
import { deflateSync, inflateSync } from 'node:zlib';
import { randomToken } from '../../access/keys.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/open.ts';

const HOUR_MS = 3_600_000;

interface Parts {
  db: Db;
  clock: Clock;
}

/** What was shown: its bytes, their hash, and what the import said of itself then. */
export interface ShownFile {
  bytes: Uint8Array;
  sha256: string;
  /** `ImportResult.shown` */
  shown: string;
}

/**
 * Keeps a file; the session's file before it is forgotten.
 * @returns the name to ask for it by
 */
export async function keepDraft({ db, clock }: Parts, sessionId: number, file: ShownFile): Promise<string> {
  await forgetDrafts({ db, clock }, sessionId);
  const { sha256, shown } = file;
  const data = { id: randomToken(), sessionId, at: clock.now(), sha256, shown, bytes: deflateSync(file.bytes) };
  await db.importDraft.create({ data: { ...data, bytes: new Uint8Array(data.bytes) } });
  return data.id;
}

/** The file that this session was shown, or null: too long ago, of another session, or none of that name. */
export async function draftOf({ db, clock }: Parts, sessionId: number, id: string): Promise<ShownFile | null> {
  const row = await db.importDraft.findFirst({ where: { id, sessionId, at: { gt: hourAgo(clock) } } });
  return row && { bytes: inflateSync(row.bytes), sha256: row.sha256, shown: row.shown };
}

/** Forgets what was shown more than an hour ago, and all that a session was shown. */
export async function forgetDrafts({ db, clock }: Parts, sessionId?: number): Promise<void> {
  const old = { at: { lte: hourAgo(clock) } };
  await db.importDraft.deleteMany({ where: sessionId === undefined ? old : { OR: [old, { sessionId }] } });
}

const hourAgo = (clock: Clock) => new Date(clock.now().getTime() - HOUR_MS);
