/** What the desk said of pupils since the last school file, and where a file says otherwise (docs/design.md, «Transfers»). */
import type { Tx } from '../../platform/database/open.ts';
import type { SchoolDate } from '../../platform/school-time.ts';
import type { ImportPlan } from './plan/context.ts';

export interface OpenTransfer {
  id: number;
  studentId: string;
  kind: 'move' | 'leave' | 'enter';
  date: SchoolDate;
}

/** The last word of the desk on each pupil that no school file has answered yet. One query. */
export async function openTransfers(tx: Tx): Promise<OpenTransfer[]> {
  return await tx.$queryRaw<OpenTransfer[]>`
    SELECT DISTINCT ON (student_id) id, student_id AS "studentId", kind, date::text AS date FROM transfer
     WHERE settled_at IS NULL AND undone_at IS NULL ORDER BY student_id, id DESC`;
}

/**
 * Those that the file would not leave as they are: it would write the pupil's classes or whether he or she is here. Pure.
 * A file that agrees writes neither.
 */
export function disputed({ writes }: ImportPlan, transfers: readonly OpenTransfer[]): OpenTransfer[] {
  const { membership, student } = writes;
  const touched = new Set([
    ...[membership.insert, membership.update, membership.remove].flat().map(({ studentId }) => studentId),
    ...[student.insert, student.update].flat().map(({ id }) => id),
  ]);
  return transfers.filter(({ studentId }) => touched.has(studentId));
}

/** A file was written: whatever the desk had said is answered. */
export async function settleTransfers(tx: Tx, now: Date): Promise<void> {
  await tx.transfer.updateMany({ where: { settledAt: null }, data: { settledAt: now } });
}
