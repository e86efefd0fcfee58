/** A word to teachers whose lessons the desk changed: given by another, cancelled, moved, or so no more (К-Р 2.10). */
import { type ChangedLesson, joinChanges } from '../journal/day/changed-lessons.ts';
import { type Roster, type RosterCourse, staffNamed } from '../journal/roster.ts';
import type { Tx } from '../platform/database/open.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import { type ChangedLine, changedLessonsWords, type LessonNews } from '../texts/bot/teachers-day.ts';
import { LESSON_BUTTONS, TODAY_DATA } from '../texts/bot/teachers-lessons.ts';
import { lessonWords } from './lesson-words.ts';
import { beginTelling, type LinkedStaff, type Telling, type TellParts, tellStaff } from './staff.ts';

/** Deeds that go on so long are told as far as they are. */
const GATHERED_AT_MOST_MS = 15 * 60_000;

/** Opens the day's lessons in the bot. */
const TO_LESSONS = [[{ text: LESSON_BUTTONS.toLessons, data: TODAY_DATA }]];

/**
 * Tells each linked teacher once, in one message for all that was done until the deputy rests; what was taken back by then is
 * not told, nor is anything in the school's quiet hours, nor of a day that is over. May run in several processes.
 * @returns how many messages
 */
export async function tellDayChanges({ db, clock }: Omit<TellParts, 'publicUrl'>): Promise<number> {
  const notices = await db.lessonNotice.findMany({ where: { toldAt: null }, orderBy: { id: 'asc' } });
  const telling = notices.length > 0 ? await beginTelling({ db, clock }) : null;
  if (!telling || telling.dueAt > telling.now || !isSettled(notices, telling)) return 0;
  return db.$transaction(async (tx) => {
    const ids = new Set(await claim(tx, telling.now, notices));
    const mine = notices.filter(({ id }) => ids.has(id));
    const changes = joinChanges(mine.flatMap(({ lessons }) => lessons as unknown as ChangedLesson[]));
    let told = 0;
    for (const one of telling.staff) told += await tell(tx, telling, one, changes);
    return told;
  });
}

/** The deputy rests, or has gone on for long; a clock that was set back keeps nobody waiting. */
function isSettled(notices: readonly { at: Date }[], { now, roster }: Telling): boolean {
  const isPast = (one: { at: Date } | undefined, ms: number) => {
    const since = now.getTime() - (one?.at.getTime() ?? 0);
    return since < 0 || since >= ms;
  };
  return isPast(notices.at(-1), roster.rules.settleMinutes * 60_000) || isPast(notices[0], GATHERED_AT_MOST_MS);
}

/** Of several processes one gets each notice. */
async function claim(tx: Tx, now: Date, notices: readonly { id: number }[]): Promise<number[]> {
  const rows = await tx.lessonNotice.updateManyAndReturn({
    where: { id: { in: notices.map(({ id }) => id) }, toldAt: null },
    data: { toldAt: now },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

async function tell(tx: Tx, telling: Telling, one: LinkedStaff, changes: readonly ChangedLesson[]): Promise<number> {
  const lines = linesFor(telling.roster, one.staffId, changes, telling.today);
  if (lines.length === 0) return 0;
  const isToday = lines.some(({ lesson }) => lesson.date === telling.today);
  await tellStaff(tx, telling, one, changedLessonsWords(lines), isToday ? TO_LESSONS : undefined);
  return 1;
}

/** What is new for one teacher, in order. A lesson of the course that goes and one that comes are one that moved. Pure. */
export function linesFor(
  roster: Roster,
  staffId: string,
  changes: readonly ChangedLesson[],
  today: SchoolDate,
): ChangedLine[] {
  const ahead = changes.filter(({ date }) => date >= today);
  const gone = ahead.filter(({ before, after }) => before?.teacherId === staffId && !after);
  const come = ahead.filter(({ before, after }) => after?.teacherId === staffId && !before);
  const movedTo = new Map<ChangedLesson, ChangedLesson>();
  for (const one of gone) {
    const to = come.find((each) => each.courseId === one.courseId && ![...movedTo.values()].includes(each));
    if (to) movedTo.set(one, to);
  }
  const taken = new Set(movedTo.values());
  return ahead.flatMap((change) => {
    const course = roster.courses.get(change.courseId);
    const to = movedTo.get(change);
    if (!course || taken.has(change)) return [];
    const news = to
      ? ({ kind: 'moved', to: lessonWords(roster, { ...to, course }) } as const)
      : newsFor(roster, staffId, course, change, today);
    return news ? [{ lesson: lessonWords(roster, { ...change, course }), news }] : [];
  });
}

/** Null: it is nothing to this teacher, or nothing new. */
function newsFor(
  roster: Roster,
  staffId: string,
  { teacherId: ownerId }: RosterCourse,
  { date, before, after }: ChangedLesson,
  today: SchoolDate,
): LessonNews | null {
  const [had, has] = [before?.teacherId === staffId, after?.teacherId === staffId];
  if (has && after) {
    const { remote } = after;
    if (had) return { kind: 'place', remote };
    return staffId === ownerId
      ? { kind: 'yours', remote }
      : { kind: 'substitute', owner: staffNamed(roster, ownerId), remote };
  }
  if (!had) return null;
  if (!after) return { kind: 'gone' };
  const stoodIn = staffId !== ownerId;
  // who is replaced on a day to come asked for it
  if (!stoodIn && date > today) return null;
  return { kind: 'given', by: staffNamed(roster, after.teacherId), stoodIn };
}
