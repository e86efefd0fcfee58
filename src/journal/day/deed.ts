/** What the desk does to a day's timetable, and how that looks as rows. */
import type { SchoolDate } from '../../platform/school-time.ts';
import { changesKey, type Roster, type RosterChange, type RosterSpecialDay } from '../roster.ts';

/** One lesson of a course on the deed's day. */
export interface LessonPlace {
  courseId: number;
  number: number;
}

export type Asked =
  /** another gives these lessons; the course's own teacher: as it was before */
  | { kind: 'substitute'; lessons: readonly LessonPlace[]; teacherId: string }
  /** another course of the class is taught instead, by its own teacher */
  | { kind: 'replace'; lessons: readonly LessonPlace[]; courseId: number }
  | { kind: 'cancel'; lessons: readonly LessonPlace[] }
  /** to another day or another place of the same day */
  | { kind: 'move'; lessons: readonly LessonPlace[]; to: { date: SchoolDate; number: number } }
  /** a class or (null) the school: free, from home, by another weekday's timetable (1–7), or as the calendar says */
  | { kind: 'day'; classId: number | null; as: 'off' | 'remote' | 'usual' | number };

export interface Deed {
  date: SchoolDate;
  what: Asked;
  reason: string;
  /** the member of staff who does it */
  by: string;
}

/** A course's lesson in a place: held (by whom, if not by its teacher), or not. */
export interface LessonRow extends LessonPlace {
  date: SchoolDate;
  classId: number;
  cancelled: boolean;
  teacherId: string | null;
}

export interface DayRow {
  date: SchoolDate;
  classId: number | null;
  /** null: nothing is said of the day any more */
  kind: 'weekday' | 'off' | 'remote' | null;
  weekday: number | null;
}

/** The rows that a deed makes; each takes the place of what the desk or a file said of the same before. */
export interface DayRows {
  lessons: LessonRow[];
  days: DayRow[];
}

/** The roster as it will be with these rows, one version on. Pure. */
export function withRows(roster: Roster, { lessons, days }: DayRows): Roster {
  const changes = new Map(roster.changes);
  for (const { date, classId, number, courseId, cancelled, teacherId } of lessons) {
    const key = changesKey(classId, date);
    const others = (changes.get(key) ?? []).filter((c) => c.courseId !== courseId || c.lesson !== number);
    const change: RosterChange = { lesson: number, courseId, cancelled, teacherId, subjectId: null };
    changes.set(key, [...others, change]);
  }
  const specialDays = new Map(roster.specialDays);
  for (const { date, classId, kind, weekday } of days) {
    const others = (specialDays.get(date) ?? []).filter((day) => day.classId !== classId);
    const said = kind === null ? [] : [{ classId, kind, weekday } as RosterSpecialDay];
    specialDays.set(date, [...others, ...said]);
  }
  return { ...roster, version: roster.version + 1, changes, specialDays };
}
