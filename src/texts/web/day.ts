/** The deputy's page of a day: who gives which lesson, what changes, what follows from it. */
import { clockTime, dayMonth, forDay, longDate } from '../russian/dates.ts';
import { shortName } from '../russian/names.ts';
import { count, type Forms } from '../russian/plural.ts';
import { NBSP, quoted } from '../russian/typography.ts';

const CLASSES: Forms = ['класс', 'класса', 'классов'];
const TASKS: Forms = ['задание', 'задания', 'заданий'];

export const DAY = {
  title: 'Расписание дня',
  lead: 'Замещения, отмены и переносы уроков на один день. Изменение видно в дневнике и в боте для учителей сразу; учителям, чьи уроки изменились, бот напишет сам. О домашнем задании, срок которого изменился, семьи узнают один раз.',
  choose: 'Показать',
  date: 'День',
  class: 'Класс',
  allClasses: 'все классы',
  teacher: 'Учитель',
  allTeachers: 'все учителя',
  none: 'Уроков нет.',
  lessons: 'Уроки',
  chooseLessons: 'Какие уроки изменить',
  what: 'Что изменить',
  editLessons: 'Изменить уроки',
  editDay: 'Изменить день всей школы',
  substitute: 'Урок проведёт другой учитель',
  substituteWho: 'Кто проведёт',
  replace: 'Вместо него — другой предмет этого класса',
  replaceWhat: 'Какой предмет',
  cancel: 'Урока не будет',
  move: 'Урок в другое время',
  moveDate: 'На день',
  moveNumber: 'Номер урока',
  day: 'Изменить день целиком',
  dayOf: 'Для кого',
  school: 'вся школа',
  as: 'Каким будет день',
  off: 'без уроков',
  remote: 'уроки из дома',
  usual: 'по обычному расписанию',
  reason: 'Основание',
  reasonHint: 'Например: болезнь учителя, приказ № 15. Остаётся в истории.',
  toPreview: 'Проверить',
  previewTitle: 'Проверьте перед записью',
  save: 'Записать',
  back: 'Вернуться без изменений',
  changes: 'Что изменится',
  homework: 'Задания на другой день',
  noHomework: 'Домашних заданий это не касается.',
  homeworkLead:
    'Семьи, которые уже знают о задании, получат одно исправление; остальные прочтут его в списке нового дня.',
  nowhere: 'Уроков предмета в этом году больше нет: срок останется прежним, сообщите учителю',
  warnings: 'Обратите внимание',
  done: 'Записано.',
  undone: 'Отменено, день снова такой, как прежде.',
  wasUndone: 'отменено',
  undo: 'Отменить изменение',
  history: 'Что изменено в этот день',
  noHistory: 'В этот день ничего не изменено.',
  days: 'Дни',
  previous: '‹ Предыдущий день',
  today: 'Сегодня',
  next: 'Следующий день ›',
  cancelled: 'урока не будет',
  dayFree: 'уроков нет',
  fromHome: 'из дома',
  stands: 'замещение',
  editClass: 'Изменить уроки класса',
} as const;

const WEEKDAYS = ['понедельника', 'вторника', 'среды', 'четверга', 'пятницы', 'субботы', 'воскресенья'] as const;

/** «по расписанию понедельника» */
export function asWeekday(weekday: number): string {
  return `по расписанию ${WEEKDAYS[weekday - 1] ?? ''}`;
}

export const FAULTS: Record<string, string> = {
  'not-yours': 'Изменять расписание дня могут заместитель директора и директор.',
  'no-reason': 'Напишите основание.',
  'date-out-of-year': 'Этот день не входит в учебный год.',
  'no-lessons': 'Выберите уроки, которые стоят в этот день и не отменены.',
  'unknown-teacher': 'Выберите учителя, который работает в школе.',
  'unknown-course': 'Выберите другой предмет того же класса.',
  'lesson-taken': 'В это время у учеников уже есть урок. Сначала перенесите или отмените его.',
  'no-bell': 'Такого номера нет в расписании звонков.',
  'one-lesson': 'Переносите уроки по одному; группы одного урока — вместе.',
  'day-off': 'В этот день у класса нет уроков.',
  'unknown-day': 'Выберите, каким будет день.',
  'unknown-what': 'Выберите, что изменить.',
  'bad-date': 'Выберите день.',
  'nothing-changes': 'От этого ничего не изменится.',
  'changed-since': 'После этого те же уроки изменены ещё раз. Сначала отмените более позднее изменение.',
  undone: 'Это изменение уже отменено.',
  'unknown-deed': 'Такого изменения нет.',
};

