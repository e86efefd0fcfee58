/** What an illness from–to makes of the journal: lesson by lesson, what is entered, changed, put back or left as it is. Pure. */
import type { SchoolDate } from '../../platform/school-time.ts';
import { lessonsOfClass } from '../lessons.ts';
import { classOf, takesCourse } from '../membership.ts';
import { isLocked } from '../permissions.ts';
import type { Roster, RosterClass, RosterCourse, RosterStaff } from '../roster.ts';
import { datesBetween } from '../school-days.ts';

export interface Span {
  starts: SchoolDate;
  ends: SchoolDate;
}

/** What stands for one lesson of the pupil. */
export interface StandingLesson {
  courseId: number;
  date: SchoolDate;
  number: number;
  absence: { entryId: number; value: string } | null;
  marked: boolean;
}

/** An absence that the illness entered, or made one of Б, and that stands as it left it. */
export interface OwnEntry {
  entryId: number;
  courseId: number;
  date: SchoolDate;
  number: number;
  /** what stood before; null: nothing */
  was: string | null;
}

export type Deed =
  /** no absence stood */
  | 'enter'
  /** Н becomes Б */
  | 'change'
  /** what the illness did is put back */
  | 'undo'
  /** another reason, a late arrival, a mark stands: somebody knows better */
  | 'keep'
  /** the school's edit lock: for deputy and director */
  | 'locked'
  /** entered on the morning of its day */
  | 'coming';

export interface PlannedDeed {
  deed: Deed;
  schoolClass: RosterClass;
  course: RosterCourse;
  date: SchoolDate;
  number: number;
  /** the absence that stands; a mark without one: `mark` */
  stands: string | null;
  entryId: number | null;
  /** of `undo`: what it was before; null: nothing */
  was: string | null;
}

interface Journal {
  standing: readonly StandingLesson[];
  own: readonly OwnEntry[];
}

interface Asked {
  roster: Roster;
  staff: RosterStaff;
  studentId: string;
  today: SchoolDate;
}

/**
 * @param before the days that it had, and up to which of them its lessons are entered; null: it is new
 * @param after the days that it will have; null: it is taken back
 */
export function planIllness(
  asked: Asked,
  before: (Span & { filledThrough: SchoolDate | null }) | null,
  after: Span | null,
  { standing, own }: Journal,
): PlannedDeed[] {
  const within = (span: Span | null, date: SchoolDate) => span !== null && span.starts <= date && date <= span.ends;
  const done = (date: SchoolDate) => within(before, date) && date <= (before?.filledThrough ?? '');
  const filled = after
    ? lessonsOf(asked, datesBetween(after.starts, after.ends))
        .filter(({ date }) => !done(date))
        .map((lesson) => fill(asked, lesson, standing))
    : [];
  const undone = own.filter(({ date }) => !within(after, date)).flatMap((entry) => undo(asked, entry));
  return [...undone, ...filled].toSorted((a, b) => a.date.localeCompare(b.date) || a.number - b.number);
}

type Lesson = Pick<PlannedDeed, 'schoolClass' | 'course' | 'date' | 'number'>;

function lessonsOf({ roster, studentId }: Asked, dates: SchoolDate[]): Lesson[] {
  return dates.flatMap((date) => {
    const schoolClass = classOf(roster, studentId, date);
    if (!schoolClass) return [];
    return lessonsOfClass(roster, schoolClass.id, date)
      .filter(({ cancelled, course }) => !cancelled && takesCourse(roster, studentId, course, date))
      .map(({ course, number }) => ({ schoolClass, course, date, number }));
  });
}

function fill({ roster, staff, today }: Asked, lesson: Lesson, standing: readonly StandingLesson[]): PlannedDeed {
  const here = standing.find(
    ({ courseId, date, number }) => courseId === lesson.course.id && date === lesson.date && number === lesson.number,
  );
  const absence = here?.absence ?? null;
  const stands = absence?.value ?? (here?.marked ? 'mark' : null);
  const deed = (): Deed => {
    if (lesson.date > today) return 'coming';
    if (stands !== null && stands !== 'Н') return 'keep';
    if (isLocked(roster, staff, lesson.date, today)) return 'locked';
    return stands === null ? 'enter' : 'change';
  };
  return { ...lesson, deed: deed(), stands, entryId: absence?.entryId ?? null, was: null };
}

function undo({ roster, staff, today }: Asked, entry: OwnEntry): PlannedDeed[] {
  const course = roster.courses.get(entry.courseId);
  const schoolClass = course && roster.classes.get(course.classId);
  if (!course || !schoolClass) return [];
  const { entryId, date, number, was } = entry;
  const deed = isLocked(roster, staff, date, today) ? 'locked' : 'undo';
  return [{ deed, schoolClass, course, date, number, stands: 'Б', entryId, was }];
}
