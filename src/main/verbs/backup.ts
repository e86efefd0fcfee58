import { openAttachments } from '../../platform/attachments.ts';
import { writeBackup } from '../../platform/backup/write.ts';
import type { Io } from '../../platform/io.ts';
import { CARE } from '../../texts/care.ts';
import type { App } from '../open-app.ts';

/** `backup FILE`: the whole school as it is at one moment, its files included, also while Vestnik runs. */
export async function backupVerb(
  { db, clock, config }: Pick<App, 'db' | 'clock' | 'config'>,
  io: Io,
  path: string,
): Promise<number> {
  const file = await io.writeFile(path);
  try {
    const attachments = openAttachments(config.DATA_DIR);
    const { header, rows, files, lostFiles } = await writeBackup({ db, clock, attachments, signal: io.signal }, file);
    await file.commit();
    const details = { rows, files };
    await db.auditRecord.create({ data: { at: clock.now(), action: 'backup', object: 'database', details } });
    await io.err(`${CARE.backup.done({ school: header.school, rows, files, path })}\n`);
    if (lostFiles) await io.err(`${CARE.backup.lostFiles(lostFiles)}\n`);
    return 0;
  } finally {
    // after the commit it does nothing; a client that has gone takes its unfinished file with it
    await file.abort().catch(() => undefined);
  }
}
