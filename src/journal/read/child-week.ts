/** The read model of one child's days: what the diary's week, the bot's «Сегодня» and «Эта неделя» show. */
import { addDays, type SchoolDate, type SchoolTime, schoolDate } from '../../platform/school-time.ts';
import {
  type ChildRow,
  type CourseRow,
  type EntryRow,
  type Reader,
  readCalendar,
  readChild,
  readCourses,
  readEntries,
} from './child-queries.ts';
import { classOn, type PlannedDay, planDay, takes } from './day-plan.ts';

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
 * may see the child: that is for the caller, by `may`. Four queries, however long the span.
 * @returns null when there is no such pupil or it belonged to no class then
 */
export async function childDays(
  db: Reader,
  studentId: string,
  from: SchoolDate,
  to: SchoolDate,
): Promise<ChildDays | null> {
  const calendar = await readCalendar(db, { studentId, from, to });
  const period = calendar.periods.findLast((p) => p.starts <= to);
  const since = period && period.starts < from ? period.starts : from;
  const child = await readChild(db, { studentId, from: since, to });
  const last = child?.memberships.at(-1);
  if (!child || !last || (last.to !== null && last.to < from)) return null;
  const courses = await readCourses(db, { studentId, from: since, to });
  const entries = (await readEntries(db, { studentId, from, to }, since)).filter((e) => concerns(e, child, courses));
  const inSpan = entries.filter((e) => from <= e.date);
  return {
    student: { id: child.id, last: child.last, first: child.first, patronymic: child.patronymic },
    class: last.name,
    grade: last.grade,
    taughtAtHome: child.taughtAtHome,
    classTeacher: { name: last.teacher ?? '', ...(last.teacherPhone ? { phone: last.teacherPhone } : {}) },
    days: datesBetween(from, to).map((date) =>
      fillDay(
        planDay(child, courses, calendar, date),
        inSpan.filter((e) => e.date === date),
        courses,
        child,
      ),
    ),
    ...(period ? { period } : {}),
    averages: averagesOf(entries, courses, period?.starts ?? from),
  };
}

/** The span of the school week that a date belongs to: Monday to Sunday. */
export function weekOfDate(date: SchoolDate): { from: SchoolDate; to: SchoolDate } {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
  return { from: addDays(date, 1 - weekday), to: addDays(date, 7 - weekday) };
}

/** Today in the school. */
export async function schoolToday(db: Reader, now: Date): Promise<SchoolDate> {
  const [school] = await db.$queryRaw<{ zone: string }[]>`SELECT time_zone AS zone FROM school`;
  return schoolDate(now, school?.zone ?? 'Europe/Moscow');
}

function datesBetween(from: SchoolDate, to: SchoolDate): SchoolDate[] {
  const dates: SchoolDate[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/** A class's entry concerns the child only while it was in that class, and in the group where there is one. */
function concerns(entry: EntryRow, child: ChildRow, courses: CourseRow[]): boolean {
  if (entry.studentId !== null) return true;
  if (classOn(child, entry.date)?.classId !== entry.classId) return false;
  const course = courses.find((c) => c.id === entry.courseId);
  return course === undefined || takes(course, entry.date);
}

function fillDay(planned: PlannedDay, entries: EntryRow[], courses: CourseRow[], child: ChildRow): ChildDay {
  const subjectOf = (entry: EntryRow) => courses.find((c) => c.id === entry.courseId)?.subject ?? '';
  const lessons = [...planned.lessons.map(emptyLesson), ...unplannedLessons(planned, entries, courses)].toSorted(
    (a, b) => a.number - b.number,
  );
  const day: ChildDay = { ...planned, lessons, otherHomework: [], messages: [], periodMarks: [] };
  for (const lesson of lessons) {
    const bell = child.bells[String(lesson.number)];
    if (bell) [lesson.starts, lesson.ends] = bell;
  }
  for (const entry of entries) {
    const entryId = entry.id;
    if (entry.kind === 'message') day.messages.push(messageOf(entry));
    else if (entry.kind === 'periodMark')
      day.periodMarks.push({
        entryId,
        subject: subjectOf(entry),
        period: entry.period ?? '',
        value: entry.value ?? '',
      });
    else if (entry.kind === 'homework') {
      const homework = {
        entryId,
        subject: subjectOf(entry),
        text: entry.text ?? '',
        personal: entry.studentId !== null,
      };
      const lesson = lessonOf(lessons, entry);
      (lesson?.homework ?? day.otherHomework).push(homework);
    } else putIntoLesson(lessonOf(lessons, entry), entry);
  }
  return {
    date: day.date,
    kind: day.kind,
    lessons,
    otherHomework: day.otherHomework,
    messages: day.messages,
    periodMarks: day.periodMarks,
  };
}

const emptyLesson = (lesson: PlannedDay['lessons'][number]): ChildLesson => ({ ...lesson, marks: [], homework: [] });

/** Lessons that the timetable no longer has though something stands in the journal for them. */
function unplannedLessons(planned: PlannedDay, entries: EntryRow[], courses: CourseRow[]): ChildLesson[] {
  const found = new Map<string, ChildLesson>();
  for (const entry of entries) {
    const course = courses.find((c) => c.id === entry.courseId);
    if (entry.lesson === null || !course) continue;
    if (planned.lessons.some((l) => l.courseId === course.id && l.number === entry.lesson)) continue;
    found.set(`${course.id} ${entry.lesson}`, {
      number: entry.lesson,
      courseId: course.id,
      subject: course.subject,
      teacher: entry.substitute ?? course.teacher,
      substituted: entry.substitute !== null,
      cancelled: false,
      marks: [],
      homework: [],
    });
  }
  return [...found.values()];
}

const lessonOf = (lessons: ChildLesson[], entry: EntryRow) =>
  lessons.find((l) => l.courseId === entry.courseId && !l.cancelled && (entry.lesson ?? l.number) === l.number) ??
  lessons.find((l) => l.courseId === entry.courseId && entry.lesson === l.number);

function putIntoLesson(lesson: ChildLesson | undefined, entry: EntryRow): void {
  if (!lesson) return;
  if (entry.kind === 'mark')
    lesson.marks.push({ entryId: entry.id, value: entry.value ?? '', work: entry.work ?? 'ответ' });
  else if (entry.kind === 'absence') lesson.absence = entry.value ?? 'Н';
  else if (entry.kind === 'topic') lesson.topic = entry.text ?? '';
}

const messageOf = (entry: EntryRow): ChildMessage => ({
  entryId: entry.id,
  date: entry.date,
  by: entry.by ?? '',
  text: entry.text ?? '',
  personal: entry.personal || entry.studentId !== null,
  urgent: entry.urgent,
  toStudent: entry.toStudent,
});

/** Digits only: «зачёт» has no average. */
function averagesOf(entries: EntryRow[], courses: CourseRow[], since: SchoolDate): ChildDays['averages'] {
  const bySubject = new Map<string, number[]>();
  for (const entry of entries) {
    const subject = courses.find((c) => c.id === entry.courseId)?.subject;
    if (entry.kind !== 'mark' || !subject || entry.date < since || !/^[1-5]$/.test(entry.value ?? '')) continue;
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), Number(entry.value)]);
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
