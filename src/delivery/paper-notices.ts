/** Sheets of news that do not wait for the week: made in the morning of the class's next school day (К-У 4.5). */
import { createHash } from 'node:crypto';
import type { EntryValue } from '../journal/entry.ts';
import type { Roster, RosterClass, RosterStudent } from '../journal/roster.ts';
import { isOwed } from '../notify/ladder.ts';
import type { NoticeKind } from '../notify/notice.ts';
import { canonicalJson, weekFacts } from '../notify/week.ts';
import type { WeekFacts } from '../notify/week-facts.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { schoolDate, weekOf } from '../platform/school-time.ts';
import { loadPairs } from './audiences.ts';
import { endDelivery } from './end.ts';
import { nextSchoolMorning } from './school-mornings.ts';
import { headOf, periodOf, phoneOf } from './week-sources.ts';

interface Row {
  deliveryId: number;
  itemId: number;
  guardianId: string;
  studentId: string;
  classId: number;
  eventId: number;
  entryId: number;
  kind: NoticeKind;
  before: EntryValue | null;
  after: EntryValue | null;
  recordedAt: Date;
}

/**
 * Makes a sheet for each family whose morning has come, with all that waits for it, in the class's run of that day.
 * May run in several processes.
 * @returns how many sheets
 */
export async function makeNotices({ db, clock }: { db: Db; clock: Clock }, roster: Roster): Promise<number> {
  const now = clock.now();
  return db.$transaction(async (tx) => {
    const rows = await waiting(tx);
    const families = [...groupBy(rows, ({ guardianId, studentId }) => `${guardianId} ${studentId}`).values()].filter(
      ([first]) => first && nextSchoolMorning(roster, first.classId, first.recordedAt) <= now,
    );
    if (!families.length) return 0;
    const pairs = await loadPairs(tx, [...new Set(families.map(([first]) => (first as Row).studentId))]);
    let made = 0;
    for (const own of families) {
      const [{ guardianId, studentId }] = own as [Row, ...Row[]];
      const pair = pairs.find((one) => one.guardianId === guardianId && one.studentId === studentId);
      const facts = pair && isOwed(pair) ? await factsOf(tx, now, roster, own) : null;
      if (facts) await makeSheet(tx, now, own, facts);
      else for (const id of deliveriesOf(own)) await endDelivery(tx, now, id, 'withdrawn', 'withdrawn');
      made += facts ? 1 : 0;
    }
    return made;
  });
}

/** Locked by whoever makes the sheets. */
async function waiting(tx: Tx): Promise<Row[]> {
  const locked = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM delivery WHERE channel = 'paper' AND state = 'gathering' ORDER BY id FOR UPDATE SKIP LOCKED`;
  if (!locked.length) return [];
  return tx.$queryRaw<Row[]>`
    SELECT i.delivery_id AS "deliveryId", i.id AS "itemId", i.guardian_id AS "guardianId", i.student_id AS "studentId",
           e.class_id AS "classId", e.id AS "eventId", e.entry_id AS "entryId", e.kind::text AS kind,
           e.before, e.after, e.recorded_at AS "recordedAt"
      FROM delivery d JOIN delivery_item i ON i.delivery_id = d.id AND i.state = 'waiting' JOIN journal_event e ON e.id = i.event_id
     WHERE d.id = ANY(${locked.map(({ id }) => id)}) ORDER BY e.id, i.id`;
}

const deliveriesOf = (own: readonly Row[]) => [...new Set(own.map(({ deliveryId }) => deliveryId))];

/** What stands of it now, in the shape of a week; null: it was all taken back, or the child is gone. */
async function factsOf(tx: Tx, now: Date, roster: Roster, own: Row[]): Promise<WeekFacts | null> {
  const [{ studentId, classId }] = own as [Row, ...Row[]];
  const student: RosterStudent | undefined = roster.students.get(studentId);
  const schoolClass: RosterClass | undefined = roster.classes.get(classId);
  if (!student || !schoolClass) return null;
  const entered = own.map(({ recordedAt }) => schoolDate(recordedAt, roster.zone)).sort();
  const [starts, ends] = [entered[0] as string, entered.at(-1) as string];
  const phone = await phoneOf(tx, schoolClass.classTeacherId);
  const span = { week: weekOf(ends), starts, ends, closesAt: now };
  const facts = weekFacts({
    head: headOf(roster, span, schoolClass, student, periodOf(schoolClass, ends), phone),
    events: own.map(({ entryId, kind, before, after, recordedAt }) => ({
      entryId,
      kind,
      before,
      after,
      entered: schoolDate(recordedAt, roster.zone),
    })),
    periodMarks: [],
    periodAbsences: [],
    homework: [],
  });
  const said = facts.periodMarks.length + facts.messages.length + facts.corrections.length;
  return said ? { ...facts, notice: true } : null;
}

async function makeSheet(tx: Tx, now: Date, own: Row[], facts: WeekFacts): Promise<void> {
  const [{ studentId, guardianId, classId }] = own as [Row, ...Row[]];
  const [deliveryId, ...others] = deliveriesOf(own) as [number, ...number[]];
  // all that waited is one sheet, one delivery
  await tx.deliveryItem.updateMany({ where: { deliveryId: { in: others } }, data: { deliveryId } });
  for (const id of others) await endDelivery(tx, now, id, 'passedOn', 'joined');
  await tx.delivery.update({ where: { id: deliveryId }, data: { state: 'due', dueAt: now } });
  const sha256 = createHash('sha256').update(canonicalJson(facts)).digest('hex');
  const { id: paperNoticeId } = await tx.paperNotice.create({
    data: { studentId, classId, facts: facts as object, sha256, createdAt: now },
    select: { id: true },
  });
  const runId = await openRun(tx, now, classId, facts.week);
  await tx.sheet.create({ data: { runId, paperNoticeId, studentId, guardianId, deliveryId, createdAt: now } });
}

/** Held until the sheet stands in it: a run that is printed meanwhile takes no more. */
async function openRun(tx: Tx, now: Date, classId: number, week: string): Promise<number> {
  const [open] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM print_run WHERE class_id = ${classId} AND week = ${week} AND kind = 'period' AND sha256 IS NULL
     ORDER BY id LIMIT 1 FOR UPDATE`;
  if (open) return open.id;
  const made = await tx.printRun.create({
    data: { kind: 'period', classId, week, createdAt: now },
    select: { id: true },
  });
  return made.id;
}
