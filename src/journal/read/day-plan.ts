/** Which lessons one child has on a date: the timetable, the calendar and the changes, without a database. */
import { type SchoolDate, weekdayOf } from '../../platform/school-time.ts';
import type { CalendarRow, ChildRow, CourseRow } from './child-queries.ts';

export interface PlannedLesson {
  number: number;
  courseId: number;
  subject: string;
  teacher: string;
  /** another teacher stands in, or another subject is taught instead */
  substituted: boolean;
  cancelled: boolean;
}

export interface PlannedDay {
  date: SchoolDate;
  /** remote: lessons are held, from home; off: outside periods, a holiday or a free day */
  kind: 'school' | 'remote' | 'off';
  classId: number | null;
  lessons: PlannedLesson[];
}

const covers = (span: { from: SchoolDate | null; to: SchoolDate | null }, date: SchoolDate) =>
  (span.from === null || span.from <= date) && (span.to === null || date <= span.to);

/** The class the child belongs to on a date. */
export const classOn = (child: ChildRow, date: SchoolDate) => child.memberships.findLast((m) => covers(m, date));

/** The child takes this course on a date: it is for the whole class, or the child is in the group. */
export const takes = (course: CourseRow, date: SchoolDate) =>
  (course.endedAt === null || date <= course.endedAt) &&
  (!course.grouped || course.membership.some((m) => covers(m, date)));

/** The day's kind, and by which weekday's timetable it is taught (null: no lessons). A class's own day goes first. */
function weekdayTaught(calendar: CalendarRow, classId: number, date: SchoolDate): [PlannedDay['kind'], number | null] {
  const specials = calendar.specialDays.filter((d) => d.date === date);
  const special = specials.find((d) => d.classId === classId) ?? specials.find((d) => d.classId === null);
  if (special?.kind === 'off') return ['off', null];
  if (special?.kind === 'weekday') return ['school', special.weekday];
  const inPeriod = calendar.periods.some((p) => p.starts <= date && date <= p.ends);
  if (!inPeriod || calendar.holidays.includes(date)) return ['off', null];
  return [special?.kind === 'remote' ? 'remote' : 'school', special?.weekday ?? weekdayOf(date)];
}

/** The lessons planned for one child on a date, in order. */
export function planDay(child: ChildRow, courses: CourseRow[], calendar: CalendarRow, date: SchoolDate): PlannedDay {
  const schoolClass = classOn(child, date);
  if (!schoolClass) return { date, kind: 'off', classId: null, lessons: [] };
  const [kind, weekday] = weekdayTaught(calendar, schoolClass.classId, date);
  const changes = calendar.changes.filter((c) => c.date === date && c.classId === schoolClass.classId);
  const lessons = courses
    .filter((course) => course.classId === schoolClass.classId && takes(course, date))
    .flatMap((course) =>
      course.slots
        .filter((slot) => slot.weekday === weekday && covers(slot, date))
        .map((slot) => {
          const change = changes.find((c) => c.lesson === slot.lesson);
          const swapped = change?.subjectId && change.subjectId !== course.subjectId ? change : null;
          const held = swapped
            ? courses.find((c) => c.classId === course.classId && c.subjectId === swapped.subjectId && takes(c, date))
            : course;
          return {
            number: slot.lesson,
            courseId: held?.id ?? course.id,
            subject: swapped?.subject ?? course.subject,
            teacher: change?.teacher ?? held?.teacher ?? course.teacher,
            substituted: Boolean(change?.teacherId && change.teacherId !== course.teacherId),
            cancelled: change?.cancelled ?? false,
          };
        }),
    );
  return {
    date,
    kind,
    classId: schoolClass.classId,
    lessons: lessons.toSorted((a, b) => a.number - b.number || a.courseId - b.courseId),
  };
}
