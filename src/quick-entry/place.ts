import { type Question, type Refusal, refuse } from './answer.ts';
import type { TeacherCourse } from './roster.ts';
import { ownCourses, type Session, settled } from './session.ts';

/** Class and subject as they were named so far: lines share them until a line names others. */
export interface Shared {
  class: string | null;
  /** One name, or several that the words could not tell apart. */
  subjects: string[] | null;
  /** The subject was named for another class, before this line named its own. */
  carried: boolean;
}

/** Where an entry belongs, or why that cannot be told. With a question the class may be known already. */
export type CoursePlace = { course: TeacherCourse } | { stop: Question | Refusal; class: string | null };

export type ClassPlace = { class: string } | { stop: Question | Refusal };

interface Asking {
  /** Where the statement begins: tells its questions from those of others. */
  at: number;
  /** The date that decides whose course it is when a substitute writes. */
  date: string;
}

/** The course of a statement: named, left out, or asked for. Answers are kept in `shared` as if they had been named. */
export function placeCourse(session: Session, shared: Shared, asking: Asking): CoursePlace {
  const courses = ownCourses(session, asking.date);
  const clear = clarifySubject(session, shared, courses, asking);
  if (clear) return { stop: clear, class: shared.class };
  if (shared.class === null) return placeWithoutClass(session, shared, courses, asking);
  return placeInClass(session, shared, shared.class, courses, asking);
}

/** A prefix of several subjects: the teacher says which. */
function clarifySubject(
  session: Session,
  shared: Shared,
  courses: TeacherCourse[],
  asking: Asking,
): Question | Refusal | null {
  if (!shared.subjects || shared.subjects.length === 1) return null;
  const own = courses.filter((course) => shared.class === null || course.class === shared.class);
  const possible = shared.subjects.filter((subject) => own.some((course) => course.subject === subject));
  if (possible.length === 0) return refuse('not-your-course');
  const subject = settled(session, 'subject', asking.at, '', possible);
  if (typeof subject !== 'string') return subject;
  shared.subjects = [subject];
  return null;
}

function placeWithoutClass(session: Session, shared: Shared, courses: TeacherCourse[], asking: Asking): CoursePlace {
  const subject = shared.subjects?.[0];
  const { lesson } = session;
  if (lesson && (subject === undefined || subject === lesson.subject)) {
    const course = courses.find((own) => own.class === lesson.class && own.subject === lesson.subject);
    if (course) return { course };
  }
  const fitting = courses.filter((course) => subject === undefined || course.subject === subject);
  const [only, ...others] = fitting;
  if (!only) return { stop: refuse('not-your-course'), class: null };
  if (subject !== undefined && others.length === 0) return { course: only };
  const named = askClass(session, fitting, asking);
  if (typeof named !== 'string') return { stop: named, class: null };
  shared.class = named;
  return placeInClass(session, shared, named, courses, asking);
}

function askClass(session: Session, courses: TeacherCourse[], asking: Asking): string | Question {
  return settled(session, 'class', asking.at, '', [...new Set(courses.map((course) => course.class))]);
}

function placeInClass(
  session: Session,
  shared: Shared,
  name: string,
  courses: TeacherCourse[],
  asking: Asking,
): CoursePlace {
  const here = courses.filter((course) => course.class === name);
  const subject = shared.subjects?.[0];
  const [only, ...others] = here;
  // a subject carried over from another class stands only where it cannot be doubted
  const doubtful = subject === undefined || (shared.carried && others.length > 0);
  if (!doubtful || !only) {
    const course = here.find((own) => own.subject === subject);
    return course ? { course } : { stop: refuse('not-your-course'), class: name };
  }
  if (others.length === 0) return { course: only };
  const chosen = settled(
    session,
    'subject',
    asking.at,
    '',
    here.map((course) => course.subject),
  );
  if (typeof chosen !== 'string') return { stop: chosen, class: name };
  shared.subjects = [chosen];
  shared.carried = false;
  return placeInClass(session, shared, name, courses, asking);
}

/** Where a class was written in a way that fits two: the teacher says which. */
export function askDoubtfulClass(session: Session, shared: Shared, asking: Asking): Question | null {
  const named = askClass(session, ownCourses(session, asking.date), asking);
  if (typeof named !== 'string') return named;
  shared.class = named;
  return null;
}

/** The class whose parents a message is for: of its class teacher and its subject teachers. */
export function placeMessage(session: Session, shared: Shared, asking: Asking): ClassPlace {
  const courses = ownCourses(session, asking.date);
  const name = shared.class ?? classByLesson(session, shared) ?? undefined;
  if (name === undefined) {
    const subject = shared.subjects?.[0];
    const fitting = courses.filter((course) => subject === undefined || course.subject === subject);
    const classes = new Set(fitting.map((course) => course.class));
    if (classes.size === 0) return { stop: refuse('not-your-course') };
    if (subject !== undefined && classes.size === 1) return { class: [...classes][0] ?? '' };
    const chosen = askClass(session, fitting, asking);
    if (typeof chosen !== 'string') return { stop: chosen };
    shared.class = chosen;
    return { class: chosen };
  }
  const leads = session.roster.classes.get(name)?.classTeacher === session.teacher;
  const teaches = courses.some((course) => course.class === name);
  return leads || teaches ? { class: name } : { stop: refuse('not-your-course') };
}

function classByLesson(session: Session, shared: Shared): string | null {
  const subject = shared.subjects?.[0];
  const { lesson } = session;
  return lesson && (subject === undefined || subject === lesson.subject) ? lesson.class : null;
}
