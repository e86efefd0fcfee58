/** What follows from a changed day: which lessons come and go, which homework is due anew, what to look at. Pure. */
import type { SchoolDate } from '../../platform/school-time.ts';
import { lessonsOfClass, lessonsOfCourse, lessonsOfTeacher, nextLessons, type PlannedLesson } from '../lessons.ts';
import type { Roster, RosterCourse } from '../roster.ts';
import type { Asked, DayRows } from './deed.ts';
import { concerned } from './plan-deed.ts';

/** Homework that stands and is due on a day that changes. */
export interface DueHomework {
  id: number;
  courseId: number;
  date: SchoolDate;
  text: string;
  studentId: string | null;
}

export interface MovedHomework extends DueHomework {
  /** the day it is due on now; null: the course has no lesson any more this year */
  to: SchoolDate | null;
}

export interface Consequences {
  /** of each class and day that changes: its lessons before and after, where they differ */
  days: { classId: number; date: SchoolDate; before: readonly PlannedLesson[]; after: readonly PlannedLesson[] }[];
  homework: MovedHomework[];
  /** lessons that fall away although something is recorded for them; that stays */
  recorded: PlannedLesson[];
  /** who gives two lessons at once afterwards, and did not before: all lessons of that hour */
  twice: PlannedLesson[][];
}

/**
 * Homework is due anew (`dueAnew`) on the day its lesson moved to, else on the course's next lesson.
 * @param recorded `course date number` of lessons for which entries stand
 */
export function consequencesOf(
  before: Roster,
  after: Roster,
  { rows, what, today }: { rows: DayRows; what: Asked | null; today: SchoolDate },
  due: readonly DueHomework[],
  recorded: ReadonlySet<string>,
): Consequences {
  const days = concerned(before, rows).map(({ classId, date }) => ({
    classId,
    date,
    before: lessonsOfClass(before, classId, date),
    after: lessonsOfClass(after, classId, date),
  }));
  const isThere = (lessons: readonly PlannedLesson[], { course, number }: PlannedLesson) =>
    lessons.some((l) => !l.cancelled && l.course.id === course.id && l.number === number);
  const gone = days.flatMap((day) => day.before.filter((l) => !l.cancelled && !isThere(day.after, l)));
  return {
    days,
    homework: dueAnew(before, after, due, { what, today }),
    recorded: gone.filter(({ course, date, number }) => recorded.has(`${course.id} ${date} ${number}`)),
    twice: clashes(
      before,
      after,
      days.flatMap((day) => day.after),
    ),
  };
}

/**
 * Homework whose course had a lesson on its day and has none any more.
 * @param what of a deed: homework follows its lesson
 * @param today what was due before is over
 */
export function dueAnew(
  before: Roster,
  after: Roster,
  due: readonly DueHomework[],
  { what = null, today }: { what?: Asked | null; today: SchoolDate },
): MovedHomework[] {
  return due.flatMap((one) => movedHomework(before, after, one, what, today) ?? []);
}

function movedHomework(
  before: Roster,
  after: Roster,
  homework: DueHomework,
  what: Asked | null,
  today: SchoolDate,
): MovedHomework | null {
  const course = after.courses.get(homework.courseId);
  if (!course || homework.date < today) return null;
  if (!lessonsOfCourse(before, course, homework.date).length || lessonsOfCourse(after, course, homework.date).length)
    return null;
  return { ...homework, to: newDay(after, course, homework.date, what, today) };
}

function newDay(
  after: Roster,
  course: RosterCourse,
  date: SchoolDate,
  what: Asked | null,
  today: SchoolDate,
): SchoolDate | null {
  const follows = what?.kind === 'move' && what.lessons.some(({ courseId }) => courseId === course.id);
  if (follows && what.to.date >= today && what.to.date !== date) return what.to.date;
  return nextLessons(after, course, date)[0]?.date ?? null;
}

/** Each hour at which somebody gives several of these lessons, or one of these and another, and did not before. */
function clashes(before: Roster, after: Roster, lessons: readonly PlannedLesson[]): PlannedLesson[][] {
  const atOnce = (roster: Roster, { teacherId, date, number }: PlannedLesson) =>
    lessonsOfTeacher(roster, teacherId, date).filter((l) => l.number === number);
  const held = lessons.filter(({ cancelled }) => !cancelled);
  const hours = new Map(held.map((l) => [`${l.teacherId} ${l.date} ${l.number}`, l]));
  return [...hours.values()].flatMap((lesson) => {
    const given = atOnce(after, lesson);
    return given.length > 1 && given.length > atOnce(before, lesson).length ? [[...given]] : [];
  });
}
