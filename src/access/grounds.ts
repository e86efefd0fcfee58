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

/** On what the school decides about a guardian's rights. */
export const RIGHTS_GROUNDS = {
  court: 'решение суда',
  custody: 'акт органа опеки',
  proxy: 'доверенность',
  application: 'заявление',
  mistake: 'исправление ошибки',
} as const;
export type RightsGround = keyof typeof RIGHTS_GROUNDS;

/** «решение суда № 2-15/2026 от 01.09.2026». @param number as the paper bears it; empty: it bears none */
export function rightsGround(kind: RightsGround, number: string, date: SchoolDate): string {
  const [year, month, day] = date.split('-');
  return `${RIGHTS_GROUNDS[kind]}${number && ` № ${number}`} от ${day}.${month}.${year}`;
}
