import { studentsOf, studentsOfCourse } from '../journal/membership.ts';
import type { Roster } from '../journal/roster.ts';
import { isMandatory } from '../notify/mandatory.ts';
import { type PlannedItem, planEvent } from '../notify/plan.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { fromDbDate, schoolDate } from '../platform/school-time.ts';
import { loadPairs } from './audiences.ts';
import { dueLists, type ListSpan } from './evening-days.ts';
import { gather } from './gathering.ts';
import { readSchool } from './school.ts';

/** Lists are made so long ahead of their hour, that all children of a family are in one message by then. */
const AHEAD_MS = 2 * 60_000;
/** Classes whose lists are made in one transaction. */
const AT_ONCE = 25;

/**
 * Makes the evening lists whose hour has come: for each guardian who wants homework in the evening, all that is due on
 * the class's next school day. A list that was missed is made late, until the day itself is over.
 * @returns how many classes' lists were made
 */
export async function makeEveningLists({ db, clock }: { db: Db; clock: Clock }, roster: Roster): Promise<number> {
  const now = clock.now();
  const [stored] = await db.$queryRaw<{ imported_at: Date | null; made: string[] | null }[]>`
    SELECT imported_at, (SELECT json_agg(class_id || ' ' || due) FROM evening_list
                          WHERE due >= ${schoolDate(now, roster.zone)}::date) AS made FROM school`;
  if (!stored?.imported_at) return 0;
  const made = new Set(stored.made);
  const spans = dueLists(roster, now, new Date(now.getTime() + AHEAD_MS), stored.imported_at).filter(
    ({ classId, due }) => !made.has(`${classId} ${due}`),
  );
  let count = 0;
  for (let from = 0; from < spans.length; from += AT_ONCE)
    count += await db.$transaction((tx) => makeLists(tx, now, roster, spans.slice(from, from + AT_ONCE)));
  return count;
}

async function makeLists(tx: Tx, now: Date, roster: Roster, spans: ListSpan[]): Promise<number> {
  const mine = await claim(tx, now, spans);
  if (!mine.length) return 0;
  const school = await readSchool(tx);
  const today = schoolDate(now, school.zone);
  const homework = await standingHomework(tx, mine);
  const listed = homework.map((row) => ({ ...row, students: studentsFor(roster, row) }));
  const pairs = await loadPairs(tx, [...new Set(listed.flatMap(({ students }) => students))]);
  const byStudent = groupBy(pairs, ({ studentId }) => studentId);
  const carried = await alreadyCarried(tx, homework);
  const items = listed.flatMap(({ span, students, baseline, ...row }): PlannedItem[] => {
    const family = students.flatMap((id) => byStudent.get(id) ?? []);
    const mandatory = isMandatory({ kind: 'homework', urgent: false }, school.rules);
    const event = { ...row, kind: 'homework' as const, change: 'recorded' as const, at: now, urgent: false };
    return planEvent({ ...event, mandatory, students }, family, { ...school, today }).flatMap((item) => {
      if (item.forList) return [{ ...item, rhythm: 'evening' as const, notBefore: span.leavesAt, listed: true }];
      // left to the list when it was entered, by somebody who wants homework at once since
      return baseline || carried.has(`${item.guardianId} ${item.studentId} ${row.entryId}`) ? [] : [item];
    });
  });
  await gather(tx, now, school, items, pairs);
  return mine.length;
}

/** While a class's row is held, no homework of it is planned: what is not in the list comes after it. */
async function claim(tx: Tx, now: Date, spans: ListSpan[]): Promise<ListSpan[]> {
  const classIds = spans.map(({ classId }) => classId);
  await tx.$executeRaw`SELECT FROM school_class WHERE id = ANY(${classIds}) ORDER BY id FOR NO KEY UPDATE`;
  const rows = await tx.$queryRaw<{ class_id: number; due: Date }[]>`
    INSERT INTO evening_list (class_id, due, made_at)
    SELECT l.class_id, l.due, ${now} FROM unnest(${classIds}::int[], ${spans.map(({ due }) => due)}::date[]) AS l(class_id, due)
        ON CONFLICT DO NOTHING RETURNING class_id, due`;
  const claimed = new Set(rows.map(({ class_id, due }) => `${class_id} ${fromDbDate(due)}`));
  return spans.filter(({ classId, due }) => claimed.has(`${classId} ${due}`));
}

/** «guardian child entry» of what waits or was told already. */
async function alreadyCarried(tx: Tx, homework: HomeworkRow[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ key: string }[]>`
    SELECT DISTINCT i.guardian_id || ' ' || i.student_id || ' ' || v.entry_id AS key
      FROM journal_event v JOIN delivery_item i ON i.event_id = v.id
     WHERE v.entry_id = ANY(${homework.map(({ entryId }) => entryId)}) AND i.state <> 'dropped'`;
  return new Set(rows.map(({ key }) => key));
}

interface HomeworkRow {
  /** the entry's last event */
  id: number;
  entryId: number;
  classId: number;
  courseId: number;
  studentId: string | null;
  date: string;
  /** of a first import: told by lists alone */
  baseline: boolean;
  span: ListSpan;
}

async function standingHomework(tx: Tx, spans: ListSpan[]): Promise<HomeworkRow[]> {
  const rows = await tx.$queryRaw<(Omit<HomeworkRow, 'date' | 'span'> & { date: Date; list: number })[]>`
    SELECT v.id, e.id AS "entryId", e.class_id AS "classId", e.course_id AS "courseId", e.student_id AS "studentId", e.date, e.baseline, l.list::int AS list
      FROM unnest(${spans.map(({ classId }) => classId)}::int[], ${spans.map(({ after }) => after)}::date[],
                  ${spans.map(({ due }) => due)}::date[]) WITH ORDINALITY AS l(class_id, after, due, list)
      JOIN journal_entry e ON e.class_id = l.class_id AND e.date > l.after AND e.date <= l.due
       AND e.kind = 'homework' AND e.withdrawn_at IS NULL
      JOIN LATERAL (SELECT n.id FROM journal_event n WHERE n.entry_id = e.id ORDER BY n.id DESC LIMIT 1) v ON true
     ORDER BY e.id`;
  return rows.map(({ list, date, ...row }) => ({
    ...row,
    date: fromDbDate(date),
    span: spans[list - 1] as ListSpan,
  }));
}

/** The children for whom it is, as they will be on that day. */
function studentsFor(roster: Roster, { classId, courseId, studentId, span }: HomeworkRow): string[] {
  if (studentId) return [studentId];
  const course = roster.courses.get(courseId);
  const takers = course ? studentsOfCourse(roster, course, span.due) : studentsOf(roster, classId, span.due);
  return takers.map(({ id }) => id);
}
