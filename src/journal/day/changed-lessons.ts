/** Which lessons change hands, place or kind by a changed day. Pure. */
import type { SchoolDate } from '../../platform/school-time.ts';
import type { PlannedLesson } from '../lessons.ts';
import type { Consequences } from './consequences.ts';
import type { LessonPlace } from './deed.ts';

/** A lesson as it is held. */
export interface Held {
  teacherId: string;
  /** from home */
  remote: boolean;
}

export interface ChangedLesson extends LessonPlace {
  date: SchoolDate;
  /** null: it was not held */
  before: Held | null;
  /** null: it is not held any more */
  after: Held | null;
}

/** What differs between the lessons of days before and after, in the order of days and lessons. */
export function changedLessons(days: Consequences['days']): ChangedLesson[] {
  return days.flatMap(({ date, before, after }) => {
    const [was, is] = [heldIn(before), heldIn(after)];
    const places = new Map([...before, ...after].map((lesson) => [placeOf(lesson), lesson]));
    return [...places].flatMap(([place, { course, number }]) => {
      const one = { date, courseId: course.id, number, before: was.get(place) ?? null, after: is.get(place) ?? null };
      return isSame(one.before, one.after) ? [] : [one];
    });
  });
}

/** Several changes one after another as one: what came back is none. */
export function joinChanges(changes: readonly ChangedLesson[]): ChangedLesson[] {
  const joined = new Map<string, ChangedLesson>();
  for (const change of changes) {
    const key = `${change.date} ${change.courseId} ${change.number}`;
    joined.set(key, { ...change, before: (joined.get(key) ?? change).before });
  }
  return [...joined.values()]
    .filter(({ before, after }) => !isSame(before, after))
    .sort((a, b) => a.date.localeCompare(b.date) || a.number - b.number || a.courseId - b.courseId);
}

const placeOf = ({ course, number }: PlannedLesson) => `${course.id} ${number}`;

function heldIn(lessons: readonly PlannedLesson[]): Map<string, Held> {
  const held = lessons.filter(({ cancelled }) => !cancelled);
  return new Map(held.map((lesson) => [placeOf(lesson), { teacherId: lesson.teacherId, remote: lesson.remote }]));
}

const isSame = (a: Held | null, b: Held | null) => a?.teacherId === b?.teacherId && a?.remote === b?.remote;
