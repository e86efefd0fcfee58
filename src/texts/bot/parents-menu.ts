/** Buttons, commands and understood words of the parents' bot. */

/** Labels of buttons. */
export const PARENTS_BUTTONS = {
  week: 'Эта неделя',
  today: 'Сегодня',
  sheet: 'Распечатка',
  otherSheets: 'Другие распечатки',
  earlier: 'Раньше',
  diary: 'Дневник',
  settings: 'Настроить',
  wantPaper: 'Хочу на бумаге',
  seen: 'Вижу',
  more: 'Подробнее',
  back: 'Назад',
  where: 'Куда присылать',
  kinds: 'Что и когда',
  copy: 'Всем детям так же',
  quiet: 'Тихие часы',
  quietOwn: 'Свои часы',
  quietNone: 'В любое время',
  pause: 'Пауза',
  resume: 'Снять паузу',
  keepHere: 'Да, и сюда',
  paperOnly: 'Только на бумаге',
  paperEnd: 'Без распечатки',
  stopYes: 'Отключить',
  stopNo: 'Оставить',
  help: 'Помощь',
} as const;

/** Buttons of the rhythms that a guardian chooses between. */
export const RHYTHM_BUTTONS = {
  now: 'В течение дня',
  evening: 'Вечером',
  week: 'Раз в неделю',
  diary: 'Только в дневнике',
} as const;
/** For what is told as soon as it is known. */
export const AT_ONCE = 'Сразу';

/** Commands as Telegram lists them (setMyCommands). */
export const PARENTS_COMMANDS = [
  { command: 'week', description: 'Эта неделя' },
  { command: 'today', description: 'Сегодня' },
  { command: 'sheet', description: 'Распечатка (PDF)' },
  { command: 'diary', description: 'Электронный дневник' },
  { command: 'settings', description: 'Что и когда присылать' },
  { command: 'stop', description: 'Отключить уведомления' },
  { command: 'help', description: 'Помощь' },
] as const;
export type ParentsCommand = (typeof PARENTS_COMMANDS)[number]['command'];

/** Shown before the first «Старт» (setMyDescription, setMyShortDescription). */
export const PARENTS_DESCRIPTION =
  'Отметки, пропуски, домашние задания и сообщения школы — тем, кто отвечает за ребёнка. Для начала нужен код из письма школы.';
export const PARENTS_SHORT_DESCRIPTION = 'Уведомления школы для родителей';

const WORDS: Record<ParentsCommand, readonly string[]> = {
  week: ['неделя', 'эта неделя', 'за неделю', 'итоги', 'отметки', 'оценки'],
  today: ['сегодня', 'что сегодня', 'день'],
  sheet: ['распечатка', 'распечатать', 'пдф', 'pdf', 'лист'],
  diary: ['дневник', 'электронный дневник', 'войти', 'вход'],
  settings: ['настройки', 'настроить', 'настройка', 'назад в настройки', 'пауза', 'тихие часы'],
  stop: ['стоп', 'отключить', 'отписаться', 'хватит', 'не присылать'],
  help: ['помощь', 'справка', 'что ты умеешь', 'меню', '?'],
};
const BY_WORD = new Map(
  Object.entries(WORDS).flatMap(([command, words]) => words.map((word) => [word, command as ParentsCommand] as const)),
);

/** The command that a written Russian word or phrase stands for, with or without «/», in any case; null: none. */
export function understood(text: string): ParentsCommand | null {
  const word = text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .trim()
    .replace(/^\/+/, '')
    .replace(/[\s.!]+$/u, '')
    .replace(/\s+/gu, ' ');
  return BY_WORD.get(word) ?? null;
}
