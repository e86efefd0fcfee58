/** One day of a child as the diary shows it: lessons with what stands in the journal for them, messages, period marks. Pure. */
import type { SchoolDate, SchoolTime } from '../../platform/school-time.ts';
import { lessonsOfClass, type PlannedLesson } from '../lessons.ts';
import { classOf, takesCourse } from '../membership.ts';
import { fullName, type Roster, type RosterCourse, type RosterStudent, staffNamed } from '../roster.ts';
import { dayPlan } from '../school-days.ts';
import type { EntryRow, HomeworkRow, LessonRow, MessageRow } from './child-queries.ts';

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

/** @param entries of that day which concern the child */
export function dayOf(roster: Roster, student: RosterStudent, date: SchoolDate, entries: EntryRow[]): ChildDay {
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

export const courseOf = (roster: Roster, { courseId }: { courseId: number }) =>
  roster.courses.get(courseId) as RosterCourse;

export const nameOf = (roster: Roster, staffId: string) => fullName(staffNamed(roster, staffId));

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
