/** A deed of the desk → the rows that it makes, or why it cannot be done. Pure. */
import { lessonsOfClass, type PlannedLesson } from '../lessons.ts';
import { studentsOfCourse } from '../membership.ts';
import { leads, staffMember } from '../permissions.ts';
import type { Roster, RosterCourse } from '../roster.ts';
import { yearOn } from '../school-days.ts';
import type { Asked, DayRow, DayRows, Deed, LessonPlace, LessonRow } from './deed.ts';
import { withRows } from './deed.ts';

export type DeedFault =
  | 'not-yours'
  | 'no-reason'
  | 'date-out-of-year'
  | 'no-lessons'
  | 'unknown-teacher'
  | 'unknown-course'
  | 'lesson-taken'
  | 'no-bell'
  | 'one-lesson'
  | 'day-off'
  | 'unknown-day'
  | 'nothing-changes'
  | 'changed-since'
  | 'undone'
  | 'unknown-deed';

export type DeedField = 'lesson' | 'teacher' | 'course' | 'to' | 'number' | 'as' | 'reason' | 'date' | 'deed';

export interface DeedRefusal {
  ok: false;
  code: DeedFault;
  field: DeedField;
}

const refuse = (code: DeedFault, field: DeedField): DeedRefusal => ({ ok: false, code, field });

export interface DeedPlan {
  ok: true;
  rows: DayRows;
  /** the roster with them */
  after: Roster;
}

/**
 * Checks a deed: deputy and director alone change days (Ш 2), each with a reason; lessons are those that are held then.
 * @param today the school's date
 */
export function planDeed(roster: Roster, deed: Deed, today: string): DeedPlan | DeedRefusal {
  const who = staffMember(roster, deed.by, today);
  if (!who.ok || !leads(who.staff)) return refuse('not-yours', 'deed');
  if (!deed.reason.trim()) return refuse('no-reason', 'reason');
  if (!yearOn(roster, deed.date)) return refuse('date-out-of-year', 'date');
  const rows = rowsOf(roster, deed);
  if ('ok' in rows) return rows;
  const after = withRows(roster, rows);
  return changesAnything(roster, after, rows) ? { ok: true, rows, after } : refuse('nothing-changes', 'deed');
}

function rowsOf(roster: Roster, { date, what }: Deed): DayRows | DeedRefusal {
  if (what.kind === 'day') return dayRows(roster, date, what);
  const lessons = what.lessons.flatMap((place) => heldAt(roster, date, place) ?? []);
  if (lessons.length === 0 || lessons.length < what.lessons.length) return refuse('no-lessons', 'lesson');
  const rows = lessonRows(roster, lessons, what);
  return 'ok' in rows ? rows : { lessons: rows, days: [] };
}

function dayRows(
  roster: Roster,
  date: string,
  { classId, as }: Extract<Asked, { kind: 'day' }>,
): DayRows | DeedRefusal {
  if (typeof as === 'number' && !(Number.isInteger(as) && as >= 1 && as <= 7)) return refuse('unknown-day', 'as');
  if (classId !== null && !roster.classes.has(classId)) return refuse('no-lessons', 'lesson');
  const said: Pick<DayRow, 'kind' | 'weekday'> =
    typeof as === 'number' ? { kind: 'weekday', weekday: as } : { kind: as === 'usual' ? null : as, weekday: null };
  return { lessons: [], days: [{ date, classId, ...said }] };
}

/** The lesson that a course has there and that is not cancelled. */
function heldAt(roster: Roster, date: string, { courseId, number }: LessonPlace): PlannedLesson | undefined {
  const classId = roster.courses.get(courseId)?.classId;
  if (classId === undefined) return undefined;
  return lessonsOfClass(roster, classId, date).find(
    (l) => l.course.id === courseId && l.number === number && !l.cancelled,
  );
}

const rowOf = (
  { course, date, number }: PlannedLesson,
  row: Pick<LessonRow, 'cancelled' | 'teacherId'>,
): LessonRow => ({
  date,
  classId: course.classId,
  courseId: course.id,
  number,
  ...row,
});

const GONE = { cancelled: true, teacherId: null };

