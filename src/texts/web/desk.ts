/** What staff see for now: classes to read, and what to use for entering. */
import { NBSP } from '../russian/typography.ts';

export const DESK = {
  title: 'Рабочий стол',
  lead: 'Уроки, отметки, пропуски и задания вносите через бот для учителей: одной строкой, с проверкой перед записью.',
  openBot: 'Открыть бот для учителей',
  noBot: 'Бот для учителей ещё не подключён. Его адрес подскажет администратор.',
  myClass: 'Мой класс',
  classes: 'Классы',
  pupils: 'Ученики',
  readOnly: 'Дневник ученика открывается для чтения; просмотр записывается в журнал доступа.',
  noClasses: 'Классного руководства нет. Дневники открыты классному руководителю, заместителю директора и директору.',
  back: 'Все классы',
} as const;

/** «Класс 7Б» */
export function className(name: string): string {
  return `Класс${NBSP}${name}`;
}
