/** A word to teachers before a deadline passes with lessons unfilled (К-Р 2.5, 2.7; К-И 4.2). */
import { lessonsOfTeacher } from '../journal/lessons.ts';
import type { Roster } from '../journal/roster.ts';
import { currentRoster } from '../journal/roster-view.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { schoolDate, schoolTime } from '../platform/school-time.ts';
import * as say from '../texts/bot/teachers-lessons.ts';
import { readFilling } from './filling.ts';
import { lessonWords } from './lesson-words.ts';
import { type LinkedStaff, linkedStaff, takeTurn, tellStaff } from './staff.ts';
import { dutiesOf, type LessonDuty, type Part } from './unfilled.ts';

interface RemindParts {
  db: Db;
  clock: Clock;
}

const MINUTE = 60_000;
/** How long before a deadline the word comes; what falls due within the hour is said with it. */
const AHEAD_MS = 30 * MINUTE;
const WITH_IT_MS = 60 * MINUTE;
/** At most one message an hour for each teacher. */
const APART_MS = 60 * MINUTE;

/**
 * Puts a message on its way to each linked teacher who has a lesson unfilled half an hour before its deadline.
 * May run in several processes, and as often as one likes.
 * @returns how many
 */
export async function remindTeachers({ db, clock }: RemindParts): Promise<number> {
  const now = clock.now();
  const contacts = await linkedStaff(db);
  if (contacts.length === 0) return 0;
  const roster = await currentRoster(db);
  const date = schoolDate(now, roster.zone);
  const teaching = contacts.filter(({ staffId }) => isWatched(roster, staffId, date, now));
  const lessons = teaching.flatMap(({ staffId }) => lessonsOfTeacher(roster, staffId, date));
  if (lessons.length === 0) return 0;
  const fillingOf = await readFilling(db, roster, lessons);
  let reminded = 0;
  for (const contact of teaching) {
    const text = wordFor(roster, dutiesOf(roster, contact.staffId, date, fillingOf), now);
    if (text !== null && (await send(db, now, contact, text))) reminded += 1;
  }
  return reminded;
}

/** Some deadline of the teacher's is near: only then the journal is asked. */
function isWatched(roster: Roster, staffId: string, date: string, now: Date): boolean {
  const empty = { topic: false, homework: false, absences: 0, marks: 0 };
  return dutiesOf(roster, staffId, date, () => empty).some((duty) => partsDue(duty, now, AHEAD_MS).length > 0);
}

/** What of a lesson is missing with its deadline ahead, at most so far away (ms). */
function partsDue({ missing, homeworkBy, journalBy }: LessonDuty, now: Date, within: number): Part[] {
  const isNear = (deadline: Date) => {
    const left = deadline.getTime() - now.getTime();
    return left > 0 && left <= within;
  };
  return missing.filter((part) => isNear(part === 'homework' ? homeworkBy : journalBy));
}

/** The reminder's text, or null when there is nothing to remind of yet. Pure. */
export function wordFor(roster: Roster, duties: readonly LessonDuty[], now: Date): string | null {
  if (!duties.some((duty) => partsDue(duty, now, AHEAD_MS).length > 0)) return null;
  const due = duties.flatMap((duty) => {
    const parts = partsDue(duty, now, WITH_IT_MS);
    return parts.length > 0 ? [{ duty, parts }] : [];
  });
  const lines = due.map(({ duty, parts }) => say.lessonLine(lessonWords(roster, duty.lesson), parts, 0, 0));
  const tasks = due
    .filter(({ parts }) => parts.includes('homework'))
    .map(({ duty }) => [lessonWords(roster, duty.lesson).class, schoolTime(duty.homeworkBy, roster.zone)] as const);
  const rest = due.some(({ parts }) => parts.some((part) => part !== 'homework'));
  return say.reminder(lines, say.deadlines([...new Map(tasks)], rest ? roster.rules.journalBy : null));
}

/** The turn is taken by a conditional write: of several processes one sends. */
async function send(db: Db, now: Date, teacher: LinkedStaff, text: string): Promise<boolean> {
  return db.$transaction(async (tx) => {
    if (!(await takeTurn(tx, `remind ${teacher.staffId}`, now, APART_MS))) return false;
    await tellStaff(tx, { now }, teacher, text, [[{ text: say.LESSON_BUTTONS.toLessons, data: say.TODAY_DATA }]]);
    return true;
  });
}
