import { createHash } from 'node:crypto';
import { audit } from '../../access/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import { lockRosterExclusive } from '../../platform/database/locks.ts';
import type { Db } from '../../platform/database/open.ts';
import { FileError } from '../../platform/files.ts';
import type { Io } from '../../platform/io.ts';
import type { Log } from '../../platform/log.ts';
import { schoolDate } from '../../platform/school-time.ts';
import { importTexts } from '../../texts/school-file-import.ts';
import { disputed, type OpenTransfer, openTransfers, settleTransfers } from './disputes.ts';
import { faultLine } from './faults.ts';
import { beforeImport, type HomeworkLine, moveOn } from './homework.ts';
import { CHANGE_KINDS, type Change, type ChangeKind, type ImportPlan } from './plan/context.ts';
import { leavingToConfirm, planImport } from './plan.ts';
import { readSchoolFile } from './read.ts';
import type { SchoolFile } from './schema.ts';
import { applyImport } from './store/apply.ts';
import { readCurrent } from './store/read-current.ts';

export interface ImportOptions {
  /** tell what would change, write nothing */
  dryRun?: boolean;
  /** how many children the caller expects to be marked as left, when that is more than 5 % */
  confirmLeft?: number | undefined;
  /** how many transfers of the desk the caller lets the file undo, when it says otherwise than they do */
  confirmTransfers?: number | undefined;
  /** the member of staff who imports at the desk; absent: the command line */
  by?: string;
  /** `shown` of the dry run that was agreed to: anything else that would be written is refused */
  as?: string;
}

export interface ImportDeps {
  db: Db;
  clock: Clock;
  log: Log;
}

/** The outcome of one import. */
export interface ImportResult {
  ok: boolean;
  dryRun: boolean;
  /** `school.roster_version` afterwards */
  version: number;
  counts: Partial<Record<ChangeKind, Record<Change['change'], number>>>;
  changes: Change[];
  /** due on another day, for its lesson is not held on its own any more */
  homework: HomeworkLine[];
  /** of the roster version before and of all changes: equal texts, equal imports */
  shown: string;
  /** refused: the number of children to confirm as left */
  confirmLeft?: { count: number; of: number };
  /** refused: the file would undo these words of the desk */
  transfers?: OpenTransfer[];
  /** refused: it would not write what was shown, for the school changed since */
  changedSince?: true;
}

const LARGEST_FILE_MB = 64;
/** An import waits for running writers, then writes a whole school. */
const TRANSACTION = { maxWait: 60_000, timeout: 120_000 };

/** Undoes a transaction whose outcome is already known. */
class RollBack extends Error {
  readonly result: ImportResult;
  constructor(result: ImportResult) {
    super('rolled back');
    this.result = result;
  }
}

/**
 * The verb `import`: reads a school file, checks it, brings the database to it, all or nothing.
 * Words and progress go to standard error, one JSON object to standard output.
 * @returns the exit code: 0 done (or would be), 1 refused
 */
