/** What stands in the journal for lessons of one day. */
import { nextLessons, type PlannedLesson } from '../journal/lessons.ts';
import type { Roster } from '../journal/roster.ts';
import type { Db } from '../platform/database/open.ts';
import { instantOf } from '../platform/school-time.ts';
import { EMPTY_FILLING, type Filling } from './unfilled.ts';

interface Row extends Filling {
  courseId: number;
  number: number;
}

/**
 * One query, however many lessons. A lesson has its homework when some was given for the course's next lesson, or, that day
 * or later, for a lesson farther ahead.
 * @param lessons of one date
 */
export async function readFilling(
  db: Db,
  roster: Roster,
  lessons: readonly PlannedLesson[],
): Promise<(lesson: PlannedLesson) => Filling> {
  const date = lessons[0]?.date;
  if (!date) return () => EMPTY_FILLING;
  const next = lessons.map(({ course }) => nextLessons(roster, course, date)[0]?.date ?? date);
  const rows = await db.$queryRaw<Row[]>`
    SELECT w.course_id AS "courseId", w.number,
      count(e.id) FILTER (WHERE e.kind = 'topic') > 0 AS topic,
      (count(e.id) FILTER (WHERE e.kind = 'absence'))::int AS absences,
      (count(e.id) FILTER (WHERE e.kind = 'mark'))::int AS marks,
      EXISTS (
        SELECT FROM journal_entry h
         WHERE h.course_id = w.course_id AND h.kind = 'homework' AND h.withdrawn_at IS NULL AND h.date > ${date}::date
           AND (h.date = w.next OR h.recorded_at >= ${instantOf(date, '00:00', roster.zone)})) AS homework
    FROM unnest(${lessons.map((l) => l.course.id)}::int[], ${lessons.map((l) => l.number)}::int[], ${next}::date[])
      AS w(course_id, number, next)
      LEFT JOIN lesson l ON l.course_id = w.course_id AND l.date = ${date}::date AND l.number = w.number
      LEFT JOIN journal_entry e ON e.lesson_id = l.id AND e.withdrawn_at IS NULL
    GROUP BY w.course_id, w.number, w.next`;
  const byLesson = new Map(rows.map((row) => [`${row.courseId} ${row.number}`, row]));
  return ({ course, number }) => byLesson.get(`${course.id} ${number}`) ?? EMPTY_FILLING;
}
