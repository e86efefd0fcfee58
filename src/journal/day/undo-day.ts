/** Takes a deed of the desk back: the day is as it was before, and homework is due as before where that is still to come. */
import { lockRosterExclusive } from '../../platform/database/locks.ts';
import type { Tx } from '../../platform/database/open.ts';
import { fromDbDate, schoolDate } from '../../platform/school-time.ts';
import { lessonsOfCourse } from '../lessons.ts';
import { leads, staffMember } from '../permissions.ts';
import type { JournalDeps } from '../record.ts';
import type { Roster } from '../roster.ts';
import { readRoster, rosterIn } from '../roster-view.ts';
import { inWriting } from '../writing.ts';
import { changedLessons } from './changed-lessons.ts';
import { consequencesOf } from './consequences.ts';
import { type HomeworkMove, moveHomework, movesOf } from './move-homework.ts';
import { concerned, type DeedRefusal } from './plan-deed.ts';
import { audit, dueOn, type KeptRows, keepNotice, putIn, raiseVersion, takeOutMade } from './store.ts';

export interface DayUndone {
  ok: true;
  date: string;
  /** homework that is due on another day by it: mostly on its former one */
  homework: number;
}

/** Undoes a whole deed, or nothing: what a later deed or a file put in its places must go first. */
export async function undoDay(
  deps: JournalDeps,
  { deedId, by }: { deedId: number; by: string },
): Promise<DayUndone | DeedRefusal> {
  return inWriting(deps.db, async (tx) => {
    await lockRosterExclusive(tx);
    const now = deps.clock.now();
    const roster = await rosterIn(tx, deps.db);
    const today = schoolDate(now, roster.zone);
    const who = staffMember(roster, by, today);
    if (!who.ok || !leads(who.staff)) return { ok: false, code: 'not-yours', field: 'deed' };
    const deed = await tx.dayDeed.findUnique({ where: { id: deedId } });
    if (!deed) return { ok: false, code: 'unknown-deed', field: 'deed' };
    if (deed.undoneAt) return { ok: false, code: 'undone', field: 'deed' };
    const before = deed.before as unknown as KeptRows;
    if (!(await standsAsMade(tx, deed.id, deed.made, before)))
      return { ok: false, code: 'changed-since', field: 'deed' };
    const taken = await takeOutMade(tx, deedId);
    await putIn(tx, before);
    await tx.dayDeed.update({ where: { id: deedId }, data: { undoneAt: now, undoneById: by } });
    await audit(tx, { at: now, actorId: by, action: 'undoDay', object: `day:${deedId}` });
    await raiseVersion(tx);
    const restored = await readRoster(tx);
    const back = await backMoves(tx, restored, deed.homework as unknown as HomeworkMove[], today);
    const rows = { lessons: [...taken.lessons, ...before.lessons], days: [...taken.days, ...before.days] };
    const on = { rows, what: null, today };
    const lost = consequencesOf(roster, restored, on, await dueOn(tx, concerned(roster, rows)), new Set());
    await keepNotice(tx, { deedId, at: now, lessons: changedLessons(lost.days) });
    const anew = movesOf(lost.homework).filter(({ entryId }) => back.every((one) => one.entryId !== entryId));
    const moves = [...back, ...anew];
    await moveHomework(tx, { roster: restored, now, today, baseline: false }, moves, { source: 'desk', byId: by });
    return { ok: true, date: fromDbDate(deed.date), homework: moves.length };
  });
}

/** All that the deed made is still there, and where it only took something out nothing else came. */
async function standsAsMade(tx: Tx, deedId: number, made: number, { days }: KeptRows): Promise<boolean> {
  const own = (await tx.lessonChange.count({ where: { deedId } })) + (await tx.specialDay.count({ where: { deedId } }));
  if (own !== made) return false;
  if (made > 0) return true;
  const [other] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM special_day s
    JOIN jsonb_to_recordset(${JSON.stringify(days)}::jsonb) AS d(date date, "classId" int)
      ON s.date = d.date AND s.class_id IS NOT DISTINCT FROM d."classId"`;
  return other?.count === 0;
}

/** Homework that the deed moved, still where it put it, whose former day is to come and has the course's lesson again. */
async function backMoves(
  tx: Tx,
  roster: Roster,
  moved: readonly HomeworkMove[],
  today: string,
): Promise<HomeworkMove[]> {
  const entries = await tx.journalEntry.findMany({
    where: { id: { in: moved.map(({ entryId }) => entryId) }, withdrawnAt: null },
    select: { id: true, courseId: true, date: true },
  });
  return moved.flatMap(({ entryId, from, to }) => {
    const entry = entries.find(({ id }) => id === entryId);
    const course = roster.courses.get(entry?.courseId ?? 0);
    if (!entry || !course || fromDbDate(entry.date) !== to || from < today) return [];
    return lessonsOfCourse(roster, course, from).length > 0 ? [{ entryId, from: to, to: from }] : [];
  });
}
