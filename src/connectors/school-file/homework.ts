/** Homework whose lesson a school file takes off its day is due anew, by the very way of the desk's changes. */
import { type DueHomework, dueAnew, type MovedHomework } from '../../journal/day/consequences.ts';
import { moveHomework, movesOf } from '../../journal/day/move-homework.ts';
import { dueFrom } from '../../journal/day/store.ts';
import type { Roster, RosterName } from '../../journal/roster.ts';
import { readRoster, rosterIn } from '../../journal/roster-view.ts';
import type { Db, Tx } from '../../platform/database/open.ts';
import type { SchoolDate } from '../../platform/school-time.ts';
import type { ChangeKind, ImportPlan } from './plan/context.ts';

/** Homework as an import tells of it. */
export interface HomeworkLine {
  class: string;
  subject: string;
  /** for one pupil */
  student: (Omit<RosterName, 'sex'> & { id: string }) | null;
  text: string;
  from: SchoolDate;
  /** null: the course has no lesson any more this year, so its day stays */
  to: SchoolDate | null;
}

/** What can take a lesson off its day. */
const KINDS: ChangeKind[] = ['year', 'holiday', 'class', 'course', 'timetable', 'day', 'lessonChange'];

interface Before {
  roster: Roster;
  due: DueHomework[];
}

/**
 * The lessons and the homework of today and later, before a plan is written. For whoever holds the ROSTER lock.
 * @returns null where nothing can follow from the plan
 */
export async function beforeImport(tx: Tx, db: Db, { changes }: ImportPlan, today: SchoolDate): Promise<Before | null> {
  if (!changes.some(({ kind }) => KINDS.includes(kind))) return null;
  const due = await dueFrom(tx, today);
  return due.length === 0 ? null : { roster: await rosterIn(tx, db), due };
}

/** Moves it, after the plan was written. @param by absent: in the name of whoever gave it */
export async function moveOn(
  tx: Tx,
  before: Before | null,
  { now, today, by, dryRun }: { now: Date; today: SchoolDate; by: string | undefined; dryRun: boolean },
): Promise<HomeworkLine[]> {
  if (!before) return [];
  const roster = await readRoster(tx);
  const homework = dueAnew(before.roster, roster, before.due, { today });
  const mover = { source: 'school-file', byId: by ?? null } as const;
  if (!dryRun) await moveHomework(tx, { roster, now, today, baseline: false }, movesOf(homework), mover);
  return homework.map((one) => lineOf(roster, one));
}

function lineOf(roster: Roster, { courseId, studentId, text, date, to }: MovedHomework): HomeworkLine {
  const course = roster.courses.get(courseId);
  const student = roster.students.get(studentId ?? '');
  return {
    class: roster.classes.get(course?.classId ?? 0)?.name ?? '',
    subject: course?.subject.name ?? '',
    student: student
      ? { id: student.id, last: student.last, first: student.first, patronymic: student.patronymic }
      : null,
    text,
    from: date,
    to,
  };
}
