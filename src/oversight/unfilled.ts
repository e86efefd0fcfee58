/**
 * What of a teacher's lessons is not in the journal yet, and until when it must be (К-Р 2.5, 2.7; К-И 4.2; Ш 7.4). Pure.
 */
import { lessonsOfClass, lessonsOfTeacher, nextLessons, type PlannedLesson } from '../journal/lessons.ts';
import { isMarked } from '../journal/permissions.ts';
import type { Roster } from '../journal/roster.ts';
import { addDays, instantOf, type SchoolDate } from '../platform/school-time.ts';

/** What stands in the journal for a lesson. */
export interface Filling {
  topic: boolean;
  homework: boolean;
  absences: number;
  marks: number;
}

/** attendance: nothing at all stands for the lesson, so nobody can say who was there */
export type Part = 'attendance' | 'topic' | 'homework';

export interface LessonDuty {
  lesson: PlannedLesson;
  filling: Filling;
  missing: Part[];
  /** until when the homework is to be there; the rest until `journalBy` */
  homeworkBy: Date;
  journalBy: Date;
}

export const EMPTY_FILLING: Filling = { topic: false, homework: false, absences: 0, marks: 0 };

/** The lessons that a teacher gives on a day, in order, and what each still misses. */
export function dutiesOf(
  roster: Roster,
  teacherId: string,
  date: SchoolDate,
  fillingOf: (lesson: PlannedLesson) => Filling,
): LessonDuty[] {
  return lessonsOfTeacher(roster, teacherId, date).map((lesson) => {
    const filling = fillingOf(lesson);
    return { lesson, filling, missing: missingOf(roster, lesson, filling), ...deadlinesOf(roster, lesson) };
  });
}

/** Until when a lesson is to be filled in. */
export function deadlinesOf(roster: Roster, lesson: PlannedLesson): Pick<LessonDuty, 'homeworkBy' | 'journalBy'> {
  const journalBy = instantOf(lesson.date, roster.rules.journalBy, roster.zone);
  return { homeworkBy: homeworkBy(roster, lesson), journalBy };
}

function missingOf(roster: Roster, lesson: PlannedLesson, { topic, homework, absences, marks }: Filling): Part[] {
  const missing: Part[] = [];
  if (!topic && absences === 0 && marks === 0) missing.push('attendance');
  if (!topic) missing.push('topic');
  if (!homework && takesHomework(roster, lesson)) missing.push('homework');
  return missing;
}

/** Grade 1 has none, and after the year's last lesson there is nothing to prepare. */
export function takesHomework(roster: Roster, { course, date }: PlannedLesson): boolean {
  return isMarked(roster, course.classId) && nextLessons(roster, course, date).length > 0;
}

/** So long after the class's last lesson, or after the shift's: the school's last lesson of the day. */
function homeworkBy(roster: Roster, { course, date }: PlannedLesson): Date {
  const { after, minutes } = roster.rules.homeworkWithin;
  const classes = after === 'classEnd' ? [course.classId] : [...roster.classes.keys()];
  const held = classes.flatMap((id) => lessonsOfClass(roster, id, date)).filter(({ cancelled }) => !cancelled);
  const ends = held.map(({ number }) => roster.bells[String(number)]?.[1] ?? '');
  const last = ends.toSorted().at(-1);
  // a lesson that no bell rings for ends with the day
  if (!last) return instantOf(addDays(date, 1), '00:00', roster.zone);
  return new Date(instantOf(date, last, roster.zone).getTime() + minutes * 60_000);
}
