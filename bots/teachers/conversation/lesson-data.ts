/** What stands behind the buttons of the day's lessons: 64 bytes at most, trusted in nothing. */
import { TODAY_DATA } from '../../../src/texts/bot/teachers-lessons.ts';
import type { LessonRef } from './model.ts';

const VERBS = ['attendance', 'topic', 'homework'] as const;
export type LessonVerb = (typeof VERBS)[number];

export type LessonTap = { verb: 'today' } | ({ verb: LessonVerb } & LessonRef);

export function lessonData(verb: LessonVerb, { date, courseId, number }: LessonRef): string {
  return ['l', verb, date, courseId, number].join(':');
}

export function readLessonData(data: string): LessonTap | null {
  if (data === TODAY_DATA) return { verb: 'today' };
  const found = /^l:([a-z]+):(\d{4}-\d\d-\d\d):(\d{1,9}):(\d{1,2})$/.exec(data);
  const verb = VERBS.find((each) => each === found?.[1]);
  return found && verb ? { verb, date: found[2]!, courseId: Number(found[3]), number: Number(found[4]) } : null;
}
