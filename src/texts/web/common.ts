/** Words that every page shares. */
import { NBSP } from '../russian/typography.ts';

export const PRODUCT = 'Вестник';

/** The diary among a telephone's programs; its long name is the school's. */
export const MANIFEST = { short: 'Дневник', description: 'Электронный дневник школы' } as const;

export const NAV = {
  label: 'Разделы',
  week: 'Неделя',
  marks: 'Отметки',
  homework: 'Задания',
  messages: 'Сообщения',
  settings: 'Настройки',
  desk: 'Рабочий стол',
  toDesk: 'На рабочий стол',
  outgoing: 'Исходящие',
  signIn: 'Войти',
  account: 'Профиль',
  signOut: 'Выйти',
  skip: 'К содержанию',
  children: 'Дети',
} as const;

export const DEMO_BAND = { label: 'О данных', text: 'Показательная школа: все данные вымышлены.' } as const;

/** «Неделя — Вестник» */
export function pageTitle(page: string): string {
  return page === PRODUCT ? PRODUCT : `${page}${NBSP}— ${PRODUCT}`;
}

/** The school's name with its number tied: «МБОУ «СОШ № 3»» never breaks after «№». */
export function schoolName(name: string): string {
  return name.replace(/№ (?=\d)/g, `№${NBSP}`);
}
