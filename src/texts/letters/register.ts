/** The register of applications on paper and as a table. */
import { clockTime, fullDate } from '../russian/dates.ts';
import { NBSP } from '../russian/typography.ts';

export const REGISTER = {
  title: 'Реестр заявлений родителей',
  columns: ['Номер', 'Дата', 'Заявитель, обучающийся', 'О чём', 'Решение'],
  none: 'Заявлений нет.',
} as const;

/** Columns of the table for a spreadsheet. */
export const REGISTER_CSV = [
  'Номер',
  'Входящий номер',
  'Дата заявления',
  'О чём',
  'Заявитель',
  'Обучающийся',
  'Класс',
  'Записано',
  'Кем записано',
  'Решение',
  'Причина отказа',
  'Пояснение',
  'Когда решено',
  'Кем решено',
  'Срок',
] as const;

/** «Составлено 16.09.2026, 15:00. Заявлений: 12.» */
export function registerMade(date: string, time: string, count: number): string {
  return `Составлено ${fullDate(date)},${NBSP}${clockTime(time)}. Заявлений: ${count}.`;
}

/** «2026/27 учебный год» */
export function yearName(starts: string, ends: string): string {
  const [from, to] = [starts.slice(0, 4), ends.slice(0, 4)];
  return `${from === to ? from : `${from}/${to.slice(2)}`} учебный год`;
}

/** «16.09.2026, Орлова А. С.» */
export function decidedBy(date: string, name: string): string {
  return `${fullDate(date)}, ${name}`;
}
