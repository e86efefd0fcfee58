import type { SchoolRules } from '../platform/school-rules.ts';
import type { SchoolDate, SchoolTime } from '../platform/school-time.ts';

/** Days from the first to the last, both included; null is open. */
export interface Span {
  readonly from: SchoolDate | null;
  readonly to: SchoolDate | null;
}

export interface RosterName {
  readonly last: string;
  readonly first: string;
  readonly patronymic: string;
  readonly sex: string | null;
}

export interface RosterStaff extends RosterName {
  readonly id: string;
  readonly roles: readonly string[];
  /** the first day on which the person is no longer of the school */
  readonly leftAt: SchoolDate | null;
}

export interface RosterStudent extends RosterName {
  readonly id: string;
  readonly leftAt: SchoolDate | null;
  /** individual plan: period marks only (Ш 7.8) */
  readonly taughtAtHome: boolean;
  /** dated classes, in order of time */
  readonly memberships: readonly (Span & { readonly classId: number })[];
}

export interface RosterPeriod {
  readonly name: string;
  readonly starts: SchoolDate;
  readonly ends: SchoolDate;
}

export interface RosterYear {
  readonly id: number;
  readonly starts: SchoolDate;
  readonly ends: SchoolDate;
  readonly periods: readonly RosterPeriod[];
}

export interface RosterSubject {
  readonly id: number;
  readonly name: string;
  readonly short: readonly string[];
}

/** One weekly meeting of a course, while its span lasts. Weekday 1 is Monday. */
export interface RosterSlot extends Span {
  readonly weekday: number;
  readonly lesson: number;
}

export interface RosterCourse {
  readonly id: number;
  readonly classId: number;
  readonly subject: RosterSubject;
  readonly teacherId: string;
  /** for its members only; otherwise for the whole class */
  readonly grouped: boolean;
  readonly endedAt: SchoolDate | null;
  /** of a grouped course: who belongs to it, and when */
  readonly members: ReadonlyMap<string, readonly Span[]>;
  readonly slots: readonly RosterSlot[];
}

export interface RosterClass {
  readonly id: number;
  readonly name: string;
  readonly grade: number;
  readonly year: RosterYear;
  readonly classTeacherId: string | null;
  readonly leftAt: SchoolDate | null;
  readonly courses: readonly RosterCourse[];
}

export type RosterSpecialDay = { readonly classId: number | null } & SpecialDayKind;

/** A day taught by the timetable of another weekday, taken off, or taught from home. */
export type SpecialDayKind =
  | { readonly kind: 'weekday'; readonly weekday: number }
  | { readonly kind: 'off' | 'remote'; readonly weekday: null };

/** One changed lesson of a class: of all that it has then, or of one course alone, which goes before. */
export interface RosterChange {
  readonly lesson: number;
  readonly cancelled: boolean;
  readonly teacherId: string | null;
  readonly subjectId: number | null;
  /** this course is held then, or is not; absent: whatever the class has */
  readonly courseId?: number | null;
}

/**
 * The school as the journal's rules need it, compiled and immutable: people, classes, dated memberships, courses with
 * groups and timetable, calendar, bells, rules. One `version` (school.roster_version) is one content.
 */
export interface Roster {
  readonly version: number;
  readonly school: string;
  readonly zone: string;
  readonly rules: SchoolRules;
  /** lesson number → [begins, ends] */
  readonly bells: Readonly<Record<string, readonly [SchoolTime, SchoolTime]>>;
  /** in order of time */
  readonly years: readonly RosterYear[];
  readonly holidays: ReadonlySet<SchoolDate>;
  readonly subjects: ReadonlyMap<string, RosterSubject>;
  readonly staff: ReadonlyMap<string, RosterStaff>;
  readonly students: ReadonlyMap<string, RosterStudent>;
  readonly classes: ReadonlyMap<number, RosterClass>;
  /** classes of one name in different years */
  readonly classesByName: ReadonlyMap<string, readonly RosterClass[]>;
  readonly courses: ReadonlyMap<number, RosterCourse>;
  readonly specialDays: ReadonlyMap<SchoolDate, readonly RosterSpecialDay[]>;
  /** by `classId date` */
  readonly changes: ReadonlyMap<string, readonly RosterChange[]>;
}

/** The key of `Roster.changes`. */
export const changesKey = (classId: number, date: SchoolDate): string => `${classId} ${date}`;

/** The span holds the date. */
export function covers(span: Span, date: SchoolDate): boolean {
  return (span.from === null || span.from <= date) && (span.to === null || date <= span.to);
}

/** Whoever entered something or taught a lesson, though no longer of the school: nobody is deleted. */
export const staffNamed = (roster: Roster, id: string): RosterStaff => roster.staff.get(id) as RosterStaff;

/** `Орлова Анна Сергеевна` */
export function fullName({ last, first, patronymic }: RosterName): string {
  return [last, first, patronymic].filter(Boolean).join(' ');
}
