import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import type { Database } from '../../platform/database/open.ts';
import type { Kind } from '../../platform/school-kind.ts';

/** A verdict on one part, in words for whoever looks after the school's Vestnik. */
export interface Finding {
  part: string;
  /** false: a person must do something, and the text says what */
  ok: boolean;
  text: string;
}

export interface DoctorParts {
  db: Database['prisma'];
  dialect: Database['dialect'];
  clock: Clock;
  config: Config;
  kind: Kind['kind'];
}

/**
 * Looks at one part. It reads rows and files, writes nothing and calls nobody: a verb calls neither Telegram nor SMTP.
 * @returns one finding or several; none where the part is not in use
 */
export type Check = (parts: DoctorParts) => Promise<Finding[]>;
