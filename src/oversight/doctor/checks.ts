import { checkChannels } from './channels.ts';
import type { Check } from './check.ts';
import { checkDatabase } from './database.ts';
import { checkLedger, checkOutages, checkUnproven } from './promise.ts';
import { checkQueue } from './queue.ts';
import { checkSchool } from './school.ts';

/** All that `doctor` looks at, in the order in which it tells. Whoever adds a check adds it here. */
export const CHECKS: readonly Check[] = [
  checkDatabase,
  checkSchool,
  checkChannels,
  checkOutages,
  checkQueue,
  checkLedger,
  checkUnproven,
];
