import { NBSP } from './typography.ts';

/** one: 1, 21 урок; few: 2–4, 22 урока; many: 0, 5–20 уроков */
export type Forms = readonly [one: string, few: string, many: string];

/** The form of a noun that goes with a whole number. */
export function plural(n: number, forms: Forms): string {
  const tens = Math.abs(n) % 100;
  const ones = tens % 10;
  if (tens > 10 && tens < 20) return forms[2];
  if (ones === 1) return forms[0];
  return ones > 1 && ones < 5 ? forms[1] : forms[2];
}

/** «3 урока», tied. */
export function count(n: number, forms: Forms): string {
  return `${n}${NBSP}${plural(n, forms)}`;
}

export const FORMS = {
  lesson: ['урок', 'урока', 'уроков'],
  mark: ['отметка', 'отметки', 'отметок'],
  late: ['опоздание', 'опоздания', 'опозданий'],
  try: ['попытка', 'попытки', 'попыток'],
  minuteAfter: ['минуту', 'минуты', 'минут'],
  hourAfter: ['час', 'часа', 'часов'],
  sheet: ['лист', 'листа', 'листов'],
} as const satisfies Record<string, Forms>;
