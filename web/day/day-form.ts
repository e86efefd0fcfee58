/** The form of a day's changes: what it brought, as a deed of the journal. */
import { z } from 'zod';
import { openId, sealId } from '../../src/access/public-ids.ts';
import type { Asked, Deed, LessonPlace } from '../../src/journal/day/deed.ts';

const text = (most: number) => z.string().max(most).optional().catch(undefined);
const texts = z.union([z.string(), z.array(z.string()).max(500)]).transform((one) => [one].flat());

export const WHATS = ['substitute', 'cancel', 'replace', 'move', 'day'] as const;
export const AS = ['off', 'remote', 'usual', '1', '2', '3', '4', '5', '6'] as const;

export const dayForm = z.object({
  step: z.enum(['preview', 'save']).catch('preview'),
  what: z.enum(WHATS).optional().catch(undefined),
  lesson: texts.default([]).catch([]),
  teacher: text(100),
  course: text(100),
  to: text(20),
  number: text(3),
  as: z.enum(AS).optional().catch(undefined),
  of: text(100),
  reason: text(300),
  undo: text(100),
});
export type DayForm = z.infer<typeof dayForm>;

export const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A real date of the calendar, or null. */
export function dateOf(text: string | undefined): string | null {
  if (!text || !DATE.test(text)) return null;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null;
}

export const sealPlace = (secret: string, { courseId, number }: LessonPlace) =>
  sealId(secret, 'lesson-place', `${courseId} ${number}`);

function openPlace(secret: string, sealed: string): LessonPlace {
  const [courseId, number] = (openId(secret, 'lesson-place', sealed) ?? '0 0').split(' ').map(Number);
  return { courseId: courseId ?? 0, number: number ?? 0 };
}

const opened = (secret: string, purpose: string, sealed: string | undefined) =>
  sealed ? openId(secret, purpose, sealed) : null;

/** The deed that a form means; null: it does not say what to change. What it names wrongly the journal refuses. */
export function deedOf(secret: string, form: DayForm, date: string, by: string): Deed | null {
  const what = askedOf(secret, form);
  return what && { date, what, reason: form.reason ?? '', by };
}

function askedOf(secret: string, form: DayForm): Asked | null {
  const lessons = form.lesson.map((sealed) => openPlace(secret, sealed));
  switch (form.what) {
    case 'substitute':
      return { kind: 'substitute', lessons, teacherId: opened(secret, 'staff', form.teacher) ?? '' };
    case 'replace':
      return { kind: 'replace', lessons, courseId: Number(opened(secret, 'course', form.course) ?? 0) };
    case 'cancel':
      return { kind: 'cancel', lessons };
    case 'move':
      return { kind: 'move', lessons, to: { date: dateOf(form.to) ?? '', number: Number(form.number) } };
    case 'day': {
      const { as = '' } = form;
      const classId = form.of ? Number(opened(secret, 'class', form.of) ?? 0) : null;
      return {
        kind: 'day',
        classId,
        as: /^\d$/.test(as) ? Number(as) : as === '' ? 0 : (as as 'off' | 'remote' | 'usual'),
      };
    }
    default:
      return null;
  }
}
