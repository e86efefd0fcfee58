/** The office's pages of people, one person, and classes. */
import { fullDate } from '../russian/dates.ts';
import { count } from '../russian/plural.ts';
import { NBSP } from '../russian/typography.ts';
import { ROLE_NAMES } from './rights.ts';

export const PEOPLE = {
  title: 'Люди',
  lead: 'Обучающиеся, представители и сотрудники. Можно набрать начало фамилии, имени или класс: «иван 7б».',
  ask: 'Фамилия, имя или класс',
  find: 'Найти',
  nobody: 'Никого не нашлось. Проверьте, пожалуйста, начало фамилии.',
  more: (most: number) => `Показаны первые ${most}: уточните, пожалуйста, запрос.`,
  found: (n: number) => `Найдено: ${count(n, ['человек', 'человека', 'человек'])}`,
  enter: 'Зачислить обучающегося',
  student: 'обучающийся',
  guardian: 'представитель',
  staff: 'сотрудник',
  gone: 'выбытие',
} as const;

export const PERSON = {
  classes: 'Классы',
  noClass: 'Ни в каком классе.',
  groups: 'Подгруппы',
  children: 'Дети',
  guardians: 'Представители',
  nobody: 'Нет.',
  work: 'Работа',
  contacts: 'Адреса',
  noContacts: 'Адресов нет.',
  access: 'Вход',
  account: 'Вход в дневник есть.',
  noAccount: 'Входа в дневник нет.',
  seen: (day: string) => `Последнее посещение: ${fullDate(day)}.`,
  invited: (day: string) => `Код доступа выдан, действует до${NBSP}${fullDate(day)}.`,
  left: (day: string) => `Выбытие: ${fullDate(day)}`,
  home: 'обучение на дому',
  pupil: 'Страница обучающегося',
  applications: 'Записать заявление',
  back: 'К поиску',
  rights: { full: 'права полные', paper: 'только распечатка', none: 'прав нет' },
  consent: 'согласие есть',
  noConsent: 'согласия нет',
  ended: 'больше не представитель',
  leads: (classes: string) => `Классное руководство: ${classes}`,
} as const;

const CHANNELS: Record<string, string> = { telegram: 'Telegram', email: 'Почта', sms: 'Телефон', max: 'MAX' };
const STATES: Record<string, string> = {
  confirmed: 'действует',
  unreachable: 'не отвечает',
  ended: 'больше не действует',
};
const BOTS: Record<string, string> = { parents: 'бот для родителей', teachers: 'бот для учителей' };

/** «Telegram (бот для родителей): действует» */
export function contactWords({ channel, bot, state }: { channel: string; bot: string; state: string }): string {
  const where = BOTS[bot] ? `${CHANNELS[channel] ?? channel} (${BOTS[bot]})` : (CHANNELS[channel] ?? channel);
  return `${where}: ${STATES[state] ?? state}`;
}

/** «с 01.09.2026 по 20.09.2026» */
export function spanWords(from: string, to: string | null): string {
  return `с${NBSP}${fullDate(from)}${to === null ? '' : ` по${NBSP}${fullDate(to)}`}`;
}

/** «заместитель директора, секретарь» */
export function officesOf(roles: readonly string[]): string {
  const names = roles.map((role) => (ROLE_NAMES as Record<string, string>)[role] ?? role);
  return [ROLE_NAMES.teacher, ...names].join(', ').toLowerCase();
}

export const CLASSES = {
  title: 'Классы и семьи',
  lead: 'Сколько обучающихся в классе сегодня и как представители, которым положены сведения, узнали бы о неделе, если бы она закончилась сейчас.',
  class: 'Класс',
  teacher: 'Классный руководитель',
  noTeacher: 'не назначен',
  pupils: 'Обучающихся',
  pairs: 'Представителей',
  all: 'Вся школа',
  none: 'Классов нет: загрузите файл школы.',
} as const;
