/** A course's journal page: pupils × lessons of a span of days, with what stands and what stood. */
import type { SchoolDate } from '../../platform/school-time.ts';
import { lessonsOfCourse } from '../lessons.ts';
import { studentsOfCourse } from '../membership.ts';
import { WHOLE_YEAR } from '../resolve.ts';
import type { Roster, RosterCourse, RosterStudent } from '../roster.ts';
import { datesBetween } from '../school-days.ts';
import { averageOf } from './average.ts';
import type { Reader } from './child-queries.ts';

/** An entry of the course, withdrawn ones too: their place leads to its history. */
export interface CourseEntry {
  id: number;
  kind: 'mark' | 'absence' | 'homework' | 'topic' | 'periodMark';
  date: SchoolDate;
  /** of a lesson's entry */
  number: number | null;
  /** who stood in for that lesson */
  substituteId: string | null;
  studentId: string | null;
  value: string | null;
  work: string | null;
  text: string | null;
  period: string | null;
  withdrawn: boolean;
  /** corrected or withdrawn since it was entered */
  changed: boolean;
}

export interface JournalColumn {
  date: SchoolDate;
  number: number;
  topic: CourseEntry[];
  substituteId: string | null;
  cancelled: boolean;
}

export interface JournalRow {
  student: RosterStudent;
  /** by column, in their order */
  cells: CourseEntry[][];
  average: number | undefined;
  /** of the period and of the year */
  periodMarks: CourseEntry[];
}

export interface CourseJournal {
  columns: JournalColumn[];
  rows: JournalRow[];
  /** due in these days, in order */
  homework: CourseEntry[];
}

/** Entries of the days, and period marks of the year, whenever they were entered. One query. */
export async function readCourseEntries(
  db: Reader,
  courseId: number,
  { from, to }: { from: SchoolDate; to: SchoolDate },
): Promise<CourseEntry[]> {
  return db.$queryRaw<CourseEntry[]>`
    SELECT e.id, e.kind::text AS kind, e.date::text AS date, l.number, CASE WHEN l.substituted THEN l.teacher_id END AS "substituteId",
      e.student_id AS "studentId", e.value, e.work, e.text, e.period, e.withdrawn_at IS NOT NULL AS withdrawn,
      EXISTS (SELECT FROM journal_event v WHERE v.entry_id = e.id AND v.change <> 'recorded') AS changed
    FROM journal_entry e LEFT JOIN lesson l ON l.id = e.lesson_id
    WHERE e.course_id = ${courseId} AND (e.kind = 'periodMark' OR e.date BETWEEN ${from}::date AND ${to}::date)
    ORDER BY e.date, l.number, e.id`;
}

/** The page these entries make: lessons up to today, homework of all the days. Pure. */
export function courseJournal(
  roster: Roster,
  course: RosterCourse,
  { from, to, period, today }: { from: SchoolDate; to: SchoolDate; period: string; today: SchoolDate },
  entries: readonly CourseEntry[],
): CourseJournal {
  const last = today < to ? today : to;
  const columns = columnsOf(roster, course, from, last, entries);
  const shown = entries.filter(({ kind, period: of }) => kind !== 'periodMark' || of === period || of === WHOLE_YEAR);
  const students = pupilsOf(roster, course, columns, shown, last < from ? from : last);
  return {
    columns,
    rows: students.map((student) => {
      const own = shown.filter(({ studentId }) => studentId === student.id);
      const marks = own.filter(({ kind, withdrawn }) => kind === 'mark' && !withdrawn);
      return {
        student,
        cells: columns.map(({ date, number }) => own.filter((e) => e.number === number && e.date === date)),
        average: averageOf(marks.map(({ value }) => value ?? '')).average,
        periodMarks: own.filter(({ kind }) => kind === 'periodMark'),
      };
    }),
    homework: shown.filter(({ kind }) => kind === 'homework'),
  };
}

/** Lessons by timetable and changes, and those for which something is recorded though none is planned any more. */
function columnsOf(
  roster: Roster,
  course: RosterCourse,
  from: SchoolDate,
  to: SchoolDate,
  entries: readonly CourseEntry[],
): JournalColumn[] {
  const keyOf = (date: string, number: number) => `${date} ${String(number).padStart(2, '0')}`;
  const places = new Map<string, { date: string; number: number; substituteId: string | null; planned: boolean }>();
  for (const date of datesBetween(from, to))
    for (const { number, substituted, teacherId } of lessonsOfCourse(roster, course, date))
      places.set(keyOf(date, number), { date, number, substituteId: substituted ? teacherId : null, planned: true });
  for (const { date, number, substituteId } of entries) {
    if (number === null) continue;
    const known = places.get(keyOf(date, number));
    const stood = substituteId ?? known?.substituteId ?? null;
    places.set(keyOf(date, number), { date, number, substituteId: stood, planned: known?.planned ?? false });
  }
  return [...places]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { planned, ...place }]) => ({
      ...place,
      topic: entries.filter((e) => e.kind === 'topic' && e.date === place.date && e.number === place.number),
      cancelled: !planned,
    }));
}

/** Who takes the course on any of its days or has an entry, by surname. */
function pupilsOf(
  roster: Roster,
  course: RosterCourse,
  columns: readonly JournalColumn[],
  entries: readonly CourseEntry[],
  to: SchoolDate,
): RosterStudent[] {
  const found = new Map<string, RosterStudent>();
  for (const date of new Set([...columns.map((column) => column.date), to]))
    for (const student of studentsOfCourse(roster, course, date)) found.set(student.id, student);
  for (const { studentId } of entries) {
    const student = studentId === null ? undefined : roster.students.get(studentId);
    if (student) found.set(student.id, student);
  }
  const nameOf = ({ last, first, id }: RosterStudent) => `${last} ${first} ${id}`;
  return [...found.values()].sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'ru'));
}

/** One change of one entry. */
export interface EntryChangeRow {
  entryId: number;
  kind: CourseEntry['kind'];
  change: 'recorded' | 'corrected' | 'withdrawn';
  before: { value?: string; work?: string; text?: string; date: string } | null;
  after: { value?: string; work?: string; text?: string; date: string } | null;
  at: Date;
  source: string;
  by: { last: string; first: string; patronymic: string };
  student: { last: string; first: string; patronymic: string } | null;
}

/** What happened to these entries of a course, in order. One query. */
export async function historyOf(db: Reader, courseId: number, entryIds: readonly number[]): Promise<EntryChangeRow[]> {
  return db.$queryRaw<EntryChangeRow[]>`
    SELECT v.entry_id AS "entryId", v.kind::text AS kind, v.change::text AS change, v.before, v.after, v.at, v.source,
      jsonb_build_object('last', p.last, 'first', p.first, 'patronymic', p.patronymic) AS by,
      CASE WHEN s.id IS NOT NULL THEN jsonb_build_object('last', s.last, 'first', s.first, 'patronymic', s.patronymic) END AS student
    FROM journal_event v
      JOIN journal_entry e ON e.id = v.entry_id
      JOIN person p ON p.id = v.by_id LEFT JOIN person s ON s.id = v.student_id
    WHERE e.course_id = ${courseId} AND v.entry_id = ANY(${[...entryIds]}::int[])
    ORDER BY v.id`;
}
