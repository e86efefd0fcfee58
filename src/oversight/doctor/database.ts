import { readMigrations } from '../../platform/database/migrations.ts';
import { DOCTOR as say } from '../../texts/doctor.ts';
import type { Check } from './check.ts';

export const checkDatabase: Check = async ({ db, dialect }) => {
  const [row] = await db.$queryRaw<{ version: string }[]>`SELECT current_setting('server_version') AS version`;
  return [{ part: 'database', ok: true, text: say.database(dialect, row?.version ?? '') }];
};

export const checkMigrations: Check = async ({ db }) => {
  const applied = await db.$queryRaw<{ name: string }[]>`
    SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const missing = readMigrations().filter(({ name }) => !applied.some((one) => one.name === name));
  return missing.length
    ? [{ part: 'migrations', ok: false, text: say.migrationsMissing(missing.length) }]
    : [{ part: 'migrations', ok: true, text: say.migrations(applied.length) }];
};

/** Further apart than this, leases that run on the database's clock and dues that run on ours do not fit together. */
const CLOCK_OFF_MS = 60_000;
/** An entry may be told five minutes ahead; what was recorded later than now shows a clock that went back. */
const AHEAD_MS = 5 * 60_000;

export const checkClock: Check = async ({ db, dialect, clock, config, kind }) => {
  if (kind === 'rehearsal' || config.CLOCK_START) return [{ part: 'clock', ok: true, text: say.clockOfRehearsal }];
  const [row] = await db.$queryRaw<{ at: Date; last: Date | null }[]>`
    SELECT clock_timestamp() AS at, (SELECT recorded_at FROM journal_event ORDER BY id DESC LIMIT 1) AS last`;
  const now = clock.now().getTime();
  const last = row?.last?.getTime() ?? 0;
  if (last > now + AHEAD_MS)
    return [{ part: 'clock', ok: false, text: say.clockWentBack(Math.round((last - now) / 60_000)) }];
  // the embedded database has the clock of this machine
  const off = dialect === 'postgresql' ? Math.abs((row?.at.getTime() ?? now) - now) : 0;
  return off > CLOCK_OFF_MS
    ? [{ part: 'clock', ok: false, text: say.clockOff(Math.round(off / 1000)) }]
    : [{ part: 'clock', ok: true, text: say.clock }];
};
