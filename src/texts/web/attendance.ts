/** Reasons of absence and illness, at the class teacher's desk. */
import { refusalTexts } from '../refusals.ts';
import { longDate, shortDate, weekdayShort } from '../russian/dates.ts';
import { count, FORMS } from '../russian/plural.ts';
import { capital, NBSP } from '../russian/typography.ts';

export const REASONS = {
  title: 'Причины пропусков',
  lead: 'Отметьте причину для каждого урока или сразу для всего дня. Семья увидит исправленную причину в итогах недели.',
  lateNote: 'Опоздание или присутствие исправляет учитель, который вёл урок.',
  none: 'В этот день пропусков нет.',
  all: 'Весь день',
  byLesson: 'по урокам',
  save: 'Записать причины',
  unchanged: 'Ничего не изменилось.',
  conflict:
    'Ничего не записано: пока форма была открыта, часть записей изменилась. Ваш выбор сохранён на странице: проверьте его и запишите ещё раз.',
  gone: 'Пока форма была открыта, отметку о пропуске сняли.',
  refused: 'Ничего не записано: часть записей исправить нельзя.',
  days: 'Дни',
  day: 'Показать день',
  show: 'Показать',
  noReason: 'без причины',
  back: 'К классу',
} as const;

/** The codes as they are chosen. */
export const CODE_NAMES: Record<string, string> = {
  Н: 'Н — причина не указана',
  Б: 'Б — болезнь',
  У: 'У — уважительная',
  ОП: 'ОП — опоздание',
};

/** «Среда, 16 сентября» */
export function reasonsDay(date: string): string {
  return capital(longDate(date));
}

/** «Пн 14.09» */
export function dayLink(date: string): string {
  return `${capital(weekdayShort(date))}${NBSP}${shortDate(date)}`;
}

/** «1-й урок, Алгебра» */
export function lessonLabel(number: number, subject: string): string {
  return `${number}-й${NBSP}урок, ${subject}`;
}

/** «Записано: 3 урока.» */
export function reasonsSaved(lessons: number): string {
  return lessons === 0 ? REASONS.unchanged : `Записано: ${count(lessons, FORMS.lesson)}.`;
}

/** «Сейчас в журнале: Б — болезнь.» */
export function nowStands(code: string): string {
  return `Пока форма была открыта, в журнале стало: ${CODE_NAMES[code] ?? code}.`;
}

/** Why one entry was refused. */
export function reasonRefused(code: string): string {
  return (refusalTexts as Record<string, string>)[code] ?? REASONS.refused;
}
