/** A chat that had blocked its bot and is back: what it missed is told in one message. */
import type { Roster } from '../journal/roster.ts';
import { currentRoster } from '../journal/roster-view.ts';
import { chosenReach, type Pair } from '../notify/audience.ts';
import { type PlannedItem, planEvent } from '../notify/plan.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { addDays, fromDbDate, type SchoolDate, schoolDate, toDbDate } from '../platform/school-time.ts';
import { loadPairs } from './audiences.ts';
import { listFor } from './evening-days.ts';
import { gather } from './gathering.ts';
import { asPlanned, type EventRow, lessonsEnd, membersOf } from './planner.ts';
import { readSchool, type SchoolRow } from './school.ts';
import { NEXT, serveObligations } from './serve-week.ts';

/** What was gathering when the chat was blocked had waited no longer than this (ms): for its hour, a night, a list. */
const WAITED_MS = 86_400_000;

/**
 * Makes a chat of the parents' bot that was given up an address again, and tells its readers what they missed: news of
 * the running week that no other channel told them, as one message; of weeks that closed meanwhile, not longer ago than
 * the school tells single news, what is still owed as one summary. Quiet hours and choices hold as always.
 * @returns false: the chat was none that had been given up; nothing was done
 */
export async function resumeChat({ db, clock }: { db: Db; clock: Clock }, chatId: string): Promise<boolean> {
  const givenUp = { channel: 'telegram', bot: 'parents', address: chatId, state: 'unreachable' } as const;
  if (!(await db.contact.findFirst({ where: givenUp, select: { id: true } }))) return false;
  const roster = await currentRoster(db);
  const now = clock.now();
  return db.$transaction(async (tx) => {
    const [contact] = await tx.$queryRaw<{ id: number; since: Date }[]>`
      SELECT id, since FROM contact WHERE channel = 'telegram' AND bot = 'parents' AND address = ${chatId}
         AND state = 'unreachable' FOR UPDATE`;
    if (!contact) return false;
    await tx.contact.update({ where: { id: contact.id }, data: { state: 'confirmed', reason: null, since: now } });
    await tellMissed(tx, now, roster, contact);
    return true;
  });
}

interface Resumed {
  id: number;
  /** when it was given up */
  since: Date;
}

async function tellMissed(tx: Tx, now: Date, roster: Roster, contact: Resumed): Promise<void> {
  const school = await readSchool(tx);
  const readers = await readersOf(tx, contact.id);
  const pairs = await loadPairs(tx, [...new Set(readers.map(({ studentId }) => studentId))]);
  const own = pairs.filter(
    (pair) =>
      chosenReach(pair)?.contactId === contact.id &&
      readers.some(({ guardianId, studentId }) => guardianId === pair.guardianId && studentId === pair.studentId),
  );
  if (!own.length) return;
  await serveObligations(tx, now, school, await owedWeeks(tx, now, school, own), { atClose: false });
  const rows = await missedEvents(tx, now, school, contact, own);
  await gather(tx, now, school, await asOneMessage(tx, now, school, roster, rows, pairs), pairs);
}

async function readersOf(tx: Tx, contactId: number): Promise<{ guardianId: string; studentId: string }[]> {
  return tx.$queryRaw`
    SELECT p.guardian_id AS "guardianId", p.student_id AS "studentId"
      FROM contact_holder h JOIN guardianship p ON p.guardian_id = h.person_id AND p.ended_at IS NULL
     WHERE h.contact_id = ${contactId} AND h.ended_at IS NULL`;
}

/** Weeks that closed meanwhile and that nothing electronic carries; a sheet that waits is no word yet. */
async function owedWeeks(tx: Tx, now: Date, { zone, rules }: SchoolRow, own: Pair[]): Promise<number[]> {
  const since = addDays(schoolDate(now, zone), -rules.tellWithinDays);
  const nexts = [NEXT.unreached, NEXT.family, NEXT.handOver, NEXT.awaitStub, NEXT.refused, NEXT.absent];
  const rows = await tx.$queryRaw<{ id: number }[]>`
    SELECT o.id FROM unnest(${own.map(({ guardianId }) => guardianId)}::text[], ${own.map(({ studentId }) => studentId)}::text[])
             AS p(guardian_id, student_id)
      JOIN obligation o ON o.guardian_id = p.guardian_id AND o.student_id = p.student_id AND o.met_by IS NULL AND o.next = ANY(${nexts})
      JOIN weekly_record r ON r.id = o.weekly_record_id JOIN school_week w ON w.id = r.school_week_id AND w.ends >= ${since}::date
     WHERE NOT EXISTS (SELECT FROM delivery_item i JOIN delivery d ON d.id = i.delivery_id
                        WHERE i.obligation_id = o.id AND i.state = 'waiting' AND d.channel <> 'paper')
     ORDER BY o.id`;
  return rows.map(({ id }) => id);
}

