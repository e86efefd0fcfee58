import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Clock } from '../clock.ts';
import type { Db, Tx } from '../database/open.ts';
import { inTransaction } from '../database/retry.ts';
import type { FileWriter } from '../files.ts';
import { quote, readTables, settleText, type Table } from './catalog.ts';
import { type Ending, FORMAT, type Header, VERSION } from './format.ts';

/** How long (ms) a backup or a restore may take before it is given up. */
export const LONGEST = 30 * 60_000;

/** Rows read at once: few where they hold files, so that memory stays flat. */
const ROWS = 1000;
const ROWS_WITH_FILES = 4;

export interface BackupParts {
  db: Db;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * Writes the whole school as it is at one moment. Neither commits nor aborts `file`.
 * @returns the header and how many rows were written
 */
export async function writeBackup(
  { db, clock, signal }: BackupParts,
  file: Pick<FileWriter, 'write'>,
): Promise<{ header: Header; rows: number }> {
  return inTransaction(
    db,
    async (tx) => {
      await settleText(tx);
      const header = await makeHeader(tx, clock);
      const total = { rows: 0 };
      await pipeline(
        Readable.from(linesOf(tx, header, total), { objectMode: false }),
        createGzip(),
        async (packed) => {
          for await (const chunk of packed as AsyncIterable<Uint8Array>) await file.write(chunk);
        },
        { signal },
      );
      return { header, rows: total.rows };
    },
    // the file cannot be begun anew; one snapshot for all tables
    { retries: 0, isolationLevel: 'RepeatableRead', timeout: LONGEST },
  );
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

/** Pieces of whole lines, the last of which seals all before. */
async function* linesOf(tx: Tx, header: Header, total: { rows: number }): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const sealed = (lines: string) => {
    hash.update(lines);
    return lines;
  };
  yield sealed(`${JSON.stringify(header)}\n`);
  const rows: Ending['rows'] = {};
  for (const table of await readTables(tx)) {
    rows[table.name] = 0;
    yield sealed(`${JSON.stringify({ table: table.name, columns: table.columns.map(({ name }) => name) })}\n`);
    for await (const lines of rowsOf(tx, table)) {
      rows[table.name]! += lines.length;
      total.rows += lines.length;
      yield sealed(`${lines.join('\n')}\n`);
    }
  }
  const end: Ending = { rows, sha256: hash.digest('hex') };
  yield `${JSON.stringify(end)}\n`;
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
