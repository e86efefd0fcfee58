import { createHash } from 'node:crypto';
import { schoolWeek } from '../journal/lessons.ts';
import { classOf } from '../journal/membership.ts';
import type { Roster, RosterClass, RosterStudent } from '../journal/roster.ts';
import { currentRoster } from '../journal/roster-view.ts';
import { canonicalJson, weekFacts } from '../notify/week.ts';
import type { WeekFacts } from '../notify/week-facts.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { daysOfWeek, schoolDate, weekOf } from '../platform/school-time.ts';
import { loadWeekSources } from './week-sources.ts';

export interface WeekNow {
  facts: WeekFacts;
  sha256: string;
  /** what stands so far; false: the record as it was frozen when the week closed */
  running: boolean;
  /** the moment of the last entry it can hold */
  asOf: Date;
}

/** More than any event's id: everything that has happened. */
const NO_END = 2_147_483_647;

/**
 * One child's week as it stands: the frozen record where this week has closed already, else what came since the last
 * close, in the same facts. Homework is what is due after today.
 * @returns null for a child who belongs to no class now
 */
export async function weekNow({ db, clock }: { db: Db; clock: Clock }, studentId: string): Promise<WeekNow | null> {
  const roster = await currentRoster(db);
  const today = schoolDate(clock.now(), roster.zone);
  const closed = await closedWeek(db, studentId, weekOf(today));
  if (closed) return closed;
  const student = roster.students.get(studentId);
  const schoolClass = classOf(roster, studentId, today);
  return student && schoolClass ? runningWeek({ db, clock }, roster, student, schoolClass, today) : null;
}

/** A closed week of a child as it was frozen. @param week absent: the last one; null: it is not closed */
export async function closedWeek(db: Db, studentId: string, week?: string): Promise<WeekNow | null> {
  const record = await db.weeklyRecord.findFirst({
    where: { studentId, schoolWeek: { closedAt: { not: null }, ...(week && { week }) } },
    orderBy: { id: 'desc' },
    select: { facts: true, sha256: true, schoolWeek: { select: { closesAt: true } } },
  });
  if (!record) return null;
  const facts = record.facts as unknown as WeekFacts;
  return { facts, sha256: record.sha256, running: false, asOf: record.schoolWeek.closesAt };
}

async function runningWeek(
  { db, clock }: { db: Db; clock: Clock },
  roster: Roster,
  student: RosterStudent,
  schoolClass: RosterClass,
  today: string,
): Promise<WeekNow> {
  const week = weekOf(today);
  const span = schoolWeek(roster, schoolClass.id, week);
  const monday = daysOfWeek(week)?.monday ?? today;
  const asOf = clock.now();
  const taken = {
    id: 0,
    classId: schoolClass.id,
    week,
    starts: span && span.first <= today ? span.first : monday,
    ends: today,
    closesAt: asOf,
    fromEvent: 0,
    toEvent: NO_END,
  };
  const [source] = await db.$transaction((tx) => loadWeekSources(tx, roster, taken, [student]));
  if (!source) throw new Error('a pupil without a week');
  const facts = weekFacts(source);
  const sha256 = createHash('sha256').update(canonicalJson(facts)).digest('hex');
  return { facts, sha256, running: true, asOf };
}