function lessonRows(
  roster: Roster,
  lessons: PlannedLesson[],
  what: Exclude<Asked, { kind: 'day' }>,
): LessonRow[] | DeedRefusal {
  switch (what.kind) {
    case 'cancel':
      return lessons.map((lesson) => rowOf(lesson, GONE));
    case 'substitute': {
      const { teacherId } = what;
      const teacher = roster.staff.get(teacherId);
      if (!teacher || teacher.leftAt !== null) return refuse('unknown-teacher', 'teacher');
      return lessons.map((lesson) =>
        rowOf(lesson, { cancelled: false, teacherId: teacherId === lesson.course.teacherId ? null : teacherId }),
      );
    }
    case 'replace':
      return replaced(roster, lessons, what.courseId);
    case 'move':
      return moved(roster, lessons, what.to);
  }
}

function replaced(roster: Roster, lessons: PlannedLesson[], courseId: number): LessonRow[] | DeedRefusal {
  const course = roster.courses.get(courseId);
  const ends = (date: string) => course?.endedAt != null && date >= course.endedAt;
  if (!course || lessons.some((l) => l.course.classId !== course.classId || l.course === course || ends(l.date)))
    return refuse('unknown-course', 'course');
  const gone = lessons.map((lesson) => rowOf(lesson, GONE));
  const places = [...new Map(lessons.map((lesson) => [lesson.number, lesson])).values()];
  const put = places.map((lesson) => ({ ...rowOf(lesson, { cancelled: false, teacherId: null }), courseId }));
  return takenBy(roster, gone, put) ? refuse('lesson-taken', 'course') : [...gone, ...put];
}

function moved(
  roster: Roster,
  lessons: PlannedLesson[],
  { date, number }: { date: string; number: number },
): LessonRow[] | DeedRefusal {
  // groups that meet side by side move together
  if (new Set(lessons.map((l) => `${l.course.classId} ${l.number}`)).size > 1) return refuse('one-lesson', 'lesson');
  if (!yearOn(roster, date)) return refuse('date-out-of-year', 'to');
  if (!roster.bells[String(number)]) return refuse('no-bell', 'number');
  const gone = lessons.map((lesson) => rowOf(lesson, GONE));
  const put = lessons.map((lesson) => ({
    ...rowOf(lesson, { cancelled: false, teacherId: lesson.substituted ? lesson.teacherId : null }),
    date,
    number,
  }));
  const rows = [...gone, ...put].filter((row) => row.date !== date || row.number !== number || !row.cancelled);
  const after = withRows(roster, { lessons: rows, days: [] });
  if (put.some((row) => !heldAt(after, date, row))) return refuse('day-off', 'to');
  return takenBy(roster, gone, put) ? refuse('lesson-taken', 'number') : rows;
}

/** Some pupil has a lesson there already, of this course or another. */
function takenBy(roster: Roster, gone: LessonRow[], put: LessonRow[]): boolean {
  const without = withRows(roster, { lessons: gone, days: [] });
  return put.some(({ classId, date, number, courseId }) => {
    const course = roster.courses.get(courseId) as RosterCourse;
    return lessonsOfClass(without, classId, date).some(
      (l) => !l.cancelled && l.number === number && shareAPupil(roster, l.course, course, date),
    );
  });
}

function shareAPupil(roster: Roster, a: RosterCourse, b: RosterCourse, date: string): boolean {
  const taking = new Set(studentsOfCourse(roster, a, date).map(({ id }) => id));
  return studentsOfCourse(roster, b, date).some(({ id }) => taking.has(id));
}

/** The classes and dates that rows are about. */
export function concerned(roster: Roster, { lessons, days }: DayRows): { classId: number; date: string }[] {
  const ofLessons = lessons.map(({ classId, date }) => ({ classId, date }));
  const ofDays = days.flatMap(({ classId, date }) => {
    const all = [...roster.classes.values()].filter((c) => c.year.starts <= date && date <= c.year.ends);
    return (classId === null ? all.map(({ id }) => id) : [classId]).map((id) => ({ classId: id, date }));
  });
  return [...new Map([...ofLessons, ...ofDays].map((one) => [`${one.classId} ${one.date}`, one])).values()];
}

function changesAnything(before: Roster, after: Roster, rows: DayRows): boolean {
  const shape = (roster: Roster, classId: number, date: string) =>
    lessonsOfClass(roster, classId, date)
      .map((l) => `${l.number} ${l.course.id} ${l.teacherId} ${l.cancelled} ${l.remote}`)
      .join();
  return concerned(before, rows).some(
    ({ classId, date }) => shape(before, classId, date) !== shape(after, classId, date),
  );
}
