import type { Findings } from '../faults.ts';
import { pathText } from '../faults.ts';
import type { Loose, LooseFile, SchoolFile } from '../schema.ts';
import { covers, inPeriod, rangesMeet, taughtWeekday } from '../school-days.ts';
import { checkInYear } from './calendar.ts';
import { checkClass, checkSubject, checkTeacher, coursesOf } from './courses.ts';
import type { Index } from './index.ts';

type SoundChange = Loose<NonNullable<SchoolFile['changes']>[number]>;
type SoundMember = Loose<NonNullable<SchoolFile['members']>[number]>;

/** Moved days, changed lessons, dated memberships. */
export function checkDated(sound: LooseFile, index: Index, found: Findings): void {
  checkDays(sound, index, found);
  checkChanges(sound, index, found);
  checkMembers(sound, index, found);
}

function checkDays(sound: LooseFile, index: Index, found: Findings): void {
  const before = new Map<string, number>();
  for (const [at, day] of (sound.days ?? []).entries()) {
    if (!day) continue;
    const path = ['days', at];
    checkInYear(day.date, sound.year, [...path, 'date'], found);
    checkClass(day.class, index, [...path, 'class'], found);
    if (day.date === undefined) continue;
    const key = `${day.date} ${day.class ?? ''}`;
    const same = before.get(key);
    if (same !== undefined) found.fault(path, 'duplicate-day', pathText(['days', same]));
    before.set(key, at);
    if (hitsNothing(day, sound, index)) found.warn(path, 'day-hits-nothing', day.date);
  }
}

/** Nobody would have lessons that day: with the day's weekday when it is given, as planned when it is taken off. */
function hitsNothing(
  day: NonNullable<NonNullable<LooseFile['days']>[number]>,
  sound: LooseFile,
  index: Index,
): boolean {
  const { date, as } = day;
  if (date === undefined || as === undefined || !sound.timetable || !index.classes) return false;
  const calendar = typeof as === 'number' ? sound : { ...sound, days: [] };
  const classes = day.class === undefined ? [...index.classes.keys()] : [day.class];
  return classes.every((name) => lessonsOf(calendar, name, date).length === 0);
}

/** Numbers of the lessons that the timetable gives a class on a date. */
function lessonsOf(sound: LooseFile, className: string, date: string): number[] {
  const weekday = taughtWeekday(sound, className, date);
  return (sound.timetable ?? [])
    .filter((slot) => slot?.class === className && slot.weekday === weekday && covers(slot, date))
    .flatMap((slot) => slot?.lesson ?? []);
}

function checkChanges(sound: LooseFile, index: Index, found: Findings): void {
  const before = new Map<string, number>();
  for (const [at, change] of (sound.changes ?? []).entries()) {
    if (!change) continue;
    const path = ['changes', at];
    checkInYear(change.date, sound.year, [...path, 'date'], found);
    checkClass(change.class, index, [...path, 'class'], found);
    checkTeacher(change.teacher, index, [...path, 'teacher'], found);
    checkSubject(change.subject, index, [...path, 'subject'], found);
    const more = change.teacher !== undefined || change.subject !== undefined;
    if (!change.cancelled && !more) found.fault(path, 'empty-change');
    if (change.cancelled && more) found.fault(path, 'cancelled-and-more');
    if (change.lesson !== undefined && index.bells && !index.bells.has(change.lesson))
      found.fault([...path, 'lesson'], 'no-bell', change.lesson);
    checkHit(change, at, sound, index, found);
    const key = `${change.date} ${change.class} ${change.lesson}`;
    const same = before.get(key);
    if (same !== undefined) found.fault(path, 'duplicate-change', pathText(['changes', same]));
    before.set(key, at);
  }
}

/** A change must have a lesson to change; only another subject may stand where there was none. */
function checkHit(change: SoundChange, at: number, sound: LooseFile, index: Index, found: Findings): void {
  const { date, class: className, lesson, subject } = change;
  if (date === undefined || className === undefined || lesson === undefined) return;
  if (index.classes?.has(className) !== true || !sound.timetable || !sound.periods) return;
  const taught = subject !== undefined ? inPeriod(sound, date) : lessonsOf(sound, className, date).includes(lesson);
  if (!taught) found.fault(['changes', at, 'lesson'], 'no-lesson', className, date, lesson);
  if (subject !== undefined && index.subjects?.has(subject) && index.courses)
    if (coursesOf(index, className, subject).length === 0)
      found.fault(['changes', at, 'subject'], 'no-course', className, subject);
}

function checkMembers(sound: LooseFile, index: Index, found: Findings): void {
  const before = new Map<string, { at: number; member: SoundMember }[]>();
  for (const [at, member] of (sound.members ?? []).entries()) {
    if (!member) continue;
    const path = ['members', at];
    if (member.student !== undefined && index.students && !index.students.has(member.student))
      found.fault([...path, 'student'], 'no-student', member.student);
    checkClass(member.class, index, [...path, 'class'], found);
    checkInYear(member.from, sound.year, [...path, 'from'], found);
    checkInYear(member.to, sound.year, [...path, 'to'], found);
    if (member.from !== undefined && member.to !== undefined && member.to < member.from)
      found.fault([...path, 'to'], 'to-before-from');
    if (member.student === undefined || member.from === undefined) continue;
    const others = before.get(member.student) ?? [];
    const crossed = others.find((other) => rangesMeet(other.member, member));
    if (crossed) found.fault([...path, 'from'], 'overlapping-members', pathText(['members', crossed.at]));
    before.set(member.student, [...others, { at, member }]);
  }
}
