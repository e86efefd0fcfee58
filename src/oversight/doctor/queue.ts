import { DOCTOR as say } from '../../texts/doctor.ts';
import type { Check, Finding } from './check.ts';

/** What should have left this long ago is overdue. */
const OVERDUE_MS = 30 * 60_000;

export const checkQueue: Check = async ({ db, clock }) => {
  const late = new Date(clock.now().getTime() - OVERDUE_MS);
  const [row] = await db.$queryRaw<{ overdue: number; unplanned: number; rejected: number }[]>`
    SELECT (SELECT count(*)::int FROM delivery WHERE state IN ('gathering', 'due') AND channel <> 'paper' AND due_at < ${late}) AS overdue,
           (SELECT count(*)::int FROM journal_event WHERE planned_at IS NULL AND recorded_at < ${late}) AS unplanned,
           (SELECT count(*)::int FROM delivery WHERE state = 'rejected' AND ended_at > ${new Date(late.getTime() - 7 * 86_400_000)}) AS rejected`;
  const findings: Finding[] = [];
  if (row?.overdue) findings.push({ part: 'deliveries', ok: false, text: say.overdue(row.overdue) });
  if (row?.unplanned) findings.push({ part: 'planner', ok: false, text: say.unplanned(row.unplanned) });
  if (row?.rejected) findings.push({ part: 'rejected', ok: false, text: say.rejected(row.rejected) });
  return findings;
};
