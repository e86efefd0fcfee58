/** What a transfer writes: the rows of one pupil, by the same tables as a school file. Pure. */
import { addDays, type SchoolDate } from '../../../platform/school-time.ts';
import { splitName, tidy } from '../names.ts';
import { emptyPlan, type ImportPlan } from '../plan/context.ts';
import { wantedPair } from '../plan/links.ts';
import type { ClassRow, Current, CurrentGuardianship, GuardianshipRow, MembershipRow } from '../rows.ts';
import { RELATIONS } from '../schema.ts';
import { type NewGuardian, type Refused, refuse, type Transfer } from './deed.ts';

export interface TransferPlan {
  ok: true;
  plan: ImportPlan;
  studentId: string;
  /** the class until then; null: none */
  from: ClassRow | null;
  to: ClassRow | null;
  /** guardians whose access ends with it */
  shut: string[];
}

interface Moment {
  now: Date;
  today: SchoolDate;
  /** ids for people whom no file has named yet */
  newPersonId(): string;
}

const MOST_GROUND = 200;

export function planTransfer(current: Current, deed: Transfer, moment: Moment): TransferPlan | Refused {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(deed.date)) return refuse('bad-date', 'date');
  const year = current.years.find(({ starts, ends }) => starts <= deed.date && deed.date <= ends);
  if (!year) return refuse('outside-year', 'date');
  const ground = tidy(deed.ground);
  if (ground === '' || ground.length > MOST_GROUND) return refuse('no-ground', 'ground');
  const to =
    deed.kind === 'leave' ? null : current.classes.find((row) => row.id === deed.classId && row.yearId === year.id);
  if (to === undefined || to?.leftAt) return refuse('unknown-class', 'class');
  if (deed.kind !== 'leave' && hasTwoGroups(current, deed.classId, deed.courseIds))
    return refuse('two-groups', 'group');
  if (deed.kind === 'enter') return planEntry(current, { ...deed, ground }, to!, moment);
  const student = current.students.find(({ id }) => id === deed.studentId);
  if (!student) return refuse('unknown-student', 'person');
  if (student.leftAt !== null) return refuse('has-left', 'person');
  if (deed.kind === 'leave' && deed.date > moment.today) return refuse('leave-ahead', 'date');
  const own = current.memberships.filter(
    (row) => row.studentId === student.id && (row.to === null || row.to >= deed.date),
  );
  if (own.some((row) => row.from > deed.date)) return refuse('later-move', 'date');
  const from = current.classes.find(({ id }) => id === own[0]?.classId) ?? null;
  if (to && from?.id === to.id) return refuse('same-class', 'class');
  const plan = emptyPlan();
  endSpans(plan, current, { studentId: student.id, date: deed.date, memberships: own });
  if (deed.kind === 'move') begin(plan, deed);
  const shut = deed.kind === 'leave' ? leave(plan, current, { ...deed, ground }, moment) : [];
  if (deed.kind === 'leave') plan.writes.student.update.push({ ...student, leftAt: deed.date });
  return { ok: true, plan, studentId: student.id, from, to, shut };
}

/** A pupil is in one group of a subject. */
function hasTwoGroups(current: Current, classId: number, courseIds: readonly number[]): boolean {
  const courses = courseIds.map((id) =>
    current.courses.find((row) => row.id === id && row.classId === classId && row.grouped),
  );
  const subjects = courses.map((row) => row?.subjectId);
  return subjects.includes(undefined) || new Set(subjects).size !== subjects.length;
}

/** Class and groups end with the day before; what had not begun by then never was. */
function endSpans(
  plan: ImportPlan,
  current: Current,
  { studentId, date, memberships }: { studentId: string; date: SchoolDate; memberships: MembershipRow[] },
): void {
  const to = addDays(date, -1);
  for (const row of memberships) {
    if (row.from >= date) plan.writes.membership.remove.push(row);
    else plan.writes.membership.update.push({ ...row, to });
  }
  for (const row of current.groupMembers) {
    if (row.studentId !== studentId || (row.to !== null && row.to < date)) continue;
    if (row.from >= date) plan.writes.groupMember.remove.push(row);
    else plan.writes.groupMember.update.push({ ...row, to });
  }
}

function begin(
  plan: ImportPlan,
  {
    studentId,
    date,
    classId,
    courseIds,
  }: { studentId: string; date: SchoolDate; classId: number; courseIds: number[] },
): void {
  const span = { id: -1, studentId, from: date, to: null };
  plan.writes.membership.insert.push({ ...span, classId });
  for (const courseId of courseIds) plan.writes.groupMember.insert.push({ ...span, courseId });
}

