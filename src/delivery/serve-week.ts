import { isOwed, type WeeklyStep, weeklyStep } from '../notify/ladder.ts';
import type { Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { loadPairs } from './audiences.ts';
import { downChannels } from './down-channels.ts';
import type { SchoolRow } from './school.ts';
import { summaryOf, unsentSummaries } from './unsent-summaries.ts';

/** Why nobody was informed yet, and who acts: keys of the message catalogue. */
export const NEXT = {
  /** a sheet is printed and waits to be handed over */
  handOver: 'handOver',
  /** the child took the sheet home: the stub is still to come back */
  awaitStub: 'awaitStub',
  /** nobody was there to take the sheet: it is still to be handed over */
  absent: 'absent',
  /** the family did not take the sheet: another way is to be found */
  refused: 'refused',
  /** another guardian of the household is being informed */
  family: 'family',
  /** nothing electronic reaches the household: the class teacher offers paper or a new code */
  unreached: 'unreached',
  /** a summary is on its way */
  sending: 'sending',
  /** a demo only showed it */
  simulated: 'simulated',
  /** our fault: the technician looks */
  rejected: 'rejected',
} as const;

interface Duty {
  id: number;
  week: string;
  guardianId: string;
  studentId: string;
  weeklyRecordId: number;
  classId: number;
}

interface Serving {
  /** when the week closes, paper serves whom nothing else does */
  atClose: boolean;
  /** contacts that just failed without being dead */
  avoid?: number[];
}

export interface Served {
  duty: Duty;
  step: WeeklyStep;
  /** a sheet besides what comes electronically: the guardian applied for it */
  sheetToo: boolean;
}

/**
 * Finds the channel for each open obligation and makes its delivery: the guardian's contact, a sheet, or the household.
 * After the close whoever counted on one of them, «another of the family is informed», is looked at again.
 * @param obligationIds met ones are left alone
 */
export async function serveObligations(
  tx: Tx,
  now: Date,
  school: SchoolRow,
  obligationIds: number[],
  serving: Serving,
): Promise<void> {
  if (!obligationIds.length) return;
  await serve(tx, now, await findSteps(tx, school, obligationIds, serving), serving.atClose);
  // the close serves all of a family together
  const counted = serving.atClose ? [] : await countedOn(tx, obligationIds);
  if (counted.length) await serve(tx, now, await findSteps(tx, school, counted, serving), false);
}

/** Relatives whose week stands as told by another, of the same child as duties that are open. */
async function countedOn(tx: Tx, obligationIds: number[]): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: number }[]>`
    SELECT DISTINCT o.id FROM obligation own JOIN obligation o ON o.weekly_record_id = own.weekly_record_id
     WHERE own.id = ANY(${obligationIds}) AND own.met_by IS NULL
       AND o.met_by IS NULL AND o.next = ${NEXT.family} AND o.id <> ALL(${obligationIds}) ORDER BY o.id`;
  return rows.map(({ id }) => id);
}

/** The step of each open obligation as people, choices, contacts and channels are now. Changes nothing. */
export async function findSteps(
  tx: Tx,
  school: SchoolRow,
  obligationIds: number[],
  { atClose, avoid = [] }: Serving,
): Promise<Served[]> {
  const duties = await tx.$queryRaw<Duty[]>`
    SELECT o.id, o.week, o.guardian_id AS "guardianId", o.student_id AS "studentId", o.weekly_record_id AS "weeklyRecordId",
           w.class_id AS "classId"
      FROM obligation o JOIN weekly_record r ON r.id = o.weekly_record_id JOIN school_week w ON w.id = r.school_week_id
     WHERE o.id = ANY(${obligationIds}) AND o.met_by IS NULL ORDER BY o.id`;
  const loaded = await loadPairs(tx, [...new Set(duties.map(({ studentId }) => studentId))]);
  const usable = loaded.map((pair) => ({
    ...pair,
    contacts: pair.contacts.filter(({ contactId }) => !avoid.includes(contactId)),
  }));
  const pairs = groupBy(usable, ({ studentId }) => studentId);
  const down = await downChannels(tx);
  return duties.flatMap((duty) => {
    const family = pairs.get(duty.studentId) ?? [];
    const pair = family.find(({ guardianId }) => guardianId === duty.guardianId);
    if (!pair || !isOwed(pair)) return [];
    const step = weeklyStep(pair, family, school.rules, { atClose, down });
    return [{ duty, step, sheetToo: atClose && step.by === 'contact' && pair.paperApplied }];
  });
}

/** Makes the deliveries of steps and says what is to happen now. */
export async function serve(tx: Tx, now: Date, steps: Served[], atClose: boolean): Promise<void> {
  await toContacts(tx, now, steps, atClose);
  await toPaper(tx, now, steps, atClose);
  await sayNext(tx, steps);
}

/**
 * One summary for each contact and child on Telegram, one letter for each mailbox by email, of all the weeks that are served
 * together. At the close a summary that still waits takes what is owed since along.
 */
