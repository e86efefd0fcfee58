/** A lesson as the teachers' bot names it. */
import { lessonTimes, type PlannedLesson } from '../journal/lessons.ts';
import type { Roster } from '../journal/roster.ts';
import { schoolTime } from '../platform/school-time.ts';
import type { LessonWords } from '../texts/bot/teachers-lessons.ts';

export function lessonWords(
  roster: Roster,
  { course, date, number }: Pick<PlannedLesson, 'course' | 'date' | 'number'>,
): LessonWords {
  const times = lessonTimes(roster, date, number);
  return {
    number,
    class: roster.classes.get(course.classId)?.name ?? '',
    subject: course.subject.name,
    date,
    ...(times && { starts: schoolTime(times.begins, roster.zone) }),
  };
}
