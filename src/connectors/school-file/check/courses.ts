import type { Findings, Path } from '../faults.ts';
import { pathText } from '../faults.ts';
import { nameKey } from '../names.ts';
import type { LooseFile } from '../schema.ts';
import { alike, courseKey, type Index, type SoundCourse } from './index.ts';

/** Classes, subjects, courses and their groups. */
export function checkCourses(sound: LooseFile, index: Index, found: Findings): void {
  checkNames(sound.subjects, 'subjects', found);
  checkNames(sound.classes, 'classes', found);
  for (const [at, schoolClass] of (sound.classes ?? []).entries()) {
    checkTeacher(schoolClass?.classTeacher, index, ['classes', at, 'classTeacher'], found);
    const number = /^\d+/.exec(schoolClass?.name ?? '')?.[0];
    if (number !== undefined && schoolClass?.grade !== undefined && Number(number) !== schoolClass.grade)
      found.fault(['classes', at, 'grade'], 'grade-differs', schoolClass.name ?? '', schoolClass.grade);
  }
  for (const [at, course] of (sound.courses ?? []).entries()) {
    if (!course) continue;
    checkClass(course.class, index, ['courses', at, 'class'], found);
    checkSubject(course.subject, index, ['courses', at, 'subject'], found);
    checkTeacher(course.teacher, index, ['courses', at, 'teacher'], found);
    checkGroup(course, at, sound, index, found);
  }
  for (const same of index.courses?.values() ?? []) checkSameCourses(same, found);
}

function checkNames(items: ({ name?: string } | undefined)[] | undefined, section: string, found: Findings): void {
  const before = new Map<string, number>();
  for (const [at, item] of (items ?? []).entries()) {
    if (item?.name === undefined) continue;
    const same = before.get(nameKey(item.name));
    if (same !== undefined) found.fault([section, at, 'name'], 'duplicate-name', item.name, pathText([section, same]));
    else before.set(nameKey(item.name), at);
  }
}

export function checkClass(name: string | undefined, { classes }: Index, path: Path, found: Findings): void {
  if (name !== undefined && classes && !classes.has(name))
    found.fault(path, 'no-class', name, alike(name, classes.keys()));
}

export function checkSubject(name: string | undefined, { subjects }: Index, path: Path, found: Findings): void {
  if (name !== undefined && subjects && !subjects.has(name))
    found.fault(path, 'no-subject', name, alike(name, subjects));
}

export function checkTeacher(id: string | undefined, { teachers }: Index, path: Path, found: Findings): void {
  if (id !== undefined && teachers && !teachers.has(id)) found.fault(path, 'no-teacher', id);
}

function checkGroup(course: SoundCourse, at: number, sound: LooseFile, index: Index, found: Findings): void {
  const seen = new Set<string>();
  for (const [g, id] of (course.group ?? []).entries()) {
    if (id === undefined) continue;
    const path = ['courses', at, 'group', g];
    const listed = index.students?.get(id);
    if (index.students && !listed) found.fault(path, 'no-student', id);
    else if (course.class !== undefined && listed && !isMember(id, course.class, listed.class, sound))
      found.fault(path, 'not-in-class', id, course.class);
    if (seen.has(id)) found.fault(path, 'duplicate-member', id);
    seen.add(id);
  }
}

/** Listed in the class, or at some time of the year its member. */
function isMember(id: string, className: string, listed: string | undefined, { members }: LooseFile): boolean {
  return (
    listed === undefined ||
    listed === className ||
    (members ?? []).some((member) => member?.student === id && member.class === className)
  );
}

function checkSameCourses(same: { at: number; course: SoundCourse }[], found: Findings): void {
  const seen = new Map<string, number>();
  const groupOf = new Map<string, number>();
  for (const { at, course } of same) {
    const key = JSON.stringify([course.teacher, groupKey(course.group)]);
    const before = seen.get(key);
    if (before !== undefined) found.fault(['courses', at], 'duplicate-course', pathText(['courses', before]));
    seen.set(key, at);
    for (const id of course.group ?? []) {
      if (id === undefined) continue;
      const other = groupOf.get(id);
      if (other !== undefined && before === undefined && other !== at)
        found.warn(['courses', at, 'group'], 'two-groups', id, pathText(['courses', other]));
      groupOf.set(id, at);
    }
  }
}

/** The same for groups of the same pupils in any order; empty for a whole class. */
export function groupKey(group: readonly (string | undefined)[] | undefined): string {
  return group ? [...group].sort((a = '', b = '') => (a < b ? -1 : 1)).join(' ') : '';
}

/**
 * The courses that a timetable slot belongs to: those of its group; without one the whole class's course, or, where
 * the class has only groups for the subject, all of these.
 */
export function coursesOfSlot<C extends { group?: readonly (string | undefined)[] }>(
  group: readonly (string | undefined)[] | undefined,
  same: readonly C[],
): C[] {
  if (group) return same.filter((course) => course.group && groupKey(course.group) === groupKey(group));
  const whole = same.filter((course) => !course.group);
  return whole.length > 0 ? whole : [...same];
}

/** Courses of a class and subject, as `coursesOfSlot` takes them. */
export function coursesOf(index: Index, className: string, subject: string): SoundCourse[] {
  return (index.courses?.get(courseKey(className, subject)) ?? []).map(({ course }) => course);
}