export async function importSchool(
  { db, clock, log }: ImportDeps,
  io: Io,
  path: string,
  options: ImportOptions = {},
): Promise<0 | 1> {
  await io.err(`${importTexts.reading(path)}\n`);
  const bytes = await readAll(io, path);
  if (!bytes) return 1;
  await io.err(`${importTexts.read(bytes.length)}\n`);
  const read = readSchoolFile(bytes, clock.now());
  for (const warning of read.warnings) await io.err(`${importTexts.warning(faultLine(warning))}\n`);
  if (!read.ok) {
    for (const fault of read.faults) await io.err(`${faultLine(fault)}\n`);
    await io.err(`${importTexts.refused(read.faults.length)}\n`);
    await io.out(`${JSON.stringify({ ok: false, faults: read.faults, warnings: read.warnings })}\n`);
    return 1;
  }
  await io.err(`${importTexts.checked(sizesOf(read.file))}\n`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  io.signal.throwIfAborted();
  const result = await writeSchool({ db, clock, log }, read.file, sha256, options);
  await io.out(`${JSON.stringify({ ...result, warnings: read.warnings })}\n`);
  await io.err(`${closingWord(result)}\n`);
  if (result.ok && result.homework.length > 0) await io.err(`${importTexts.homework(result.homework)}\n`);
  return result.ok ? 0 : 1;
}

function closingWord({ ok, dryRun, changes, confirmLeft, transfers }: ImportResult): string {
  if (!ok && confirmLeft) return importTexts.confirmLeft(confirmLeft.count, confirmLeft.of);
  if (!ok && transfers) return importTexts.confirmTransfers(transfers.map(({ studentId }) => studentId));
  if (dryRun) return importTexts.dryRun(changes.length);
  return changes.length === 0 ? importTexts.unchanged() : importTexts.done(changes.length);
}

/**
 * Brings the database to a sound file in one transaction under the exclusive ROSTER lock.
 * @param sha256 of the file's bytes, kept with the run
 */
export async function writeSchool(
  { db, clock, log }: ImportDeps,
  file: SchoolFile,
  sha256: string,
  options: ImportOptions = {},
): Promise<ImportResult> {
  const { dryRun = false, by, as } = options;
  try {
    const result = await db.$transaction(async (tx) => {
      await lockRosterExclusive(tx);
      const now = clock.now();
      const { rosterVersion } = await tx.school.findUniqueOrThrow({
        where: { id: 1 },
        select: { rosterVersion: true },
      });
      const plan = planImport(await readCurrent(tx), file, now);
      const shown = shownOf(plan, rosterVersion);
      const refused = refusalOf(plan, await openTransfers(tx), options);
      const outcome = { ...resultOf(plan, dryRun), shown, version: rosterVersion };
      if (as !== undefined && as !== shown) throw new RollBack({ ...outcome, ok: false, changedSince: true });
      if (refused && !dryRun) throw new RollBack({ ...outcome, ok: false, ...refused });
      const today = schoolDate(now, file.timeZone);
      const before = await beforeImport(tx, db, plan, today);
      const version = await applyImport(tx, plan, { sha256, now });
      const homework = await moveOn(tx, before, { now, today, by, dryRun });
      if (dryRun) throw new RollBack({ ...outcome, version, homework, ok: !refused, ...refused });
      await settleTransfers(tx, now);
      if (by) {
        const details = { sha256, counts: outcome.counts, homework: homework.length };
        await audit(tx, clock, { actorId: by, action: 'importSchool', object: 'school', details });
      }
      return { ...outcome, version, homework };
    }, TRANSACTION);
    log.info({ changes: result.changes.length, version: result.version }, 'school file imported');
    return result;
  } catch (error) {
    if (error instanceof RollBack) return error.result;
    throw error;
  }
}

function shownOf({ changes }: ImportPlan, version: number): string {
  return createHash('sha256')
    .update(JSON.stringify([version, changes]))
    .digest('base64url');
}

/** What a person must agree to first; null: nothing, or it was agreed to. */
function refusalOf(
  plan: ImportPlan,
  transfers: OpenTransfer[],
  { confirmLeft, confirmTransfers }: ImportOptions,
): Pick<ImportResult, 'confirmLeft' | 'transfers'> | null {
  const leaving = leavingToConfirm(plan);
  const undone = disputed(plan, transfers);
  const refusal = {
    ...(leaving !== null && leaving !== confirmLeft && { confirmLeft: plan.leaving }),
    ...(undone.length > 0 && undone.length !== confirmTransfers && { transfers: undone }),
  };
  return Object.keys(refusal).length > 0 ? refusal : null;
}

function resultOf(
  { changes }: ImportPlan,
  dryRun: boolean,
): Pick<ImportResult, 'ok' | 'dryRun' | 'counts' | 'changes' | 'homework'> {
  const counts: ImportResult['counts'] = {};
  for (const kind of CHANGE_KINDS) {
    const of = changes.filter((change) => change.kind === kind);
    if (of.length === 0) continue;
    const count = (change: Change['change']) => of.filter((one) => one.change === change).length;
    counts[kind] = { added: count('added'), changed: count('changed'), left: count('left') };
  }
  return { ok: true, dryRun, counts, changes, homework: [] };
}

function sizesOf({ classes, teachers, guardians }: SchoolFile) {
  return {
    classes: classes.length,
    students: classes.reduce((sum, { students }) => sum + students.length, 0),
    teachers: teachers.length,
    guardians: guardians?.length ?? 0,
  };
}

/** The file's bytes, or null after a word about why there are none. */
async function readAll(io: Io, path: string): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of await io.readFile(path)) {
      size += chunk.length;
      if (size > LARGEST_FILE_MB * 1024 * 1024) {
        await io.err(`${importTexts.tooLarge(LARGEST_FILE_MB)}\n`);
        return null;
      }
      chunks.push(chunk);
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await io.err(`${importTexts.unreadable(error.message)}\n`);
    return null;
  }
  return Buffer.concat(chunks);
}
