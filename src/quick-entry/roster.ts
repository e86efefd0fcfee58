import { type LessonPlan, planLessons, subjectKey } from './lessons.ts';
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
  /** What a teacher teaches by the school file, substitutions aside. */
  ownCourses: (teacher: string) => TeacherCourse[];
  /** The dates of the lessons that a teacher owns or gives, by class and subject. */
  datesOf: (teacher: string) => Map<string, string[]>;
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
  /** Whose lessons it has: the teacher's own, or those of the one he stands in for. */
  owner: string;
}

export function compileRoster(view: SchoolView): Roster {
  const classes = new Map(view.classes.map((schoolClass) => [schoolClass.name, schoolClass]));
  const members = membership(view);
  const plan = planLessons(view);
  const namesOfClass = remembered((name: string) => createNameIndex(members.everIn(name)));
  return {
    view,
    plan,
    classes,
    classKeys: new Map(view.classes.map(({ name }) => [fold(name), name])),
    subjects: indexSubjects(view.subjects),
    periods: view.periods.map(compilePeriod),
    namesOfClass,
    namesOfTeacher: remembered((teacher: string) => createNameIndex(classesOf(view, teacher).flatMap(members.everIn))),
    ownCourses: remembered((teacher: string) =>
      joinCourses(
        view.courses.flatMap((course) => (course.teacher === teacher ? [{ ...course, owner: teacher }] : [])),
      ),
    ),
    datesOf: remembered((teacher: string) => datesByCourse(plan, teacher)),
    membersOn: members.on,
  };
}

/** The courses of a teacher, those included that he gives as a substitute on the date. */
export function coursesOf(roster: Roster, teacher: string, date: string): TeacherCourse[] {
  const own = roster.ownCourses(teacher);
  const substituted = (roster.plan.substituted.get(date) ?? []).filter((lesson) => lesson.teacher === teacher);
  if (substituted.length === 0) return own;
  const listed = own.map((course) => ({ ...course, group: course.group ? [...course.group] : undefined }));
  return joinCourses([...listed, ...substituted]);
}

/** The dates of a course's lessons, in order, each once. */
export function lessonDates(roster: Roster, course: TeacherCourse): string[] {
  return roster.datesOf(course.owner).get(subjectKey(course.class, course.subject)) ?? [];
}

function datesByCourse(plan: LessonPlan, teacher: string): Map<string, string[]> {
  const dates = new Map<string, string[]>();
  for (const [key, lessons] of plan.bySubject) {
    const own = lessons.filter((lesson) => lesson.owner === teacher || lesson.teacher === teacher);
    if (own.length > 0) dates.set(key, [...new Set(own.map((lesson) => lesson.date))]);
  }
  return dates;
}

/** One course for each class and subject: of several groups all pupils count. */
function joinCourses(list: (Pick<CourseView, 'class' | 'subject' | 'group'> & { owner: string })[]): TeacherCourse[] {
  const courses = new Map<string, TeacherCourse>();
  for (const course of list) {
    const key = subjectKey(course.class, course.subject);
    const known = courses.get(key);
    const group = joinedGroups(known, course);
    courses.set(key, { class: course.class, subject: course.subject, group, owner: known?.owner ?? course.owner });
  }
  return [...courses.values()];
}

function joinedGroups(known: TeacherCourse | undefined, course: Pick<CourseView, 'group'>): Set<string> | null {
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
  const numbers = words.map((word) => (/^\d$/u.test(word) ? Number(word) : ORDINALS.get(word)));
  const nouns = words.map((word) => PERIOD_NOUNS.get(word));
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