/** Relations end at once, and with the last of them the guardian's own access. @returns whose */
function leave(
  plan: ImportPlan,
  current: Current,
  deed: Extract<Transfer, { kind: 'leave' }>,
  { now }: Moment,
): string[] {
  const at = now.toISOString();
  const live = current.guardianships.filter(({ endedAt }) => endedAt === null);
  const pairs = live.filter(({ studentId }) => studentId === deed.studentId);
  for (const pair of pairs) {
    plan.writes.guardianship.update.push({ ...bare(pair), endedAt: at });
    const { guardianId, studentId } = pair;
    const value = { rights: 'none', ended: true, transfer: true };
    plan.writes.choiceRecord.insert.push({ guardianId, studentId, what: 'rights', value, ground: deed.ground, at });
    plan.endedPairs.push({ guardianId, studentId });
  }
  const shut = pairs
    .map(({ guardianId }) => guardianId)
    .filter((id) => !live.some(({ guardianId, studentId }) => guardianId === id && studentId !== deed.studentId));
  for (const row of current.guardians)
    if (shut.includes(row.id) && row.leftAt === null) plan.writes.guardian.update.push({ ...row, leftAt: deed.date });
  plan.leavers.push(deed.studentId, ...shut);
  return shut;
}

/** The row without what was looked up beside it. */
export function bare({ chosenAt: _, decidedAt: __, ...row }: CurrentGuardianship): GuardianshipRow {
  return row;
}

function planEntry(
  current: Current,
  deed: Extract<Transfer, { kind: 'enter' }>,
  to: ClassRow,
  { now, newPersonId }: Moment,
): TransferPlan | Refused {
  const name = splitName(deed.name);
  if (name.first === '' || deed.name.length > 200) return refuse('no-name', 'name');
  if (deed.studentId !== '' && !/^[^\s\p{C}]{1,64}$/u.test(deed.studentId)) return refuse('bad-id', 'id');
  if (current.people.some(({ id }) => id === deed.studentId)) return refuse('id-taken', 'id');
  const plan = emptyPlan();
  const studentId = deed.studentId || newPersonId();
  plan.writes.person.insert.push({ id: studentId, ...name, sex: null });
  plan.writes.student.insert.push({ id: studentId, leftAt: null, taughtAtHome: false });
  begin(plan, { ...deed, studentId });
  const people = new Set<string>();
  for (const [nth, guardian] of deed.guardians.entries()) {
    const { relation, consentDate } = guardian;
    const id = guardianIn(plan, current, guardian, newPersonId);
    if (id === null) return refuse(guardian.known === null ? 'no-name' : 'unknown-guardian', `guardian-${nth}`);
    if (people.has(id)) return refuse('same-guardian', `guardian-${nth}`);
    people.add(id);
    const known = RELATIONS.find((each) => each === relation);
    if (!known) return refuse('no-relation', `relation-${nth}`);
    if (consentDate !== null && !/^\d{4}-\d{2}-\d{2}$/.test(consentDate)) return refuse('bad-date', `consent-${nth}`);
    const said = { student: studentId, relation: known, consent: consentDate !== null };
    const pair = wantedPair(
      { id, name: guardian.name, children: [] },
      consentDate === null ? said : { ...said, consentDate },
    );
    const chosen = pair.rights === 'full' ? ownChannels(current, id) : null;
    relate(
      plan,
      { ...pair, channels: chosen ?? pair.channels, startedAt: now.toISOString(), endedAt: null },
      deed.ground,
    );
  }
  return { ok: true, plan, studentId, from: null, to, shut: [] };
}

/** The guardian's id: a new person, or one of the school's who is their guardian as well from now on. Null: neither. */
function guardianIn(
  plan: ImportPlan,
  current: Current,
  { known, name }: NewGuardian,
  newPersonId: () => string,
): string | null {
  if (known === null) {
    const parts = splitName(name);
    if (parts.first === '' || name.length > 200) return null;
    const id = newPersonId();
    plan.writes.person.insert.push({ id, ...parts, sex: null });
    plan.writes.guardian.insert.push({ id, leftAt: null });
    return id;
  }
  const person = current.people.find(({ id }) => id === known);
  const guardian = current.guardians.find(({ id }) => id === known);
  const isStaff = current.staff.some(({ id, leftAt }) => id === known && leftAt === null);
  if (!person || person.erasedAt !== null || (!guardian && !isStaff)) return null;
  if (current.students.some(({ id }) => id === known)) return null;
  if (!guardian) plan.writes.guardian.insert.push({ id: known, leftAt: null });
  else if (guardian.leftAt !== null) plan.writes.guardian.update.push({ ...guardian, leftAt: null });
  return known;
}

/** What they chose for another child is the first choice for this one; null: there is none. */
function ownChannels(current: Current, guardianId: string): string[] | null {
  const pairs = current.guardianships.filter(
    (pair) => pair.guardianId === guardianId && pair.endedAt === null && pair.rights === 'full',
  );
  return pairs.at(-1)?.channels ?? null;
}

/** A new relation, with its first values kept as choices on the ground of the transfer. */
function relate(plan: ImportPlan, pair: GuardianshipRow, ground: string): void {
  const { guardianId, studentId, rights, relation, consent, consentDate, channels, startedAt: at } = pair;
  plan.writes.guardianship.insert.push(pair);
  const keep = (what: 'consent' | 'channels' | 'rights', value: unknown) =>
    plan.writes.choiceRecord.insert.push({ guardianId, studentId, what, value, ground, at });
  keep('consent', { consent, date: consentDate });
  keep('channels', channels);
  keep('rights', { rights, relation, transfer: true });
}
