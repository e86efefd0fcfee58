/** On which ground a choice was made, as `choice_record.ground` keeps it and the school reads it. */
import type { SchoolDate } from '../platform/school-time.ts';

export const GROUND = {
  bot: 'бот',
  diary: 'дневник',
  emailLink: 'ссылка в письме',
} as const;

/** «заявление № 12 от 15.09.2026»; gathered from a whole class they bear no number: «заявление от 15.09.2026» */
export function applicationGround(number: string | null, date: SchoolDate): string {
  const [year, month, day] = date.split('-');
  return `заявление${number === null ? '' : ` № ${number}`} от ${day}.${month}.${year}`;
}

/** «отмена записи: заявление № 12 от 15.09.2026» */
export const undoneGround = (number: string, date: SchoolDate): string =>
  `отмена записи: ${applicationGround(number, date)}`;

/** «чужой вход: отмена от 16.09.2026» */
export function theftGround(date: SchoolDate): string {
  const [year, month, day] = date.split('-');
  return `чужой вход: отмена от ${day}.${month}.${year}`;
}
