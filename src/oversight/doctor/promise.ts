import { verifyLedger } from '../../delivery/seal-ledger.ts';
import { currentRoster } from '../../journal/roster-view.ts';
import { groupBy } from '../../platform/group-by.ts';
import { schoolDate, schoolTime } from '../../platform/school-time.ts';
import { channelName } from '../../texts/bot/staff-watch.ts';
import { DOCTOR as say } from '../../texts/doctor.ts';
import { isOverdue, unprovenFamilies } from '../unproven.ts';
import type { Check } from './check.ts';

/** Channels that take nothing. */
export const checkOutages: Check = async ({ db }) => {
  const open = await db.channelOutage.findMany({ where: { endedAt: null }, orderBy: { id: 'asc' } });
  if (!open.length) return [];
  const { zone } = await currentRoster(db);
  return open.map(({ channel, bot, since }) => ({
    part: 'outage',
    ok: false,
    text: say.outage(channelName(channel, bot), schoolDate(since, zone), schoolTime(since, zone)),
  }));
};

/** The ledger's chain from its first place to its last. */
export const checkLedger: Check = async ({ db }) => {
  const { sealed, head, broken, differs } = await verifyLedger(db);
  if (broken !== null) return [{ part: 'ledger', ok: false, text: say.ledgerBroken(broken) }];
  if (differs !== null) return [{ part: 'ledger', ok: false, text: say.ledgerDiffers(differs) }];
  return [{ part: 'ledger', ok: true, text: say.ledger(sealed, head ?? '') }];
};

/** Families that have had their two school days and have no evidence of a week: their teachers are asked, not whoever runs this. */
export const checkUnproven: Check = async ({ db, clock }) => {
  const now = clock.now();
  const families = await unprovenFamilies(db, now);
  if (!families.length) return [];
  const roster = await currentRoster(db);
  const overdue = families.filter((family) => isOverdue(roster, family, now));
  if (!overdue.length) return [];
  const classes = [...groupBy(overdue, ({ classId, week }) => `${roster.classes.get(classId)?.name} ${week}`)];
  const words = classes.map(([name, { length }]) => `${name}: ${length}`).join(', ');
  return [{ part: 'unproven', ok: true, text: say.unproven(overdue.length, words) }];
};
