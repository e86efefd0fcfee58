import type { Findings } from '../faults.ts';
import { pathText } from '../faults.ts';
import type { LooseFile } from '../schema.ts';
import { rangesMeet } from '../school-days.ts';
import { checkInYear } from './calendar.ts';
import { checkClass, checkSubject, coursesOf, coursesOfSlot } from './courses.ts';
import type { Index, SoundCourse, SoundSlot } from './index.ts';

interface Placed {
  at: number;
  slot: SoundSlot;
  courses: SoundCourse[];
}

/** Slots that name courses, lessons with a bell, nobody in two places at once. */
export function checkTimetable(sound: LooseFile, index: Index, found: Findings): void {
  const byClass = new Map<string, Placed[]>();
  const byTeacher = new Map<string, Placed[]>();
  for (const [at, slot] of (sound.timetable ?? []).entries()) {
    if (!slot) continue;
    checkSlot(slot, at, sound, index, found);
    if (
      slot.class === undefined ||
      slot.subject === undefined ||
      slot.weekday === undefined ||
      slot.lesson === undefined
    )
      continue;
    const courses = coursesOfSlot(slot.group, coursesOf(index, slot.class, slot.subject));
    const placed = { at, slot, courses };
    const time = `${slot.weekday} ${slot.lesson}`;
    meetOthers(placed, `${slot.class}\n${time}`, byClass, (other) => reportClash(placed, other, found));
    for (const { teacher } of courses)
      meetOthers(placed, `${teacher}\n${time}`, byTeacher, (other) => {
        if (other.slot.class !== slot.class && teacher !== undefined)
          found.warn(['timetable', at], 'teacher-clash', teacher, pathText(['timetable', other.at]));
      });
  }
}

function checkSlot(slot: SoundSlot, at: number, sound: LooseFile, index: Index, found: Findings): void {
  const path = ['timetable', at];
  checkClass(slot.class, index, [...path, 'class'], found);
  checkSubject(slot.subject, index, [...path, 'subject'], found);
  if (slot.lesson !== undefined && index.bells && !index.bells.has(slot.lesson))
    found.fault([...path, 'lesson'], 'no-bell', slot.lesson);
  checkInYear(slot.from, sound.year, [...path, 'from'], found);
  checkInYear(slot.to, sound.year, [...path, 'to'], found);
  if (slot.from !== undefined && slot.to !== undefined && slot.to < slot.from)
    found.fault([...path, 'to'], 'to-before-from');
  checkCourse(slot, at, index, found);
}

function checkCourse(slot: SoundSlot, at: number, index: Index, found: Findings): void {
  const { class: className, subject, group } = slot;
  if (className === undefined || subject === undefined || !index.courses) return;
  if (index.classes?.has(className) === false || index.subjects?.has(subject) === false) return;
  const unknown = (group ?? []).findIndex((id) => id !== undefined && index.students?.has(id) === false);
  if (unknown >= 0) {
    found.fault(['timetable', at, 'group', unknown], 'no-student', group?.[unknown] ?? '');
    return;
  }
  const same = coursesOf(index, className, subject);
  if (same.length === 0) found.fault(['timetable', at, 'subject'], 'no-course', className, subject);
  else if (coursesOfSlot(group, same).length === 0)
    found.fault(['timetable', at, 'group'], 'no-group-course', className, subject);
}

/** Calls back for the first slot at the same place and time whose dates meet, then joins them. */
function meetOthers(placed: Placed, key: string, places: Map<string, Placed[]>, met: (other: Placed) => void): void {
  const others = places.get(key) ?? [];
  const other = others.find((candidate) => candidate.at !== placed.at && rangesMeet(candidate.slot, placed.slot));
  if (other) met(other);
  places.set(key, [...others, placed]);
}

function reportClash(placed: Placed, other: Placed, found: Findings): void {
  const mine = pupilsOf(placed);
  const theirs = pupilsOf(other);
  const shared = !mine || !theirs || mine.some((id) => theirs.includes(id));
  if (shared) found.fault(['timetable', placed.at], 'clash', pathText(['timetable', other.at]));
}

/** The pupils a slot is for, or null for the whole class. */
function pupilsOf({ slot, courses }: Placed): string[] | null {
  if (slot.group) return slot.group.filter((id) => id !== undefined);
  const groups = courses.map((course) => course.group);
  if (groups.length === 0 || groups.some((group) => !group)) return null;
  return groups.flatMap((group) => group ?? []).filter((id) => id !== undefined);
}
