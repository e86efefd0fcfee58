/** What staff see for now: classes to read, and what to use for entering. */
import { SILENT_LEAD } from '../bot/teachers-silent.ts';
import { dateRange } from '../russian/dates.ts';
import { NBSP } from '../russian/typography.ts';

export const DESK = {
  title: 'Рабочий стол',
  lead: 'Тему, отметки, пропуски и задания урока можно внести здесь или через бот для учителей: одной строкой, с проверкой перед записью.',
  openBot: 'Открыть бот для учителей',
  noBot: 'Бот для учителей ещё не подключён. Его адрес подскажет администратор.',
  botRests: 'Бот для учителей сейчас не работает. Всё можно внести здесь, на рабочем столе; ничего не потеряно.',
  myClass: 'Мой класс',
  classes: 'Классы',
  noClasses: 'Классного руководства нет. Дневники открыты классному руководителю, заместителю директора и директору.',
  unproven: 'Кто ещё не получил сведения за неделю',
  allProven: 'Все семьи получили сведения за закрытые недели.',
  silent: 'Три недели без ответа',
  silentLead: SILENT_LEAD,
  back: 'Все классы',
} as const;

/** «Класс 7Б» */
export function className(name: string): string {
  return `Класс${NBSP}${name}`;
}

/** «Неделя 14–19 сентября» */
export function weekOf(starts: string, ends: string): string {
  return `Неделя ${dateRange(starts, ends)}`;
}
