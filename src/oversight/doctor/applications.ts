import { overdueApplications } from '../../access/applications/read.ts';
import { currentRoster } from '../../journal/roster-view.ts';
import { schoolDate } from '../../platform/school-time.ts';
import { DOCTOR as say } from '../../texts/doctor.ts';
import type { Check } from './check.ts';

/** Applications for access beyond their two working days (К-У 4.2). */
export const checkApplications: Check = async ({ db, clock }) => {
  const roster = await currentRoster(db);
  const overdue = await overdueApplications(db, roster, schoolDate(clock.now(), roster.zone));
  if (!overdue.length) return [];
  const numbers = overdue.map(({ number }) => number).join(', ');
  return [{ part: 'applications', ok: false, text: say.applications(overdue.length, numbers) }];
};
