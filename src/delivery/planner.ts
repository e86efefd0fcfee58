import type { EntryValue } from '../journal/entry.ts';
import { isIllnessSource } from '../journal/illness/source.ts';
import { lessonsOfClass, lessonTimes } from '../journal/lessons.ts';
import { takesCourse } from '../journal/membership.ts';
import type { Roster } from '../journal/roster.ts';
import { currentRoster } from '../journal/roster-view.ts';
import type { Pair } from '../notify/audience.ts';
import { isMandatory, isReasonOnly } from '../notify/mandatory.ts';
import { type PlannedEvent, type PlannedItem, planEvent } from '../notify/plan.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { fromDbDate, type SchoolDate, schoolDate } from '../platform/school-time.ts';
import { loadPairs } from './audiences.ts';
import { makeEveningLists } from './evening-lists.ts';
import { gather } from './gathering.ts';
import { type ClaimedEvent, leaveToLists } from './late-homework.ts';
import { leaveToPaper } from './paper-news.ts';
import { readSchool, type SchoolRow } from './school.ts';

/** Events claimed in one transaction. */
const BATCH = 300;

export interface PlannerParts {
  db: Db;
  clock: Clock;
  /** told after each batch: after an import there are many */
  goesOn?: () => void;
}

/**
 * Plans every event that waits: one transaction a batch marks the events and writes or joins the deliveries, so that an
 * event is never planned without its deliveries, nor twice. Then makes the evening lists that are due.
 * @returns how many events were planned
 */
export async function planDue({ db, clock, goesOn }: PlannerParts): Promise<number> {
  const roster = await currentRoster(db);
  let planned = 0;
  for (let count = BATCH; count === BATCH; planned += count) {
    count = await db.$transaction((tx) => planBatch(tx, clock.now(), roster));
    goesOn?.();
  }
  await makeEveningLists({ db, clock }, roster);
  return planned;
}

/** A journal event with what its entry says, as planning reads it. */
export interface EventRow {
  id: number;
  entry_id: number;
  kind: PlannedEvent['kind'];
  change: PlannedEvent['change'];
  class_id: number;
  course_id: number | null;
  student_id: string | null;
  before: EntryValue | null;
  after: EntryValue | null;
  recorded_at: Date;
  date: Date;
  urgent: boolean;
  /** who wrote it: an illness from–to among them */
  source: string;
}

async function planBatch(tx: Tx, now: Date, roster: Roster): Promise<number> {
  const rows = await tx.$queryRaw<EventRow[]>`
    WITH claimed AS (
      UPDATE journal_event SET planned_at = ${now}
       WHERE id IN (SELECT id FROM journal_event WHERE planned_at IS NULL ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
      RETURNING id, entry_id, kind, change, recorded_at, class_id, student_id, before, after, source)
    SELECT c.id, c.entry_id, c.kind::text AS kind, c.change::text AS change, c.recorded_at, c.class_id, e.course_id, c.student_id,
           c.before, c.after, e.date, e.urgent, c.source
      FROM claimed c JOIN journal_entry e ON e.id = c.entry_id ORDER BY c.id`;
  if (!rows.length) return 0;
  const school = await readSchool(tx);
  const today = schoolDate(now, school.zone);
  const members = await membersOf(tx, rows, today);
  const settle = rows.length === BATCH ? school.rules.settleMinutes * 60_000 : Number.POSITIVE_INFINITY;
  const events = rows.map((row) => asPlanned(row, { school, roster, members, now, settle }));
  const pairs = await loadPairs(tx, [...new Set(events.flatMap(({ students }) => students))]);
  const byStudent = groupBy(pairs, ({ studentId }) => studentId);
  const items = events.flatMap((event) =>
    planEvent(
      event,
      event.students.flatMap((id) => byStudent.get(id) ?? []),
      { ...school, today },
      (date) => lessonsEnd(roster, event.classId, date),
    ),
  );
  await gather(tx, now, school, await leaveToLists(tx, roster, school, today, events, items), pairs);
  const concerned = events.flatMap((event) =>
    event.students.flatMap((id) =>
      (byStudent.get(id) ?? []).map(({ guardianId, studentId }) => ({ event, guardianId, studentId })),
    ),
  );
  await leaveToPaper(tx, now, school, concerned, pairs);
  return rows.length;
}

/** What the events of one planning have in common. */
export interface Batch {
  school: SchoolRow;
  roster: Roster;
  members: Map<number, string[]>;
  now: Date;
  /** ms; where more events wait than one batch takes, older ones settle from now: the end of an outage is one message */
  settle: number;
}

