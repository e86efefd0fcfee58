/** A school with one closed week in which every family is on paper: rows as the close of a week leaves them. */
import { createHash } from 'node:crypto';
import { printWeek, type WeekPrint } from '../../src/delivery/print-week.ts';
import { canonicalJson } from '../../src/notify/week.ts';
import type { WeekFacts } from '../../src/notify/week-facts.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { toDbDate } from '../../src/platform/school-time.ts';
import { plainWeek, SCHOOL } from '../channels/paper/facts.ts';
import { fakeClock } from '../fake-clock.ts';

const WEEK = { week: '2026-W38', starts: toDbDate('2026-09-14'), ends: toDbDate('2026-09-19') };
export const CLOSED = '2026-09-20T10:00:00+03:00';
const closedAt = new Date(CLOSED);
const PUPILS = 25;
const LETTERS = 'АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ';

type Change = (facts: WeekFacts, order: number) => WeekFacts;

/**
 * @param count sheets, 25 to a class
 * @param change what differs from a plain week
 */
export async function fillSchool(db: Db, count: number, change: Change = (facts) => facts): Promise<void> {
  const school = { kind: 'real' as const, name: SCHOOL, timeZone: 'Europe/Simferopol', secret: 'of the benchmark' };
  await db.school.create({ data: { id: 1, ...school, madeAt: closedAt } });
  const year = await db.schoolYear.create({ data: { starts: toDbDate('2026-09-01'), ends: toDbDate('2027-05-31') } });
  for (let from = 0; from < count; from += PUPILS) {
    const order = from / PUPILS;
    const grade = 2 + (order % 10);
    const name = `${grade}${LETTERS[Math.floor(order / 10) % LETTERS.length]}${order >= 280 ? order : ''}`;
    await fillClass(db, { yearId: year.id, name, grade }, from, Math.min(PUPILS, count - from), change);
  }
}

async function fillClass(
  db: Db,
  own: { yearId: number; name: string; grade: number },
  from: number,
  count: number,
  change: Change,
): Promise<void> {
  const { id: classId } = await db.schoolClass.create({ data: own });
  const at = { closesAt: closedAt, closedAt };
  const week = await db.schoolWeek.create({ data: { ...WEEK, ...at, classId, fromEvent: 0, toEvent: 0 } });
  const run = await db.printRun.create({ data: { kind: 'weekly', classId, week: WEEK.week, createdAt: closedAt } });
  const weeks = Array.from({ length: count }, (_, i) =>
    change(plainWeek(from + i, { class: own.name, grade: own.grade }), from + i),
  );
  const guardianOf = (studentId: string) => `g${studentId}`;
  await db.person.createMany({
    data: weeks.flatMap(({ student }) => [
      student,
      { id: guardianOf(student.id), last: student.last, first: 'Мария', patronymic: 'Петровна' },
    ]),
  });
  await db.student.createMany({ data: weeks.map(({ student: { id } }) => ({ id })) });
  await db.guardian.createMany({ data: weeks.map(({ student: { id } }) => ({ id: guardianOf(id) })) });
  const records = await db.weeklyRecord.createManyAndReturn({
    data: weeks.map((facts) => ({
      schoolWeekId: week.id,
      studentId: facts.student.id,
      facts: facts as object,
      sha256: createHash('sha256').update(canonicalJson(facts)).digest('hex'),
    })),
    select: { id: true, studentId: true },
  });
  await db.sheet.createMany({
    data: records.map(({ id, studentId }) => ({
      runId: run.id,
      weeklyRecordId: id,
      studentId,
      guardianId: guardianOf(studentId),
      createdAt: closedAt,
    })),
  });
}

/** The week as the command line asks for it. */
export async function weekOf(db: Db): Promise<WeekPrint> {
  const found = await printWeek({ db, clock: fakeClock(CLOSED), publicUrl: 'https://dnevnik.example.ru' }, {});
  if (!found.ok) throw new Error(found.code);
  return found.print;
}

/** As before the first print. */
export async function unprint(db: Db): Promise<void> {
  await db.printFile.deleteMany({});
  await db.printRun.updateMany({ data: { sha256: null } });
  await db.sheet.updateMany({ data: { codeHash: null } });
}
