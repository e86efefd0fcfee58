import { groupBy } from '../../../platform/group-by.ts';
import { addDays } from '../../../platform/school-time.ts';
import { coursesOfSlot, groupKey } from '../check/courses.ts';
import type { CourseRow } from '../rows.ts';
import type { FileCourse } from '../schema.ts';
import type { Ground } from './classes.ts';
import { type CourseParts, courseLabel, differences, type PlanContext } from './context.ts';
import { planGroups } from './groups.ts';
import { planSlots } from './timetable.ts';

/** A course of the file with its row, new or known. */
export interface PlannedCourse {
  course: FileCourse;
  row: CourseRow;
  /** not in the database before */
  added: boolean;
  of: CourseParts;
}

/** Courses, their groups and the timetable. A course that changes teacher stays the same course, so its marks do too. */
export function planCourses(context: PlanContext, ground: Ground): void {
  const { current, file, year } = context;
  const ofYear = new Set(current.classes.filter((row) => row.yearId === year.id).map((row) => row.id));
  const known = groupBy(
    current.courses.filter((row) => ofYear.has(row.classId)),
    (row) => `${row.classId} ${row.subjectId}`,
  );
  const members = groupBy(
    current.groupMembers.filter((row) => row.to === null),
    (row) => row.courseId,
  );
  const planned: PlannedCourse[] = [];
  for (const same of groupBy(file.courses, ({ class: name, subject }) => `${name}\n${subject}`).values()) {
    const classId = ground.classes.get(same[0]!.class)!.id;
    const subjectId = ground.subjects.get(same[0]!.subject)!.id;
    const key = `${classId} ${subjectId}`;
    const matched = matchCourses(same, known.get(key) ?? [], (id) => (members.get(id) ?? []).map((m) => m.studentId));
    for (const [course, row] of matched) planned.push(planCourse(context, course, row, { classId, subjectId }));
    const taken = new Set([...matched.values()]);
    known.set(
      key,
      (known.get(key) ?? []).filter((row) => !taken.has(row)),
    );
  }
  for (const row of [...known.values()].flat()) endCourse(context, ground, row);
  closeOlderCourses(context, ofYear);
  planGroups(context, planned);
  planSlots(context, planned, coursesOfSlot);
}

/** Which row is which course: by teacher and group, then by teacher, then by group, then whatever is left of the kind. */
function matchCourses(
  courses: FileCourse[],
  rows: CourseRow[],
  membersOf: (courseId: number) => string[],
): Map<FileCourse, CourseRow | undefined> {
  const free = new Set([...rows].sort((a, b) => Number(a.endedAt !== null) - Number(b.endedAt !== null)));
  const matched = new Map<FileCourse, CourseRow | undefined>(courses.map((course) => [course, undefined]));
  const sameKind = (course: FileCourse, row: CourseRow) => row.grouped === (course.group !== undefined);
  const sameTeacher = (course: FileCourse, row: CourseRow) => row.teacherId === course.teacher;
  const sameGroup = (course: FileCourse, row: CourseRow) =>
    course.group === undefined || groupKey(course.group) === groupKey(membersOf(row.id));
  const rules = [
    (c: FileCourse, r: CourseRow) => sameKind(c, r) && sameTeacher(c, r) && sameGroup(c, r),
    (c: FileCourse, r: CourseRow) => sameKind(c, r) && sameTeacher(c, r),
    (c: FileCourse, r: CourseRow) => sameKind(c, r) && sameGroup(c, r) && r.endedAt === null,
    (c: FileCourse, r: CourseRow) => sameKind(c, r) && r.endedAt === null,
  ];
  for (const rule of rules)
    for (const course of courses) {
      if (matched.get(course)) continue;
      const row = [...free].find((candidate) => rule(course, candidate));
      if (!row) continue;
      matched.set(course, row);
      free.delete(row);
    }
  return matched;
}

function planCourse(
  { plan, newId }: PlanContext,
  course: FileCourse,
  before: CourseRow | undefined,
  at: { classId: number; subjectId: number },
): PlannedCourse {
  const grouped = course.group !== undefined;
  const row: CourseRow = { id: before?.id ?? newId(), ...at, teacherId: course.teacher, grouped, endedAt: null };
  const of = { class: course.class, subject: course.subject, teacher: course.teacher };
  const about = { kind: 'course', id: courseLabel(of), of } as const;
  if (!before) {
    plan.writes.course.insert.push(row);
    plan.changes.push({ ...about, change: 'added' });
    return { course, row, added: true, of };
  }
  const fields = differences(before, row, ['teacherId', 'endedAt']);
  if (fields) {
    plan.writes.course.update.push(row);
    plan.changes.push({ ...about, change: 'changed', fields });
  }
  return { course, row, added: false, of };
}

function endCourse({ current, plan, from }: PlanContext, { classes, subjects }: Ground, row: CourseRow): void {
  if (row.endedAt !== null) return;
  plan.writes.course.update.push({ ...row, endedAt: from });
  const className = [...classes.values(), ...current.classes].find((c) => c.id === row.classId)?.name;
  const subject = [...subjects.values()].find((s) => s.id === row.subjectId)?.name;
  const of = { class: className ?? '', subject: subject ?? '', teacher: row.teacherId };
  plan.changes.push({ kind: 'course', change: 'left', id: courseLabel(of), of });
}

/** Courses of a year that is over end with its last day. */
function closeOlderCourses({ current, plan }: PlanContext, ofYear: Set<number>): void {
  const yearOf = new Map(current.classes.map((row) => [row.id, row.yearId]));
  const ends = new Map(current.years.map((row) => [row.id, row.ends]));
  for (const row of current.courses) {
    const last = ends.get(yearOf.get(row.classId) ?? 0);
    if (!ofYear.has(row.classId) && row.endedAt === null && last !== undefined)
      plan.writes.course.update.push({ ...row, endedAt: addDays(last, 1) });
  }
}
