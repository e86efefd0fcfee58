import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip, gzipSync, type ZlibOptions } from 'node:zlib';
import type { Attachments } from '../attachments.ts';
import type { Clock } from '../clock.ts';
import type { Db, Tx } from '../database/open.ts';
import { inTransaction } from '../database/retry.ts';
import type { FileWriter } from '../files.ts';
import { quote, readTables, settleText, type Table } from './catalog.ts';
import { type Ending, type FileStart, FORMAT, type Header, VERSION } from './format.ts';

/** How long (ms) a backup or a restore may take before it is given up. */
export const LONGEST = 30 * 60_000;

/** Rows read at once: few where they hold files, so that memory stays flat. */
const ROWS = 1000;
const ROWS_WITH_FILES = 4;
/** Bytes of a file in one line, a multiple of three. */
const FILE_PIECE = 3 * 128 * 1024;

export interface BackupParts {
  db: Db;
  clock: Clock;
  attachments: Attachments;
  signal: AbortSignal;
}

export interface Written {
  header: Header;
  rows: number;
  files: number;
  /** files that a row names and the disk has no more, or has altered */
  lostFiles: number;
}

/**
 * Writes the whole school as it is at one moment, then its files, which never change and need no transaction. Neither
 * commits nor aborts `file`.
 */
export async function writeBackup(
  { db, clock, attachments, signal }: BackupParts,
  file: Pick<FileWriter, 'write'>,
): Promise<Written> {
  const seal: Seal = { hash: createHash('sha256'), rows: {} };
  const pack = (lines: AsyncIterable<string>, options: ZlibOptions = {}) =>
    pipeline(
      Readable.from(sealed(seal, lines), { objectMode: false }),
      createGzip(options),
      async (packed) => {
        for await (const chunk of packed as AsyncIterable<Uint8Array>) await file.write(chunk);
      },
      { signal },
    );
  const { header, named } = await inTransaction(
    db,
    async (tx) => {
      await settleText(tx);
      const header = await makeHeader(tx, clock);
      await pack(linesOf(tx, header, seal));
      const named = await tx.attachment.findMany({ select: { publicId: true, sha256: true }, orderBy: { id: 'asc' } });
      return { header, named };
    },
    // the file cannot be begun anew; one snapshot for all tables
    { retries: 0, isolationLevel: 'RepeatableRead', timeout: LONGEST },
  );
  const found = { files: 0 };
  // base64 of what is packed already: there is nothing to find but its six bits
  await pack(filesOf(attachments, named, found), { strategy: constants.Z_HUFFMAN_ONLY });
  const end: Ending = { rows: seal.rows, attachments: found.files, sha256: seal.hash.digest('hex') };
  await file.write(gzipSync(`${JSON.stringify(end)}\n`));
  const rows = Object.values(seal.rows).reduce((sum, count) => sum + count, 0);
  return { header, rows, files: found.files, lostFiles: named.length - found.files };
}

/** What the end of the file will say of all before it. */
interface Seal {
  hash: Hash;
  rows: Ending['rows'];
}

async function* sealed({ hash }: Seal, lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of lines) {
    hash.update(piece);
    yield piece;
  }
}

async function makeHeader(tx: Tx, clock: Clock): Promise<Header> {
  const [school] = await tx.$queryRaw<{ name: string; kind: Header['kind'] }[]>`
    SELECT name, kind::text AS kind FROM school`;
  if (!school) throw new Error('a database without its school row');
  const migrations = await tx.$queryRaw<Header['migrations']>`
    SELECT migration_name AS name, checksum FROM "_prisma_migrations"
     WHERE rolled_back_at IS NULL ORDER BY migration_name COLLATE "C"`;
  const madeAt = clock.now().toISOString();
  return { format: FORMAT, version: VERSION, madeAt, school: school.name, kind: school.kind, migrations };
}

/** Pieces of whole lines: the header and every table. */
async function* linesOf(tx: Tx, header: Header, { rows }: Seal): AsyncGenerator<string> {
  yield `${JSON.stringify(header)}\n`;
  for (const table of await readTables(tx)) {
    rows[table.name] = 0;
    yield `${JSON.stringify({ table: table.name, columns: table.columns.map(({ name }) => name) })}\n`;
    for await (const lines of rowsOf(tx, table)) {
      rows[table.name]! += lines.length;
      yield `${lines.join('\n')}\n`;
    }
  }
}

async function* filesOf(
  attachments: Attachments,
  named: { publicId: string; sha256: string }[],
  found: { files: number },
): AsyncGenerator<string> {
  for (const { publicId, sha256 } of named) {
    const bytes = await attachments.read(publicId);
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== sha256) continue;
    found.files += 1;
    yield `${JSON.stringify({ attachment: publicId, sha256 } satisfies FileStart)}\n`;
    for (let from = 0; from < bytes.length; from += FILE_PIECE)
      yield `"${bytes.toString('base64', from, from + FILE_PIECE)}"\n`;
  }
}

async function* rowsOf(tx: Tx, { name, columns }: Table): AsyncGenerator<string[]> {
  const atOnce = columns.some(({ type }) => type === 'bytea') ? ROWS_WITH_FILES : ROWS;
  const values = columns.map((column) => `${quote(column.name)}::text`).join(', ');
  // to_json of an array of texts: exact for every type, and a JSON null stays apart from no value
  await tx.$executeRawUnsafe(
    `DECLARE backup_rows NO SCROLL CURSOR FOR SELECT array_to_json(ARRAY[${values}])::text AS line FROM ${quote(name)}`,
  );
  for (;;) {
    const rows = await tx.$queryRawUnsafe<{ line: string }[]>(`FETCH ${atOnce} FROM backup_rows`);
    if (rows.length) yield rows.map(({ line }) => line);
    if (rows.length < atOnce) break;
  }
  await tx.$executeRawUnsafe('CLOSE backup_rows');
}