async function toContacts(tx: Tx, now: Date, steps: Served[], atClose: boolean): Promise<void> {
  const reached = steps.flatMap(({ duty, step }) => (step.by === 'contact' ? [{ duty, reach: step.reach }] : []));
  const groups = groupBy(reached, ({ duty, reach }) => summaryOf({ ...reach, studentId: duty.studentId }));
  // only then nobody in this transaction is about to send one of them
  const waiting = atClose ? await unsentSummaries(tx, [...new Set(reached.map(({ reach }) => reach.contactId))]) : null;
  const wanted = [...groups].map(([key, rows]) => ({
    channel: rows[0]?.reach.channel ?? 'telegram',
    contactId: rows[0]?.reach.contactId ?? null,
    duties: rows.map(({ duty }) => duty),
    joins: waiting?.get(key) ?? null,
  }));
  for (const { joins, duties } of wanted)
    if (joins !== null) await tx.delivery.update({ where: { id: joins }, data: { week: lastOf(duties) ?? null } });
  const joined = wanted.flatMap(({ joins, duties }) =>
    joins === null ? [] : duties.map((duty) => ({ duty, deliveryId: joins })),
  );
  await insertItems(tx, joined);
  await insertDeliveries(
    tx,
    now,
    wanted.filter(({ joins }) => joins === null),
  );
}

/** A sheet for each child and household that paper serves: in its class's run of the week, or a supplementary one. */
async function toPaper(tx: Tx, now: Date, steps: Served[], atClose: boolean): Promise<void> {
  const duties = steps.filter(({ step, sheetToo }) => step.by === 'paper' || sheetToo).map(({ duty }) => duty);
  if (!duties.length) return;
  const deliveries = await insertDeliveries(
    tx,
    now,
    duties.map((duty) => ({ channel: 'paper' as const, contactId: null, duties: [duty] })),
  );
  const kind = atClose ? ('weekly' as const) : ('supplementary' as const);
  for (const [key, rows] of groupBy(duties, ({ classId, week }) => `${classId} ${week}`)) {
    const [classId, week] = key.split(' ') as [string, string];
    // held until the sheet stands in it: a run that is printed meanwhile takes no more
    const [open] = await tx.$queryRaw<{ id: number }[]>`
      SELECT id FROM print_run WHERE class_id = ${Number(classId)} AND week = ${week} AND kind = ${kind}::run_kind
         AND sha256 IS NULL ORDER BY id LIMIT 1 FOR UPDATE`;
    const run =
      open ??
      (await tx.printRun.create({
        data: { kind, classId: Number(classId), week, createdAt: now },
        select: { id: true },
      }));
    await tx.sheet.createMany({
      data: rows.map((duty) => ({
        runId: run.id,
        weeklyRecordId: duty.weeklyRecordId,
        studentId: duty.studentId,
        guardianId: duty.guardianId,
        deliveryId: deliveries.get(duty.id),
        createdAt: now,
      })),
    });
  }
}

interface NewDelivery {
  channel: 'telegram' | 'email' | 'paper';
  contactId: number | null;
  duties: Duty[];
}

/** @returns which delivery serves which obligation */
async function insertDeliveries(tx: Tx, now: Date, wanted: NewDelivery[]): Promise<Map<number, number>> {
  if (!wanted.length) return new Map();
  const made = await tx.delivery.createManyAndReturn({
    data: wanted.map(({ channel, contactId, duties }) => ({
      channel,
      contactId,
      rhythm: 'week' as const,
      state: 'due' as const,
      week: lastOf(duties),
      dueAt: now,
      createdAt: now,
    })),
    select: { id: true },
  });
  const served = wanted.flatMap(({ duties }, index) =>
    duties.map((duty) => ({ duty, deliveryId: (made[index] as { id: number }).id })),
  );
  await insertItems(tx, served);
  return new Map(served.map(({ duty, deliveryId }) => [duty.id, deliveryId]));
}

async function insertItems(tx: Tx, served: readonly { duty: Duty; deliveryId: number }[]): Promise<void> {
  await tx.deliveryItem.createMany({
    data: served.map(({ duty, deliveryId }) => ({
      deliveryId,
      guardianId: duty.guardianId,
      studentId: duty.studentId,
      obligationId: duty.id,
    })),
  });
}

/** A summary of several weeks is named by the last of them. */
const lastOf = (duties: readonly Duty[]) =>
  duties
    .map(({ week }) => week)
    .sort()
    .at(-1);

const NEXT_OF: Record<WeeklyStep['by'], string> = {
  contact: NEXT.sending,
  paper: NEXT.handOver,
  family: NEXT.family,
  nobody: NEXT.unreached,
};

async function sayNext(tx: Tx, steps: Served[]): Promise<void> {
  for (const [next, rows] of groupBy(steps, ({ step }) => NEXT_OF[step.by]))
    await tx.obligation.updateMany({ where: { id: { in: rows.map(({ duty }) => duty.id) } }, data: { next } });
}
