/** The administrator's desk: what doctor says, test messages, backups. */
import { clockTime, fullDate } from '../russian/dates.ts';
import { count } from '../russian/plural.ts';

export const CARE_DESK = {
  section: 'Техника',
  health: 'Состояние Вестника',
  test: 'Пробное сообщение',
  backups: 'Резервные копии',
} as const;

export const HEALTH = {
  title: CARE_DESK.health,
  lead: 'Вестник проверит базу, настройки, каналы, недели и копии и скажет, что требует внимания: то же, что команда doctor. Проверка ничего не меняет и никому не пишет.',
  check: 'Проверить сейчас',
  fine: 'Всё в порядке.',
  faults: (n: number) => `Требует внимания: ${n}.`,
  attention: 'Требует внимания',
  well: 'В порядке',
} as const;

export const TEST = {
  title: CARE_DESK.test,
  lead: 'Сообщение уйдёт по-настоящему, через тот же бот и тот же почтовый сервер, что и уведомления семьям.',
  where: 'Куда',
  parents: 'Telegram: мой чат с ботом для родителей',
  teachers: 'Telegram: мой чат с ботом для учителей',
  noChat: 'Чата с ботом у Вас нет: откройте бот и пришлите ему свой код доступа.',
  email: 'Письмо на адрес',
  address: 'Адрес почты',
  send: 'Отправить',
  accepted: 'Принято сервером. Проверьте, пожалуйста, что сообщение видно.',
  off: 'Этот канал не настроен: в настройках нет токена бота или SMTP_URL.',
  faults: {
    where: 'Выберите, пожалуйста, куда отправить.',
    address: 'Проверьте, пожалуйста, адрес.',
    often: 'Слишком много проб: подождите, пожалуйста, час.',
  },
} as const;

const OUTCOMES: Record<string, string> = {
  retryLater: 'Сервер просит повторить позже',
  unreachable: 'Адрес не принимает сообщений',
  rejected: 'Не принято по нашей вине',
  unknown: 'Ответа нет: сообщение могло дойти',
};

/** «Не принято по нашей вине: 535, authentication failed» */
export function outcomeWords({ kind, code, detail }: { kind: string; code: string; detail: string }): string {
  return `${OUTCOMES[kind] ?? kind}: ${[code, detail].filter(Boolean).join(', ')}`;
}

export function testText(school: string): string {
  return `Проба: ${school || 'Вестник'} может присылать сюда сообщения. Отвечать не нужно.`;
}
export const TEST_SUBJECT = 'Пробное письмо Вестника';

export const BACKUPS = {
  title: CARE_DESK.backups,
  lead: 'Копия нужна не реже раза в неделю и хранится вне этого компьютера.',
  none: 'Копий ещё не было.',
  last: (day: string, time: string, days: number) =>
    `Последняя копия: ${fullDate(day)}, ${clockTime(time)} (${days === 0 ? 'сегодня' : `${count(days, ['день', 'дня', 'дней'])} назад`}).`,
  fresh: 'Правило недели соблюдено.',
  old: 'Прошло больше недели: сделайте, пожалуйста, копию.',
  list: 'Последние копии',
  byCommand: 'командой на сервере',
  make: 'Сделать копию и скачать',
  makeLead:
    'В файле все данные школы, персональные данные детей и ключ базы. Он не зашифрован: храните его как сам журнал. Пока копия пишется, встроенная база ждёт.',
  restore: 'Восстановление делают командой на сервере, при остановленной отправке:',
  restoreCommand: 'npm run -s vestnik -- restore ФАЙЛ --replace',
} as const;
