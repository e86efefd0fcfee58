import { groupBy } from '../platform/group-by.ts';
import { readRules } from '../platform/school-rules.ts';
import {
  changesKey,
  type Roster,
  type RosterChange,
  type RosterClass,
  type RosterCourse,
  type RosterSpecialDay,
  type RosterStudent,
  type RosterSubject,
  type RosterYear,
  type Span,
} from './roster.ts';
import type { RosterRows } from './roster-load.ts';

/** The snapshot that these rows make. Pure; the rows are not kept. */
export function compileRoster(rows: RosterRows): Roster {
  const { version, name, zone, rules, bells } = rows.school;
  const years = compileYears(rows);
  const courses = compileCourses(rows);
  const classes = compileClasses(rows, years, courses);
  return {
    version,
    school: name,
    zone,
    rules: readRules(rules),
    bells,
    years,
    holidays: new Set(rows.holidays.map((h) => h.date)),
    subjects: new Map(rows.subjects.map((s) => [s.name, s])),
    staff: new Map(rows.staff.map((s) => [s.id, s])),
    students: compileStudents(rows),
    classes,
    classesByName: groupBy([...classes.values()], (c) => c.name),
    courses,
    specialDays: groupBy(rows.specialDays, (d) => d.date) satisfies Map<string, RosterSpecialDay[]>,
    changes: groupBy(rows.changes, (c) => changesKey(c.classId, c.date)) satisfies Map<string, RosterChange[]>,
  };
}

function compileYears(rows: RosterRows): RosterYear[] {
  const periods = groupBy(rows.periods, (p) => p.yearId);
  return rows.years.map((year) => ({ ...year, periods: periods.get(year.id) ?? [] }));
}

function compileStudents(rows: RosterRows): Map<string, RosterStudent> {
  const memberships = groupBy(rows.memberships, (m) => m.studentId);
  return new Map(rows.students.map((s) => [s.id, { ...s, memberships: memberships.get(s.id) ?? [] }]));
}

function compileCourses(rows: RosterRows): Map<number, RosterCourse> {
  const subjects = new Map<number, RosterSubject>(rows.subjects.map((s) => [s.id, s]));
  const slots = groupBy(rows.slots, (s) => s.courseId);
  const members = groupBy(rows.groupMembers, (m) => m.courseId);
  return new Map(
    rows.courses.map(({ subjectId, ...course }) => [
      course.id,
      {
        ...course,
        // a course's subject is held by a foreign key
        subject: subjects.get(subjectId) as RosterSubject,
        members: groupBy(members.get(course.id) ?? [], (m) => m.studentId) satisfies Map<string, Span[]>,
        slots: slots.get(course.id) ?? [],
      },
    ]),
  );
}

function compileClasses(
  rows: RosterRows,
  years: RosterYear[],
  courses: Map<number, RosterCourse>,
): Map<number, RosterClass> {
  const byId = new Map(years.map((y) => [y.id, y]));
  const byClass = groupBy([...courses.values()], (c) => c.classId);
  return new Map(
    rows.classes.map(({ yearId, ...schoolClass }) => [
      schoolClass.id,
      { ...schoolClass, year: byId.get(yearId) as RosterYear, courses: byClass.get(schoolClass.id) ?? [] },
    ]),
  );
}
