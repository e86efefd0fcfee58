/** What an entry is about: class, course, lesson, pupil, checked against the roster. Pure. */
import { type SchoolDate, schoolDate } from '../platform/school-time.ts';
import { type EntryKind, studentIn } from './content.ts';
import type { EntryInput } from './entry.ts';
import { isCancelled, lessonsOfCourse, type PlannedLesson, substitutesOn } from './lessons.ts';
import { isInClass, takesCourse } from './membership.ts';
import { isClassTeacher, mayWriteCourse, mayWriteToClass, staffMember } from './permissions.ts';
import { type Refusal, refuse } from './refusals.ts';
import type { Roster, RosterClass, RosterCourse, RosterStaff, RosterYear } from './roster.ts';
import { classNamed, yearNear, yearOn } from './school-days.ts';

/** What the rules are asked under. */
export interface Circumstances {
  roster: Roster;
  now: Date;
  /** the school's date now */
  today: SchoolDate;
  /** a first import: what is past may be entered, and nobody is told */
  baseline: boolean;
  /** an illness from–to: the class teacher enters it for all lessons of the own class */
  illness?: boolean;
}

/** Where in the journal an entry belongs. */
export interface Target {
  ok: true;
  kind: EntryKind;
  staff: RosterStaff;
  classId: number;
  course: RosterCourse | null;
  /** of a mark, an absence, a topic */
  lesson: PlannedLesson | null;
  /** the lesson's day; a homework's due day; the day a message or period mark was entered */
  date: SchoolDate;
  studentId: string | null;
  period: string | null;
  /** a class teacher at another's absence: a standing reason may be corrected, nothing else */
  reasonOnly: boolean;
}

type CourseInput = Exclude<EntryInput, { kind: 'message' }>;
type LessonInput = Extract<EntryInput, { kind: 'mark' | 'absence' | 'topic' }>;

/** The year's mark is entered as the mark of this period. */
export const WHOLE_YEAR = 'год';

/** Kinds that grade 1 does not have (Б 5.6, Д 3.2.3). */
const NOT_IN_GRADE_1: readonly EntryKind[] = ['mark', 'homework', 'periodMark'];

/**
 * Finds the place of an entry, or says why it has none.
 * @param at the moment the entry was made, as its source tells it
 * @param courseId the course that is meant, where the subject has several in the class; absent: found by who enters it
 */
export function resolveEntry(on: Circumstances, input: EntryInput, at: Date, courseId?: number): Target | Refusal {
  const who = staffMember(on.roster, input.by, on.today);
  if (!who.ok) return who;
  // most entries are made just now; asking the calendar costs more than all else here
  const madeOn = at === on.now ? on.today : earlier(schoolDate(at, on.roster.zone), on.today);
  if (input.kind === 'message') return resolveMessage(on, input, who.staff, madeOn);
  const place = findClass(on, input, madeOn);
  if (!place.ok) return place;
  const asked: Asked = { on, input, staff: who.staff, schoolClass: place.schoolClass, madeOn, courseId };
  const pupil = checkPupil(asked);
  if (pupil) return pupil;
  if (input.kind === 'periodMark') return resolvePeriodMark(asked, input);
  if (input.kind === 'homework') return resolveHomework(asked, input);
  return resolveLesson(asked, input);
}

interface Asked {
  on: Circumstances;
  input: CourseInput;
  staff: RosterStaff;
  schoolClass: RosterClass;
  /** the school's day on which the entry was made */
  madeOn: SchoolDate;
  courseId: number | undefined;
}

/** The days that a course entry is about, and those whose substitute may enter it. */
interface Days {
  about: SchoolDate[];
  substitute: SchoolDate[];
}

const earlier = (a: SchoolDate, b: SchoolDate) => (a < b ? a : b);

