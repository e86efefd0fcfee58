/** Tells administrators of what stands too long, once a day at most. */
import { readSchool } from '../delivery/school.ts';
import { afterQuietHours } from '../notify/rhythm.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { stuckWords } from '../texts/bot/staff-watch.ts';
import { firstOfRoles, linkedStaff, takeTurn, tellStaff } from './staff.ts';
import { readStuck, STUCK_PARTS, type StuckPart } from './stuck.ts';

const APART_MS = 24 * 3_600_000;

/**
 * A sweep with a memory of one look: what stands too long at a start is about to be caught up, so only what the look
 * before found too is told. Of several processes one tells.
 * @returns the sweep; it answers how many were told
 */
export function createWatch({ db, clock }: { db: Db; clock: Clock }): () => Promise<number> {
  let before: ReadonlySet<StuckPart> = new Set();
  return async () => {
    const stuck = await readStuck({ db, clock });
    const found = STUCK_PARTS.filter((part) => stuck[part] > 0);
    const lasting = found.filter((part) => before.has(part));
    before = new Set(found);
    if (!lasting.length) return 0;
    const now = clock.now();
    return db.$transaction(async (tx) => {
      const staff = firstOfRoles(await linkedStaff(tx), 'admin', 'deputy');
      if (!staff.length || !(await takeTurn(tx, 'watch told', now, APART_MS))) return 0;
      const dueAt = afterQuietHours(now, await readSchool(tx));
      const text = stuckWords(lasting.map((part) => [part, stuck[part]]));
      for (const one of staff) await tellStaff(tx, { now, dueAt }, one, text);
      return staff.length;
    });
  };
}
