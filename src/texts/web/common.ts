/** Words that every page shares. */
import { NBSP } from '../russian/typography.ts';

export const PRODUCT = 'Вестник';

export const NAV = {
  label: 'Разделы',
  week: 'Неделя',
  marks: 'Отметки',
  messages: 'Сообщения',
  settings: 'Настройки',
  desk: 'Рабочий стол',
  outgoing: 'Исходящие',
  signIn: 'Войти',
  signOut: 'Выйти',
  skip: 'К содержанию',
  children: 'Дети',
} as const;

export const DEMO_BAND = 'Демонстрационная школа: люди и записи вымышлены, наружу ничего не отправляется.';

/** «Неделя — Вестник» */
export function pageTitle(page: string): string {
  return page === PRODUCT ? PRODUCT : `${page}${NBSP}— ${PRODUCT}`;
}
