/** The read model of one child's days: what the diary's week, the bot's «Сегодня» and «Эта неделя» show. */
import type { Db } from '../../platform/database/open.ts';
import { groupBy } from '../../platform/group-by.ts';
import { addDays, type SchoolDate, weekdayOf } from '../../platform/school-time.ts';
import { lessonsOfClass } from '../lessons.ts';
import { classOf, takesCourse } from '../membership.ts';
import type { Roster, RosterClass, RosterStudent } from '../roster.ts';
import { currentRoster } from '../roster-view.ts';
import { datesBetween } from '../school-days.ts';
import { averageOf } from './average.ts';
import { type ChildDay, courseOf, dayOf, nameOf } from './child-day.ts';
import { type EntryRow, readEntries, readPhone } from './child-queries.ts';

export interface ChildDays {
  student: { id: string; last: string; first: string; patronymic: string };
  /** the class on the last day of the span that has one */
  class: string;
  grade: number;
  taughtAtHome: boolean;
  classTeacher: { name: string; phone?: string };
  days: ChildDay[];
  /** the grading period that runs on the last day, or ran last before it */
  period?: { name: string; starts: SchoolDate; ends: SchoolDate };
  /** of that period so far, by subject in alphabetical order; `average` (two decimals) from three marks on */
  averages: { subject: string; count: number; average?: number }[];
}

/**
 * One child's days from `from` to `to`, both included, each with its lessons in order. Asks nobody whether the reader
 * may see the child: that is for the caller, by `may`. Three queries, however long the span.
 * @returns null when there is no such pupil or it belonged to no class then
 */
export async function childDays(
  db: Db,
  studentId: string,
  from: SchoolDate,
  to: SchoolDate,
): Promise<ChildDays | null> {
  const roster = await currentRoster(db);
  const span = spanOf(roster, studentId, from, to);
  if (!span) return null;
  const period = span.lastClass.year.periods.findLast((p) => p.starts <= to);
  const marksFrom = period && period.starts < from ? period.starts : from;
  const entries = await readEntries(db, { ...span, marksFrom });
  const phone = span.teacherId === null ? undefined : await readPhone(db, span.teacherId);
  const concerning = entries.filter((entry) => concerns(roster, span.student, entry));
  return {
    ...daysOf(roster, span, entries, phone),
    ...(period && { period }),
    averages: averagesOf(roster, concerning, period?.starts ?? from),
  };
}

/** A child's days by themselves: a pure function of the roster, the entries and the telephone number. */
export type PlainDays = Omit<ChildDays, 'period' | 'averages'>;

export interface DaySpan {
  studentId: string;
  student: RosterStudent;
  from: SchoolDate;
  to: SchoolDate;
  dates: SchoolDate[];
  lastClass: RosterClass;
  teacherId: string | null;
  /** classes that the child ever belonged to */
  classIds: number[];
}

/** What is to be read of a child's days; null: no such pupil, or no class then. */
export function spanOf(roster: Roster, studentId: string, from: SchoolDate, to: SchoolDate): DaySpan | null {
  const student = roster.students.get(studentId);
  const dates = datesBetween(from, to);
  const lastClass = dates.map((date) => classOf(roster, studentId, date)).findLast((c) => c !== undefined);
  if (!student || !lastClass) return null;
  const classIds = [...new Set(student.memberships.map((m) => m.classId))];
  return { studentId, student, from, to, dates, lastClass, teacherId: lastClass.classTeacherId, classIds };
}

/** @param entries of the child and of its classes; what does not concern the child is left out */
export function daysOf(
  roster: Roster,
  { student, dates, lastClass, teacherId }: DaySpan,
  entries: EntryRow[],
  phone: string | undefined,
): PlainDays {
  const byDate = groupBy(
    entries.filter((entry) => concerns(roster, student, entry)),
    ({ date }) => date,
  );
  return {
    student: { id: student.id, last: student.last, first: student.first, patronymic: student.patronymic },
    class: lastClass.name,
    grade: lastClass.grade,
    taughtAtHome: student.taughtAtHome,
    classTeacher: { name: teacherId === null ? '' : nameOf(roster, teacherId), ...(phone && { phone }) },
    days: dates.map((date) => dayOf(roster, student, date, byDate.get(date) ?? [])),
  };
}

/** The span of the school week that a date belongs to: Monday to Sunday. */
export function weekOfDate(date: SchoolDate): { from: SchoolDate; to: SchoolDate } {
  return { from: addDays(date, 1 - weekdayOf(date)), to: addDays(date, 7 - weekdayOf(date)) };
}

/** How far ahead (days) the next school day is looked for: over the longest vacation but the summer's. */
const LOOK_AHEAD = 21;

/** The first day after a date on which the child has lessons; null: none soon. */
export function nextSchoolDay(roster: Roster, student: RosterStudent, after: SchoolDate): SchoolDate | null {
  for (let ahead = 1; ahead <= LOOK_AHEAD; ahead++) {
    const date = addDays(after, ahead);
    const schoolClass = classOf(roster, student.id, date);
    const lessons = schoolClass ? lessonsOfClass(roster, schoolClass.id, date) : [];
    if (lessons.some((l) => !l.cancelled && takesCourse(roster, student.id, l.course, date))) return date;
  }
  return null;
}

/** A class's entry concerns the child only while it was in that class, and in the group where there is one. */
function concerns(roster: Roster, student: RosterStudent, entry: EntryRow): boolean {
  if (entry.studentId !== null) return true;
  if (entry.courseId === null) return classOf(roster, student.id, entry.date)?.id === entry.classId;
  return takesCourse(roster, student.id, courseOf(roster, entry), entry.date);
}

/** By subject, in alphabetical order; none where no mark is a digit. */
function averagesOf(roster: Roster, entries: EntryRow[], since: SchoolDate): ChildDays['averages'] {
  const marks = entries.flatMap((entry) => (entry.kind === 'mark' && entry.date >= since ? [entry] : []));
  return [...groupBy(marks, (mark) => courseOf(roster, mark).subject.name)]
    .map(([subject, of]) => ({ subject, ...averageOf(of.map(({ value }) => value)) }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => a.subject.localeCompare(b.subject, 'ru'));
}
