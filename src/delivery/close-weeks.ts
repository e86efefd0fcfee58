import { currentRoster } from '../journal/roster-view.ts';
import type { Clock } from '../platform/clock.ts';
import { lockEventsExclusive } from '../platform/database/locks.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { schoolDate, toDbDate } from '../platform/school-time.ts';
import { dueWeeks, type WeekSpan } from './due-weeks.ts';
import { serveFrozenWeeks } from './serve-frozen.ts';
import { freezeNextWeek } from './week-records.ts';

export interface WeekParts {
  db: Db;
  clock: Clock;
}

/**
 * Closes every class's week that is over: takes the window of journal events under the exclusive lock, freezes records and
 * duties, a class's week at a time in the order of weeks, then makes the deliveries, all late weeks of a class together. What was
 * interrupted is taken up where it stood; several processes may do it at once.
 * @returns how many class weeks were closed
 */
export async function closeWeeks({ db, clock }: WeekParts): Promise<number> {
  await takeWindows(db, clock.now());
  while (await freezeNextWeek(db, clock.now()));
  let closed = 0;
  for (;;) {
    const weeks = await serveFrozenWeeks(db, clock.now());
    if (weeks === 0) return closed;
    closed += weeks;
  }
}

/** Takes the windows of all weeks that are due. Writers wait only while this reads the last event ids. */
async function takeWindows(db: Db, now: Date): Promise<void> {
  const school = await db.school.findUnique({ where: { id: 1 } });
  if (!school?.importedAt) return;
  const roster = await currentRoster(db);
  const importedAt = school.importedAt;
  const since = schoolDate(importedAt, roster.zone);
  if (!dueWeeks(roster, now, await lastTaken(db), since).length) return;
  await db.$transaction(async (tx) => {
    await lockEventsExclusive(tx);
    for (const span of dueWeeks(roster, now, await lastTaken(tx), since)) await takeWindow(tx, span, importedAt);
  });
}

async function lastTaken(tx: Tx | Db): Promise<Map<number, string>> {
  const rows = await tx.$queryRaw<{ class_id: number; week: string }[]>`
    SELECT class_id, max(week) AS week FROM school_week GROUP BY class_id`;
  return new Map(rows.map(({ class_id, week }) => [class_id, week]));
}

/** A week without lessons and without entries closes nothing: its window is left to the next. */
async function takeWindow(tx: Tx, span: WeekSpan, importedAt: Date): Promise<void> {
  // the week that was over when the school began: whatever was entered since is about it
  const until = span.closesAt <= importedAt ? null : span.closesAt;
  const [row] = await tx.$queryRaw<{ from_event: number; to_event: number; entries: boolean }[]>`
    WITH bounds AS (
      SELECT coalesce((SELECT max(to_event) FROM school_week WHERE class_id = ${span.classId}), 0) AS from_event,
             coalesce((SELECT id FROM journal_event WHERE ${until}::timestamptz IS NULL OR recorded_at <= ${until} ORDER BY id DESC LIMIT 1), 0) AS to_event)
    SELECT from_event, GREATEST(from_event, to_event) AS to_event,
           EXISTS (SELECT FROM journal_event e JOIN journal_entry n ON n.id = e.entry_id
                    WHERE e.class_id = ${span.classId} AND e.id > from_event AND e.id <= to_event
                      AND NOT (n.baseline AND n.date < ${span.first}::date)) AS entries
      FROM bounds`;
  if (!row || (!span.taught && !row.entries)) return;
  await tx.schoolWeek.create({
    data: {
      classId: span.classId,
      week: span.week,
      starts: toDbDate(span.first),
      ends: toDbDate(span.last),
      fromEvent: row.from_event,
      toEvent: row.to_event,
      closesAt: span.closesAt,
    },
  });
}
