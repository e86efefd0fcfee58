/** A whole grading period of one child, as the journal says it now: for the sheet that a family asks for. */
import { createHash } from 'node:crypto';
import type { EntryValue } from '../journal/entry.ts';
import { classOf } from '../journal/membership.ts';
import type { Roster, RosterClass, RosterPeriod } from '../journal/roster.ts';
import { currentRoster } from '../journal/roster-view.ts';
import type { NoticeKind } from '../notify/notice.ts';
import { canonicalJson, weekFacts } from '../notify/week.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { fromDbDate, schoolDate, toDbDate, weekOf } from '../platform/school-time.ts';
import type { WeekNow } from './week-now.ts';
import { headOf, phoneOf } from './week-sources.ts';

/** The grading periods of a child's year that have begun, in order. */
export async function periodsBegun({ db, clock }: { db: Db; clock: Clock }, studentId: string): Promise<string[]> {
  const roster = await currentRoster(db);
  const today = schoolDate(clock.now(), roster.zone);
  return begun(roster, studentId, today).periods.map(({ name }) => name);
}

function begun(
  roster: Roster,
  studentId: string,
  today: string,
): { schoolClass: RosterClass | null; periods: RosterPeriod[] } {
  const schoolClass = classOf(roster, studentId, today) ?? null;
  const periods = schoolClass?.year.periods.filter(({ starts }) => starts <= today) ?? [];
  return { schoolClass, periods };
}

interface Standing {
  entryId: number;
  kind: NoticeKind;
  after: EntryValue | null;
  recordedAt: Date;
}

/**
 * Marks, absences, period marks and messages of a grading period up to today, in the shape of a week.
 * @param name of the period; null is answered where it has not begun, or the child is in no class
 */
export async function periodNow(
  { db, clock }: { db: Db; clock: Clock },
  studentId: string,
  name: string,
): Promise<WeekNow | null> {
  const roster = await currentRoster(db);
  const asOf = clock.now();
  const today = schoolDate(asOf, roster.zone);
  const { schoolClass, periods } = begun(roster, studentId, today);
  const period = periods.find((one) => one.name === name);
  const student = roster.students.get(studentId);
  if (!schoolClass || !student || !period) return null;
  const [ends] = [period.ends, today].sort() as [string, string];
  const span = { week: weekOf(ends), starts: period.starts, ends, closesAt: asOf };
  const { standing, phone } = await db.$transaction(async (tx) => ({
    standing: await standingIn(tx, studentId, period, ends),
    phone: await phoneOf(tx, schoolClass.classTeacherId),
  }));
  const valuesOf = (kind: NoticeKind) => standing.flatMap((one) => (one.kind === kind && one.after ? [one.after] : []));
  const facts = {
    ...weekFacts({
      head: headOf(roster, span, schoolClass, student, period, phone),
      events: standing.map(({ entryId, kind, after, recordedAt }) => ({
        entryId,
        kind,
        before: null,
        after,
        entered: schoolDate(recordedAt, roster.zone),
      })),
      periodMarks: valuesOf('mark').map(({ subject = '', value = '' }) => ({ subject, value: value ?? '' })),
      periodAbsences: valuesOf('absence').map(({ value }) => ({ code: value ?? '' })),
      homework: [],
    }),
    wholePeriod: true as const,
  };
  const sha256 = createHash('sha256').update(canonicalJson(facts)).digest('hex');
  return { facts, sha256, running: true, asOf };
}

async function standingIn(tx: Tx, studentId: string, period: RosterPeriod, ends: string): Promise<Standing[]> {
  return tx.$queryRaw<Standing[]>`
    SELECT n.id AS "entryId", n.kind::text AS kind, v.after, n.recorded_at AS "recordedAt"
      FROM journal_entry n
      JOIN LATERAL (SELECT after FROM journal_event WHERE entry_id = n.id ORDER BY id DESC LIMIT 1) v ON true
     WHERE n.withdrawn_at IS NULL
       AND (n.student_id = ${studentId}
            OR (n.student_id IS NULL AND EXISTS (SELECT FROM membership m WHERE m.student_id = ${studentId} AND m.class_id = n.class_id
                  AND m."from" <= n.date AND (m."to" IS NULL OR m."to" >= n.date))))
       AND CASE WHEN n.kind = 'periodMark' THEN n.period = ${period.name} AND n.date >= ${toDbDate(period.starts)}::date
                ELSE n.kind IN ('mark', 'absence', 'message') AND n.date >= ${toDbDate(period.starts)}::date AND n.date <= ${toDbDate(ends)}::date END
     ORDER BY n.date, n.id`;
}

export interface ClosedWeek {
  week: string;
  from: string;
  to: string;
}

/** Closed weeks of a child, the newest first. @param before only weeks before this one */
export async function closedWeeks(
  db: Db,
  studentId: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<ClosedWeek[]> {
  const rows = await db.weeklyRecord.findMany({
    where: { studentId, schoolWeek: { closedAt: { not: null }, ...(before && { week: { lt: before } }) } },
    select: { schoolWeek: { select: { week: true, starts: true, ends: true } } },
    orderBy: { schoolWeek: { week: 'desc' } },
    take: limit,
  });
  return rows.map(({ schoolWeek: { week, starts, ends } }) => ({
    week,
    from: fromDbDate(starts),
    to: fromDbDate(ends),
  }));
}
