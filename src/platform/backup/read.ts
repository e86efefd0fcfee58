import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import { BackupFault } from './fault.ts';
import { ending, fileStart, type Header, header, type TableStart, tableStart, VERSION } from './format.ts';

export type Piece =
  | { kind: 'header'; header: Header }
  | { kind: 'table'; table: TableStart }
  /** rows of the table named last, each a JSON array */
  | { kind: 'rows'; lines: string[] }
  /** an attached file begins */
  | { kind: 'file'; publicId: string }
  /** of the file named last */
  | { kind: 'bytes'; bytes: Buffer };

/** Rows are handed on when there are so many of them, or so many characters. */
const ROWS = 500;
const CHARACTERS = 1024 * 1024;

/**
 * Reads a backup to its end; only when the generator has ended is the file known to be whole.
 * @throws BackupFault when it is not ours, cut or altered
 */
export async function* readBackup(file: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  const check: Check = { hash: createHash('sha256'), counts: {}, files: 0, file: null, begun: false, ended: false };
  const rows = heldRows();
  for await (const bytes of lines(unpacked(file))) {
    if (check.ended) throw new BackupFault('altered');
    const line = bytes.toString('utf8');
    if (check.begun && line.startsWith('{"rows":')) {
      judgeFile(check);
      judgeEnd(line, check);
      check.ended = true;
      continue;
    }
    check.hash.update(bytes).update('\n');
    if (check.begun && line.startsWith('[')) {
      check.counts[rows.table()]! += 1;
      if (rows.add(line)) yield { kind: 'rows', lines: rows.take() };
      continue;
    }
    if (rows.waiting()) yield { kind: 'rows', lines: rows.take() };
    yield check.begun ? otherPiece(line, check, rows.begin) : { kind: 'header', header: readHeader(line) };
    check.begun = true;
  }
  if (!check.begun) throw new BackupFault('foreign');
  if (!check.ended) throw new BackupFault('cut');
  if (rows.waiting()) yield { kind: 'rows', lines: rows.take() };
}

/** What was read so far. */
interface Check {
  hash: Hash;
  counts: Record<string, number>;
  files: number;
  /** the file that is being read, with its own sum and what that must be */
  file: { hash: Hash; sha256: string } | null;
  begun: boolean;
  ended: boolean;
}

/** Rows of one table until there are enough to hand them on. */
function heldRows() {
  let table: string | null = null;
  let rows: string[] = [];
  let held = 0;
  return {
    begin: (name: string) => {
      table = name;
    },
    table: () => {
      if (table === null) throw new BackupFault('altered');
      return table;
    },
    add: (line: string) => {
      rows.push(line);
      held += line.length;
      return rows.length >= ROWS || held >= CHARACTERS;
    },
    waiting: () => rows.length > 0,
    take: () => {
      const taken = rows;
      rows = [];
      held = 0;
      return taken;
    },
  };
}

/** What is neither header, row nor end. */
function otherPiece(line: string, check: Check, beginTable: (name: string) => void): Piece {
  if (line.startsWith('"')) {
    if (!check.file) throw new BackupFault('altered');
    const bytes = Buffer.from(line.slice(1, -1), 'base64');
    check.file.hash.update(bytes);
    return { kind: 'bytes', bytes };
  }
  if (line.startsWith('{"attachment":')) {
    judgeFile(check);
    const { attachment, sha256 } = parsed(fileStart, line, 'altered');
    check.file = { hash: createHash('sha256'), sha256 };
    check.files += 1;
    return { kind: 'file', publicId: attachment };
  }
  const table = parsed(tableStart, line, 'altered');
  beginTable(table.table);
  check.counts[table.table] = 0;
  return { kind: 'table', table };
}

function judgeFile({ file }: Check): void {
  if (file && file.hash.digest('hex') !== file.sha256) throw new BackupFault('altered');
}

function readHeader(line: string): Header {
  const read = parsed(header, line, 'foreign');
  if (read.version > VERSION) throw new BackupFault('newer');
  return read;
}

function judgeEnd(line: string, { hash, counts, files }: Check): void {
  const end = parsed(ending, line, 'altered');
  if (end.sha256 !== hash.digest('hex')) throw new BackupFault('altered');
  if (JSON.stringify(end.rows) !== JSON.stringify(counts) || end.attachments !== files)
    throw new BackupFault('altered');
}

function parsed<T>(schema: z.ZodType<T>, line: string, code: 'foreign' | 'altered'): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new BackupFault(code, error);
  }
  const read = schema.safeParse(value);
  if (!read.success) throw new BackupFault(code, read.error);
  return read.data;
}

/** Faults of the packing become ours; those of reading the file stay as they are. */
async function* unpacked(file: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const source = Readable.from(file, { objectMode: false });
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    throw packingFault(error) ?? error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

function packingFault(error: unknown): BackupFault | undefined {
  const { code, message = '' } = error as { code?: string; message?: string };
  if (code === 'Z_BUF_ERROR') return new BackupFault('cut', error);
  if (!code?.startsWith('Z_')) return undefined;
  return new BackupFault(message === 'incorrect header check' ? 'foreign' : 'altered', error);
}

/** Lines without their ends; what follows the last end is a line too. */
async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let open: Buffer[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      open.push(chunk.subarray(from, end));
      yield open.length === 1 ? open[0]! : Buffer.concat(open);
      open = [];
      from = end + 1;
    }
    if (from < chunk.length) open.push(chunk.subarray(from));
  }
  if (open.length) yield Buffer.concat(open);
}
