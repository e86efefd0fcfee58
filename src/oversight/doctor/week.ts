import { DOCTOR as say } from '../../texts/doctor.ts';
import { countWeeks, sharesOf } from '../week-gauges.ts';
import type { Check } from './check.ts';

/** How the promise stands for the week that closed last; who is late is told by the check of unproven families. */
export const checkWeek: Check = async ({ db }) => {
  const [last] = sharesOf(await countWeeks(db, 1));
  if (!last) return [{ part: 'weeks', ok: true, text: say.noWeeks }];
  const [week, { informed, all }] = last;
  return [{ part: 'weeks', ok: true, text: say.week(week, informed, all) }];
};
