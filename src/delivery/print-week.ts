import { currentRoster } from '../journal/roster-view.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { readRules, type SchoolRules } from '../platform/school-rules.ts';
import { fromDbDate, schoolDate, weekOf } from '../platform/school-time.ts';
import { type ClassToPrint, countSheets, type PrintScope, readClasses } from './print-sheets.ts';

export interface PrintRequest {
  /** name of one class; absent: the whole school */
  className?: string;
  /** a day of the week to print; absent: the week that closed last */
  ending?: string;
  /** that week by its name, 2026-W38 */
  week?: string;
  /** every child, not only the families on paper */
  all?: boolean;
}

export interface PrintDeps {
  db: Db;
  clock: Clock;
  /** without a trailing slash: behind the codes of the stubs */
  publicUrl: string;
}

export interface WeekPrint {
  school: string;
  class: string | null;
  week: string;
  from: string;
  to: string;
  madeAt: Date;
  timeZone: string;
  format: SchoolRules['paperFormat'];
  scope: PrintScope;
  /** sheets in all */
  count: number;
  /** in the school's order, read from the database as they are printed */
  classes: AsyncIterable<ClassToPrint>;
}

export type PrintFault = 'unknownClass' | 'nothingClosed' | 'notClosed';

/** The frozen sheets of a closed week, class by class, each after its register: printing again gives the same. */
export async function printWeek(
  { db, clock, publicUrl }: PrintDeps,
  request: PrintRequest,
): Promise<{ ok: true; print: WeekPrint } | { ok: false; code: PrintFault; field: string }> {
  const classIds = await classesOf(db, request.className);
  if (!classIds.length) return { ok: false, code: 'unknownClass', field: '--class' };
  const week = request.week ?? (request.ending ? weekOf(request.ending) : await lastClosed(db, classIds));
  if (!week) return { ok: false, code: 'nothingClosed', field: '--ending' };
  const closed = await db.schoolWeek.findMany({
    where: { week, classId: { in: classIds }, closedAt: { not: null } },
  });
  if (!closed.length) return { ok: false, code: 'notClosed', field: '--ending' };
  const { className = null, all = false } = request;
  const [one = null] = classIds;
  const scope = { week, classId: className === null ? null : one, classIds, all };
  if (all) await db.$transaction((tx) => sheetsForAll(tx, clock.now(), scope));
  const roster = await currentRoster(db);
  const { name, timeZone, rules, secret } = await db.school.findUniqueOrThrow({ where: { id: 1 } });
  const dates = closed.flatMap(({ starts, ends }) => [fromDbDate(starts), fromDbDate(ends)]).sort();
  const closings = closed.map(({ closedAt }) => (closedAt as Date).getTime());
  return {
    ok: true,
    print: {
      school: name,
      class: className,
      week,
      from: dates[0] as string,
      to: dates.at(-1) as string,
      madeAt: new Date(Math.max(...closings)),
      timeZone,
      format: readRules(rules).paperFormat,
      scope,
      count: await countSheets(db, scope),
      classes: readClasses({ db, roster, secret, publicUrl }, scope),
    },
  };
}

/**
 * One run by itself, as it is given to its class teacher: a week's, of who fell to paper afterwards, of news that do not
 * wait for the week. Null: there is no such run, or nobody is in it.
 */
export async function printRun({ db, publicUrl }: Omit<PrintDeps, 'clock'>, runId: number): Promise<WeekPrint | null> {
  const run = await db.printRun.findUnique({ where: { id: runId } });
  if (!run?.classId || !run.week || run.kind === 'request') return null;
  const { classId, week, kind } = run;
  const scope = { week, classId, classIds: [classId], all: false, run: { id: runId, kind } };
  const count = await countSheets(db, scope);
  if (!count) return null;
  const roster = await currentRoster(db);
  const { name, timeZone, rules, secret } = await db.school.findUniqueOrThrow({ where: { id: 1 } });
  const { name: className } = await db.schoolClass.findUniqueOrThrow({
    where: { id: classId },
    select: { name: true },
  });
  const closed = await db.schoolWeek.findUnique({ where: { classId_week: { classId, week } } });
  const day = schoolDate(run.createdAt, timeZone);
  const isWeek = kind !== 'period' && closed;
  return {
    school: name,
    class: className,
    week,
    from: isWeek ? fromDbDate(closed.starts) : day,
    to: isWeek ? fromDbDate(closed.ends) : day,
    // the same as of the week's file, which it is where nobody fell to paper afterwards
    madeAt: kind === 'weekly' && closed?.closedAt ? closed.closedAt : run.createdAt,
    timeZone,
    format: readRules(rules).paperFormat,
    scope,
    count,
    classes: readClasses({ db, roster, secret, publicUrl }, scope),
  };
}

/** In the order of grades and names. */
async function classesOf(db: Db, name: string | undefined): Promise<number[]> {
  const found = await db.schoolClass.findMany({
    ...(name && { where: { name } }),
    orderBy: [{ grade: 'asc' }, { name: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  return found.map(({ id }) => id);
}

async function lastClosed(db: Db, classIds: number[]): Promise<string | undefined> {
  const last = await db.schoolWeek.findFirst({
    where: { classId: { in: classIds }, closedAt: { not: null } },
    orderBy: { week: 'desc' },
    select: { week: true },
  });
  return last?.week;
}

/** Sheets on request for every child that has none of this week, once. */
async function sheetsForAll(tx: Tx, now: Date, { week, classIds }: PrintScope): Promise<void> {
  const missing = await tx.$queryRaw<{ record_id: number; student_id: string; class_id: number }[]>`
    SELECT r.id AS record_id, r.student_id, w.class_id FROM weekly_record r JOIN school_week w ON w.id = r.school_week_id
     WHERE w.week = ${week} AND w.class_id = ANY(${classIds}) AND w.closed_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM sheet s WHERE s.weekly_record_id = r.id) ORDER BY r.id`;
  for (const [classId, rows] of groupBy(missing, ({ class_id }) => class_id)) {
    const run = await tx.printRun.create({ data: { kind: 'request', classId, week, createdAt: now } });
    await tx.sheet.createMany({
      data: rows.map(({ record_id, student_id }) => ({
        runId: run.id,
        weeklyRecordId: record_id,
        studentId: student_id,
        createdAt: now,
      })),
    });
  }
}
