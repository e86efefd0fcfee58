/** Files that were printed, kept byte for byte in parts, so that none is ever whole in memory. */
import { createHash } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { countSheets, type PrintScope, runsOf } from './print-sheets.ts';

export interface KeptFile {
  id: number;
  pages: number;
  sheets: number;
}

interface FileDeps {
  db: Db;
  clock: Clock;
}

/** bytes of a part: few statements, little memory */
const PART = 64 * 1024;
/** what was begun so long ago (ms) and never ended was left by a process that died */
const LEFT_MS = 3_600_000;

/** The file of a scope as it was printed first; null: none yet, or sheets were added since. What is asked for once is not kept. */
export async function keptFile(db: Db | Tx, scope: PrintScope): Promise<KeptFile | null> {
  if (scope.all) return null;
  const runs = await runsOf(db, scope);
  const own = ownRun(scope, runs);
  if (own !== null)
    return db.printFile.findFirst({
      where: { runId: own, sha256: { not: null } },
      select: { id: true, pages: true, sheets: true },
    });
  const last = runs.at(-1);
  if (!last || runs.some(({ sha256 }) => sha256 === null)) return null;
  return db.printFile.findFirst({
    where: {
      runId: null,
      week: scope.week,
      classId: scope.classId,
      lastRunId: { gte: last.id },
      sha256: { not: null },
    },
    orderBy: { id: 'desc' },
    select: { id: true, pages: true, sheets: true },
  });
}

/** One run is its own file, as long as no other joins it. */
function ownRun({ run, classId }: PrintScope, runs: readonly { id: number }[]): number | null {
  if (run) return run.id;
  return classId !== null && runs.length === 1 ? (runs[0]?.id ?? null) : null;
}

/** The bytes of a kept file, a part at a time. */
export async function* partsOf(db: Db, fileId: number): AsyncGenerator<Buffer> {
  for (let part = 0; ; part += 1) {
    // as base64: drivers take bytes apart one by one
    const [row] = await db.$queryRaw<{ bytes: string }[]>`
      SELECT encode(bytes, 'base64') AS bytes FROM print_part WHERE file_id = ${fileId} AND part = ${part}`;
    if (!row) return;
    yield Buffer.from(row.bytes, 'base64');
  }
}

/** A file being written: seen by nobody until it is whole. */
export interface FileKeeper {
  take: (chunk: Buffer) => Promise<void>;
  /** Keeps it, and closes its runs: who falls to paper afterwards is in another one. Not where sheets were added meanwhile. */
  keep: (printed: { sheets: number; pages: number }) => Promise<void>;
  drop: () => Promise<void>;
}

const NO_KEEPER: FileKeeper = { take: async () => {}, keep: async () => {}, drop: async () => {} };

/** Begins to keep a file; a process that dies leaves parts which nobody takes for a file. */
export async function openKeeper({ db, clock }: FileDeps, scope: PrintScope): Promise<FileKeeper> {
  if (scope.all) return NO_KEEPER;
  const now = clock.now();
  await db.printFile.deleteMany({ where: { sha256: null, madeAt: { lt: new Date(now.getTime() - LEFT_MS) } } });
  const runs = await runsOf(db, scope);
  const last = runs.at(-1);
  if (!last) return NO_KEEPER;
  const { week, classId } = scope;
  const runId = ownRun(scope, runs);
  const { id } = await db.printFile.create({
    data: { runId, week, classId, lastRunId: last.id, madeAt: now },
    select: { id: true },
  });
  const parts = partsWriter(db, id);
  const drop = async () => void (await db.printFile.deleteMany({ where: { id } }));
  return {
    take: parts.take,
    keep: async (printed) => {
      const sha256 = await parts.end();
      const kept = await db.$transaction((tx) => close(tx, scope, { id, sha256, ...printed }));
      if (!kept) await drop();
    },
    drop,
  };
}

function partsWriter(db: Db, fileId: number) {
  const hash = createHash('sha256');
  let gathered: Buffer[] = [];
  let size = 0;
  let part = 0;
  async function flush(): Promise<void> {
    if (size === 0) return;
    const bytes = Buffer.concat(gathered, size).toString('base64');
    gathered = [];
    size = 0;
    await db.$executeRaw`INSERT INTO print_part (file_id, part, bytes) VALUES (${fileId}, ${part}, decode(${bytes}, 'base64'))`;
    part += 1;
  }
  return {
    take: async (chunk: Buffer) => {
      hash.update(chunk);
      gathered.push(chunk);
      size += chunk.length;
      if (size >= PART) await flush();
    },
    end: async () => {
      await flush();
      return hash.digest('hex');
    },
  };
}

/** @returns false: a sheet joined while it was printed, or another process was quicker */
async function close(
  tx: Tx,
  scope: PrintScope,
  { id, sha256, sheets, pages }: { id: number; sha256: string; sheets: number; pages: number },
): Promise<boolean> {
  // whoever adds a sheet holds its run as well: either it is counted here, or it finds the run closed
  const runs = await runsOf(tx, scope, { lock: true });
  if ((await countSheets(tx, scope)) !== sheets || (await keptFile(tx, scope))) return false;
  const runId = ownRun(scope, runs);
  await tx.printRun.updateMany({ where: { id: { in: runs.map((run) => run.id) }, sha256: null }, data: { sha256 } });
  const lastRunId = runs.at(-1)?.id ?? 0;
  await tx.printFile.update({ where: { id }, data: { runId, lastRunId, sha256, sheets, pages } });
  return true;
}