interface MissedRow extends EventRow {
  guardianId: string;
  studentId: string;
}

/** The last event of each entry since the last closed week of the child that this guardian was told by nothing. */
async function missedEvents(
  tx: Tx,
  now: Date,
  { zone, rules }: SchoolRow,
  { id: contactId, since }: Resumed,
  own: Pair[],
): Promise<MissedRow[]> {
  const today = schoolDate(now, zone);
  return tx.$queryRaw<MissedRow[]>`
    WITH child AS (
      SELECT p.guardian_id, p.student_id, m.class_id,
             (SELECT coalesce(max(w.to_event), 0) FROM weekly_record r JOIN school_week w ON w.id = r.school_week_id
               WHERE r.student_id = p.student_id AND w.closed_at IS NOT NULL) AS closed,
             (SELECT h.linked_at FROM contact_holder h WHERE h.person_id = p.guardian_id AND h.contact_id = ${contactId}) AS linked
        FROM unnest(${own.map(({ guardianId }) => guardianId)}::text[], ${own.map(({ studentId }) => studentId)}::text[])
               AS p(guardian_id, student_id)
        JOIN membership m ON m.student_id = p.student_id AND m."from" <= ${today}::date
         AND (m."to" IS NULL OR m."to" >= ${today}::date))
    SELECT c.guardian_id AS "guardianId", c.student_id AS "studentId", v.id, v.entry_id, v.kind::text AS kind, v.change::text AS change,
           v.class_id, e.course_id, v.student_id, v.before, v.after, v.recorded_at, e.date, e.urgent, v.source
      FROM child c
      JOIN journal_event v ON v.id > c.closed AND v.planned_at IS NOT NULL
       AND v.recorded_at >= greatest(c.linked, ${new Date(since.getTime() - WAITED_MS)})
       AND (v.student_id = c.student_id OR (v.student_id IS NULL AND v.class_id = c.class_id))
      JOIN journal_entry e ON e.id = v.entry_id AND NOT e.baseline
       AND e.date >= ${addDays(today, -rules.tellWithinDays)}::date
     WHERE NOT EXISTS (SELECT FROM journal_event n WHERE n.entry_id = v.entry_id AND n.id > v.id)
       AND NOT EXISTS (SELECT FROM told t WHERE t.guardian_id = c.guardian_id AND t.entry_id = v.entry_id AND t.event_id >= v.id)
       AND (v.change <> 'withdrawn' OR EXISTS (SELECT FROM told t WHERE t.guardian_id = c.guardian_id AND t.entry_id = v.entry_id))
       AND NOT EXISTS (SELECT FROM delivery_item i WHERE i.event_id = v.id AND i.guardian_id = c.guardian_id
                          AND i.student_id = c.student_id AND i.state = 'waiting')
     ORDER BY v.id`;
}

/**
 * Planned as always, but all into one message that leaves as soon as it may: the evening message may carry everything.
 * Homework waits for the list that will name it; what was due before now helps nobody.
 */
async function asOneMessage(
  tx: Tx,
  now: Date,
  school: SchoolRow,
  roster: Roster,
  rows: MissedRow[],
  pairs: Pair[],
): Promise<PlannedItem[]> {
  const today = schoolDate(now, school.zone);
  const members = await membersOf(tx, rows, today);
  const lists = await madeLists(tx, today, rows);
  return rows.flatMap((row) => {
    const event = asPlanned(row, { school, roster, members, now, settle: -1 });
    if (!event.students.includes(row.studentId)) return [];
    if (event.kind === 'homework' && !isMissedHomework(roster, event, now, lists)) return [];
    const family = pairs.filter(({ studentId }) => studentId === row.studentId);
    return planEvent({ ...event, students: [row.studentId] }, family, { ...school, today })
      .filter(({ guardianId }) => guardianId === row.guardianId)
      .map((item) => (item.haste === 'urgent' ? item : { ...item, rhythm: 'evening', notBefore: now }));
  });
}

function isMissedHomework(
  roster: Roster,
  { classId, date }: { classId: number; date: SchoolDate },
  now: Date,
  made: Set<string>,
): boolean {
  const today = schoolDate(now, roster.zone);
  if (date === today) return now < (lessonsEnd(roster, classId, date) ?? now);
  return date > today && made.has(`${classId} ${listFor(roster, classId, date).due}`);
}

/** Class and day of the evening lists that were made already. */
async function madeLists(tx: Tx, today: string, rows: MissedRow[]): Promise<Set<string>> {
  const classIds = [...new Set(rows.map(({ class_id }) => class_id))];
  const made = await tx.eveningList.findMany({ where: { classId: { in: classIds }, due: { gte: toDbDate(today) } } });
  return new Set(made.map(({ classId, due }) => `${classId} ${fromDbDate(due)}`));
}
