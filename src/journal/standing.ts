/** An entry as it stands in the journal, on its way from or to the database. */
import type { SchoolDate } from '../platform/school-time.ts';
import type { EntryContent, EntryKind } from './content.ts';
import type { EntryValue } from './entry.ts';
import type { Target } from './resolve.ts';
import { fullName, type Roster, staffNamed } from './roster.ts';

export interface StandingEntry extends EntryContent {
  /** null until it is written */
  id: number | null;
  kind: EntryKind;
  classId: number;
  courseId: number | null;
  /** number of the lesson it belongs to; its row is known by course, date and number */
  lessonNumber: number | null;
  date: SchoolDate;
  studentId: string | null;
  period: string | null;
  byId: string;
  /** the moment of the last change as its source tells it; grows with every change */
  changedAt: Date;
  withdrawnAt: Date | null;
}

/** All that a reader of the history needs to name the entry's value, kept in its events. */
export function entryValue(roster: Roster, entry: StandingEntry): EntryValue {
  const value: EntryValue = { date: entry.date };
  const course = entry.courseId === null ? undefined : roster.courses.get(entry.courseId);
  if (course) value.subject = course.subject.name;
  if (entry.lessonNumber !== null) {
    value.lesson = entry.lessonNumber;
    const bell = roster.bells[String(entry.lessonNumber)];
    if (bell) value.starts = bell[0];
  }
  if (entry.value !== null) value.value = entry.value;
  if (entry.work !== null) value.work = entry.work;
  if (entry.text !== null) value.text = entry.text;
  if (entry.period !== null) value.period = entry.period;
  if (entry.kind !== 'message') return value;
  const { personal, urgent, toStudent } = entry;
  return { ...value, by: fullName(staffNamed(roster, entry.byId)), personal, urgent, toStudent };
}

/** A natural place that holds one live entry at most: another value for it is a correction. */
export function slotOf(place: {
  kind: EntryKind;
  courseId: number | null;
  date: SchoolDate;
  lessonNumber: number | null;
  studentId: string | null;
  period: string | null;
}): string | null {
  const { kind, courseId, date, lessonNumber, studentId, period } = place;
  if (kind === 'absence') return JSON.stringify([kind, courseId, date, lessonNumber, studentId]);
  if (kind === 'topic') return JSON.stringify([kind, courseId, date, lessonNumber]);
  if (kind === 'periodMark') return JSON.stringify([kind, courseId, studentId, period]);
  return null;
}

/** The place of a target, as a standing entry has it. */
export function placeOf(target: Target) {
  return {
    kind: target.kind,
    classId: target.classId,
    courseId: target.course?.id ?? null,
    lessonNumber: target.lesson?.number ?? null,
    date: target.date,
    studentId: target.studentId,
    period: target.period,
  };
}
