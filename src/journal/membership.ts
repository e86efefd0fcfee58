/** Who belongs to which class and group, and when. Pure. */
import type { SchoolDate } from '../platform/school-time.ts';
import { covers, fullName, type Roster, type RosterClass, type RosterCourse, type RosterStudent } from './roster.ts';

/** The pupil was of the school then. */
const attends = (student: RosterStudent, date: SchoolDate) => student.leftAt === null || date < student.leftAt;

/** The pupil belongs to the class on the date. */
export function isInClass(roster: Roster, studentId: string, classId: number, date: SchoolDate): boolean {
  const student = roster.students.get(studentId);
  if (!student || !attends(student, date)) return false;
  return student.memberships.some((m) => m.classId === classId && covers(m, date));
}

/** Classes of the year that holds the date, in the order of the school. */
export function classesOn(roster: Roster, date: SchoolDate): RosterClass[] {
  return inOrder(
    [...roster.classes.values()].filter(
      (c) => c.year.starts <= date && date <= c.year.ends && (c.leftAt === null || date < c.leftAt),
    ),
  );
}

/** Classes that stand in the school's file, of whatever year, in the order of the school. */
export function standingClasses(roster: Roster): RosterClass[] {
  return inOrder([...roster.classes.values()].filter(({ leftAt }) => leftAt === null));
}

function inOrder(classes: RosterClass[]): RosterClass[] {
  const collator = new Intl.Collator('ru', { numeric: true });
  return classes.sort((a, b) => a.grade - b.grade || collator.compare(a.name, b.name));
}

/** The pupil's class on the date, if any. */
export function classOf(roster: Roster, studentId: string, date: SchoolDate): RosterClass | undefined {
  const student = roster.students.get(studentId);
  if (!student || !attends(student, date)) return undefined;
  const membership = student.memberships.findLast((m) => covers(m, date));
  return membership && roster.classes.get(membership.classId);
}

/** The pupil takes the course on the date: in its class, and in its group where it has one. */
export function takesCourse(roster: Roster, studentId: string, course: RosterCourse, date: SchoolDate): boolean {
  if (!isInClass(roster, studentId, course.classId, date)) return false;
  return !course.grouped || (course.members.get(studentId) ?? []).some((span) => covers(span, date));
}

/** The pupils of a class on a date, by surname. */
export function studentsOf(roster: Roster, classId: number, date: SchoolDate): RosterStudent[] {
  return membersOf(roster, classId).filter((s) => isInClass(roster, s.id, classId, date));
}

/** The pupils who belonged to a class on any day from first to last, by surname. */
export function studentsBetween(roster: Roster, classId: number, from: SchoolDate, to: SchoolDate): RosterStudent[] {
  return membersOf(roster, classId).filter(
    ({ leftAt, memberships }) =>
      (leftAt === null || from < leftAt) &&
      memberships.some(
        (m) => m.classId === classId && (m.from === null || m.from <= to) && (m.to === null || m.to >= from),
      ),
  );
}

/** The pupils who take a course on a date, by surname. */
export function studentsOfCourse(roster: Roster, course: RosterCourse, date: SchoolDate): RosterStudent[] {
  return membersOf(roster, course.classId).filter((s) => takesCourse(roster, s.id, course, date));
}

const members = new WeakMap<Roster, Map<number, RosterStudent[]>>();

/** Everybody who ever belonged to the class, by surname. */
function membersOf(roster: Roster, classId: number): RosterStudent[] {
  const byClass = members.get(roster) ?? indexMembers(roster);
  members.set(roster, byClass);
  return byClass.get(classId) ?? [];
}

function indexMembers(roster: Roster): Map<number, RosterStudent[]> {
  const byClass = new Map<number, RosterStudent[]>();
  for (const student of roster.students.values()) {
    for (const classId of new Set(student.memberships.map((m) => m.classId))) {
      const list = byClass.get(classId);
      if (list) list.push(student);
      else byClass.set(classId, [student]);
    }
  }
  for (const list of byClass.values())
    list.sort((a, b) => fullName(a).localeCompare(fullName(b), 'ru') || (a.id < b.id ? -1 : 1));
  return byClass;
}