function resolveMessage(
  on: Circumstances,
  input: Extract<EntryInput, { kind: 'message' }>,
  staff: RosterStaff,
  madeOn: SchoolDate,
): Target | Refusal {
  const year = yearNear(on.roster, madeOn);
  const schoolClass = year && classNamed(on.roster, input.class, year, madeOn);
  if (!year || !schoolClass) return refuse('unknown-class', 'class');
  if (!mayWriteToClass(staff, schoolClass, madeOn)) return refuse('not-your-course', 'class');
  const studentId = studentIn(input);
  if (studentId !== null) {
    if (!on.roster.students.has(studentId)) return refuse('unknown-student', 'student');
    const day = clamp(madeOn, year);
    if (!isInClass(on.roster, studentId, schoolClass.id, day)) return refuse('not-in-class', 'student');
  }
  const where = { classId: schoolClass.id, course: null, lesson: null, date: madeOn, studentId, period: null };
  return { ok: true, kind: 'message', staff, ...where, reasonOnly: false };
}

const clamp = (date: SchoolDate, { starts, ends }: RosterYear) => (date < starts ? starts : date > ends ? ends : date);

/** The class of the year that the entry's own day belongs to; that day must have come, homework's must not be over. */
function findClass(
  on: Circumstances,
  input: CourseInput,
  madeOn: SchoolDate,
): { ok: true; schoolClass: RosterClass } | Refusal {
  const { roster } = on;
  const [field, date] = dayOf(input, madeOn);
  if (!roster.classesByName.has(input.class)) return refuse('unknown-class', 'class');
  if (!roster.subjects.has(input.subject)) return refuse('unknown-subject', 'subject');
  const year = input.kind === 'periodMark' ? yearNear(roster, date) : yearOn(roster, date);
  if (!year) return refuse('date-out-of-year', field);
  if (field === 'date' && date > on.today) return refuse('date-in-future', 'date');
  if (field === 'due' && date < madeOn && !on.baseline) return refuse('due-in-past', 'due');
  const schoolClass = classNamed(roster, input.class, year, date);
  if (!schoolClass) return refuse('unknown-class', 'class');
  if (schoolClass.grade === 1 && NOT_IN_GRADE_1.includes(input.kind)) return refuse('grade-1', 'class');
  return { ok: true, schoolClass };
}

function dayOf(input: CourseInput, madeOn: SchoolDate): ['date' | 'due' | 'period', SchoolDate] {
  if (input.kind === 'homework') return ['due', input.due];
  return input.kind === 'periodMark' ? ['period', madeOn] : ['date', input.date];
}

function checkPupil({ on, input }: Asked): Refusal | null {
  const id = studentIn(input);
  if (id === null) return null;
  const student = on.roster.students.get(id);
  if (!student) return refuse('unknown-student', 'student');
  return student.taughtAtHome && input.kind !== 'periodMark' ? refuse('taught-at-home', 'student') : null;
}

/**
 * The courses of the subject in the class that this person may write and this pupil takes on one of those days, own
 * ones before those of others. Several of them are groups.
 */
function findCourses(asked: Asked, { about, substitute }: Days): { ok: true; courses: RosterCourse[] } | Refusal {
  const { on, input, staff, schoolClass, courseId } = asked;
  const running = schoolClass.courses.filter(
    (c) =>
      c.subject.name === input.subject &&
      (courseId === undefined || c.id === courseId) &&
      about.some((day) => c.endedAt === null || day < c.endedAt),
  );
  if (running.length === 0) return refuse('no-course', 'subject');
  const writable = running.filter((c) => mayWriteCourse(on.roster, staff, c, substitute));
  const mayReason = input.kind === 'absence' && isClassTeacher(on.roster, staff, schoolClass.id);
  const courses = writable.length > 0 || !mayReason ? writable : running;
  if (courses.length === 0) return refuse('not-your-course', 'by');
  const taken = coursesTaken(asked, courses, about);
  if (!taken.ok) return taken;
  const own = taken.courses.filter(
    (c) => c.teacherId === staff.id || substitute.some((day) => substitutesOn(on.roster, staff.id, c, day)),
  );
  return own.length > 0 ? { ok: true, courses: own } : taken;
}

