/** The diary's homework to tick off, and its calendar. */
import { NBSP } from '../russian/typography.ts';

export const HOMEWORK = {
  title: 'Задания',
  none: 'На ближайшие две недели заданий нет.',
  today: 'сегодня',
  personal: 'личное',
  lead: 'Галочки видите только Вы: школе они не передаются.',
} as const;

/** «Отметить сделанным: Алгебра» */
export function tickWords(subject: string, done: boolean): string {
  return `${done ? 'Снять отметку о выполнении' : 'Отметить сделанным'}: ${subject}`;
}

export const FEED = {
  title: 'Задания в календаре телефона',
  lead: 'Календарь сам забирает задания по секретной ссылке: её добавляют в нём как подписку.',
  issue: 'Получить ссылку',
  again: 'Получить новую ссылку',
  revoke: 'Отозвать ссылку',
  once: 'Ссылка показана один раз. Кто её знает, видит задания ребёнка: не передавайте её никому. Прежняя ссылка больше не действует.',
  label: 'Ссылка для календаря',
} as const;

/** «Ссылка выдана 16 сентября.» */
export function feedSince(date: string): string {
  return `Ссылка выдана ${date}. Новая отменит её.`;
}

/** «Задания: Пётр, 7Б»: the calendar's name */
export function calendarName(first: string, className: string): string {
  return `${HOMEWORK.title}: ${[first, className].filter(Boolean).join(`,${NBSP}`)}`;
}
