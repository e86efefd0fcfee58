import { schoolDate, schoolTime } from '../../platform/school-time.ts';
import { DOCTOR as say } from '../../texts/doctor.ts';
import type { Check } from './check.ts';

/** A week of a school is what it can lose and still enter again (К-И 6.1); ms. */
export const BACKUP_WITHIN_MS = 7 * 86_400_000;

/** How old the last backup is. A PostgreSQL may be backed up by its own means, which nobody here knows of. */
export const checkBackups: Check = async ({ db, dialect, clock, kind }) => {
  if (kind !== 'real') return [];
  const { importedAt, timeZone } = await db.school.findUniqueOrThrow({ where: { id: 1 } });
  if (!importedAt) return [];
  const last = await db.auditRecord.findFirst({
    where: { action: 'backup' },
    orderBy: { id: 'desc' },
    select: { at: true },
  });
  const since = clock.now().getTime() - Math.max(importedAt.getTime(), last?.at.getTime() ?? 0);
  const ok = since < BACKUP_WITHIN_MS || dialect === 'postgresql';
  const text = last
    ? say.backup(schoolDate(last.at, timeZone), schoolTime(last.at, timeZone), Math.floor(since / 86_400_000))
    : say.noBackup;
  return [{ part: 'backup', ok, text }];
};
