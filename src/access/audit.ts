import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';

/** Keeps that a member of staff read, printed or exported something of a child, before it is shown. */
export async function audit(
  db: Db | Tx,
  clock: Clock,
  record: { actorId: string; action: string; object: string; studentId?: string; details?: Record<string, unknown> },
): Promise<void> {
  await db.auditRecord.create({
    data: {
      at: clock.now(),
      actorId: record.actorId,
      action: record.action,
      object: record.object,
      studentId: record.studentId ?? null,
      ...(record.details && { details: record.details as object }),
    },
  });
}
