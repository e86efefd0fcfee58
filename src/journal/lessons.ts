/** Lessons by timetable, calendar and changes. Pure: the roster is all they read. */
import { addDays, daysOfWeek, instantOf, type SchoolDate } from '../platform/school-time.ts';
import { changesKey, covers, type Roster, type RosterChange, type RosterClass, type RosterCourse } from './roster.ts';
import { datesBetween, dayPlan } from './school-days.ts';

/** One lesson that is planned for a date, or was and is cancelled. */
export interface PlannedLesson {
  readonly date: SchoolDate;
  readonly number: number;
  readonly course: RosterCourse;
  /** who gives it that day */
  readonly teacherId: string;
  /** by another than the course's teacher */
  readonly substituted: boolean;
  readonly cancelled: boolean;
  readonly remote: boolean;
}

/** How many class days one roster remembers. */
const REMEMBERED = 20_000;
const remembered = new WeakMap<Roster, Map<string, readonly PlannedLesson[]>>();

/**
 * All lessons of a class on a date in order, groups of one subject side by side, cancelled ones marked as such.
 * A change with a subject puts that subject into the lesson, also where the timetable has none.
 */
export function lessonsOfClass(roster: Roster, classId: number, date: SchoolDate): readonly PlannedLesson[] {
  const days = rememberedDays(roster);
  const key = changesKey(classId, date);
  const known = days.get(key);
  if (known) return known;
  const schoolClass = roster.classes.get(classId);
  const lessons = schoolClass ? planDay(roster, schoolClass, date) : [];
  days.set(key, lessons);
  return lessons;
}

function rememberedDays(roster: Roster): Map<string, readonly PlannedLesson[]> {
  const known = remembered.get(roster);
  if (known && known.size < REMEMBERED) return known;
  const empty = new Map<string, readonly PlannedLesson[]>();
  remembered.set(roster, empty);
  return empty;
}

function planDay(roster: Roster, schoolClass: RosterClass, date: SchoolDate): PlannedLesson[] {
  const plan = dayPlan(roster, schoolClass, date);
  if (plan.closed) return [];
  const changes = roster.changes.get(changesKey(schoolClass.id, date)) ?? [];
  const courses = schoolClass.courses.filter((c) => runs(c, date));
  const lesson = (course: RosterCourse, number: number, change?: RosterChange): PlannedLesson => {
    const teacherId = change?.teacherId ?? course.teacherId;
    const substituted = teacherId !== course.teacherId;
    const cancelled = change?.cancelled ?? false;
    return { date, number, course, teacherId, substituted, cancelled, remote: plan.kind === 'remote' };
  };
  const { wide, own } = sides(changes);
  const byTimetable = courses.flatMap((course) =>
    slotsOn(course, plan.weekday, date).flatMap((number) => {
      const said = own(course, number);
      if (said) return [lesson(course, number, said)];
      const change = wide.find((c) => c.lesson === number);
      return displaces(change, course) ? [] : [lesson(course, number, change)];
    }),
  );
  const put = [
    ...wide.flatMap((change) => coursesPut(change, courses).map((course) => ({ course, change }))),
    ...changes.flatMap((change) => courses.filter((c) => isHeld(change, c)).map((course) => ({ course, change }))),
  ]
    .filter(({ course, change }) => !byTimetable.some((l) => l.course === course && l.number === change.lesson))
    .filter(({ course, change }) => (own(course, change.lesson) ?? change) === change)
    .map(({ course, change }) => lesson(course, change.lesson, change));
  return [...byTimetable, ...put].toSorted((a, b) => a.number - b.number || a.course.id - b.course.id);
}

/** What is said of all that the class has then, and what of one course alone: that goes before. */
function sides(changes: readonly RosterChange[]) {
  const isWide = ({ courseId = null }: RosterChange) => courseId === null;
  return {
    wide: changes.filter(isWide),
    own: (course: RosterCourse, number: number) => changes.find((c) => c.courseId === course.id && c.lesson === number),
  };
}

/** The desk put this course's lesson there. */
const isHeld = ({ courseId, cancelled }: RosterChange, course: RosterCourse) => courseId === course.id && !cancelled;

const runs = (course: RosterCourse, date: SchoolDate) => course.endedAt === null || date < course.endedAt;

function slotsOn(course: RosterCourse, weekday: number | null, date: SchoolDate): number[] {
  const numbers = course.slots.filter((s) => s.weekday === weekday && covers(s, date)).map((s) => s.lesson);
  return [...new Set(numbers)];
}

/** Another subject is taught in this course's lesson. */
const displaces = (change: RosterChange | undefined, course: RosterCourse) =>
  change !== undefined && change.subjectId !== null && change.subjectId !== course.subject.id;

