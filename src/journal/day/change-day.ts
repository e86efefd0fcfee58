/** The command that changes a day's timetable at the desk, with the homework that is due anew by it. */
import { lockRosterExclusive } from '../../platform/database/locks.ts';
import type { Tx } from '../../platform/database/open.ts';
import { schoolDate } from '../../platform/school-time.ts';
import type { JournalDeps } from '../record.ts';
import type { Roster } from '../roster.ts';
import { currentRoster, rosterIn } from '../roster-view.ts';
import { inWriting } from '../writing.ts';
import { changedLessons } from './changed-lessons.ts';
import { type Consequences, consequencesOf } from './consequences.ts';
import type { Deed } from './deed.ts';
import { type HomeworkMove, moveHomework, movesOf } from './move-homework.ts';
import { concerned, type DeedPlan, type DeedRefusal, planDeed } from './plan-deed.ts';
import { dueOn, keepNotice, recordedOn, writeRows } from './store.ts';

export interface DayPreview {
  ok: true;
  before: Roster;
  after: Roster;
  consequences: Consequences;
}

/** What a deed would do. Writes nothing; three queries. */
export async function previewDay(deps: JournalDeps, deed: Deed): Promise<DayPreview | DeedRefusal> {
  const roster = await currentRoster(deps.db);
  const today = schoolDate(deps.clock.now(), roster.zone);
  const plan = planDeed(roster, deed, today);
  if (!plan.ok) return plan;
  return {
    ok: true,
    before: roster,
    after: plan.after,
    consequences: await follow(deps.db, roster, deed, plan, today),
  };
}

export interface DayChanged {
  ok: true;
  deedId: number;
  homework: HomeworkMove[];
}

/**
 * Does a deed: the day's rows, the roster's version, the homework that is due anew with its events, what teachers are to hear,
 * and what is kept of the deed, in one transaction under the exclusive ROSTER lock. Entries that are being written are checked against the day as it
 * is then.
 */
export async function changeDay(deps: JournalDeps, deed: Deed): Promise<DayChanged | DeedRefusal> {
  return inWriting(deps.db, async (tx) => {
    await lockRosterExclusive(tx);
    const now = deps.clock.now();
    const roster = await rosterIn(tx, deps.db);
    const today = schoolDate(now, roster.zone);
    const plan = planDeed(roster, deed, today);
    if (!plan.ok) return plan;
    const { homework, days } = await follow(tx, roster, deed, plan, today);
    const moves = movesOf(homework);
    const deedId = await writeRows(tx, deed, plan.rows, { now, moves });
    await keepNotice(tx, { deedId, at: now, lessons: changedLessons(days) });
    await moveHomework(tx, { roster: plan.after, now, today, baseline: false }, moves, {
      source: 'desk',
      byId: deed.by,
    });
    return { ok: true, deedId, homework: moves };
  });
}

async function follow(
  db: Pick<Tx, '$queryRaw'>,
  roster: Roster,
  { what }: Deed,
  { rows, after }: DeedPlan,
  today: string,
): Promise<Consequences> {
  const where = concerned(roster, rows);
  const due = await dueOn(db, where);
  const recorded = await recordedOn(db, where);
  return consequencesOf(roster, after, { rows, what, today }, due, recorded);
}
