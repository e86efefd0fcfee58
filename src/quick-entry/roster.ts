import { type LessonPlan, lessonsOfTeacher, planLessons, subjectKey } from './lessons.ts';
import { ORDINALS, PERIOD_NOUNS } from './lexicon/words.ts';
import { createNameIndex, type NameIndex } from './names/name-index.ts';
import type { ClassView, CourseView, PeriodView, SchoolView, StudentView } from './school-view.ts';
import { indexSubjects, type SubjectIndex } from './subjects.ts';
import { fold, foldedWords } from './text/fold.ts';

/** A school file made ready: what is heavy is worked out once, here or at its first use. */
export interface Roster {
  view: SchoolView;
  plan: LessonPlan;
  classes: Map<string, ClassView>;
  /** Folded letters and figures of a class's name → its name. */
  classKeys: Map<string, string>;
  subjects: SubjectIndex;
  periods: CompiledPeriod[];
  /** Declined names of all who are or were in a class. */
  namesOfClass: (name: string) => NameIndex;
  /** Declined names of every class that a teacher may write about. */
  namesOfTeacher: (teacher: string) => NameIndex;
  /** Ids of those who belong to a class on a day. */
  membersOn: (name: string, date: string) => Set<string>;
}

export interface CompiledPeriod extends PeriodView {
  number: number | null;
  /** Stem of its noun, as in the table of period nouns. */
  noun: string | null;
}

/** What a teacher teaches in a class; `group` null for the whole class. */
export interface TeacherCourse {
  class: string;
  subject: string;
  group: Set<string> | null;
}

export function compileRoster(view: SchoolView): Roster {
  const classes = new Map(view.classes.map((schoolClass) => [schoolClass.name, schoolClass]));
  const members = membership(view);
  const namesOfClass = remembered((name: string) => createNameIndex(members.everIn(name)));
  return {
    view,
    plan: planLessons(view),
    classes,
    classKeys: new Map(view.classes.map(({ name }) => [fold(name), name])),
    subjects: indexSubjects(view.subjects),
    periods: view.periods.map(compilePeriod),
    namesOfClass,
    namesOfTeacher: remembered((teacher: string) => createNameIndex(classesOf(view, teacher).flatMap(members.everIn))),
    membersOn: members.on,
  };
}

/** The courses of a teacher, those included that he gives as a substitute on the date. */
export function coursesOf(roster: Roster, teacher: string, date: string): TeacherCourse[] {
  const own = roster.view.courses.filter((course) => course.teacher === teacher);
  const substituted = (roster.plan.byDate.get(date) ?? [])
    .filter((lesson) => lesson.teacher === teacher && lesson.owner !== teacher)
    .map((lesson) => ({ class: lesson.class, subject: lesson.subject, teacher, group: lesson.group }));
  const courses = new Map<string, TeacherCourse>();
  for (const course of [...own, ...substituted]) {
    const key = subjectKey(course.class, course.subject);
    const known = courses.get(key);
    courses.set(key, { class: course.class, subject: course.subject, group: joinedGroups(known, course) });
  }
  return [...courses.values()];
}

/** The dates of a course's lessons, in order, each once. */
export function lessonDates(roster: Roster, course: TeacherCourse, teacher: string): string[] {
  const lessons = lessonsOfTeacher(roster.plan, course.class, course.subject, teacher);
  return [...new Set(lessons.map((lesson) => lesson.date))];
}

function joinedGroups(known: TeacherCourse | undefined, course: CourseView): Set<string> | null {
  if (!course.group || known?.group === null) return null;
  return new Set([...(known?.group ?? []), ...course.group]);
}

function classesOf(view: SchoolView, teacher: string): string[] {
  const taught = view.courses.filter((course) => course.teacher === teacher).map((course) => course.class);
  const led = view.classes.filter((schoolClass) => schoolClass.classTeacher === teacher).map(({ name }) => name);
  return [...new Set([...taught, ...led])];
}

function membership(view: SchoolView): {
  everIn: (name: string) => StudentView[];
  on: (name: string, date: string) => Set<string>;
} {
  const students = new Map(view.classes.flatMap(({ students: list }) => list.map((student) => [student.id, student])));
  const listed = new Map(view.classes.map(({ name, students: list }) => [name, list.map(({ id }) => id)]));
  const dated = new Map<string, { class: string; from: string; to?: string }[]>();
  for (const member of view.members ?? []) dated.set(member.student, [...(dated.get(member.student) ?? []), member]);

  function everIn(name: string): StudentView[] {
    const came = (view.members ?? []).filter((member) => member.class === name).map(({ student }) => student);
    return [...new Set([...(listed.get(name) ?? []), ...came])].flatMap((id) => students.get(id) ?? []);
  }

  function isIn(student: string, name: string, date: string): boolean {
    const spans = dated.get(student) ?? [];
    const now = spans.filter(({ from, to }) => from <= date && date <= (to ?? date));
    if (now.length > 0) return now.some((span) => span.class === name);
    return (listed.get(name) ?? []).includes(student) && !spans.some((span) => span.class === name);
  }

  const all = remembered((name: string) => new Set(everIn(name).map(({ id }) => id)));
  const on = (name: string, date: string) => new Set([...all(name)].filter((id) => isIn(id, name, date)));
  return { everIn, on: (name, date) => (dated.size === 0 ? all(name) : on(name, date)) };
}

function compilePeriod(period: PeriodView): CompiledPeriod {
  const words = foldedWords(period.name);
  const numbers = words.map((word) =>
    /^\d$/u.test(word) ? Number(word) : ORDINALS.find(([form]) => form.test(word))?.[1],
  );
  const nouns = words.map((word) => PERIOD_NOUNS.find(([form]) => form.test(word))?.[1]);
  return { ...period, number: numbers.find(Boolean) ?? null, noun: nouns.find(Boolean) ?? null };
}

function remembered<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
