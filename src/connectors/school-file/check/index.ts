import { nameKey } from '../names.ts';
import type { LooseFile } from '../schema.ts';

type Item<K extends keyof LooseFile> = NonNullable<NonNullable<LooseFile[K]> extends (infer E)[] ? E : never>;
export type SoundStudent = NonNullable<NonNullable<Item<'classes'>['students']>[number]>;
export type SoundCourse = Item<'courses'>;
export type SoundSlot = Item<'timetable'>;

export interface ClassFacts {
  grade: number | undefined;
  /** ids of those listed */
  students: Set<string>;
}

/**
 * What the file defines, for looking up references. A part is null when its section could not be read at all:
 * then nothing can be said about references into it.
 */
export interface Index {
  students: Map<string, { class: string | undefined }> | null;
  teachers: Set<string> | null;
  classes: Map<string, ClassFacts> | null;
  subjects: Set<string> | null;
  /** class and subject → courses with their places in the file */
  courses: Map<string, { at: number; course: SoundCourse }[]> | null;
  bells: Set<number> | null;
}

export const courseKey = (className: string, subject: string): string => `${className}\n${subject}`;

export function indexOf(sound: LooseFile): Index {
  const index: Index = {
    students: sound.classes ? new Map() : null,
    teachers: sound.teachers ? new Set() : null,
    classes: sound.classes ? new Map() : null,
    subjects: sound.subjects ? new Set() : null,
    courses: sound.courses ? new Map() : null,
    bells: sound.bells ? new Set(Object.keys(sound.bells).map(Number)) : null,
  };
  for (const schoolClass of sound.classes ?? []) {
    const ids = new Set<string>();
    for (const student of schoolClass?.students ?? []) {
      if (student?.id === undefined) continue;
      ids.add(student.id);
      if (!index.students?.has(student.id)) index.students?.set(student.id, { class: schoolClass?.name });
    }
    if (schoolClass?.name !== undefined)
      index.classes?.set(schoolClass.name, { grade: schoolClass.grade, students: ids });
  }
  for (const teacher of sound.teachers ?? []) if (teacher?.id !== undefined) index.teachers?.add(teacher.id);
  for (const subject of sound.subjects ?? []) if (subject?.name !== undefined) index.subjects?.add(subject.name);
  for (const [at, course] of (sound.courses ?? []).entries()) {
    if (course?.class === undefined || course.subject === undefined) continue;
    const key = courseKey(course.class, course.subject);
    const same = index.courses?.get(key) ?? [];
    index.courses?.set(key, [...same, { at, course }]);
  }
  return index;
}

/** The name among `known` that was perhaps meant, for a fault's remedy. */
export function alike(name: string, known: Iterable<string>): string | undefined {
  const wanted = nameKey(name);
  for (const candidate of known) if (nameKey(candidate) === wanted) return candidate;
  return undefined;
}
