import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';
import { type Config, rehearsalFaults } from './config.ts';
import { kindMessages as say } from './config-messages.ts';
import type { Db } from './database/open.ts';
import { startError } from './start-error.ts';

/** What a database is; fixed when it is made, no later environment changes it. */
export interface Kind {
  kind: 'demo' | 'rehearsal' | 'real';
  /** made just now */
  isNew: boolean;
}

/**
 * Reads what the database is, or fixes it for a new one.
 * @throws StartError where the environment asks for another kind than the database is of
 */
export async function settleKind(db: Db, clock: Clock, config: Config): Promise<Kind> {
  const standing = await db.school.findUnique({ where: { id: 1 } });
  if (!standing) return make(db, clock, config);
  const { kind, rehearsalClock } = standing;
  if (config.demo === true && kind !== 'demo') throw startError('wrongKind', { why: say.notDemo });
  if (config.demo === false && kind === 'demo') throw startError('wrongKind', { why: say.isDemo });
  if (config.CLOCK_START && !rehearsalClock) throw startError('wrongKind', { why: say.notRehearsal });
  if (rehearsalClock) {
    const [fault] = rehearsalFaults(config);
    if (fault) throw startError('wrongKind', { why: `${fault.name}: ${say.isRehearsal}` });
  }
  return { kind, isNew: false };
}

async function make(db: Db, clock: Clock, config: Config): Promise<Kind> {
  const demo = config.demo ?? config.unconfigured;
  const kind = demo ? 'demo' : config.CLOCK_START ? 'rehearsal' : 'real';
  await db.school.createMany({
    data: [
      {
        id: 1,
        kind,
        rehearsalClock: config.CLOCK_START !== undefined,
        madeAt: clock.now(),
        secret: randomBytes(32).toString('base64url'),
      },
    ],
    skipDuplicates: true,
  });
  const { kind: made } = await db.school.findUniqueOrThrow({ where: { id: 1 } });
  return { kind: made, isNew: true };
}