export function asPlanned(row: EventRow, { school, roster, members, now, settle }: Batch): ClaimedEvent {
  const { id, kind, urgent, before, after } = row;
  const late = now.getTime() - row.recorded_at.getTime() > settle;
  return {
    id,
    entryId: row.entry_id,
    kind,
    change: row.change,
    at: late ? now : row.recorded_at,
    date: fromDbDate(row.date),
    classId: row.class_id,
    urgent,
    mandatory: isMandatory({ kind, urgent, firstLesson: isFirstLesson(roster, row) }, school.rules),
    reasonOnly: kind === 'absence' && isReasonOnly(before, after),
    ofIllness: kind === 'absence' && isIllnessSource(row.source),
    students: row.student_id ? [row.student_id] : (members.get(row.id) ?? []),
  };
}

/** An absence, not a late arrival, from the first lesson that the pupil has that day. */
function isFirstLesson(roster: Roster, { kind, student_id, class_id, date, before, after }: EventRow): boolean {
  const value = after ?? before;
  if (kind !== 'absence' || !student_id || !value || value.value === 'ОП') return false;
  const day = fromDbDate(date);
  const first = lessonsOfClass(roster, class_id, day).find(
    ({ cancelled, course }) => !cancelled && takesCourse(roster, student_id, course, day),
  );
  return first !== undefined && first.number === value.lesson;
}

/** When a class's last lesson of a date is over; null: it has none, or no bell says. */
export function lessonsEnd(roster: Roster, classId: number, date: SchoolDate): Date | null {
  const last = lessonsOfClass(roster, classId, date).findLast(({ cancelled }) => !cancelled);
  return (last && lessonTimes(roster, date, last.number)?.ends) ?? null;
}

/** The children of events that concern a class or the group of a course, as they are today. */
export async function membersOf(tx: Tx, rows: EventRow[], today: string): Promise<Map<number, string[]>> {
  const wide = rows.filter(({ student_id }) => !student_id);
  if (!wide.length) return new Map();
  const found = await tx.$queryRaw<{ event_id: number; student_id: string }[]>`
    SELECT e.id AS event_id, m.student_id
      FROM unnest(${wide.map(({ id }) => id)}::int[], ${wide.map(({ class_id }) => class_id)}::int[],
                  ${wide.map(({ course_id }) => course_id ?? 0)}::int[]) AS e(id, class_id, course_id)
      JOIN membership m ON m.class_id = e.class_id
       AND m."from" <= ${today}::date AND (m."to" IS NULL OR m."to" >= ${today}::date)
      JOIN student s ON s.id = m.student_id AND s.left_at IS NULL
      LEFT JOIN course c ON c.id = e.course_id
     WHERE c.id IS NULL OR NOT c.grouped OR EXISTS (
           SELECT FROM group_member g WHERE g.course_id = c.id AND g.student_id = m.student_id
              AND g."from" <= ${today}::date AND (g."to" IS NULL OR g."to" >= ${today}::date))`;
  const byEvent = groupBy(found, ({ event_id }) => event_id);
  return new Map([...byEvent].map(([id, rows]) => [id, rows.map(({ student_id }) => student_id)]));
}

/** An item whose contact, consent, choice or hour changed after it was planned. */
export interface Replanned {
  event: Omit<PlannedEvent, 'students' | 'at'>;
  guardianId: string;
  studentId: string;
  listed: boolean;
  notBefore: Date | null;
}

/** Plans items again: by the choices of now, held as they were. */
export async function planAgain(
  tx: Tx,
  now: Date,
  school: SchoolRow,
  wanted: Replanned[],
  pairs: Pair[],
): Promise<PlannedItem[]> {
  const today = schoolDate(now, school.zone);
  const items = wanted.flatMap(({ event, guardianId, studentId, listed, notBefore }) =>
    planEvent(
      { ...event, at: now, students: [studentId] },
      pairs.filter((pair) => pair.studentId === studentId),
      { ...school, today },
    )
      .filter((item) => item.guardianId === guardianId)
      .map((item) => ({ ...item, listed, notBefore: notBefore && notBefore > now ? notBefore : null })),
  );
  await gather(tx, now, school, items, pairs);
  const lost = wanted.filter(
    (one) => !items.some((item) => item.eventId === one.event.id && item.guardianId === one.guardianId),
  );
  await leaveToPaper(tx, now, school, lost, pairs);
  return items;
}
