/** The mail server told everybody to wait: kept in rows, on the database's clock, so that it outlives a restart. */
import { Prisma } from '../platform/database/generated/client.ts';
import type { Tx } from '../platform/database/open.ts';

/** A condition of SQL: letters may leave. */
export const NOT_PAUSED = Prisma.sql`NOT EXISTS (
  SELECT FROM channel_pause p WHERE p.channel = 'email' AND p.until > clock_timestamp())`;

/** No letter leaves until then; a longer pause stays. */
export async function pauseLetters(tx: Tx, now: Date, until: Date): Promise<void> {
  const seconds = (until.getTime() - now.getTime()) / 1000;
  await tx.$executeRaw`
    INSERT INTO channel_pause AS p (channel, until)
    VALUES ('email', clock_timestamp() + make_interval(secs => ${seconds}::float8))
        ON CONFLICT (channel) DO UPDATE SET until = GREATEST(p.until, EXCLUDED.until)`;
}

export async function resumeLetters(tx: Tx): Promise<void> {
  await tx.channelPause.deleteMany({ where: { channel: 'email' } });
}