/** The courses that a change puts into its lesson: all groups of the subject, or only the group of the teacher named. */
function coursesPut(change: RosterChange, courses: RosterCourse[]): RosterCourse[] {
  if (change.subjectId === null || change.cancelled) return [];
  const ofSubject = courses.filter((c) => c.subject.id === change.subjectId);
  const ofTeacher = ofSubject.filter((c) => c.teacherId === change.teacherId);
  return ofTeacher.length > 0 ? ofTeacher : ofSubject;
}

/** The lessons of a course on a date that are held, in order. */
export function lessonsOfCourse(roster: Roster, course: RosterCourse, date: SchoolDate): readonly PlannedLesson[] {
  return lessonsOfClass(roster, course.classId, date).filter((l) => l.course.id === course.id && !l.cancelled);
}

/** The course would have a lesson that day, but all of them are cancelled. */
export function isCancelled(roster: Roster, course: RosterCourse, date: SchoolDate): boolean {
  const planned = lessonsOfClass(roster, course.classId, date).filter((l) => l.course.id === course.id);
  return planned.length > 0 && planned.every((l) => l.cancelled);
}

/** The person gives a lesson of this course on the date in the place of its teacher. */
export function substitutesOn(roster: Roster, personId: string, course: RosterCourse, date: SchoolDate): boolean {
  return lessonsOfCourse(roster, course, date).some((l) => l.substituted && l.teacherId === personId);
}

/** The lessons a member of staff gives on a date, in order: own ones and those of others. */
export function lessonsOfTeacher(roster: Roster, personId: string, date: SchoolDate): readonly PlannedLesson[] {
  return [...roster.classes.values()]
    .flatMap((c) => lessonsOfClass(roster, c.id, date))
    .filter((l) => l.teacherId === personId && !l.cancelled)
    .toSorted((a, b) => a.number - b.number || a.course.id - b.course.id);
}

/** Whether a member of staff has a course that goes on, or stands in for somebody on the date. */
export function teaches(roster: Roster, personId: string, date: SchoolDate): boolean {
  const goOn = [...roster.courses.values()].filter(({ endedAt }) => endedAt === null || date < endedAt);
  return goOn.some(({ teacherId }) => teacherId === personId) || lessonsOfTeacher(roster, personId, date).length > 0;
}

/** The next lessons of a course after a date, `count` at most, within its school year. */
export function nextLessons(roster: Roster, course: RosterCourse, after: SchoolDate, count = 1): PlannedLesson[] {
  const found: PlannedLesson[] = [];
  const { year } = roster.classes.get(course.classId) as RosterClass;
  for (let date = addDays(after, 1); date <= year.ends && found.length < count; date = addDays(date, 1))
    found.push(...lessonsOfCourse(roster, course, date));
  return found.slice(0, count);
}

/** The last lesson of a course on a date or before it, within its school year. */
export function lastLesson(roster: Roster, course: RosterCourse, upTo: SchoolDate): PlannedLesson | undefined {
  const { year } = roster.classes.get(course.classId) as RosterClass;
  for (let date = upTo < year.ends ? upTo : year.ends; date >= year.starts; date = addDays(date, -1)) {
    const last = lessonsOfCourse(roster, course, date).at(-1);
    if (last) return last;
  }
  return undefined;
}

/** The class has at least one lesson that day. */
export function isSchoolDay(roster: Roster, classId: number, date: SchoolDate): boolean {
  return lessonsOfClass(roster, classId, date).some((l) => !l.cancelled);
}

/** The class's school days from first to last, both included. */
export function schoolDaysBetween(roster: Roster, classId: number, first: SchoolDate, last: SchoolDate): SchoolDate[] {
  return datesBetween(first, last).filter((date) => isSchoolDay(roster, classId, date));
}

/** The class's first and last school day of an ISO week (`2026-W38`), or null if it has none. */
export function schoolWeek(
  roster: Roster,
  classId: number,
  week: string,
): { first: SchoolDate; last: SchoolDate } | null {
  const span = daysOfWeek(week);
  const days = span ? schoolDaysBetween(roster, classId, span.monday, span.sunday) : [];
  const [first] = days;
  const last = days.at(-1);
  return first && last ? { first, last } : null;
}

/** When a lesson begins and ends by the bells, or null where no bell of that number rings. */
export function lessonTimes(roster: Roster, date: SchoolDate, number: number): { begins: Date; ends: Date } | null {
  const bell = roster.bells[String(number)];
  if (!bell) return null;
  return { begins: instantOf(date, bell[0], roster.zone), ends: instantOf(date, bell[1], roster.zone) };
}