function coursesTaken(
  { on, input, schoolClass }: Asked,
  courses: RosterCourse[],
  days: SchoolDate[],
): { ok: true; courses: RosterCourse[] } | Refusal {
  const studentId = studentIn(input);
  if (studentId === null) return { ok: true, courses };
  if (!days.some((day) => isInClass(on.roster, studentId, schoolClass.id, day)))
    return refuse('not-in-class', 'student');
  const taken = courses.filter((c) => days.some((day) => takesCourse(on.roster, studentId, c, day)));
  return taken.length > 0 ? { ok: true, courses: taken } : refuse('not-in-group', 'student');
}

function target({ on, input, staff, schoolClass }: Asked, course: RosterCourse, date: SchoolDate, days: Days): Target {
  return {
    ok: true,
    kind: input.kind,
    staff,
    classId: schoolClass.id,
    course,
    lesson: null,
    date,
    studentId: studentIn(input),
    period: null,
    reasonOnly: !mayWriteCourse(on.roster, staff, course, days.substitute),
  };
}

function resolvePeriodMark(asked: Asked, input: Extract<EntryInput, { kind: 'periodMark' }>): Target | Refusal {
  const { schoolClass, madeOn } = asked;
  const { year } = schoolClass;
  const period = input.period === WHOLE_YEAR ? year : year.periods.find((p) => p.name === input.period);
  if (!period) return refuse('unknown-period', 'period');
  if (madeOn < period.starts) return refuse('date-in-future', 'period');
  const days = { about: [madeOn, earlier(period.ends, madeOn)], substitute: [] };
  const found = findCourses(asked, days);
  if (!found.ok) return found;
  const [course] = found.courses;
  if (!course || found.courses.length > 1) return refuse('several-groups', 'student');
  return { ...target(asked, course, madeOn, days), period: input.period };
}

function resolveHomework(asked: Asked, input: Extract<EntryInput, { kind: 'homework' }>): Target | Refusal {
  const { roster } = asked.on;
  // who stands in today gives the task for the next lesson
  const days = { about: [input.due], substitute: [input.due, asked.madeOn] };
  const found = findCourses(asked, days);
  if (!found.ok) return found;
  const due = found.courses.filter((c) => lessonsOfCourse(roster, c, input.due).length > 0);
  const [course] = due;
  if (!course) return noLesson(asked, found.courses, input.due, 'due');
  return due.length > 1 ? refuse('several-groups', 'student') : target(asked, course, input.due, days);
}

function resolveLesson(asked: Asked, input: LessonInput): Target | Refusal {
  const days = { about: [input.date], substitute: [input.date] };
  const found = findCourses(asked, days);
  if (!found.ok) return found;
  const held = found.courses.flatMap((c) => lessonsOfCourse(asked.on.roster, c, input.date));
  if (held.length === 0) return noLesson(asked, found.courses, input.date, 'date');
  const meant = input.lesson === undefined ? held : held.filter((l) => l.number === input.lesson);
  const lesson = firstLesson(meant, asked.staff.id);
  if (!lesson) return refuse('no-lesson', 'lesson');
  if (meant.some((l) => l !== lesson && l.number === lesson.number)) return refuse('several-groups', 'subject');
  return { ...target(asked, lesson.course, input.date, days), lesson };
}

/** The first of the day's lessons that this person gives, else the first of all. */
function firstLesson(lessons: PlannedLesson[], staffId: string): PlannedLesson | undefined {
  const inOrder = lessons.toSorted((a, b) => a.number - b.number);
  return inOrder.find((l) => l.teacherId === staffId) ?? inOrder[0];
}

function noLesson({ on }: Asked, courses: RosterCourse[], date: SchoolDate, field: string): Refusal {
  return refuse(courses.some((c) => isCancelled(on.roster, c, date)) ? 'lesson-cancelled' : 'no-lesson', field);
}
