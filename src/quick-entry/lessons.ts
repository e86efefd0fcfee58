import { datesBetween, minutesOf, weekdayOf } from './calendar.ts';
import type { ChangeView, CourseView, DayView, SchoolView, SlotView } from './school-view.ts';

/** One meeting of a course: on a date, at a lesson number. */
export interface Lesson {
  date: string;
  lesson: number;
  class: string;
  subject: string;
  /** Whose course it is. */
  owner: string;
  /** Who gives it: the owner, or a substitute. */
  teacher: string;
  group?: string[];
}

/** All lessons of the school year, by day and by class and subject. */
export interface LessonPlan {
  byDate: Map<string, Lesson[]>;
  bySubject: Map<string, Lesson[]>;
  /** The lessons that a teacher gives, by teacher and date. */
  byTeacher: Map<string, Map<string, Lesson[]>>;
  /** Lessons given by another than their owner. */
  substituted: Map<string, Lesson[]>;
  bells: Record<string, [string, string]>;
}

/** How long after its end a lesson still counts as the one at hand. */
const AFTERGLOW_MINUTES = 20;

/** Lays the timetable over the calendar: periods, holidays, moved days, dated slots, changed lessons. */
export function planLessons(view: SchoolView): LessonPlan {
  const plan: LessonPlan = {
    byDate: new Map(),
    bySubject: new Map(),
    byTeacher: new Map(),
    substituted: new Map(),
    bells: view.bells,
  };
  const courses = groupBy(view.courses, (course) => subjectKey(course.class, course.subject));
  const slots = groupBy(view.timetable, (slot) => String(slot.weekday));
  const changes = groupBy(view.changes ?? [], (change) => change.date);
  const days = groupBy(view.days ?? [], (day) => day.date);
  for (const date of schoolDates(view)) {
    const settings = days.get(date) ?? [];
    const usual = view.holidays.includes(date) ? 0 : weekdayOf(date);
    const weekdays = new Set([usual, ...settings.map((day) => (typeof day.as === 'number' ? day.as : usual))]);
    const lessons = [...weekdays]
      .flatMap((weekday) =>
        (slots.get(String(weekday)) ?? []).filter((slot) => taughtAs(slot, settings, usual) === weekday),
      )
      .filter((slot) => (slot.from ?? date) <= date && date <= (slot.to ?? date))
      .flatMap((slot) => lessonsOfSlot(slot, date, courses));
    const changed = applyChanges(distinct(lessons), changes.get(date) ?? [], courses);
    if (changed.length > 0) plan.byDate.set(date, changed);
    const substituted = changed.filter((lesson) => lesson.teacher !== lesson.owner);
    if (substituted.length > 0) plan.substituted.set(date, substituted);
    for (const lesson of changed) {
      append(plan.bySubject, subjectKey(lesson.class, lesson.subject), lesson);
      const days = plan.byTeacher.get(lesson.teacher) ?? new Map<string, Lesson[]>();
      plan.byTeacher.set(lesson.teacher, days);
      append(days, date, lesson);
    }
  }
  return plan;
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** The lesson of this teacher that is going on, or ended at most 20 minutes ago; null when none or more than one. */
export function lessonAtHand(plan: LessonPlan, teacher: string, now: string): Lesson | null {
  const minute = minutesOf(now.slice(11));
  const own = plan.byTeacher.get(teacher)?.get(now.slice(0, 10)) ?? [];
  const timed = own.flatMap((lesson) => {
    const bell = plan.bells[String(lesson.lesson)];
    return bell ? [{ lesson, starts: minutesOf(bell[0]), ends: minutesOf(bell[1]) }] : [];
  });
  const going = timed.filter(({ starts, ends }) => starts <= minute && minute < ends);
  if (going.length > 0) return theOnly(going.map(({ lesson }) => lesson));
  const ended = timed.filter(({ ends }) => ends <= minute && minute <= ends + AFTERGLOW_MINUTES);
  const latest = Math.max(...ended.map(({ ends }) => ends));
  return theOnly(ended.filter(({ ends }) => ends === latest).map(({ lesson }) => lesson));
}

/** The lessons of a class and subject that this teacher owns or gives, in order. */
export function lessonsOfTeacher(plan: LessonPlan, schoolClass: string, subject: string, teacher: string): Lesson[] {
  const lessons = plan.bySubject.get(subjectKey(schoolClass, subject)) ?? [];
  return lessons.filter((lesson) => lesson.owner === teacher || lesson.teacher === teacher);
}

export function subjectKey(schoolClass: string, subject: string): string {
  return `${schoolClass}\n${subject}`;
}

function theOnly(lessons: Lesson[]): Lesson | null {
  const [first, ...others] = lessons;
  return first && others.every((other) => other.class === first.class && other.subject === first.subject)
    ? first
    : null;
}

function schoolDates(view: SchoolView): string[] {
  const inPeriod = (date: string) => view.periods.some(({ starts, ends }) => starts <= date && date <= ends);
  return datesBetween(view.year.starts, view.year.ends).filter(inPeriod);
}

/** The weekday whose timetable this slot's class follows on a day; 0 for none. */
function taughtAs(slot: SlotView, settings: DayView[], usual: number): number {
  const own = settings.find((day) => day.class === slot.class) ?? settings.find((day) => day.class === undefined);
  if (!own || own.as === 'remote') return usual;
  return own.as === 'off' ? 0 : own.as;
}

function lessonsOfSlot(slot: SlotView, date: string, courses: Map<string, CourseView[]>): Lesson[] {
  const taught = courses.get(subjectKey(slot.class, slot.subject)) ?? [];
  return taught
    .filter((course) => !slot.group || !course.group || course.group.some((id) => slot.group?.includes(id)))
    .map((course) => lessonOf(course, date, slot.lesson));
}

function lessonOf(course: CourseView, date: string, lesson: number): Lesson {
  const { class: schoolClass, subject, teacher, group } = course;
  return { date, lesson, class: schoolClass, subject, owner: teacher, teacher, ...(group ? { group } : {}) };
}

/** Timetables list a slot once for each group: the same course still meets once. */
function distinct(lessons: Lesson[]): Lesson[] {
  const byKey = new Map<string, Lesson>();
  for (const lesson of lessons) {
    const key = [lesson.class, lesson.subject, lesson.lesson, lesson.owner, lesson.group?.join(',')].join('\n');
    if (!byKey.has(key)) byKey.set(key, lesson);
  }
  return [...byKey.values()];
}

function applyChanges(lessons: Lesson[], changes: ChangeView[], courses: Map<string, CourseView[]>): Lesson[] {
  return changes.reduce((list, change) => {
    const touched = list.filter((lesson) => isAbout(change, lesson));
    const others = list.filter((lesson) => !touched.includes(lesson));
    if (change.cancelled) return others;
    const { subject, owner } = change;
    const named = subject === undefined ? [] : (courses.get(subjectKey(change.class, subject)) ?? []);
    const put = named
      .filter((course) => owner === undefined || course.teacher === owner)
      .map((course) => lessonOf(course, change.date, change.lesson));
    const instead = subject === undefined || (owner !== undefined && touched.length > 0) ? touched : put;
    const teacher = change.teacher;
    return [...others, ...(teacher === undefined ? instead : instead.map((lesson) => ({ ...lesson, teacher })))];
  }, lessons);
}

/** A change that names an owner is about that course alone, else about whatever the class has then. */
function isAbout(change: ChangeView, lesson: Lesson): boolean {
  if (lesson.class !== change.class || lesson.lesson !== change.lesson) return false;
  return change.owner === undefined || (lesson.owner === change.owner && lesson.subject === change.subject);
}

function groupBy<T>(list: T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) append(groups, key(item), item);
  return groups;
}
