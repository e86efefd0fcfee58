import { STUCK, DOCTOR as say } from '../../texts/doctor.ts';
import { readStuck, STUCK_PARTS } from '../stuck.ts';
import type { Check, Finding } from './check.ts';

/** What was rejected through our own fault is told for so long. */
const REJECTED_MS = 7 * 86_400_000;

/** What stands too long, and what was rejected through our own fault. */
export const checkQueue: Check = async ({ db, clock }) => {
  const stuck = await readStuck({ db, clock });
  const findings: Finding[] = STUCK_PARTS.flatMap((part) =>
    stuck[part] ? [{ part, ok: false, text: STUCK[part](stuck[part]) }] : [],
  );
  const since = new Date(clock.now().getTime() - REJECTED_MS);
  const rejected = await db.delivery.count({ where: { state: 'rejected', endedAt: { gt: since } } });
  if (rejected) findings.push({ part: 'rejected', ok: false, text: say.rejected(rejected) });
  return findings;
};
