/** The read model of one child's days: what the diary's week, the bot's «Сегодня» and «Эта неделя» show. */
import type { Db } from '../../platform/database/open.ts';
import { addDays, type SchoolDate, type SchoolTime, weekdayOf } from '../../platform/school-time.ts';
import { lessonsOfClass, type PlannedLesson } from '../lessons.ts';
import { classOf, takesCourse } from '../membership.ts';
import { fullName, type Roster, type RosterStudent } from '../roster.ts';
import { currentRoster } from '../roster-view.ts';
import { datesBetween, dayPlan } from '../school-days.ts';
import { type EntryRow, readEntries, readPhone } from './child-queries.ts';

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

/** A child has an average from so many marks on (issue 5: «averages stand from three marks on»). */
const MARKS_FOR_AVERAGE = 3;

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
  const student = roster.students.get(studentId);
  const dates = datesBetween(from, to);
  const lastClass = dates.map((date) => classOf(roster, studentId, date)).findLast((c) => c !== undefined);
  if (!student || !lastClass) return null;
  const period = lastClass.year.periods.findLast((p) => p.starts <= to);
  const marksFrom = period && period.starts < from ? period.starts : from;
  const classIds = [...new Set(student.memberships.map((m) => m.classId))];
  const entries = (await readEntries(db, { studentId, classIds, from, to, marksFrom })).filter((entry) =>
    concerns(roster, student, entry),
  );
  const teacher = roster.staff.get(lastClass.classTeacherId ?? '');
  const phone = teacher && (await readPhone(db, teacher.id));
  return {
    student: { id: student.id, last: student.last, first: student.first, patronymic: student.patronymic },
    class: lastClass.name,
    grade: lastClass.grade,
    taughtAtHome: student.taughtAtHome,
    classTeacher: { name: teacher ? fullName(teacher) : '', ...(phone ? { phone } : {}) },
    days: dates.map((date) =>
      dayOf(
        roster,
        student,
        date,
        entries.filter((e) => e.date === date),
      ),
    ),
    ...(period ? { period } : {}),
    averages: averagesOf(roster, entries, period?.starts ?? from),
  };
}

/** The span of the school week that a date belongs to: Monday to Sunday. */
export function weekOfDate(date: SchoolDate): { from: SchoolDate; to: SchoolDate } {
  return { from: addDays(date, 1 - weekdayOf(date)), to: addDays(date, 7 - weekdayOf(date)) };
}

/** A class's entry concerns the child only while it was in that class, and in the group where there is one. */
function concerns(roster: Roster, student: RosterStudent, entry: EntryRow): boolean {
  if (entry.studentId !== null) return true;
  const course = roster.courses.get(entry.courseId ?? -1);
  if (course) return takesCourse(roster, student.id, course, entry.date);
  return classOf(roster, student.id, entry.date)?.id === entry.classId;
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
  return { ...emptyLesson(roster, number, course.id, teacherId), substituted, cancelled };
}

function emptyLesson(roster: Roster, number: number, courseId: number, teacherId: string): ChildLesson {
  const bell = roster.bells[String(number)];
  return {
    number,
    ...(bell ? { starts: bell[0], ends: bell[1] } : {}),
    courseId,
    subject: subjectOf(roster, courseId),
    teacher: nameOf(roster, teacherId),
    substituted: false,
    cancelled: false,
    marks: [],
    homework: [],
  };
}

const subjectOf = (roster: Roster, courseId: number | null) => roster.courses.get(courseId ?? -1)?.subject.name ?? '';

function nameOf(roster: Roster, staffId: string): string {
  const person = roster.staff.get(staffId);
  return person ? fullName(person) : '';
}

/** Lessons that the timetable no longer has though something stands in the journal for them. */
function unplannedLessons(roster: Roster, planned: ChildLesson[], entries: EntryRow[]): ChildLesson[] {
  const found = new Map<string, ChildLesson>();
  for (const { lesson, courseId, substituteId } of entries) {
    const course = roster.courses.get(courseId ?? -1);
    if (lesson === null || !course || planned.some((l) => l.courseId === courseId && l.number === lesson)) continue;
    found.set(`${course.id} ${lesson}`, {
      ...emptyLesson(roster, lesson, course.id, substituteId ?? course.teacherId),
      substituted: substituteId !== null,
    });
  }
  return [...found.values()];
}

function putIntoDay(roster: Roster, day: ChildDay, entry: EntryRow): void {
  const { id: entryId, courseId, value, text } = entry;
  const subject = subjectOf(roster, courseId);
  const lesson = lessonFor(day.lessons, entry);
  switch (entry.kind) {
    case 'message':
      day.messages.push(messageOf(roster, entry));
      break;
    case 'periodMark':
      day.periodMarks.push({ entryId, subject, period: entry.period ?? '', value: value ?? '' });
      break;
    case 'homework': {
      const files = entry.files ?? [];
      const homework = { entryId, subject, text: text ?? '', personal: entry.studentId !== null, files };
      (lesson?.homework ?? day.otherHomework).push(homework);
      break;
    }
    case 'mark':
      lesson?.marks.push({ entryId, value: value ?? '', work: entry.work ?? 'ответ' });
      break;
    case 'absence':
      if (lesson) lesson.absence = value ?? 'Н';
      break;
    case 'topic':
      if (lesson) lesson.topic = text ?? '';
  }
}

/** The lesson an entry stands under: its own, else the first of the course that day, held before cancelled. */
function lessonFor(lessons: ChildLesson[], { courseId, lesson }: EntryRow): ChildLesson | undefined {
  const fitting = lessons.filter((l) => l.courseId === courseId && (lesson ?? l.number) === l.number);
  return fitting.find((l) => !l.cancelled) ?? (lesson === null ? undefined : fitting[0]);
}

const messageOf = (roster: Roster, entry: EntryRow): ChildMessage => ({
  entryId: entry.id,
  date: entry.date,
  by: nameOf(roster, entry.byId),
  text: entry.text ?? '',
  personal: entry.personal || entry.studentId !== null,
  urgent: entry.urgent,
  toStudent: entry.toStudent,
});

/** Digits only: «зачёт» has no average. */
function averagesOf(roster: Roster, entries: EntryRow[], since: SchoolDate): ChildDays['averages'] {
  const bySubject = new Map<string, number[]>();
  for (const { kind, courseId, date, value } of entries) {
    const subject = subjectOf(roster, courseId);
    if (kind !== 'mark' || !subject || date < since || !/^[1-5]$/.test(value ?? '')) continue;
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), Number(value)]);
  }
  return [...bySubject]
    .map(([subject, marks]) => ({
      subject,
      count: marks.length,
      ...(marks.length >= MARKS_FOR_AVERAGE
        ? { average: Math.round((marks.reduce((sum, mark) => sum + mark, 0) / marks.length) * 100) / 100 }
        : {}),
    }))
    .toSorted((a, b) => a.subject.localeCompare(b.subject, 'ru'));
}
