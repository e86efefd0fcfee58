import { endLeasesIn } from '../../delivery/lease.ts';
import { type Attachments, openAttachments } from '../../platform/attachments.ts';
import { BackupFault } from '../../platform/backup/fault.ts';
import { type Restored, type RestoreParts, restoreBackup } from '../../platform/backup/restore.ts';
import type { Io } from '../../platform/io.ts';
import { schoolDate, schoolTime } from '../../platform/school-time.ts';
import { CARE } from '../../texts/care.ts';
import type { App } from '../open-app.ts';

/** `restore FILE`: puts a backup in place; nothing is sent until `resume`. */
export async function restoreVerb(
  { db, clock, config, wake }: Pick<App, 'db' | 'clock' | 'config' | 'wake'>,
  io: Io,
  path: string,
  { replace = false }: { replace?: boolean },
): Promise<number> {
  const attachments = openAttachments(config.DATA_DIR);
  let restored: Restored;
  try {
    const settle: RestoreParts['settle'] = (tx, now) => endLeasesIn(tx, now, { all: true });
    restored = await restoreBackup({ db, clock, attachments, signal: io.signal, settle }, () => io.readFile(path), {
      replace,
    });
  } catch (error) {
    if (!(error instanceof BackupFault)) throw error;
    await io.err(`${CARE.restore.refused[error.code](path)}\n`);
    return 1;
  }
  const { header, rows, files, changedIdentity } = restored;
  await db.auditRecord.create({
    data: { at: clock.now(), action: 'restore', object: 'database', details: { madeAt: header.madeAt, rows } },
  });
  const { timeZone } = await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
  const madeAt = new Date(header.madeAt);
  const day = schoolDate(madeAt, timeZone);
  await io.err(
    `${CARE.restore.done({ school: header.school, rows, files, day, time: schoolTime(madeAt, timeZone) })}\n`,
  );
  if (changedIdentity) await io.err(`${CARE.restore.startAnew}\n`);
  await io.err(`${CARE.restore.paused}\n`);
  const lost = await lostFiles(db, attachments);
  if (lost) await io.err(`${CARE.restore.lostFiles(lost)}\n`);
  wake();
  return 0;
}

/** How many files a row names that the disk does not have: an older backup held none. */
async function lostFiles(db: App['db'], attachments: Attachments): Promise<number> {
  const named = await db.attachment.findMany({ select: { publicId: true } });
  const standing = new Set(await attachments.names());
  return named.filter(({ publicId }) => !standing.has(publicId)).length;
}
