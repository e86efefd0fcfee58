import { lockEventsExclusive, lockRosterExclusive } from '../database/locks.ts';
import { type Migration, readMigrations } from '../database/migrations.ts';
import type { Tx } from '../database/open.ts';
import { inTransaction } from '../database/retry.ts';
import { settleText } from './catalog.ts';
import { BackupFault } from './fault.ts';
import type { Header } from './format.ts';
import { emptyTables, type Loaded, load, raiseSequences } from './load.ts';
import { loadOlder } from './older.ts';
import { type Piece, readBackup } from './read.ts';
import { type BackupParts, LONGEST } from './write.ts';

/** Opens the file; it is read twice, first to see that it is whole. */
export type OpenFile = () => Promise<AsyncIterable<Uint8Array>>;

export interface Restored {
  header: Header;
  rows: number;
  files: number;
  /** its kind or its secret is another now: processes that run keep the old one until they start anew */
  changedIdentity: boolean;
}

export interface RestoreParts extends BackupParts {
  /** within the transaction: ends what was under way when the backup was made, for nobody does it any more */
  settle: (tx: Tx, now: Date) => Promise<unknown>;
}

interface Standing {
  kind: string;
  secret: string;
  imported: boolean;
  version: number;
}

/**
 * Puts the school of a backup in place of what the database holds, all or nothing. Sending is paused afterwards.
 * @param replace also where a school was imported
 * @throws BackupFault when the file is no whole backup of this or an older version, or the database is occupied
 */
export async function restoreBackup(parts: RestoreParts, open: OpenFile, { replace = false } = {}): Promise<Restored> {
  const { db, attachments, signal } = parts;
  const migrations = readMigrations();
  const header = await judge(await open(), migrations, signal);
  const loaded: Loaded = { rows: 0, files: 0, newFiles: [] };
  const dropAll = (names: string[]) => Promise.all(names.map((name) => attachments.drop(name)));
  try {
    const { changedIdentity, gone } = await inTransaction(
      db,
      async (tx) => {
        await dropAll(loaded.newFiles);
        Object.assign(loaded, { rows: 0, files: 0, newFiles: [] });
        return replaceAll(tx, parts, { header, migrations, open, replace, loaded });
      },
      { timeout: LONGEST },
    );
    await dropAll(gone);
    return { header, rows: loaded.rows, files: loaded.files, changedIdentity };
  } catch (error) {
    await dropAll(loaded.newFiles);
    throw error;
  }
}

interface Replacing {
  header: Header;
  migrations: Migration[];
  open: OpenFile;
  replace: boolean;
  loaded: Loaded;
}

/** @returns besides the change of identity: files of the replaced school that the backup does not have */
async function replaceAll(
  tx: Tx,
  { clock, attachments, signal, settle }: RestoreParts,
  { header, migrations, open, replace, loaded }: Replacing,
): Promise<{ changedIdentity: boolean; gone: string[] }> {
  await settleText(tx);
  await lockRosterExclusive(tx);
  await lockEventsExclusive(tx);
  const before = await readStanding(tx);
  if (before.imported && !replace) throw new BackupFault('occupied');
  // what runs on a demo lets anybody sign in: real children do not come under it
  if (before.imported && before.kind !== header.kind) throw new BackupFault('otherKind');
  const filesBefore = await fileNames(tx);
  await emptyTables(tx);
  const pieces = readBackup(await open());
  const known = header.migrations.length;
  const loadAll = () => load(tx, attachments, pieces, signal, loaded);
  await (known < migrations.length ? loadOlder(tx, migrations, known, loadAll) : loadAll());
  await raiseSequences(tx);
  await settle(tx, clock.now());
  const after = await readStanding(tx);
  await tx.$executeRaw`
    UPDATE school SET sending_paused_at = ${clock.now()}, roster_version = ${Math.max(before.version, after.version) + 1}`;
  const filesAfter = new Set(await fileNames(tx));
  signal.throwIfAborted();
  return {
    changedIdentity: before.kind !== after.kind || before.secret !== after.secret,
    gone: filesBefore.filter((name) => !filesAfter.has(name)),
  };
}

async function fileNames(tx: Tx): Promise<string[]> {
  return (await tx.attachment.findMany({ select: { publicId: true } })).map(({ publicId }) => publicId);
}

/** Reads the whole file before anything is locked. */
async function judge(file: AsyncIterable<Uint8Array>, migrations: Migration[], signal: AbortSignal): Promise<Header> {
  let header: Header | undefined;
  for await (const piece of readBackup(file)) {
    signal.throwIfAborted();
    if (piece.kind === 'header') header = judgeVersion(piece, migrations);
  }
  return header!;
}

function judgeVersion({ header }: Piece & { kind: 'header' }, migrations: Migration[]): Header {
  const same = header.migrations.every(
    ({ name, checksum }, index) => migrations[index]?.name === name && migrations[index].checksum === checksum,
  );
  if (!same) throw new BackupFault('newer');
  return header;
}

async function readStanding(tx: Tx): Promise<Standing> {
  const [school] = await tx.$queryRaw<Standing[]>`
    SELECT kind::text AS kind, secret, imported_at IS NOT NULL AS imported, roster_version AS version FROM school`;
  if (!school) throw new BackupFault('altered');
  return school;
}
