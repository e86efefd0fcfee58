/** The read model of one child's days: what the diary's week, the bot's «Сегодня» and «Эта неделя» show. */
import type { Db } from '../../platform/database/open.ts';
import { groupBy } from '../../platform/group-by.ts';
import { addDays, type SchoolDate, type SchoolTime, weekdayOf } from '../../platform/school-time.ts';
import { lessonsOfClass, type PlannedLesson } from '../lessons.ts';
import { classOf, takesCourse } from '../membership.ts';
import {
  fullName,
  type Roster,
  type RosterClass,
  type RosterCourse,
  type RosterStudent,
  staffNamed,
} from '../roster.ts';
import { currentRoster } from '../roster-view.ts';
import { datesBetween, dayPlan } from '../school-days.ts';
import { averageOf } from './average.ts';
import {
  type EntryRow,
  type HomeworkRow,
  type LessonRow,
  type MessageRow,
  readEntries,
  readPhone,
} from './child-queries.ts';

export interface ChildMark {
  entryId: number;
  value: string;
  work: string;
}

export interface ChildHomework {
  entryId: number;
  subject: string;
  text: string;
  /** given to this child alone */
  personal: boolean;
  /** files joined to it */
  files: { id: string; name: string }[];
}

export interface ChildLesson {
  number: number;
  starts?: SchoolTime;
  ends?: SchoolTime;
  courseId: number;
  subject: string;
  teacher: string;
  substituted: boolean;
  cancelled: boolean;
  topic?: string;
  marks: ChildMark[];
  /** Н Б У ОП */
  absence?: string;
  /** due at this lesson; several lessons of a subject on one day: at the first */
  homework: ChildHomework[];
}

export interface ChildMessage {
  entryId: number;
  date: SchoolDate;
  by: string;
  text: string;
  /** for this child's family alone */
  personal: boolean;
  urgent: boolean;
  /** a pupil may read it; otherwise it is for guardians only */
  toStudent: boolean;
}

export interface ChildDay {
  date: SchoolDate;
  /** remote: lessons are held, from home; off: no lessons that day */
  kind: 'school' | 'remote' | 'off';
  lessons: ChildLesson[];
  /** due that day though the subject has no lesson then */
  otherHomework: ChildHomework[];
  messages: ChildMessage[];
  /** quarter, half-year, exam and year marks recorded that day */
  periodMarks: { entryId: number; subject: string; period: string; value: string }[];
}

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

function dayOf(roster: Roster, student: RosterStudent, date: SchoolDate, entries: EntryRow[]): ChildDay {
  const schoolClass = classOf(roster, student.id, date);
  const planned = (schoolClass ? lessonsOfClass(roster, schoolClass.id, date) : [])
    .filter((lesson) => takesCourse(roster, student.id, lesson.course, date))
    .map((lesson) => lessonOf(roster, lesson));
  const lessons = [...planned, ...unplannedLessons(roster, planned, entries)].toSorted((a, b) => a.number - b.number);
  const kind = schoolClass && lessons.length > 0 ? dayPlan(roster, schoolClass, date).kind : 'off';
  const day: ChildDay = { date, kind, lessons, otherHomework: [], messages: [], periodMarks: [] };
  for (const entry of entries) putIntoDay(roster, day, entry);
  return day;
}

function lessonOf(roster: Roster, lesson: PlannedLesson): ChildLesson {
  const { number, course, teacherId, substituted, cancelled } = lesson;
  return { ...emptyLesson(roster, number, course, teacherId), substituted, cancelled };
}

function emptyLesson(roster: Roster, number: number, course: RosterCourse, teacherId: string): ChildLesson {
  const bell = roster.bells[String(number)];
  return {
    number,
    ...(bell ? { starts: bell[0], ends: bell[1] } : {}),
    courseId: course.id,
    subject: course.subject.name,
    teacher: nameOf(roster, teacherId),
    substituted: false,
    cancelled: false,
    marks: [],
    homework: [],
  };
}

const courseOf = (roster: Roster, { courseId }: { courseId: number }) => roster.courses.get(courseId) as RosterCourse;

const nameOf = (roster: Roster, staffId: string) => fullName(staffNamed(roster, staffId));

/** Lessons that the timetable no longer has though something stands in the journal for them. */
function unplannedLessons(roster: Roster, planned: ChildLesson[], entries: EntryRow[]): ChildLesson[] {
  const found = new Map<string, ChildLesson>();
  for (const entry of entries) {
    if (entry.lesson === null || lessonOfEntry(planned, entry)) continue;
    const course = courseOf(roster, entry);
    found.set(`${course.id} ${entry.lesson}`, {
      ...emptyLesson(roster, entry.lesson, course, entry.substituteId ?? course.teacherId),
      substituted: entry.substituteId !== null,
    });
  }
  return [...found.values()];
}

function putIntoDay(roster: Roster, day: ChildDay, entry: EntryRow): void {
  if (entry.lesson !== null) putIntoLesson(lessonOfEntry(day.lessons, entry) as ChildLesson, entry);
  else if (entry.kind === 'message') day.messages.push(messageOf(roster, entry));
  else if (entry.kind === 'homework') homeworkOf(day, entry).push(asHomework(roster, entry));
  else {
    const subject = courseOf(roster, entry).subject.name;
    day.periodMarks.push({ entryId: entry.id, subject, period: entry.period, value: entry.value });
  }
}

function putIntoLesson(lesson: ChildLesson, entry: LessonRow): void {
  if (entry.kind === 'mark') lesson.marks.push({ entryId: entry.id, value: entry.value, work: entry.work });
  else if (entry.kind === 'absence') lesson.absence = entry.value;
  else lesson.topic = entry.text;
}

/** The lesson an entry was made for, cancelled since or not. */
const lessonOfEntry = (lessons: ChildLesson[], { courseId, lesson }: LessonRow) =>
  lessons.find((l) => l.courseId === courseId && l.number === lesson);

/** Homework stands under the first lesson of its subject that is held that day. */
const homeworkOf = (day: ChildDay, { courseId }: HomeworkRow) =>
  day.lessons.find((l) => l.courseId === courseId && !l.cancelled)?.homework ?? day.otherHomework;

const asHomework = (roster: Roster, entry: HomeworkRow): ChildHomework => ({
  entryId: entry.id,
  subject: courseOf(roster, entry).subject.name,
  text: entry.text,
  personal: entry.studentId !== null,
  files: entry.files ?? [],
});

const messageOf = (roster: Roster, entry: MessageRow): ChildMessage => ({
  entryId: entry.id,
  date: entry.date,
  by: nameOf(roster, entry.byId),
  text: entry.text,
  personal: entry.personal || entry.studentId !== null,
  urgent: entry.urgent,
  toStudent: entry.toStudent,
});

/** By subject, in alphabetical order; none where no mark is a digit. */
function averagesOf(roster: Roster, entries: EntryRow[], since: SchoolDate): ChildDays['averages'] {
  const marks = entries.flatMap((entry) => (entry.kind === 'mark' && entry.date >= since ? [entry] : []));
  return [...groupBy(marks, (mark) => courseOf(roster, mark).subject.name)]
    .map(([subject, of]) => ({ subject, ...averageOf(of.map(({ value }) => value)) }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => a.subject.localeCompare(b.subject, 'ru'));
}
