import type { Pair } from '../notify/audience.ts';
import { type PlannedEvent, type PlannedItem, planEvent } from '../notify/plan.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { fromDbDate, schoolDate } from '../platform/school-time.ts';
import { loadPairs } from './audiences.ts';
import { gather } from './gathering.ts';
import { readSchool, type SchoolRow } from './school.ts';

/** Events claimed in one transaction. */
const BATCH = 300;

export interface PlannerParts {
  db: Db;
  clock: Clock;
}

/**
 * Plans every event that waits: one transaction a batch marks the events and writes or joins the deliveries, so that an
 * event is never planned without its deliveries, nor twice.
 * @returns how many events were planned
 */
export async function planDue({ db, clock }: PlannerParts): Promise<number> {
  let planned = 0;
  for (;;) {
    const count = await db.$transaction((tx) => planBatch(tx, clock.now()));
    planned += count;
    if (count < BATCH) return planned;
  }
}

interface EventRow {
  id: number;
  entry_id: number;
  kind: PlannedEvent['kind'];
  change: PlannedEvent['change'];
  class_id: number;
  course_id: number | null;
  student_id: string | null;
  recorded_at: Date;
  date: Date;
  urgent: boolean;
}

async function planBatch(tx: Tx, now: Date): Promise<number> {
  const rows = await tx.$queryRaw<EventRow[]>`
    WITH claimed AS (
      UPDATE journal_event SET planned_at = ${now}
       WHERE id IN (SELECT id FROM journal_event WHERE planned_at IS NULL ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
      RETURNING id, entry_id, kind, change, recorded_at, class_id, student_id)
    SELECT c.id, c.entry_id, c.kind::text AS kind, c.change::text AS change, c.recorded_at, c.class_id, e.course_id, c.student_id, e.date, e.urgent
      FROM claimed c JOIN journal_entry e ON e.id = c.entry_id ORDER BY c.id`;
  if (!rows.length) return 0;
  const school = await readSchool(tx);
  const today = schoolDate(now, school.zone);
  const members = await membersOf(tx, rows, today);
  const events = rows.map((row) => asPlanned(row, members));
  const pairs = await loadPairs(tx, [...new Set(events.flatMap(({ students }) => students))]);
  const byStudent = groupBy(pairs, ({ studentId }) => studentId);
  const items = events.flatMap((event) =>
    planEvent(
      event,
      event.students.flatMap((id) => byStudent.get(id) ?? []),
      school.rules,
      today,
    ),
  );
  await gather(tx, now, school, items, pairs);
  return rows.length;
}

function asPlanned(row: EventRow, members: Map<number, string[]>): PlannedEvent {
  return {
    id: row.id,
    entryId: row.entry_id,
    kind: row.kind,
    change: row.change,
    at: row.recorded_at,
    date: fromDbDate(row.date),
    urgent: row.urgent,
    students: row.student_id ? [row.student_id] : (members.get(row.id) ?? []),
  };
}

/** The children of events that concern a class or the group of a course, as they are today. */
async function membersOf(tx: Tx, rows: EventRow[], today: string): Promise<Map<number, string[]>> {
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

/** Plans events again for pairs whose contact, consent or choice changed after they were planned. */
export async function planAgain(
  tx: Tx,
  now: Date,
  school: SchoolRow,
  wanted: { event: Omit<PlannedEvent, 'students' | 'at'>; guardianId: string; studentId: string }[],
  pairs: Pair[],
): Promise<PlannedItem[]> {
  const today = schoolDate(now, school.zone);
  const items = wanted.flatMap(({ event, guardianId, studentId }) =>
    planEvent(
      { ...event, at: now, students: [studentId] },
      pairs.filter((pair) => pair.guardianId === guardianId && pair.studentId === studentId),
      school.rules,
      today,
    ),
  );
  await gather(tx, now, school, items, pairs);
  return items;
}
