import { endLeasesIn } from '../../delivery/lease.ts';
import { BackupFault } from '../../platform/backup/fault.ts';
import { type Restored, type RestoreParts, restoreBackup } from '../../platform/backup/restore.ts';
import type { Io } from '../../platform/io.ts';
import { schoolDate, schoolTime } from '../../platform/school-time.ts';
import { CARE } from '../../texts/care.ts';
import type { App } from '../open-app.ts';

/** `restore FILE`: puts a backup in place; nothing is sent until `resume`. */
export async function restoreVerb(
  { db, clock, wake }: Pick<App, 'db' | 'clock' | 'wake'>,
  io: Io,
  path: string,
  { replace = false }: { replace?: boolean },
): Promise<number> {
  let restored: Restored;
  try {
    const settle: RestoreParts['settle'] = (tx, now) => endLeasesIn(tx, now, { all: true });
    restored = await restoreBackup({ db, clock, signal: io.signal, settle }, () => io.readFile(path), { replace });
  } catch (error) {
    if (!(error instanceof BackupFault)) throw error;
    await io.err(`${CARE.restore.refused[error.code](path)}\n`);
    return 1;
  }
  const { header, rows, changedIdentity } = restored;
  await db.auditRecord.create({
    data: { at: clock.now(), action: 'restore', object: 'database', details: { madeAt: header.madeAt, rows } },
  });
  const { timeZone } = await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
  const madeAt = new Date(header.madeAt);
  const day = schoolDate(madeAt, timeZone);
  await io.err(`${CARE.restore.done({ school: header.school, rows, day, time: schoolTime(madeAt, timeZone) })}\n`);
  if (changedIdentity) await io.err(`${CARE.restore.startAnew}\n`);
  await io.err(`${CARE.restore.paused}\n`);
  const attached = await db.attachment.count();
  if (attached) await io.err(`${CARE.restore.attachments(attached)}\n`);
  wake();
  return 0;
}
