import { groupBy } from '../../../platform/group-by.ts';
import type { ClassRow, MembershipRow, SubjectRow } from '../rows.ts';
import { type Change, differences, type PlanContext } from './context.ts';
import { type ClassSpan, wantedMemberships } from './members.ts';

/** What the later parts look up: rows of this year's classes and of the subjects, new ones included. */
export interface Ground {
  classes: Map<string, ClassRow>;
  subjects: Map<string, SubjectRow>;
}

/** Classes of the file's year and their dated memberships; classes of years before are closed. */
export function planClasses(context: PlanContext): Ground {
  const classes = planClassRows(context);
  const subjects = planSubjects(context);
  planMemberships(context, classes);
  return { classes, subjects };
}

function planClassRows({ current, file, plan, today, year, newId }: PlanContext): Map<string, ClassRow> {
  const known = new Map(current.classes.filter((c) => c.yearId === year.id).map((row) => [row.name, row]));
  const rows = new Map<string, ClassRow>();
  for (const { name, grade, classTeacher = null } of file.classes) {
    const before = known.get(name);
    const id = before?.id ?? newId();
    const after: ClassRow = { id, yearId: year.id, name, grade, classTeacherId: classTeacher, leftAt: null };
    rows.set(name, after);
    known.delete(name);
    const fields = before ? differences(before, after, ['grade', 'classTeacherId', 'leftAt']) : null;
    if (before && !fields) continue;
    plan.writes.schoolClass[before ? 'update' : 'insert'].push(after);
    plan.changes.push({ kind: 'class', change: before ? 'changed' : 'added', id: name, ...(fields ? { fields } : {}) });
  }
  for (const gone of known.values()) {
    if (gone.leftAt !== null) continue;
    plan.writes.schoolClass.update.push({ ...gone, leftAt: today });
    plan.changes.push({ kind: 'class', change: 'left', id: gone.name });
  }
  return rows;
}

/** Subjects stay for the journals of the past; only what the file names is added or renewed. */
function planSubjects({ current, file, plan, newId }: PlanContext): Map<string, SubjectRow> {
  const known = new Map(current.subjects.map((row) => [row.name, row]));
  const rows = new Map(known);
  for (const { name, short = [] } of file.subjects) {
    const before = known.get(name);
    const after = { id: before?.id ?? newId(), name, short };
    rows.set(name, after);
    const fields = before ? differences(before, after, ['short']) : null;
    if (before && !fields) continue;
    plan.writes.subject[before ? 'update' : 'insert'].push(after);
    const change = before ? 'changed' : 'added';
    plan.changes.push({ kind: 'subject', change, id: name, ...(fields ? { fields } : {}) });
  }
  return rows;
}

function planMemberships(context: PlanContext, classes: Map<string, ClassRow>): void {
  const { current, file, year } = context;
  const names = new Map([...current.classes, ...classes.values()].map((row) => [row.id, row.name]));
  const older = new Set(current.classes.filter((row) => row.yearId !== year.id).map((row) => row.id));
  const known = groupBy(current.memberships, (row) => row.studentId);
  const said = groupBy(file.members ?? [], (member) => member.student);
  const listed = new Map(
    file.classes.flatMap(({ name, students }) => students.map(({ id }) => [id, classes.get(name)!.id])),
  );
  for (const id of new Set([...listed.keys(), ...known.keys()])) {
    const rows = known.get(id) ?? [];
    for (const row of rows) if (older.has(row.classId)) closeOlder(context, row);
    const before = rows.filter((row) => !older.has(row.classId));
    const wanted = wantedMemberships(context, before, listed.get(id) ?? null, said.get(id) ?? [], classes);
    reconcile(context, id, before, wanted, names);
  }
}

/** A year that is over ends its memberships on its last day. */
function closeOlder({ current, plan }: PlanContext, row: MembershipRow): void {
  if (row.to !== null) return;
  const yearId = current.classes.find((schoolClass) => schoolClass.id === row.classId)?.yearId;
  const ends = current.years.find((year) => year.id === yearId)?.ends;
  if (ends !== undefined) plan.writes.membership.update.push({ ...row, to: ends });
}

/** Brings the year's memberships of one child to the spans wanted. */
function reconcile(
  { plan, newId }: PlanContext,
  studentId: string,
  before: MembershipRow[],
  wanted: ClassSpan[],
  names: Map<number, string>,
): void {
  const { insert, update, remove } = plan.writes.membership;
  const told = (change: Change['change'], className: string) =>
    plan.changes.push({
      kind: 'membership',
      change,
      id: `${studentId} · ${className}`,
      of: { student: studentId, class: className },
    });
  const tell = (classId: number, change: Change['change']) => told(change, names.get(classId) ?? String(classId));
  const left = new Set(before);
  for (const { classId, from, to } of wanted) {
    const same = before.find((row) => row.classId === classId && row.from === from);
    if (!same) {
      insert.push({ id: newId(), studentId, classId, from, to });
      tell(classId, 'added');
      continue;
    }
    left.delete(same);
    if (same.to === to) continue;
    update.push({ ...same, to });
    tell(classId, to === null ? 'changed' : 'left');
  }
  for (const row of left) {
    remove.push(row);
    tell(row.classId, 'left');
  }
}
