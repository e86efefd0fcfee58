import type { Attachments, ReturningFile } from '../attachments.ts';
import type { Tx } from '../database/open.ts';
import { quote, readTables, type Table } from './catalog.ts';
import { BackupFault } from './fault.ts';
import type { TableStart } from './format.ts';
import type { Piece } from './read.ts';

/** What a restore brought: rows, and files that were not there before. */
export interface Loaded {
  rows: number;
  files: number;
  newFiles: string[];
}

/**
 * Writes the rows of a backup into the empty tables of the current schema, and its files under their names. A file that
 * no row names is seen by nobody, so files come before the commit.
 * @param loaded counted on as they come, so that whoever fails knows what to take back
 */
export async function load(
  tx: Tx,
  attachments: Attachments,
  pieces: AsyncIterable<Piece>,
  signal: AbortSignal,
  loaded: Loaded,
): Promise<void> {
  const tables = new Map((await readTables(tx)).map((table) => [table.name, table]));
  let insert = '';
  let file: { publicId: string; to: ReturningFile } | null = null;
  const endFile = async () => {
    if (file && (await file.to.commit())) loaded.newFiles.push(file.publicId);
    file = null;
  };
  try {
    for await (const piece of pieces) {
      signal.throwIfAborted();
      if (piece.kind === 'table') insert = insertInto(tables.get(piece.table.table), piece.table);
      if (piece.kind === 'rows') {
        await tx.$executeRawUnsafe(insert, `[${piece.lines.join(',')}]`);
        loaded.rows += piece.lines.length;
      }
      if (piece.kind === 'file') {
        await endFile();
        file = { publicId: piece.publicId, to: await attachments.bringBack(piece.publicId) };
        loaded.files += 1;
      }
      if (piece.kind === 'bytes') await file?.to.write(piece.bytes);
    }
    await endFile();
  } finally {
    await (file as { to: ReturningFile } | null)?.to.abort();
  }
}

function insertInto(table: Table | undefined, { columns }: TableStart): string {
  const own = columns.map((name) => table?.columns.find((column) => column.name === name));
  if (!table || !own.every((column) => column !== undefined)) throw new BackupFault('altered');
  const names = own.map(({ name }) => quote(name)).join(', ');
  const values = own.map(({ type }, index) => `(line->>${index})::${type}`).join(', ');
  return `INSERT INTO ${quote(table.name)} (${names}) SELECT ${values} FROM jsonb_array_elements(($1::text)::jsonb) AS line`;
}

export async function emptyTables(tx: Tx): Promise<void> {
  const names = (await readTables(tx)).map(({ name }) => quote(name));
  await tx.$executeRawUnsafe(`TRUNCATE ${names.join(', ')}`);
}

/** Sequences only rise: a number given out since the backup, on a printed stub say, never names something else. */
export async function raiseSequences(tx: Tx): Promise<void> {
  for (const { name, columns } of await readTables(tx)) {
    for (const column of columns.filter(({ numbered }) => numbered)) {
      const [row] = await tx.$queryRaw<{ sequence: string }[]>`
        SELECT pg_get_serial_sequence(${quote(name)}, ${column.name}) AS sequence`;
      await tx.$queryRawUnsafe(
        `SELECT setval($1::text::regclass, top.id)::text FROM (SELECT max(${quote(column.name)}) AS id FROM ${quote(name)}) AS top,
                ${row!.sequence} AS own WHERE top.id >= own.last_value`,
        row!.sequence,
      );
    }
  }
}
