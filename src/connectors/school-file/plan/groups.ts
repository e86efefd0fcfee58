import { groupBy } from '../../../platform/group-by.ts';
import { addDays } from '../../../platform/school-time.ts';
import type { GroupMemberRow } from '../rows.ts';
import { type CourseParts, courseLabel, type PlanContext } from './context.ts';
import type { PlannedCourse } from './courses.ts';
import { goingOn, stopping } from './spans.ts';

/**
 * Who belongs to a grouped course, dated: a pupil who changes group leaves one yesterday and joins the other today; who
 * was in no group of this subject before belongs since the year began.
 */
export function planGroups(context: PlanContext, planned: PlannedCourse[]): void {
  const { current } = context;
  const known = groupBy(current.groupMembers, (row) => row.courseId);
  const subjectOf = new Map(current.courses.map((row) => [row.id, `${row.classId} ${row.subjectId}`]));
  const been = new Set(current.groupMembers.map((row) => `${subjectOf.get(row.courseId)} ${row.studentId}`));
  for (const { course, row, of } of planned) {
    const rows = groupBy(known.get(row.id) ?? [], (member) => member.studentId);
    known.delete(row.id);
    for (const studentId of course.group ?? []) {
      const before = rows.get(studentId) ?? [];
      rows.delete(studentId);
      const first = been.has(`${row.classId} ${row.subjectId} ${studentId}`) ? context.from : context.year.starts;
      sync(context, { courseId: row.id, studentId, of }, before, goingOn(before, context, first));
    }
    for (const [studentId, before] of rows)
      sync(context, { courseId: row.id, studentId, of }, before, stopping(before, context));
  }
  for (const [courseId, rows] of known) endWithCourse(context, courseId, rows);
}

function sync(
  { plan, newId }: PlanContext,
  who: { courseId: number; studentId: string; of: CourseParts },
  before: GroupMemberRow[],
  wanted: { from: string; to: string | null }[],
): void {
  const { insert, update, remove } = plan.writes.groupMember;
  const { courseId, studentId } = who;
  const tell = (change: 'added' | 'changed' | 'left') =>
    plan.changes.push({
      kind: 'group',
      change,
      id: `${courseLabel(who.of)} · ${studentId}`,
      of: { ...who.of, student: studentId },
    });
  const left = new Set(before);
  for (const { from, to } of wanted) {
    const same = before.find((row) => row.from === from);
    if (!same) {
      insert.push({ id: newId(), courseId, studentId, from, to });
      tell('added');
      continue;
    }
    left.delete(same);
    if (same.to === to) continue;
    update.push({ ...same, to });
    tell(to === null ? 'changed' : 'left');
  }
  for (const row of left) {
    remove.push(row);
    tell('left');
  }
}

/** A course that ends lets its members go with it. */
function endWithCourse({ plan }: PlanContext, courseId: number, rows: GroupMemberRow[]): void {
  const course = plan.writes.course.update.find((row) => row.id === courseId);
  if (!course?.endedAt) return;
  const to = addDays(course.endedAt, -1);
  for (const row of rows) {
    if (row.to !== null) continue;
    if (row.from > to) plan.writes.groupMember.remove.push(row);
    else plan.writes.groupMember.update.push({ ...row, to });
  }
}
