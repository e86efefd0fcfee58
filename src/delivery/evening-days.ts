/** On which evening the homework of which school day is told, by each class's calendar. Pure over the roster. */
import { isSchoolDay } from '../journal/lessons.ts';
import type { Roster, RosterClass } from '../journal/roster.ts';
import { addDays, instantOf, type SchoolDate, schoolDate } from '../platform/school-time.ts';

/** All homework due after `after` and up to the school day `due` stands in one list. */
export interface ListSpan {
  classId: number;
  due: SchoolDate;
  /** the class's school day before; homework due on a day that was taken off since belongs to the next */
  after: SchoolDate;
  leavesAt: Date;
}

/** Longer than any holidays. */
const LONGEST_BREAK_DAYS = 120;

/** The list that homework due on a date belongs to. Outside the class's year each date is a list of its own. */
export function listFor(roster: Roster, classId: number, date: SchoolDate): ListSpan {
  const due = schoolDayFrom(roster, classId, date, 1) ?? date;
  const after = schoolDayFrom(roster, classId, addDays(due, -1), -1) ?? addDays(due, -1);
  return { classId, due, after, leavesAt: instantOf(after, roster.rules.eveningAt, roster.zone) };
}

/**
 * The lists that leave by `until`: of the school day that is today, should it have been missed, and of the next.
 * @param since lists that left before this moment are none of ours
 */
export function dueLists(roster: Roster, now: Date, until: Date, since: Date): ListSpan[] {
  const today = schoolDate(now, roster.zone);
  return spansOf(roster, today).filter(({ leavesAt }) => leavesAt <= until && leavesAt > since);
}

const remembered = new WeakMap<Roster, { today: SchoolDate; spans: ListSpan[] }>();

/** For each class that is taught this year: today's list where today is a school day, and the next one's. */
function spansOf(roster: Roster, today: SchoolDate): ListSpan[] {
  const known = remembered.get(roster);
  if (known?.today === today) return known.spans;
  const spans = [...roster.classes.values()]
    .filter((one) => isTaught(one, today))
    .flatMap((one) => ofClass(roster, one, today));
  remembered.set(roster, { today, spans });
  return spans;
}

function isTaught({ year, leftAt }: RosterClass, today: SchoolDate): boolean {
  return today <= year.ends && addDays(today, LONGEST_BREAK_DAYS) >= year.starts && (leftAt === null || today < leftAt);
}

function ofClass(roster: Roster, { id }: RosterClass, today: SchoolDate): ListSpan[] {
  const next = schoolDayFrom(roster, id, addDays(today, 1), 1);
  return [
    ...(isSchoolDay(roster, id, today) ? [listFor(roster, id, today)] : []),
    ...(next ? [listFor(roster, id, next)] : []),
  ];
}

/** The first school day of a class from a date on, forwards or backwards; null within its year. */
function schoolDayFrom(roster: Roster, classId: number, from: SchoolDate, step: 1 | -1): SchoolDate | null {
  const year = roster.classes.get(classId)?.year;
  if (!year) return null;
  let date = from;
  for (let days = 0; days < LONGEST_BREAK_DAYS && date >= year.starts && date <= year.ends; days += 1) {
    if (isSchoolDay(roster, classId, date)) return date;
    date = addDays(date, step);
  }
  return null;
}
