/** Accounts at the desk: who signs in, from where; sessions ended, a new invitation. */
import { count, type Forms } from '../russian/plural.ts';
import { NBSP } from '../russian/typography.ts';

export const ACCOUNTS = {
  title: 'Учётные записи',
  link: 'Учётные записи',
  lead: 'Кто входит в дневник и на рабочий стол. Просмотр записывается в журнал доступа.',
  search: 'Фамилия, имя или логин',
  kind: 'Кого показать',
  kinds: { all: 'всех', staff: 'сотрудников', guardian: 'законных представителей', student: 'учеников' },
  find: 'Найти',
  nobody: 'Никого не нашлось. Проверьте, пожалуйста, написание: ищем по началу слова.',
  more: 'Показать ещё',
  never: 'входа ещё не было',
  closed: 'закрыта: ждём новый код',
  reported: 'сообщение о чужом входе',
  back: 'К учётным записям',
  login: 'Логин',
  ways: 'Вход',
  withPassword: 'с паролем и по ссылке',
  linksOnly: 'по ссылке, пароля нет',
  none: 'учётной записи ещё нет',
  lastSeen: 'Последний раз',
  sessions: 'Где выполнен вход',
  noSessions: 'Сейчас вход нигде не выполнен.',
  endAll: 'Завершить все входы',
  invite: 'Новое приглашение',
  inviteLead:
    'Письмо с одноразовым кодом на 14 дней. Файл сохранится один раз: сам код школа не хранит. Прежний неиспользованный код перестанет действовать.',
  inviteButton: 'Выдать приглашение (PDF)',
  inviteFamily: 'Семьям и ученикам коды выдаёт классный руководитель: страница класса, «Письма с кодами доступа».',
  inviteNoConsent:
    'Согласия на обработку персональных данных нет: электронный доступ не открывается, сведения на бумаге.',
  tooHigh: 'Входами директора и администратора занимаются директор или администратор; своими — на странице «Профиль».',
  stolen: 'Чужой вход',
  stolenLead:
    'Кто-то другой вошёл под этим именем? Посмотрите, что было сделано, и отмените: входы, записи в журнале, выбор семьи.',
  stolenButton: 'Проверить и отменить',
  dismiss: 'Проверено, отменять нечего',
  dismissed: 'Сообщение закрыто.',
} as const;

const OFFICES: Record<string, string> = {
  deputy: 'заместитель директора',
  director: 'директор',
  secretary: 'секретарь',
  admin: 'администратор',
};

/** «сотрудник, заместитель директора; законный представитель», «обучающийся, 7Б» */
export function holderRoles(holder: {
  offices: readonly string[] | null;
  guardian: boolean;
  className: string | null;
}): string {
  const { offices, guardian, className } = holder;
  return [
    ...(offices ? [['сотрудник', ...offices.flatMap((office) => OFFICES[office] ?? [])].join(', ')] : []),
    ...(guardian ? ['законный представитель'] : []),
    ...(className === null ? [] : [['обучающийся', ...(className ? [className] : [])].join(', ')]),
  ].join('; ');
}

/** «сейчас открыт в 2 местах» */
export function openIn(sessions: number): string {
  if (sessions === 0) return '';
  return sessions % 10 === 1 && sessions % 100 !== 11
    ? `открыт в ${sessions}${NBSP}месте`
    : `открыт в ${sessions}${NBSP}местах`;
}

const REPORTS: Forms = ['сообщение', 'сообщения', 'сообщений'];

/** «Чужой вход: 1 сообщение ждёт проверки» */
export function theftsWait(thefts: number): string {
  return `Чужой вход, ждут проверки: ${count(thefts, REPORTS)}`;
}
