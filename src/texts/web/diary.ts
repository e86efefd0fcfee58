/** The diary: the week, marks, messages. */

import { absenceName, workName } from '../news/words.ts';
import { dateRange, forDay, longDate, weekday } from '../russian/dates.ts';
import { count, FORMS } from '../russian/plural.ts';
import { capital, NBSP } from '../russian/typography.ts';

export const WEEK = {
  title: 'Неделя',
  previous: 'Предыдущая неделя',
  next: 'Следующая неделя',
  current: 'К текущей неделе',
  print: 'Распечатка недели (PDF)',
  today: 'сегодня',
  off: 'Уроков нет.',
  remote: 'дистанционно',
  cancelled: 'урок отменён',
  substituted: 'замена',
  topic: 'Тема',
  homework: 'Задано',
  personalHomework: 'Личное задание',
  otherHomework: 'Задано к этому дню',
  messages: 'Сообщения школы',
  periodMark: 'Итог',
  classTeacher: 'Классный руководитель',
  noChild: 'Здесь пока нечего показать',
  noChildWhy:
    'Дневник открывается родителям с полными правами и согласием на обработку персональных данных. Если это ошибка, обратитесь, пожалуйста, к классному руководителю.',
  noClass: 'В эту неделю класса не было',
  noClassWhy: 'Ребёнок ещё не был зачислен в класс или уже выбыл.',
  year: 'Учебный год ещё не начался или уже закончился.',
} as const;

export const TODAY = { none: 'Уроков сегодня нет.' } as const;

/** «Сегодня, среда, 16 сентября» */
export function todayTitle(date: string): string {
  return `Сегодня, ${longDate(date)}`;
}

/** «На четверг, 17 сентября» */
export function forDayTitle(date: string): string {
  return capital(forDay(date));
}

/** The page as it was seen last, shown while there is no network. The moment follows. */
export const KEPT = { note: 'Нет сети: показано сохранённое' } as const;

/** «16–21 ноября» */
export function weekSpan(from: string, to: string): string {
  return dateRange(from, to);
}

/** «Понедельник» */
export function dayName(date: string): string {
  return capital(weekday(date));
}

/** «5, контрольная работа»: what a screen reader says and the eye sees beneath. */
export function markWords(value: string, work: string): string {
  const name = workName(work);
  return name ? `${value}, ${name}` : value;
}

/** «контрольная работа», or nothing for an answer in class. */
export function workWords(work: string): string {
  return workName(work) ?? '';
}

/** «Отсутствие, причина не указана» */
export function absenceWords(code: string): string {
  return capital(absenceName(code));
}

/** «1 четверть: 4» */
export function periodMarkWords(period: string, value: string): string {
  return `${period}: ${value}`;
}

export const MARKS = {
  title: 'Отметки',
  subject: 'Предмет',
  marks: 'Отметки',
  average: 'Средний балл',
  periodMark: 'Итог',
  year: 'Год',
  none: 'Отметок за этот период пока нет.',
  noPeriods: 'Учебные периоды ещё не заданы.',
  hint: 'Средний балл — от трёх отметок.',
  gradeOne: 'В первом классе отметок не ставят.',
  periods: 'Период',
} as const;

/** «4,25» */
export function averageWords(average: number): string {
  return average.toFixed(2).replace('.', ',');
}

/** «5 отметок» for the caption of a row */
export function marksCount(n: number): string {
  return count(n, FORMS.mark);
}

export const MESSAGES = {
  title: 'Сообщения',
  none: 'Сообщений пока нет.',
  urgent: 'срочно',
  personal: 'лично Вам',
  older: 'Более ранние',
} as const;

/** «Орлова А. С. · 15 сентября» */
export function messageBy(by: string, date: string): string {
  return by ? `${by}${NBSP}· ${date}` : date;
}

/** «Распечатка: 1 четверть (PDF)» */
export function printPeriod(name: string): string {
  return `Распечатка: ${name} (PDF)`;
}
