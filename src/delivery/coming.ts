import { CHOICE_KINDS } from '../access/choice-rules.ts';
import { type Coming, comingTo } from '../notify/coming.ts';
import type { Db } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import type { SchoolRules } from '../platform/school-rules.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import { loadPairs } from './audiences.ts';

/** What comes to these guardians, who choose together, by child. Children without a pair of theirs are left out. One query. */
export async function loadComing(
  db: Db,
  { guardianIds, studentIds }: { guardianIds: readonly string[]; studentIds: readonly string[] },
  { rules, today }: { rules: SchoolRules; today: SchoolDate },
): Promise<Map<string, Coming>> {
  const pairs = (await loadPairs(db, [...studentIds])).filter(
    ({ guardianId, ended }) => guardianIds.includes(guardianId) && !ended,
  );
  const byChild = groupBy(pairs, ({ studentId }) => studentId);
  return new Map(
    [...byChild].flatMap(([studentId, own]) => {
      const coming = comingTo(own, CHOICE_KINDS, rules, today);
      return coming ? [[studentId, coming] as const] : [];
    }),
  );
}
