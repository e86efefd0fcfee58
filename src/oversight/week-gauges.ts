import type { Db } from '../platform/database/open.ts';
import type { MakeGauge } from './metrics.ts';

/** So many closed weeks are told. */
const WEEKS = 4;
/** The promise changes slowly, and a week of a large school is many rows. */
const AGAIN_MS = 60_000;

export interface WeekCount {
  week: string;
  /** telegram, email, paper, diary, family: another guardian of the household was informed; none */
  by: string;
  count: number;
}

/** Pairs of guardian and child by what informed them, as the ledger tells it, for the last closed weeks. */
export function countWeeks(db: Db, weeks = WEEKS): Promise<WeekCount[]> {
  return db.$queryRaw`
    SELECT o.week, coalesce(o.met_by, CASE WHEN EXISTS (
             SELECT FROM obligation m JOIN guardianship q ON q.guardian_id = m.guardian_id AND q.student_id = m.student_id
              WHERE m.weekly_record_id = o.weekly_record_id AND m.met_by IS NOT NULL
                AND q.household_id IS NOT DISTINCT FROM p.household_id) THEN 'family' ELSE 'none' END) AS by, count(*)::int AS count
      FROM obligation o JOIN guardianship p ON p.guardian_id = o.guardian_id AND p.student_id = o.student_id
     WHERE o.week IN (SELECT DISTINCT week FROM school_week WHERE closed_at IS NOT NULL ORDER BY week DESC LIMIT ${weeks})
       AND p.ended_at IS NULL AND p.rights <> 'none' GROUP BY 1, 2 ORDER BY 1 DESC, 2`;
}

export function weekGauges(
  { db, steadyNow }: { db: Db; steadyNow: () => number },
  gauge: MakeGauge,
): () => Promise<void> {
  const pairs = gauge('week_pairs', 'Guardian-child pairs of the last closed weeks by what informed them', [
    'week',
    'by',
  ]);
  const kept = gauge('week_kept_ratio', 'Share of the pairs that were informed of a closed week', ['week']);
  let set = Number.NEGATIVE_INFINITY;
  return async () => {
    if (steadyNow() - set < AGAIN_MS) return;
    const counts = await countWeeks(db);
    pairs.reset();
    kept.reset();
    for (const { week, by, count } of counts) pairs.set({ week, by }, count);
    for (const [week, { informed, all }] of sharesOf(counts)) kept.set({ week }, informed / all);
    set = steadyNow();
  };
}

/** How many of how many were informed, week by week. */
export function sharesOf(counts: WeekCount[]): Map<string, { informed: number; all: number }> {
  const shares = new Map<string, { informed: number; all: number }>();
  for (const { week, by, count } of counts) {
    const share = shares.get(week) ?? { informed: 0, all: 0 };
    share.all += count;
    if (by !== 'none') share.informed += count;
    shares.set(week, share);
  }
  return shares;
}
