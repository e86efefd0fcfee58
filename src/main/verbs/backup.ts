import { writeBackup } from '../../platform/backup/write.ts';
import type { Io } from '../../platform/io.ts';
import { CARE } from '../../texts/care.ts';
import type { App } from '../open-app.ts';

/** `backup FILE`: the whole database as it is at one moment, also while Vestnik runs. */
export async function backupVerb({ db, clock }: Pick<App, 'db' | 'clock'>, io: Io, path: string): Promise<number> {
  const file = await io.writeFile(path);
  try {
    const { header, rows } = await writeBackup({ db, clock, signal: io.signal }, file);
    await file.commit();
    await db.auditRecord.create({ data: { at: clock.now(), action: 'backup', object: 'database', details: { rows } } });
    await io.err(`${CARE.backup.done({ school: header.school, rows, path })}\n`);
    const attached = await db.attachment.count();
    if (attached) await io.err(`${CARE.backup.attachments(attached)}\n`);
    return 0;
  } finally {
    // after the commit it does nothing; a client that has gone takes its unfinished file with it
    await file.abort().catch(() => undefined);
  }
}
