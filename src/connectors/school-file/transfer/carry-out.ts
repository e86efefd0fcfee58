/** Pupils who change class, leave or come by the desk's word: previewed, written under the roster's lock, undone whole. */
import { randomBytes } from 'node:crypto';
import { audit } from '../../../access/audit.ts';
import type { Clock } from '../../../platform/clock.ts';
import { lockRosterExclusive } from '../../../platform/database/locks.ts';
import type { Db, Tx } from '../../../platform/database/open.ts';
import { type SchoolDate, schoolDate, toDbDate } from '../../../platform/school-time.ts';
import { writePlan } from '../store/apply.ts';
import { readCurrent } from '../store/read-current.ts';
import { type Refused, refuse, type Transfer } from './deed.ts';
import { planTransfer, type TransferPlan } from './plan.ts';
import { type PupilRows, planUndo, rowsOf, stands } from './undo-plan.ts';

interface Parts {
  db: Db;
  clock: Clock;
}

const TRANSACTION = { maxWait: 60_000, timeout: 60_000 };

/** What a transfer would do, and what of the journal it leaves behind. */
export interface TransferPreview extends TransferPlan {
  /** entries of the pupil from that day on in the class that he or she leaves: they stay there */
  entriesBehind: number;
  /** the last day of an illness that goes on after that day; null: none does */
  illUntil: SchoolDate | null;
}

export async function previewTransfer({ db, clock }: Parts, deed: Transfer): Promise<TransferPreview | Refused> {
  const plan = await planned(db, clock.now(), deed);
  if (!plan.ok) return plan;
  const entriesBehind = plan.from ? await entriesIn(db, plan.studentId, plan.from.id, deed.date) : 0;
  const ill = await db.illness.findFirst({
    where: { studentId: plan.studentId, takenBackAt: null, ends: { gte: toDbDate(deed.date) } },
    orderBy: { ends: 'desc' },
  });
  return { ...plan, entriesBehind, illUntil: ill?.ends.toISOString().slice(0, 10) ?? null };
}

/** @returns the pupil's id, a new one's too */
export async function carryOut(
  { db, clock }: Parts,
  deed: Transfer,
  by: string,
): Promise<{ ok: true; studentId: string } | Refused> {
  return await db.$transaction(async (tx) => {
    await lockRosterExclusive(tx);
    const now = clock.now();
    const plan = await planned(tx, now, deed);
    if (!plan.ok) return plan;
    const { studentId, to } = plan;
    const before = rowsOf(await readCurrent(tx), studentId);
    await writePlan(tx, plan.plan, now);
    if (deed.kind === 'enter') await followHouseholds(tx, { studentId, ground: deed.ground.trim(), by, now });
    const after = rowsOf(await readCurrent(tx), studentId);
    const { id } = await tx.transfer.create({
      data: {
        ...{
          studentId,
          kind: deed.kind,
          date: toDbDate(deed.date),
          classId: to?.id ?? null,
          ground: deed.ground.trim(),
        },
        ...{ byId: by, at: now, before: before as object, after: after as object },
      },
    });
    await raise(tx);
    await audit(tx, clock, { actorId: by, action: 'transferPupil', object: `transfer:${id}`, studentId });
    return { ok: true, studentId };
  }, TRANSACTION);
}

/** Takes a move or a leaving back whole, while nothing else was written of the pupil since. */
export async function undoTransfer(
  { db, clock }: Parts,
  { studentId, by, ground }: { studentId: string; by: string; ground: string },
): Promise<{ ok: true } | Refused> {
  return await db.$transaction(async (tx) => {
    await lockRosterExclusive(tx);
    const now = clock.now();
    const row = await tx.transfer.findFirst({ where: { studentId, undoneAt: null }, orderBy: { id: 'desc' } });
    if (!row || row.kind === 'enter') return refuse('not-last', 'undo');
    if (row.settledAt) return refuse('settled', 'undo');
    const [before, after] = [row.before, row.after] as unknown as [PupilRows, PupilRows];
    if (!stands(rowsOf(await readCurrent(tx), studentId), after)) return refuse('changed-since', 'undo');
    const date = row.date.toISOString().slice(0, 10);
    if (row.classId !== null && (await entriesIn(tx, studentId, row.classId, date)) > 0)
      return refuse('entries-since', 'undo');
    await writePlan(tx, planUndo(before, after, ground, now), now);
    await tx.transfer.update({ where: { id: row.id }, data: { undoneAt: now, undoneById: by } });
    await raise(tx);
    await audit(tx, clock, { actorId: by, action: 'undoTransfer', object: `transfer:${row.id}`, studentId });
    return { ok: true };
  }, TRANSACTION);
}

async function planned(db: Db | Tx, now: Date, deed: Transfer): Promise<TransferPlan | Refused> {
  const current = await readCurrent(db);
  const today = schoolDate(now, current.school.timeZone);
  return planTransfer(current, deed, { now, today, newPersonId: () => `desk-${randomBytes(6).toString('hex')}` });
}

/** Who informs whom of a new pupil is as of the guardian's other child: each with its record. */
async function followHouseholds(
  tx: Tx,
  { studentId, ground, by, now }: { studentId: string; ground: string; by: string; now: Date },
): Promise<void> {
  await tx.$executeRaw`
    WITH followed AS (
      UPDATE guardianship n SET household_id = o.household_id
        FROM (SELECT DISTINCT ON (guardian_id) guardian_id, household_id FROM guardianship
               WHERE student_id <> ${studentId} AND ended_at IS NULL ORDER BY guardian_id, started_at DESC, student_id) o
       WHERE n.student_id = ${studentId} AND o.guardian_id = n.guardian_id AND o.household_id IS NOT NULL
      RETURNING n.guardian_id)
    INSERT INTO choice_record (guardian_id, student_id, what, value, by_id, ground, at)
    SELECT guardian_id, ${studentId}::text, 'household', '{"asOfOtherChild":true}'::jsonb, ${by}::text, ${ground}::text, ${now}::timestamptz FROM followed`;
}

/** What stands of a pupil in the lessons of a class from a day on. */
async function entriesIn(db: Db | Tx, studentId: string, classId: number, date: SchoolDate): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM journal_entry e JOIN lesson l ON l.id = e.lesson_id JOIN course c ON c.id = l.course_id
     WHERE e.student_id = ${studentId} AND c.class_id = ${classId} AND e.date >= ${date}::date AND e.withdrawn_at IS NULL`;
  return row?.count ?? 0;
}

async function raise(tx: Tx): Promise<void> {
  await tx.school.update({ where: { id: 1 }, data: { rosterVersion: { increment: 1 } } });
}
