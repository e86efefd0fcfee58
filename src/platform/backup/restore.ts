import { lockEventsExclusive, lockRosterExclusive } from '../database/locks.ts';
import { type Migration, readMigrations } from '../database/migrations.ts';
import type { Tx } from '../database/open.ts';
import { inTransaction } from '../database/retry.ts';
import { settleText } from './catalog.ts';
import { BackupFault } from './fault.ts';
import type { Header } from './format.ts';
import { emptyTables, loadRows, raiseSequences } from './load.ts';
import { loadOlder } from './older.ts';
import { type Piece, readBackup } from './read.ts';
import { type BackupParts, LONGEST } from './write.ts';

/** Opens the file; it is read twice, first to see that it is whole. */
export type OpenFile = () => Promise<AsyncIterable<Uint8Array>>;

export interface Restored {
  header: Header;
  rows: number;
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
export async function restoreBackup(
  { db, clock, signal, settle }: RestoreParts,
  open: OpenFile,
  { replace = false } = {},
): Promise<Restored> {
  const migrations = readMigrations();
  const header = await judge(await open(), migrations, signal);
  return inTransaction(
    db,
    async (tx) => {
      await settleText(tx);
      await lockRosterExclusive(tx);
      await lockEventsExclusive(tx);
      const before = await readStanding(tx);
      if (before.imported && !replace) throw new BackupFault('occupied');
      // what runs on a demo lets anybody sign in: real children do not come under it
      if (before.imported && before.kind !== header.kind) throw new BackupFault('otherKind');
      await emptyTables(tx);
      const pieces = readBackup(await open());
      const load = () => loadRows(tx, pieces, signal);
      const known = header.migrations.length;
      const rows = await (known < migrations.length ? loadOlder(tx, migrations, known, load) : load());
      await raiseSequences(tx);
      await settle(tx, clock.now());
      const after = await readStanding(tx);
      await tx.$executeRaw`
        UPDATE school SET sending_paused_at = ${clock.now()}, roster_version = ${Math.max(before.version, after.version) + 1}`;
      signal.throwIfAborted();
      return { header, rows, changedIdentity: before.kind !== after.kind || before.secret !== after.secret };
    },
    { timeout: LONGEST },
  );
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
