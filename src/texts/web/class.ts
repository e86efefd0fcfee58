/** The class at a glance, and a pupil's page at the desk. */
import { fullDate } from '../russian/dates.ts';
import { runs } from '../russian/lessons.ts';
import { NBSP } from '../russian/typography.ts';

export const CLASS_PAGE = {
  audited: 'Каждый просмотр класса и ученика записывается в журнал доступа.',
  tools: 'Что сделать',
  reasons: 'Причины пропусков',
  families: 'Семьи, права и согласия',
  september: 'Анкеты сентября',
  wholeWeek: 'Вся неделя',
  day: 'День',
  previousDay: 'Предыдущий день',
  nextDay: 'Следующий день',
  allSubjects: 'По предметам',
  periods: 'Учебные периоды',
  pupil: 'Ученик',
  average: 'Средний балл',
  noPupils: 'В эти дни в классе никого не было.',
  noLessons: 'Уроков в эти дни нет.',
  noMarks: '—',
  cancelled: 'отменён',
  edit: 'вести',
  legend: 'Н — отсутствие, Б — болезнь, У — уважительная причина, ОП — опоздание.',
  numbers: 'После буквы — номера уроков.',
} as const;

/** «Н 1–3, 5»: an absence with the numbers of its lessons. */
export function absenceOnLessons(code: string, lessons: readonly number[]): string {
  const spans = runs(lessons).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  return `${code}${NBSP}${spans.join(`,${NBSP}`)}`;
}

/** «вести: 2-й урок, Алгебра», for who hears the link alone */
export function editLesson(number: string, subject: string): string {
  return `${CLASS_PAGE.edit}: ${number}-й урок, ${subject}`;
}

/** «Алгебра, контрольная работа»: what a mark is for. */
export function markAbout(subject: string, work: string): string {
  return work ? `${subject}, ${work}` : subject;
}

export const PUPIL_PAGE = {
  diary: 'Дневник',
  week: 'Неделя',
  marks: 'Отметки',
  messages: 'Сообщения',
  illness: 'Болезнь',
  sheet: 'Распечатка недели (PDF)',
  family: 'Семья',
  nobody: 'Представителей с правом на сведения нет: сведения не получает никто.',
  papers: 'Бумаги',
  choices: 'Выбор родителей',
  applications: 'Заявления и бланки',
  letters: 'Письма с кодами доступа',
  risk: 'Информационное письмо о риске',
  handing: 'Распечатки класса и вручение',
  rights: 'Права и семья: изменить',
  back: 'К классу',
} as const;

/** One guardian of a pupil in words. */
export const FAMILY = {
  full: 'Права полные',
  paper: 'Только получает распечатку',
  none: 'Прав на сведения нет',
  consent: 'Согласие есть',
  noConsent: 'Согласия нет',
  chat: 'чат подключён',
  mail: 'почта известна',
  noAddress: 'электронного адреса нет',
  account: 'вход в дневник есть',
  onPaper: 'на бумаге',
  together: 'Все представители извещают друг друга.',
} as const;

/** «Согласие есть с 28.08.2026 (файл школы)» */
export function consentWords(consent: boolean, since: string | null, ground: string | null): string {
  const said = consent ? FAMILY.consent : FAMILY.noConsent;
  const from = since ? ` с${NBSP}${fullDate(since)}` : '';
  return withGround(`${said}${from}`, ground);
}

/** «Права полные (решение суда № 2-15 от 01.09.2026)» */
export function withGround(said: string, ground: string | null): string {
  return ground ? `${said} (${ground})` : said;
}

/** «Семья 2»: guardians of one child who inform one another, where there are several such families. */
export function householdName(nth: number): string {
  return `Семья${NBSP}${nth}`;
}
