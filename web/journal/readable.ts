import type { Actor } from '../../src/access/actor.ts';
import { may } from '../../src/access/may.ts';
import type { Roster, RosterClass, RosterCourse } from '../../src/journal/roster.ts';
import { yearNear } from '../../src/journal/school-days.ts';
import type { SchoolDate } from '../../src/platform/school-time.ts';

export interface ReadableClass {
  schoolClass: RosterClass;
  courses: RosterCourse[];
}

/** The classes of this year with the courses whose journal somebody may read; what is over stands last. Pure. */
export function readableJournals(actor: Actor, roster: Roster, today: SchoolDate): ReadableClass[] {
  const year = yearNear(roster, today);
  return [...roster.classes.values()]
    .filter((one) => one.year.id === year?.id)
    .map((schoolClass) => ({ schoolClass, courses: readableCourses(actor, schoolClass, today) }))
    .filter(({ courses }) => courses.length > 0);
}

/** Courses that run, or have run this year. */
function readableCourses(actor: Actor, { id, courses, year }: RosterClass, today: SchoolDate): RosterCourse[] {
  return courses
    .filter(({ endedAt }) => endedAt === null || endedAt > year.starts)
    .filter(({ teacherId }) => may(actor, 'readJournal', { kind: 'course', classId: id, teacherId }))
    .sort(
      (a, b) =>
        Number(isOver(a, today)) - Number(isOver(b, today)) || a.subject.name.localeCompare(b.subject.name, 'ru'),
    );
}

const isOver = ({ endedAt }: RosterCourse, today: SchoolDate) => endedAt !== null && endedAt <= today;
