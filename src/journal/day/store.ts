/** The rows of a day's timetable that the desk writes: one course's lesson, a day of a class or the school. */
import { Prisma } from '../../platform/database/generated/client.ts';
import type { Tx } from '../../platform/database/open.ts';
import { type SchoolDate, toDbDate } from '../../platform/school-time.ts';
import type { ChangedLesson } from './changed-lessons.ts';
import type { DueHomework } from './consequences.ts';
import type { DayRow, DayRows, Deed, LessonRow } from './deed.ts';
import type { HomeworkMove } from './move-homework.ts';

type Reader = Pick<Tx, '$queryRaw'>;
type Where = readonly { classId: number; date: SchoolDate }[];

const among = (where: Where) => Prisma.sql`
  SELECT * FROM unnest(${where.map(({ classId }) => classId)}::int[], ${where.map(({ date }) => date)}::date[])`;

/** Homework that stands and is due on these days of these classes. One query. */
export const dueOn = (db: Reader, where: Where): Promise<DueHomework[]> =>
  readDue(db, Prisma.sql`(e.class_id, e.date) IN (${among(where)})`);

/** All homework that stands and is due on a day or later. One query. */
export const dueFrom = (db: Reader, date: SchoolDate): Promise<DueHomework[]> =>
  readDue(db, Prisma.sql`e.date >= ${date}::date`);

function readDue(db: Reader, which: Prisma.Sql): Promise<DueHomework[]> {
  return db.$queryRaw<DueHomework[]>`
    SELECT e.id, e.course_id AS "courseId", e.date::text AS date, e.text, e.student_id AS "studentId"
    FROM journal_entry e
    WHERE e.kind = 'homework' AND e.withdrawn_at IS NULL AND ${which}
    ORDER BY e.date, e.id`;
}

/** `course date number` of the lessons for which a mark, an absence or a topic stands. One query. */
export async function recordedOn(db: Reader, where: Where): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ key: string }[]>`
    SELECT DISTINCT l.course_id || ' ' || l.date || ' ' || l.number AS key
    FROM journal_entry e JOIN lesson l ON l.id = e.lesson_id
    WHERE e.withdrawn_at IS NULL AND (e.class_id, e.date) IN (${among(where)})`;
  return new Set(rows.map(({ key }) => key));
}

/** What stood in a place, or is to stand there; `deedId` of the deed that made it, null: a file. */
export interface KeptRows {
  lessons: (LessonRow & { deedId: number | null })[];
  days: (DayRow & { deedId: number | null })[];
}

/**
 * Puts a deed's rows in the place of what stood there, keeps the deed and raises the roster's version.
 * @returns the deed's id
 */
export async function writeRows(
  tx: Tx,
  { date, what, reason, by }: Deed,
  rows: DayRows,
  { now, moves }: { now: Date; moves: HomeworkMove[] },
): Promise<number> {
  const before = await takeOut(tx, rows);
  const made = { lessons: rows.lessons, days: rows.days.filter(({ kind }) => kind !== null) };
  const { id } = await tx.dayDeed.create({
    data: {
      date: toDbDate(date),
      classId: classOf(rows),
      what: what as unknown as Prisma.InputJsonObject,
      reason: reason.trim(),
      byId: by,
      at: now,
      before: before as unknown as Prisma.InputJsonObject,
      made: made.lessons.length + made.days.length,
      homework: moves as unknown as Prisma.InputJsonArray,
    },
    select: { id: true },
  });
  await putIn(tx, {
    lessons: made.lessons.map((row) => ({ ...row, deedId: id })),
    days: made.days.map((row) => ({ ...row, deedId: id })),
  });
  await raiseVersion(tx);
  await audit(tx, { at: now, actorId: by, action: 'changeDay', object: `day:${id}` });
  return id;
}

/** What the teachers of these lessons are to hear; the telling is not the journal's. */
export async function keepNotice(
  tx: Tx,
  { deedId, at, lessons }: { deedId: number; at: Date; lessons: ChangedLesson[] },
): Promise<void> {
  if (lessons.length === 0) return;
  await tx.lessonNotice.create({ data: { deedId, at, lessons: lessons as unknown as Prisma.InputJsonArray } });
}

/** In the transaction itself: nothing of a day changes without its line in the audit. */
export async function audit(
  tx: Tx,
  record: { at: Date; actorId: string; action: 'changeDay' | 'undoDay'; object: string },
): Promise<void> {
  await tx.auditRecord.create({ data: record });
}

function classOf({ lessons, days }: DayRows): number | null {
  const ids = new Set([...lessons, ...days].map(({ classId }) => classId));
  return ids.size === 1 ? ([...ids][0] ?? null) : null;
}

const LESSON = Prisma.sql`date::text AS date, class_id AS "classId", lesson AS number, course_id AS "courseId", cancelled,
  teacher_id AS "teacherId", deed_id AS "deedId"`;
const DAY = Prisma.sql`date::text AS date, class_id AS "classId", kind::text AS kind, weekday, deed_id AS "deedId"`;

/** Takes out what a deed made. */
export async function takeOutMade(tx: Tx, deedId: number): Promise<KeptRows> {
  return {
    lessons: await tx.$queryRaw`DELETE FROM lesson_change WHERE deed_id = ${deedId} RETURNING ${LESSON}`,
    days: await tx.$queryRaw`DELETE FROM special_day WHERE deed_id = ${deedId} RETURNING ${DAY}`,
  };
}

/** Takes out what stands in the places of these rows. @returns what that was */
async function takeOut(tx: Tx, { lessons, days }: DayRows): Promise<KeptRows> {
  const out: KeptRows = { lessons: [], days: [] };
  if (lessons.length > 0)
    out.lessons = await tx.$queryRaw<KeptRows['lessons']>`
      DELETE FROM lesson_change WHERE (date, lesson, course_id) IN (
        SELECT * FROM unnest(${lessons.map((l) => l.date)}::date[], ${lessons.map((l) => l.number)}::int[],
          ${lessons.map((l) => l.courseId)}::int[]))
      RETURNING ${LESSON}`;
  for (const { date, classId } of days)
    out.days.push(
      ...(await tx.$queryRaw<KeptRows['days']>`
        DELETE FROM special_day WHERE date = ${date}::date AND class_id IS NOT DISTINCT FROM ${classId}::int
        RETURNING ${DAY}`),
    );
  return out;
}

export async function putIn(tx: Tx, { lessons, days }: KeptRows): Promise<void> {
  if (lessons.length > 0)
    await tx.lessonChange.createMany({
      data: lessons.map(({ number, ...row }) => ({ ...row, date: toDbDate(row.date), lesson: number })),
    });
  for (const { kind, ...row } of days)
    if (kind !== null) await tx.specialDay.create({ data: { ...row, kind, date: toDbDate(row.date) } });
}

/** Every process compiles the roster anew, and what is being written is checked against it. */
export async function raiseVersion(tx: Tx): Promise<void> {
  await tx.school.update({ where: { id: 1 }, data: { rosterVersion: { increment: 1 } } });
}