interface Name {
  last: string;
  first: string;
  patronymic: string;
}

export interface LessonWords {
  number: number;
  subject: string;
  teacher: Name;
  substituted: boolean;
  cancelled: boolean;
  remote: boolean;
}

/** «2. Алгебра, Орлова А. С. (замещение)» */
export function lessonLine({ number, subject, teacher, substituted, cancelled, remote }: LessonWords): string {
  const notes = cancelled ? [DAY.cancelled] : [...(substituted ? [DAY.stands] : []), ...(remote ? [DAY.fromHome] : [])];
  return `${number}. ${subject}, ${shortName(teacher)}${notes.length ? ` (${notes.join(', ')})` : ''}`;
}

/** «7Б, алгебра: «§ 12» — с 16 сентября на четверг, 17 сентября» */
export function homeworkLine(one: {
  class: string;
  subject: string;
  text: string;
  from: string;
  to: string | null;
  student: Name | null;
}): string {
  const whose = one.student ? ` (${shortName(one.student)})` : '';
  const text = one.text.length > 80 ? `${one.text.slice(0, 79)}…` : one.text;
  const where = one.to ? `с${NBSP}${dayMonth(one.from)} ${forDay(one.to)}` : DAY.nowhere;
  return `${one.class}, ${one.subject}${whose}: ${quoted(text)} — ${where}`;
}

/** «Мельник О. В., 2-й урок: сразу в нескольких местах (7Б, Алгебра; 9А, Физика).» */
export function twiceLine(teacher: Name, number: number, places: readonly Omit<Place, 'number'>[]): string {
  const where = places.map(({ class: name, subject }) => `${name}, ${subject}`);
  return `${shortName(teacher)}, ${number}-й урок: сразу в нескольких местах (${where.join('; ')}).`;
}

interface Place {
  class: string;
  number: number;
  subject: string;
}

export function recordedLine({ class: name, number, subject }: Place): string {
  return `${name}, ${number}-й урок, ${subject}: отметки, пропуски или тема уже внесены. Они останутся.`;
}

/** «вторник, 15 сентября: 7Б» */
export function dayHeading(date: string, name: string): string {
  return `${name}, ${longDate(date)}`;
}

export interface DeedWords {
  kind: 'substitute' | 'replace' | 'cancel' | 'move' | 'day';
  /** «7Б, 2. Алгебра» */
  lessons: string[];
  teacher: Name | null;
  subject: string;
  to: { date: string; number: number } | null;
  from: string;
  class: string;
  as: 'off' | 'remote' | 'usual' | number;
}

/** One deed as a line: «7Б, 2. алгебра: Мельник О. В.» */
export function deedLine(deed: DeedWords): string {
  const lessons = deed.lessons.join('; ');
  switch (deed.kind) {
    case 'substitute':
      return `${lessons} — ${deed.teacher ? shortName(deed.teacher) : ''}`;
    case 'replace':
      return `${lessons} — вместо него ${deed.subject}`;
    case 'cancel':
      return `${lessons} — ${DAY.cancelled}`;
    case 'move':
      return `${lessons}, ${dayMonth(deed.from)} — ${deed.to ? `${forDay(deed.to.date)}, ${deed.to.number}-й урок` : ''}`;
    case 'day':
      return `${deed.class || DAY.school} — ${typeof deed.as === 'number' ? asWeekday(deed.as) : DAY[deed.as]}`;
  }
}

/** «И ещё 6 классов.» */
export function moreDays(n: number): string {
  return n > 0 ? `И ещё ${count(n, CLASSES)}.` : '';
}

export function movedCount(n: number): string {
  return n === 0 ? '' : `${count(n, TASKS)} на другой день`;
}

/** «15 сентября, 10:00, Сейтаблаева Э. Р.» */
export function byAt(by: Name, date: string, time: string): string {
  return `${dayMonth(date)}, ${clockTime(time)}, ${shortName(by)}`;
}
