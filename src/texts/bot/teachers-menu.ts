/** Commands of the teachers' bot: Latin names that Telegram lists, Russian words that teachers write. */
import { count, FORMS } from '../russian/plural.ts';

/** A one-time link to the desk. */
export function deskLink(url: string, minutes: number): string {
  return `Рабочий стол: ${url}\nСсылка одноразовая, действует ${count(minutes, FORMS.minuteAfter)}. Никому её не пересылайте.`;
}

/** Commands as Telegram lists them (setMyCommands). */
export const TEACHERS_COMMANDS = [
  { command: 'today', description: 'Уроки сегодня: что ещё не заполнено' },
  { command: 'sheets', description: 'Распечатки класса: что вручить' },
  { command: 'desk', description: 'Войти в электронный журнал' },
  { command: 'settings', description: 'Разбор перед записью' },
  { command: 'help', description: 'Помощь и примеры' },
  { command: 'start', description: 'Подключить чат' },
] as const;
export type TeachersCommand = Exclude<(typeof TEACHERS_COMMANDS)[number]['command'], 'start'>;

const WORDS: Record<TeachersCommand, readonly string[]> = {
  today: ['today', 'сегодня', 'что сегодня', 'уроки', 'уроки сегодня', 'мои уроки'],
  sheets: ['sheets', 'распечатки', 'распечатка', 'листы', 'вручение', 'корешки', 'отметить вручение'],
  desk: ['desk', 'дневник', 'журнал', 'войти', 'вход', 'войти в журнал', 'рабочий стол'],
  settings: ['settings', 'настройки', 'настроить', 'настройка'],
  help: ['help', 'помощь', 'справка', 'меню', 'что ты умеешь', '?'],
};
const BY_WORD = new Map(
  Object.entries(WORDS).flatMap(([command, words]) => words.map((word) => [word, command as TeachersCommand] as const)),
);

/** The command that a message stands for, Latin or Russian, with or without «/», in any case; null: none. */
export function understoodByTeachers(text: string): TeachersCommand | null {
  const word = text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .trim()
    .replace(/^\/+/, '')
    .replace(/@\w+$/, '')
    .replace(/[\s.!]+$/u, '')
    .replace(/\s+/gu, ' ');
  return BY_WORD.get(word) ?? null;
}
