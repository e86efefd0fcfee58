import type { SchoolDate } from '../../../platform/school-time.ts';
import { addDays, schoolDate } from '../../../platform/school-time.ts';
import type { Current, Said, SchoolFacts, TableName, Tables, YearRow } from '../rows.ts';
import type { SchoolFile } from '../schema.ts';

/** One thing an import changes, as it is told to the school. */
export type Change = { [K in ChangeKind]: ChangeOf<K> }[ChangeKind];

type ChangeOf<K extends ChangeKind> = {
  kind: K;
  change: 'added' | 'changed' | 'left';
  /** id of the file, or what it is about in words, for a shell */
  id: string;
  /** the person's name */
  name?: string;
  /** field → before and after */
  fields?: Record<string, [unknown, unknown]>;
} & (K extends keyof ChangeParts ? { of: ChangeParts[K] } : object);

/** What has no id of its own, by its parts: ids of people, names of classes and subjects, school dates. */
export interface ChangeParts {
  guardianship: { guardian: string; student: string };
  contact: { person: string; channel: string };
  membership: { student: string; class: string };
  course: CourseParts;
  group: CourseParts & { student: string };
  /** of a course that the file does not name any more only the class is known */
  timetable: Partial<CourseParts> & { class: string; weekday: number; lesson: number };
  day: { date: string; class?: string };
  lessonChange: { date: string; class: string; lesson: number };
}

export interface CourseParts {
  class: string;
  subject: string;
  teacher: string;
}

/** «7Б · Алгебра · t1» */
export const courseLabel = (of: CourseParts): string => `${of.class} · ${of.subject} · ${of.teacher}`;

export const CHANGE_KINDS = [
  'school',
  'year',
  'period',
  'holiday',
  'student',
  'teacher',
  'guardian',
  'guardianship',
  'contact',
  'class',
  'membership',
  'subject',
  'course',
  'group',
  'timetable',
  'day',
  'lessonChange',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export type Writes = { [T in TableName]: { insert: Tables[T][]; update: Tables[T][]; remove: Tables[T][] } };

/** What an import will do. Ids below zero stand for rows that do not exist yet. */
export interface ImportPlan {
  changes: Change[];
  writes: Writes;
  school: SchoolFacts | null;
  said: Said;
  /** the file says something else than the last one where `said` listens, even if nothing changes by it */
  saidAnew: boolean;
  /** pairs whose access ends or narrows now */
  endedPairs: { guardianId: string; studentId: string }[];
  /** people who leave the school now in any role */
  leavers: string[];
  /** children marked as left by this import, of how many */
  leaving: { count: number; of: number };
}

/** What all parts of the plan share. */
export interface PlanContext {
  current: Current;
  file: SchoolFile;
  now: Date;
  /** the school's date */
  today: SchoolDate;
  /** the day from which changes count: today, or the year's first or last day when today is outside of it */
  from: SchoolDate;
  /** the last day of what was before */
  until: SchoolDate;
  year: YearRow;
  plan: ImportPlan;
  newId(): number;
}

const TABLES: TableName[] = [
  'person',
  'student',
  'guardian',
  'staffMember',
  'guardianship',
  'contact',
  'contactHolder',
  'choiceRecord',
  'schoolYear',
  'gradingPeriod',
  'holiday',
  'specialDay',
  'lessonChange',
  'schoolClass',
  'membership',
  'subject',
  'course',
  'groupMember',
  'timetableSlot',
];

export function planContext(current: Current, file: SchoolFile, now: Date): PlanContext {
  const today = schoolDate(now, file.timeZone);
  const { starts, ends } = file.year;
  const from = [starts, today, ends].sort((a, b) => (a < b ? -1 : 1))[1]!;
  let last = 0;
  const newId = () => --last;
  // a year may be moved by some days: it is the one whose days the file's year shares
  const known = current.years.find((year) => year.starts <= ends && starts <= year.ends);
  return {
    current,
    file,
    now,
    today,
    from,
    until: addDays(from, -1),
    year: { id: known?.id ?? newId(), starts, ends },
    plan: emptyPlan(),
    newId,
  };
}

/** Nothing is changed. */
export function emptyPlan(): ImportPlan {
  const writes = Object.fromEntries(TABLES.map((table) => [table, { insert: [], update: [], remove: [] }]));
  return {
    changes: [],
    writes: writes as unknown as Writes,
    school: null,
    said: { contacts: {}, days: {}, changes: {} },
    saidAnew: false,
    endedPairs: [],
    leavers: [],
    leaving: { count: 0, of: 0 },
  };
}

/** The fields in which two rows differ, or null when they are the same. */
export function differences<R extends object>(before: R, after: R, fields: (keyof R)[]): Change['fields'] | null {
  const differing = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  if (differing.length === 0) return null;
  return Object.fromEntries(differing.map((field) => [field, [before[field], after[field]]]));
}
