/** A class's marks and absences over some days, as the tables of the desk show them. */
import type { Db } from '../../platform/database/open.ts';
import type { SchoolDate } from '../../platform/school-time.ts';
import { lessonsOfClass, type PlannedLesson } from '../lessons.ts';
import { studentsBetween } from '../membership.ts';
import type { Roster, RosterClass, RosterCourse, RosterStudent } from '../roster.ts';
import { cachedRoster, currentRoster } from '../roster-view.ts';
import { datesBetween } from '../school-days.ts';

export interface GridEntry {
  entryId: number;
  kind: 'mark' | 'absence';
  studentId: string;
  courseId: number;
  date: SchoolDate;
  lesson: number;
  /** a mark, or Н Б У ОП */
  value: string;
  /** of a mark */
  work: string | null;
  /** ms: an entry's moments only grow, so that a change since then shows */
  changedAt: number;
}

/** One meeting of a course: of the timetable, or one for which something stands though the timetable has it no longer. */
export interface GridLesson {
  date: SchoolDate;
  number: number;
  course: RosterCourse;
  cancelled: boolean;
}

export interface ClassGrid {
  roster: Roster;
  schoolClass: RosterClass;
  /** who belonged to the class on any of these days, by surname */
  pupils: RosterStudent[];
  /** in order of day and number; groups of one subject side by side */
  lessons: GridLesson[];
  /** in order of day, lesson and entry */
  entries: GridEntry[];
}

/**
 * Asks nobody whether the reader may see the class: that is for the caller, by `may`. One query while the roster is known.
 * @param span what to show, once the roster is there; both days included
 * @returns null when there is no such class
 */
export async function classGrid(
  db: Db,
  classId: number,
  { from, to }: { from: SchoolDate; to: SchoolDate },
): Promise<ClassGrid | null> {
  const { version, entries } = await readGrid(db, classId, from, to);
  const known = cachedRoster(db);
  const roster = known?.version === version ? known : await currentRoster(db);
  const schoolClass = roster.classes.get(classId);
  if (!schoolClass) return null;
  return {
    roster,
    schoolClass,
    pupils: studentsBetween(roster, classId, from, to),
    lessons: lessonsOf(roster, classId, datesBetween(from, to), entries),
    entries,
  };
}

async function readGrid(db: Db, classId: number, from: SchoolDate, to: SchoolDate) {
  const [row] = await db.$queryRaw<{ version: number; entries: GridEntry[] | null }[]>`
    SELECT roster_version AS version, (
      SELECT json_agg(json_build_object(
          'entryId', e.id, 'kind', e.kind, 'studentId', e.student_id, 'courseId', e.course_id, 'date', e.date,
          'lesson', l.number, 'value', e.value, 'work', e.work,
          'changedAt', (extract(epoch FROM e.changed_at) * 1000)::bigint)
        ORDER BY e.date, l.number, e.id)
      FROM journal_entry e
      -- OFFSET 0: one look by its id for each entry, never all lessons of the year
      JOIN LATERAL (SELECT number FROM lesson WHERE lesson.id = e.lesson_id OFFSET 0) l ON true
      WHERE e.class_id = ${classId} AND e.kind IN ('mark', 'absence') AND e.withdrawn_at IS NULL
        AND e.date BETWEEN ${from}::date AND ${to}::date) AS entries
    FROM school`;
  return { version: row?.version ?? 0, entries: row?.entries ?? [] };
}

function lessonsOf(roster: Roster, classId: number, dates: SchoolDate[], entries: GridEntry[]): GridLesson[] {
  const keyOf = (courseId: number, date: SchoolDate, number: number) => `${courseId} ${date} ${number}`;
  const found = new Map<string, GridLesson>();
  const planned: PlannedLesson[] = dates.flatMap((date) => [...lessonsOfClass(roster, classId, date)]);
  for (const { date, number, course, cancelled } of planned)
    found.set(keyOf(course.id, date, number), { date, number, course, cancelled });
  for (const { courseId, date, lesson } of entries) {
    const course = roster.courses.get(courseId);
    const key = keyOf(courseId, date, lesson);
    if (course && !found.has(key)) found.set(key, { date, number: lesson, course, cancelled: false });
  }
  return [...found.values()].toSorted(
    (a, b) => a.date.localeCompare(b.date) || a.number - b.number || a.course.id - b.course.id,
  );
}
