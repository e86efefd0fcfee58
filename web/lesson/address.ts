/** A lesson's address: its course, day and number, sealed. */
import { openId, sealId } from '../../src/access/public-ids.ts';
import type { PlannedLesson } from '../../src/journal/lessons.ts';
import { withQuery } from '../paths.ts';

export function lessonPath(
  secret: string,
  { course, date, number }: Pick<PlannedLesson, 'course' | 'date' | 'number'>,
  query: Record<string, string | undefined> = {},
): string {
  return withQuery('/desk/lesson', { lesson: sealId(secret, 'lesson', `${course.id} ${date} ${number}`), ...query });
}

export function openLesson(secret: string, sealed: string): { courseId: number; date: string; number: number } | null {
  const [courseId = '', date = '', number = ''] = (openId(secret, 'lesson', sealed) ?? '').split(' ');
  return courseId ? { courseId: Number(courseId), date, number: Number(number) } : null;
}

/** The day's lessons of whoever looks. */
export function dayPath(date: string): string {
  return withQuery('/desk/lessons', { day: date });
}
