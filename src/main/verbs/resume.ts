import type { Io } from '../../platform/io.ts';
import { CARE } from '../../texts/care.ts';
import type { App } from '../open-app.ts';

/** `resume`: after a restore, lists what would go out, then lets it go. */
export async function resumeVerb({ db, clock, wake }: Pick<App, 'db' | 'clock' | 'wake'>, io: Io): Promise<number> {
  const waiting = await db.$queryRaw<{ channel: string; rhythm: string; count: number }[]>`
    SELECT channel::text AS channel, rhythm::text AS rhythm, count(*)::int AS count FROM delivery
     WHERE state IN ('gathering', 'due') AND channel <> 'paper' GROUP BY 1, 2 ORDER BY 1, 2`;
  for (const row of waiting) await io.out(`${JSON.stringify(row)}\n`);
  const { count } = await db.school.updateMany({
    where: { id: 1, sendingPausedAt: { not: null } },
    data: { sendingPausedAt: null },
  });
  await db.auditRecord.create({ data: { at: clock.now(), action: 'resume', object: 'sending', details: { waiting } } });
  await io.err(`${count ? CARE.resumed : CARE.notPaused}\n`);
  wake();
  return 0;
}
