import type { WeekFacts } from '../notify/week-facts.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { fromDbDate, weekOf } from '../platform/school-time.ts';
import { readSchool } from './school.ts';

export interface PrintRequest {
  /** name of one class; absent: the whole school */
  className?: string;
  /** a day of the week to print; absent: the week that closed last */
  ending?: string;
  /** every child, not only the families on paper */
  all?: boolean;
}

export interface SheetToPrint {
  number: number;
  facts: WeekFacts;
  hash: string;
  recipient?: string;
}

export interface RegisterToPrint {
  class: string;
  classTeacher: { name: string };
  columns: string[];
  rows: { student: string; recipient: string; number: number }[];
}

export interface WeekPrint {
  school: string;
  class: string | null;
  week: string;
  from: string;
  to: string;
  madeAt: Date;
  timeZone: string;
  registers: RegisterToPrint[];
  count: number;
  /** read from the database as they are printed */
  sheets: AsyncIterable<SheetToPrint>;
}

export type PrintFault = 'unknownClass' | 'nothingClosed' | 'notClosed';

/** The frozen sheets of a closed week, registers first: printing again gives the same. */
export async function printWeek(
  { db, clock }: { db: Db; clock: Clock },
  request: PrintRequest,
): Promise<{ ok: true; print: WeekPrint } | { ok: false; code: PrintFault; field: string }> {
  const classIds = await classesOf(db, request.className);
  if (!classIds.length) return { ok: false, code: 'unknownClass', field: '--class' };
  const week = request.ending ? weekOf(request.ending) : await lastClosed(db, classIds);
  if (!week) return { ok: false, code: 'nothingClosed', field: '--ending' };
  const closed = await db.schoolWeek.findMany({
    where: { week, classId: { in: classIds }, closedAt: { not: null } },
    orderBy: { id: 'asc' },
  });
  if (!closed.length) return { ok: false, code: 'notClosed', field: '--ending' };
  if (request.all) await db.$transaction((tx) => sheetsForAll(tx, clock.now(), week, classIds));
  const rows = await sheetRows(db, week, classIds, request.all ?? false);
  const school = await db.$transaction((tx) => readSchool(tx));
  const dates = closed.flatMap(({ starts, ends }) => [fromDbDate(starts), fromDbDate(ends)]).sort();
  const closings = closed.map(({ closedAt }) => (closedAt as Date).getTime());
  return {
    ok: true,
    print: {
      school: school.name,
      class: request.className ?? null,
      week,
      from: dates[0] as string,
      to: dates.at(-1) as string,
      madeAt: new Date(Math.max(...closings)),
      timeZone: school.zone,
      registers: registersOf(rows.filter(({ onPaper }) => onPaper)),
      count: rows.length,
      sheets: readSheets(db, rows),
    },
  };
}

async function classesOf(db: Db, name: string | undefined): Promise<number[]> {
  const found = await db.schoolClass.findMany({ ...(name && { where: { name } }), select: { id: true } });
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
async function sheetsForAll(tx: Tx, now: Date, week: string, classIds: number[]): Promise<void> {
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

interface SheetRow {
  number: number;
  class: string;
  teacher: string;
  student: string;
  recipient: string;
  starts: Date;
  ends: Date;
  /** of a family on paper; otherwise asked for once */
  onPaper: boolean;
}

async function sheetRows(db: Db, week: string, classIds: number[], all: boolean): Promise<SheetRow[]> {
  return db.$queryRaw<SheetRow[]>`
    SELECT s.id AS number, c.name AS class, concat_ws(' ', t.last, t.first, nullif(t.patronymic, '')) AS teacher,
           concat_ws(' ', p.last, p.first) AS student, concat_ws(' ', g.last, g.first, nullif(g.patronymic, '')) AS recipient,
           w.starts, w.ends, n.kind <> 'request' AS "onPaper"
      FROM sheet s JOIN print_run n ON n.id = s.run_id JOIN weekly_record r ON r.id = s.weekly_record_id
      JOIN school_week w ON w.id = r.school_week_id JOIN school_class c ON c.id = w.class_id
      JOIN person p ON p.id = s.student_id LEFT JOIN person g ON g.id = s.guardian_id LEFT JOIN person t ON t.id = c.class_teacher_id
     WHERE w.week = ${week} AND w.class_id = ANY(${classIds}) AND s.copy_of_id IS NULL
       AND (${all} OR n.kind IN ('weekly', 'supplementary'))
     ORDER BY c.grade, c.name, p.last, p.first, s.id`;
}

function registersOf(rows: SheetRow[]): RegisterToPrint[] {
  const short = (date: Date) => fromDbDate(date).slice(5).split('-').reverse().join('.');
  return [...groupBy(rows, (row) => row.class)].map(([name, ofClass]) => {
    const { teacher, starts, ends } = ofClass[0] as SheetRow;
    return {
      class: name,
      classTeacher: { name: teacher },
      columns: [`${short(starts)}–${short(ends)}`],
      rows: ofClass.map(({ student, recipient, number }) => ({ student, recipient, number })),
    };
  });
}

const CHUNK = 200;

async function* readSheets(db: Db, rows: SheetRow[]): AsyncIterable<SheetToPrint> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const chunk = rows.slice(from, from + CHUNK);
    const found = await db.sheet.findMany({
      where: { id: { in: chunk.map(({ number }) => number) } },
      select: { id: true, weeklyRecord: { select: { facts: true, sha256: true } } },
    });
    const records = new Map(found.map(({ id, weeklyRecord }) => [id, weeklyRecord]));
    for (const { number, recipient } of chunk) {
      const record = records.get(number);
      if (!record) throw new Error(`sheet ${number} went away while it was printed`);
      yield {
        number,
        facts: record.facts as unknown as WeekFacts,
        hash: record.sha256,
        ...(recipient && { recipient }),
      };
    }
  }
}
