/** The own account: where one is signed in, another password, «это был не я». */
import { count, type Forms } from '../russian/plural.ts';
import { listed } from '../russian/typography.ts';

export const ACCOUNT = {
  title: 'Профиль',
  login: 'Логин',
  ways: 'Как Вы входите',
  password: 'логин и пароль',
  mailbox: 'ссылка на почту',
  noWays:
    'Пароль не задан, чат и почта не подключены: задайте, пожалуйста, пароль, иначе в следующий раз войти не получится.',
  sessions: 'Где выполнен вход',
  sessionsLead: 'Чужое устройство? Завершите вход на нём и смените пароль.',
  here: 'это устройство',
  end: 'Завершить',
  endOthers: 'Завершить все входы, кроме этого',
  ended: 'Вход завершён.',
  endedBefore: 'Этот вход уже завершён.',
  none: 'Других входов нет.',
  change: 'Сменить пароль',
  set: 'Задать пароль',
  current: 'Нынешний пароль',
  next: 'Новый пароль',
  changeNote: 'На всех остальных устройствах вход завершится.',
  setNote: 'С паролем можно входить и без ссылки. Его можно задать в течение 15 минут после входа.',
  mail: 'Почта для входа',
  mailLead: 'На подтверждённый адрес можно просить ссылку для входа. Новый адрес заменит прежний.',
  mailAddress: 'Адрес почты',
  mailSend: 'Прислать письмо для подтверждения',
  mailSent: 'Письмо отправлено. Откройте его и подтвердите, пожалуйста, адрес в течение суток.',
  mailPending: 'Ждёт подтверждения',
  remove: 'Убрать пароль',
  removeLead:
    'Дальше Вы входите только по ссылке от бота или из письма. На всех остальных устройствах вход завершится.',
  removed: 'Пароля больше нет.',
  theft: 'Это был не я',
  theftLead:
    'Под Вашим именем входил кто-то другой? Сообщите школе. Все остальные входы завершатся сразу, школа проверит, что было сделано, отменит лишнее и выдаст Вам новый код.',
  theftStaff: 'Записи в журнале, сделанные чужими руками, будут исправлены, семьи узнают об исправлениях.',
  theftPassword: 'Пароль смените, пожалуйста, прямо сейчас: форма выше.',
  report: 'Сообщить школе',
  reported: 'Школа получила сообщение, остальные входы завершены. Смените, пожалуйста, пароль.',
  waits: 'Вы сообщили о чужом входе. Школа ещё проверяет; что отменено, Вам скажут лично.',
  toSettings: 'Что и куда присылать',
} as const;

const BOT_WAYS = { parents: 'ссылка от бота для родителей', teachers: 'ссылка от бота для учителей' } as const;

export const CURRENT_FAULTS = {
  wrong: 'Нынешний пароль не подходит.',
  tooMany: 'Слишком много попыток. Попробуйте, пожалуйста, через 15 минут.',
  noWay:
    'Без пароля не вернуться: подключите, пожалуйста, чат с ботом или подтвердите почту, тогда пароль можно убрать.',
  signInAgain: 'Вход был давно. Выйдите, войдите заново по ссылке и повторите в течение 15 минут.',
} as const;

const SESSIONS: Forms = ['вход', 'входа', 'входов'];

/** «Завершено: 2 входа.» */
export function endedWords(ended: number): string {
  return ended > 0 ? `Завершено: ${count(ended, SESSIONS)}.` : ACCOUNT.none;
}

/** «Пароль сменён. Завершено: 2 входа.» */
export function changedWords(ended: number): string {
  return ended > 0 ? `Пароль сохранён. ${endedWords(ended)}` : 'Пароль сохранён.';
}

/** «Пароля больше нет. Завершено: 2 входа.» */
export function removedWords(ended: number): string {
  return ended > 0 ? `${ACCOUNT.removed} ${endedWords(ended)}` : ACCOUNT.removed;
}

/** «вход 16 сентября 2026 г., 15:00; последний раз 17 сентября 2026 г., 8:05» */
export function sessionTimes(since: string, seen: string): string {
  return `вход ${since}; последний раз ${seen}`;
}

/** «Завершить: Chrome, Android, вход …», for who hears the button alone */
export function endOf(device: string, since: string): string {
  return `${ACCOUNT.end}: ${device}, вход ${since}`;
}

/** «логин и пароль, ссылка на почту m•••@mail.example и ссылка от бота для родителей» */
export function waysWords(ways: {
  password: boolean;
  mailboxes: readonly string[];
  bots: readonly ('parents' | 'teachers')[];
}): string {
  const said = [
    ...(ways.password ? [ACCOUNT.password] : []),
    ...ways.mailboxes.map((address) => `${ACCOUNT.mailbox} ${address}`),
    ...ways.bots.map((bot) => BOT_WAYS[bot]),
  ];
  return said.length > 0 ? listed(said) : ACCOUNT.noWays;
}
