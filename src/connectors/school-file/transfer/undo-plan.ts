/** A pupil's rows before and after a transfer, and the way back. Pure. */
import { emptyPlan, type ImportPlan } from '../plan/context.ts';
import type { Current, GroupMemberRow, GuardianRow, GuardianshipRow, MembershipRow, StudentRow } from '../rows.ts';
import { bare } from './plan.ts';

/** The rows that a transfer may touch. */
export interface PupilRows {
  student: StudentRow | null;
  memberships: MembershipRow[];
  groups: GroupMemberRow[];
  pairs: GuardianshipRow[];
  guardians: GuardianRow[];
}

/** Whoever was erased has no part in it: nothing brings their relations back. */
export function rowsOf(current: Current, studentId: string): PupilRows {
  const erased = new Set(current.people.flatMap(({ id, erasedAt }) => (erasedAt === null ? [] : [id])));
  const pairs = current.guardianships
    .filter((pair) => pair.studentId === studentId && !erased.has(pair.guardianId))
    .map(bare);
  const guardians = new Set(pairs.map(({ guardianId }) => guardianId));
  return {
    student: current.students.find(({ id }) => id === studentId) ?? null,
    memberships: current.memberships.filter((row) => row.studentId === studentId),
    groups: current.groupMembers.filter((row) => row.studentId === studentId),
    pairs,
    guardians: current.guardians.filter(({ id }) => guardians.has(id)),
  };
}

/** Nothing of the pupil's classes, groups and relations changed since the transfer. */
export function stands(now: PupilRows, after: PupilRows): boolean {
  // values alone: what was kept as JSON comes back with its fields in another order
  const told = ({ student, memberships, groups, pairs }: PupilRows) =>
    JSON.stringify([
      [student?.leftAt],
      memberships.map(({ id, classId, from, to }) => [id, classId, from, to]),
      groups.map(({ id, courseId, from, to }) => [id, courseId, from, to]),
      pairs.map(({ guardianId, endedAt }) => [guardianId, endedAt !== null]),
    ]);
  return told(now) === told(after);
}

/** Rows back to what they were; consent and channels stay as they are now. */
export function planUndo(before: PupilRows, after: PupilRows, ground: string, now: Date): ImportPlan {
  const plan = emptyPlan();
  const { writes } = plan;
  swap(writes.membership, before.memberships, after.memberships);
  swap(writes.groupMember, before.groups, after.groups);
  if (before.student && before.student.leftAt !== after.student?.leftAt) writes.student.update.push(before.student);
  const was = new Map(before.guardians.map((row) => [row.id, row]));
  for (const row of after.guardians) {
    const old = was.get(row.id);
    if (old && old.leftAt !== row.leftAt) writes.guardian.update.push(old);
  }
  const at = now.toISOString();
  for (const pair of after.pairs) {
    const old = before.pairs.find(({ guardianId }) => guardianId === pair.guardianId);
    if (!old || old.endedAt === pair.endedAt) continue;
    writes.guardianship.update.push({ ...pair, endedAt: old.endedAt });
    const { guardianId, studentId, rights, relation } = pair;
    const value = { rights, relation, transfer: true };
    writes.choiceRecord.insert.push({ guardianId, studentId, what: 'rights', value, ground, at });
  }
  return plan;
}

interface Tables<R> {
  insert: R[];
  update: R[];
  remove: R[];
}

function swap<R extends { id: number; to: string | null }>(writes: Tables<R>, before: R[], after: R[]): void {
  const stood = new Map(before.map((row) => [row.id, row]));
  const stands = new Map(after.map((row) => [row.id, row]));
  for (const row of after) if (!stood.has(row.id)) writes.remove.push(row);
  for (const row of before) {
    const now = stands.get(row.id);
    if (!now) writes.insert.push(row);
    else if (now.to !== row.to) writes.update.push(row);
  }
}
