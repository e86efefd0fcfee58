import { fullName, splitName, tidy } from '../names.ts';
import type { PersonRow, StaffRow, StudentRow } from '../rows.ts';
import { type Change, differences, type PlanContext } from './context.ts';

/** People with their roles: pupils, staff, guardians. Nobody is deleted; who is gone from the file has left. */
export function planPeople(context: PlanContext): void {
  const wanted = wantedPeople(context);
  const touched = planNames(context, wanted);
  planStudents(context, wanted, touched);
  planStaff(context, wanted, touched);
  planGuardians(context, wanted, touched);
}

type Wanted = Map<string, PersonRow>;
/** Differences of name, for those who have any. */
type Touched = Map<string, Change['fields']>;

function wantedPeople({ file }: PlanContext): Wanted {
  const wanted: Wanted = new Map();
  for (const { students } of file.classes)
    for (const { id, last, first, patronymic = '', sex = null } of students)
      wanted.set(id, { id, last: tidy(last), first: tidy(first), patronymic: tidy(patronymic), sex });
  for (const { id, name } of [...file.teachers, ...(file.guardians ?? [])])
    if (!wanted.has(id)) wanted.set(id, { id, ...splitName(name), sex: null });
  return wanted;
}

function planNames({ current, plan }: PlanContext, wanted: Wanted): Touched {
  const known = new Map(current.people.map((person) => [person.id, person]));
  const touched: Touched = new Map();
  for (const person of wanted.values()) {
    const before = known.get(person.id);
    if (!before) {
      plan.writes.person.insert.push(person);
      continue;
    }
    // erased on request: a file does not bring the name back
    if (before.erasedAt) continue;
    const after = { ...person, sex: person.sex ?? before.sex };
    const fields = differences<PersonRow>(before, after, ['last', 'first', 'patronymic', 'sex']);
    if (!fields) continue;
    plan.writes.person.update.push(after);
    touched.set(person.id, fields);
  }
  return touched;
}

function planStudents(context: PlanContext, wanted: Wanted, touched: Touched): void {
  const { current, file, plan } = context;
  const known = new Map(current.students.map((student) => [student.id, student]));
  for (const { id, taughtAtHome } of file.classes.flatMap(({ students }) => students)) {
    const before = known.get(id);
    const after: StudentRow = { id, leftAt: null, taughtAtHome: taughtAtHome ?? before?.taughtAtHome ?? false };
    note(context, 'student', 'student', before, after, ['leftAt', 'taughtAtHome'], wanted, touched);
    known.delete(id);
  }
  const active = current.students.filter((student) => student.leftAt === null);
  const gone = [...known.values()].filter((student) => student.leftAt === null);
  plan.leaving = { count: gone.length, of: active.length };
  markLeft(context, 'student', 'student', gone);
}

function planStaff(context: PlanContext, wanted: Wanted, touched: Touched): void {
  const { current, file } = context;
  const known = new Map(current.staff.map((member) => [member.id, member]));
  for (const { id, roles = [] } of file.teachers) {
    const after: StaffRow = { id, roles: [...new Set(roles)].sort((a, b) => (a < b ? -1 : 1)), leftAt: null };
    note(context, 'teacher', 'staffMember', known.get(id), after, ['roles', 'leftAt'], wanted, touched);
    known.delete(id);
  }
  const gone = [...known.values()].filter((member) => member.leftAt === null);
  markLeft(context, 'teacher', 'staffMember', gone);
}

/** A file without guardians says nothing about them; one with an empty list says that there are none. */
function planGuardians(context: PlanContext, wanted: Wanted, touched: Touched): void {
  const { current, file } = context;
  if (!file.guardians) return;
  const known = new Map(current.guardians.map((guardian) => [guardian.id, guardian]));
  const erased = new Set(current.people.filter((person) => person.erasedAt).map((person) => person.id));
  for (const { id } of file.guardians) {
    const before = known.get(id);
    known.delete(id);
    if (!erased.has(id))
      note(context, 'guardian', 'guardian', before, { id, leftAt: null }, ['leftAt'], wanted, touched);
  }
  const gone = [...known.values()].filter((guardian) => guardian.leftAt === null);
  markLeft(context, 'guardian', 'guardian', gone);
}

interface RoleRow {
  id: string;
  leftAt: string | null;
}

/** Writes one role of a person if it is new or differs, and tells of it, a changed name included. */
function note<R extends RoleRow>(
  { plan }: PlanContext,
  kind: 'student' | 'teacher' | 'guardian',
  table: 'student' | 'staffMember' | 'guardian',
  before: R | undefined,
  after: R,
  fields: (keyof R)[],
  wanted: Wanted,
  touched: Touched,
): void {
  const person = wanted.get(after.id);
  const name = person ? fullName(person) : after.id;
  const writes = plan.writes[table] as unknown as { insert: R[]; update: R[] };
  if (!before) {
    writes.insert.push(after);
    plan.changes.push({ kind, change: 'added', id: after.id, name });
    return;
  }
  const role = differences(before, after, fields);
  if (role) writes.update.push(after);
  const names = touched.get(after.id);
  if (role || names) plan.changes.push({ kind, change: 'changed', id: after.id, name, fields: { ...names, ...role } });
}

function markLeft<R extends RoleRow>(
  { current, plan, today }: PlanContext,
  kind: 'student' | 'teacher' | 'guardian',
  table: 'student' | 'staffMember' | 'guardian',
  gone: R[],
): void {
  const names = new Map(current.people.map((person) => [person.id, fullName(person)]));
  const writes = plan.writes[table] as unknown as { update: R[] };
  for (const row of gone) {
    writes.update.push({ ...row, leftAt: today });
    plan.changes.push({ kind, change: 'left', id: row.id, name: names.get(row.id) ?? row.id });
    plan.leavers.push(row.id);
  }
}
