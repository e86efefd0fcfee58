/** The columns of the class's table: days of a week, lessons of a day, meetings of a subject. */
import type { ClassGrid, GridLesson } from '../../src/journal/read/class-grid.ts';
import { groupBy } from '../../src/platform/group-by.ts';
import type { SchoolDate } from '../../src/platform/school-time.ts';
import { shortDate, weekdayShort } from '../../src/texts/russian/dates.ts';
import { capital } from '../../src/texts/russian/typography.ts';
import { CLASS_PAGE as SAY } from '../../src/texts/web/class.ts';
import type { GridColumn } from './grid.tsx';

/** Days with lessons, or with something that stands. @param to address of a day */
export function dayColumns({ lessons }: ClassGrid, to: (date: SchoolDate) => string): GridColumn[] {
  const dates = [...new Set(lessons.map(({ date }) => date))];
  return dates.map((date) => ({
    key: date,
    head: capital(weekdayShort(date)),
    about: shortDate(date),
    href: to(date),
    has: (entry) => entry.date === date,
  }));
}

/**
 * Lessons of one day; groups that meet at once are one column for each subject.
 * @param to address of a subject
 * @param edit address where a lesson is entered; undefined: not by this reader
 */
export function lessonColumns(
  { lessons }: ClassGrid,
  to: (subject: string) => string,
  edit: (lesson: GridLesson) => string | undefined,
): GridColumn[] {
  return bySubject(lessons).map(([key, [first, ...others]]) => {
    const of = [first, ...others];
    const { course, number } = first;
    return {
      key,
      head: `${number}`,
      about: of.every(({ cancelled }) => cancelled) ? `${course.subject.name}, ${SAY.cancelled}` : course.subject.name,
      href: to(course.subject.name),
      edit: of.map(edit).find((path) => path !== undefined),
      has: (entry) => entry.lesson === number && of.some((lesson) => lesson.course.id === entry.courseId),
    };
  });
}

/** Meetings of one subject, groups together. @param to address of a day */
export function meetingColumns(
  { lessons }: ClassGrid,
  subject: string,
  to: (date: SchoolDate) => string,
): GridColumn[] {
  const meetings = bySubject(lessons.filter((lesson) => lesson.course.subject.name === subject && !lesson.cancelled));
  return meetings.map(([key, [{ date, number, course }]]) => ({
    key,
    head: shortDate(date),
    about: capital(weekdayShort(date)),
    href: to(date),
    has: (entry) => entry.date === date && entry.lesson === number && sameSubject(lessons, entry.courseId, course),
  }));
}

const sameSubject = (lessons: GridLesson[], courseId: number, { subject }: GridLesson['course']) =>
  lessons.some(({ course }) => course.id === courseId && course.subject.id === subject.id);

type Meetings = [string, [GridLesson, ...GridLesson[]]][];

const bySubject = (lessons: GridLesson[]) =>
  [...groupBy(lessons, ({ date, number, course }) => `${date} ${number} ${course.subject.id}`)] as Meetings;
