/** One lesson as its teacher fills it in: who is there, what stands for each, its topic, and homework. */
import { groupBy } from '../../platform/group-by.ts';
import { addDays, instantOf, type SchoolDate } from '../../platform/school-time.ts';
import { nextLessons, type PlannedLesson } from '../lessons.ts';
import { studentsOfCourse } from '../membership.ts';
import type { Reader } from '../read/child-queries.ts';
import type { Roster, RosterStudent } from '../roster.ts';

/** What stands in the journal, with its last change: whoever changes it says what they saw. */
export interface GridEntry {
  id: number;
  kind: 'mark' | 'absence' | 'topic' | 'homework';
  studentId: string | null;
  value: string;
  work: string;
  text: string;
  /** the lesson's day, or a homework's due day */
  date: SchoolDate;
  byId: string;
  changedAt: Date;
}

export interface LessonGrid {
  /** in the order of the class list */
  pupils: RosterStudent[];
  topic: GridEntry | null;
  absences: ReadonlyMap<string, GridEntry>;
  /** in the order of their recording */
  marks: ReadonlyMap<string, readonly GridEntry[]>;
  /** given in this lesson: due at the course's next one, or entered on the lesson's day for a later one */
  given: GridEntry[];
  /** due at this lesson */
  due: GridEntry[];
}

type Row = Omit<GridEntry, 'value' | 'work' | 'text'> & {
  value: string | null;
  work: string | null;
  text: string | null;
  recordedAt: Date;
};

/** How far ahead (days) homework is looked for. */
const AHEAD = 60;

/** What stands for a lesson. One query. */
export async function readGrid(db: Reader, roster: Roster, lesson: PlannedLesson): Promise<LessonGrid> {
  const { course, date, number } = lesson;
  const rows = await db.$queryRaw<Row[]>`
    SELECT e.id, e.kind::text AS kind, e.student_id AS "studentId", e.value, e.work, e.text, e.date::text AS date,
      e.by_id AS "byId", e.changed_at AS "changedAt", e.recorded_at AS "recordedAt"
    FROM journal_entry e LEFT JOIN lesson l ON l.id = e.lesson_id
    WHERE e.course_id = ${course.id} AND e.withdrawn_at IS NULL AND (
      (e.date = ${date}::date AND e.kind IN ('mark', 'absence', 'topic') AND l.number = ${number})
      OR (e.kind = 'homework' AND e.date BETWEEN ${date}::date AND ${addDays(date, AHEAD)}::date))
    ORDER BY e.date, e.id`;
  const entries = rows.map(({ recordedAt, ...row }) => ({
    recordedAt,
    entry: { ...row, value: row.value ?? '', work: row.work ?? '', text: row.text ?? '' },
  }));
  const of = (kind: Row['kind']) => entries.filter(({ entry }) => entry.kind === kind);
  const next = nextLessons(roster, course, date)[0]?.date;
  const isGiven = ({ entry, recordedAt }: (typeof entries)[number]) =>
    entry.date > date && (entry.date === next || isWithin(roster, date, recordedAt));
  return {
    pupils: studentsOfCourse(roster, course, date),
    topic: of('topic')[0]?.entry ?? null,
    absences: new Map(of('absence').map(({ entry }) => [entry.studentId ?? '', entry])),
    marks: groupBy(
      of('mark').map(({ entry }) => entry),
      ({ studentId }) => studentId ?? '',
    ),
    given: of('homework')
      .filter(isGiven)
      .map(({ entry }) => entry),
    due: of('homework').flatMap(({ entry }) => (entry.date === date ? [entry] : [])),
  };
}

function isWithin({ zone }: Roster, date: SchoolDate, instant: Date): boolean {
  return instant >= instantOf(date, '00:00', zone) && instant < instantOf(addDays(date, 1), '00:00', zone);
}

/** The days for which homework may be given in a lesson: those of the course's next lessons, none that is over. */
export function dueDays(roster: Roster, { course, date }: PlannedLesson, today: SchoolDate): SchoolDate[] {
  const after = date < today ? addDays(today, -1) : date;
  return [...new Set(nextLessons(roster, course, after, 12).map((lesson) => lesson.date))].slice(0, 8);
}

/** What a grid says, as plain values: what a form shows, and what it is compared with when it comes back. */
export interface LessonState {
  topic: string;
  /** pupil → code */
  absences: Record<string, string>;
  /** pupil → value and work of each mark */
  marks: Record<string, [value: string, work: string][]>;
  /** id of a homework → its text */
  homework: Record<string, string>;
}

export function stateOf(grid: LessonGrid): LessonState {
  return {
    topic: grid.topic?.text ?? '',
    absences: Object.fromEntries([...grid.absences].map(([id, { value }]) => [id, value])),
    marks: Object.fromEntries(
      [...grid.marks].map(([id, all]) => [id, all.map(({ value, work }): [string, string] => [value, work])]),
    ),
    homework: Object.fromEntries(grid.given.map(({ id, text }) => [String(id), text])),
  };
}
