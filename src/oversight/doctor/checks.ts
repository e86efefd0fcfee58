import { checkApplications } from './applications.ts';
import { checkBackups } from './backups.ts';
import { checkBots } from './bots.ts';
import { checkChannels } from './channels.ts';
import type { Check } from './check.ts';
import { checkClock, checkDatabase, checkMigrations } from './database.ts';
import { checkLedger, checkOutages, checkUnproven } from './promise.ts';
import { checkQueue } from './queue.ts';
import { checkSchool } from './school.ts';
import { checkSettings } from './settings.ts';
import { checkAttachments, checkDisk } from './storage.ts';
import { checkWeek } from './week.ts';

/** All that `doctor` looks at, in the order in which it tells. Whoever adds a check adds it here. */
export const CHECKS: readonly Check[] = [
  checkDatabase,
  checkMigrations,
  checkClock,
  checkDisk,
  checkAttachments,
  checkBackups,
  checkSettings,
  checkSchool,
  checkWeek,
  checkChannels,
  checkBots,
  checkOutages,
  checkQueue,
  checkLedger,
  checkUnproven,
  checkApplications,
];
