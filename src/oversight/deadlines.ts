/** Which deadlines of the journal were kept: marks and attendance of the day, the topic, the homework (К-Р 2.5, 2.7; К-И 4.8). */
import { lessonsOfClass, nextLessons, type PlannedLesson } from '../journal/lessons.ts';
import type { Roster } from '../journal/roster.ts';
import { datesBetween } from '../journal/school-days.ts';
import type { Db } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { addDays, instantOf, type SchoolDate } from '../platform/school-time.ts';
import { deadlinesOf, type Part, takesHomework } from './unfilled.ts';

/** due: its hour is still to come */
export type Kept = 'kept' | 'late' | 'missing' | 'due';

/** One part of one lesson, and how its deadline was met. */
export interface PartKept {
  lesson: PlannedLesson;
  part: Part;
  deadline: Date;
  /** when it was entered first, as its source tells it */
  at: Date | null;
  kept: Kept;
}

/** First entries of a lesson. */
interface FirstEntered {
  any: Date | null;
  topic: Date | null;
  homework: Date | null;
}

const PARTS: readonly Part[] = ['attendance', 'topic', 'homework'];

/**
 * Every part of every lesson that was given in a span of days. What was due before the school began here is nobody's fault.
 * @param teacherId only what this one gave
 * @param first what was entered for a lesson, and when
 */
export function partsOf(
  roster: Roster,
  teacherId: string | null,
  span: { from: SchoolDate; to: SchoolDate; since: Date; now: Date },
  first: (lesson: PlannedLesson) => FirstEntered,
): PartKept[] {
  const classes = [...roster.classes.values()].filter(({ year }) => year.starts <= span.to && span.from <= year.ends);
  return datesBetween(span.from, span.to).flatMap((date) =>
    classes
      .flatMap(({ id }) => lessonsOfClass(roster, id, date))
      .filter((lesson) => !lesson.cancelled && (teacherId === null || lesson.teacherId === teacherId))
      .flatMap((lesson) => partsOfLesson(roster, lesson, span, first(lesson))),
  );
}

function partsOfLesson(
  roster: Roster,
  lesson: PlannedLesson,
  { since, now }: { since: Date; now: Date },
  entered: FirstEntered,
): PartKept[] {
  const { homeworkBy, journalBy } = deadlinesOf(roster, lesson);
  return PARTS.flatMap((part) => {
    const deadline = part === 'homework' ? homeworkBy : journalBy;
    if (deadline <= since || (part === 'homework' && !takesHomework(roster, lesson))) return [];
    const at = part === 'attendance' ? entered.any : entered[part];
    return [{ lesson, part, deadline, at, kept: keptBy(deadline, at, now) }];
  });
}

function keptBy(deadline: Date, at: Date | null, now: Date): Kept {
  if (at) return at <= deadline ? 'kept' : 'late';
  return now < deadline ? 'due' : 'missing';
}

/** The longest span that is counted: a grading period. */
export const LONGEST_DAYS = 100;

/**
 * What was entered first for the lessons of a span of days. Two queries, however long it is. Of homework: what was given for the
 * course's next lesson, or, that day or later, for one farther ahead.
 */
export async function readFirstEntered(
  db: Pick<Db, '$queryRaw'>,
  roster: Roster,
  { from, to }: { from: SchoolDate; to: SchoolDate },
): Promise<(lesson: PlannedLesson) => FirstEntered> {
  const entered = await db.$queryRaw<{ key: string; any: Date | null; topic: Date | null }[]>`
    SELECT l.course_id || ' ' || l.date || ' ' || l.number AS key, min(v.at) AS any,
      min(v.at) FILTER (WHERE e.kind = 'topic') AS topic
    FROM lesson l
      JOIN journal_entry e ON e.lesson_id = l.id AND e.withdrawn_at IS NULL
      JOIN journal_event v ON v.entry_id = e.id AND v.change = 'recorded'
    WHERE l.date BETWEEN ${from}::date AND ${to}::date
    GROUP BY l.id`;
  const given = await db.$queryRaw<{ courseId: number; due: SchoolDate; at: Date }[]>`
    SELECT e.course_id AS "courseId", e.date::text AS due, min(v.at) AS at
    FROM journal_entry e JOIN journal_event v ON v.entry_id = e.id AND v.change = 'recorded'
    WHERE e.kind = 'homework' AND e.withdrawn_at IS NULL AND e.date > ${from}::date
    GROUP BY e.course_id, e.date, (v.at AT TIME ZONE ${roster.zone})::date ORDER BY min(v.at)`;
  const byLesson = new Map(entered.map((row) => [row.key, row]));
  const byCourse = groupBy(given, ({ courseId }) => courseId);
  return (lesson) => {
    const { course, date, number } = lesson;
    const own = byLesson.get(`${course.id} ${date} ${number}`);
    const next = nextLessons(roster, course, date)[0]?.date;
    const begins = instantOf(date, '00:00', roster.zone);
    const homework = (byCourse.get(course.id) ?? []).find(
      ({ due, at }) => due > date && (due === next || at >= begins) && due <= addDays(date, LONGEST_DAYS),
    );
    return { any: own?.any ?? null, topic: own?.topic ?? null, homework: homework?.at ?? null };
  };
}

export type Counts = Record<Kept, number>;

export interface TeacherDeadlines {
  teacherId: string;
  /** lessons given */
  lessons: number;
  parts: Record<Part, Counts>;
}

/** The parts counted by teacher. Pure. */
export function countDeadlines(parts: readonly PartKept[]): TeacherDeadlines[] {
  const byTeacher = new Map<string, TeacherDeadlines>();
  for (const { lesson, part, kept } of parts) {
    const none = (): Counts => ({ kept: 0, late: 0, missing: 0, due: 0 });
    const of = byTeacher.get(lesson.teacherId) ?? {
      teacherId: lesson.teacherId,
      lessons: 0,
      parts: { attendance: none(), topic: none(), homework: none() },
    };
    byTeacher.set(lesson.teacherId, of);
    of.parts[part][kept] += 1;
    // each lesson has exactly one attendance
    if (part === 'attendance') of.lessons += 1;
  }
  return [...byTeacher.values()];
}
