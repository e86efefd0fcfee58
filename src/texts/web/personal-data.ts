/** A guardian's data, exported and erased (152-ФЗ). */
import type { Section } from '../../access/personal-data/collect.ts';
import { NBSP } from '../russian/typography.ts';

export const OWN_DATA = {
  title: 'Что школа хранит обо мне',
  lead: 'Всё, что Вестник знает о Вас самих: имя, связи с детьми, адреса, выбор с датами и основаниями, отправленные уведомления, входы. Сведений о других семьях в файле нет.',
  read: 'Файл для чтения',
  machine: 'Файл для программ (JSON)',
  erase: 'Удалить эти сведения можно по заявлению: обратитесь, пожалуйста, к заместителю директора или директору.',
} as const;

export const DATA_FILE = {
  title: 'Персональные данные',
  name: 'персональные-данные',
  none: 'Ничего не хранится.',
  yes: 'да',
  no: 'нет',
  note: 'Сведения о ребёнке (отметки, пропуски, задания) принадлежат журналу школы: их показывает дневник.',
} as const;

/** «МБОУ …, выгружено 16 сентября 2026 г., 15:20» */
export const madeOf = (school: string, moment: string): string =>
  [school, `выгружено ${moment}`].filter(Boolean).join(', ');

export const SECTION_TITLES: Record<Section, string> = {
  person: 'Имя',
  children: 'Дети, права и согласие',
  settings: 'Тихие часы, пауза, последний визит',
  rhythms: 'Что и когда присылать',
  choices: 'Выбор: кто, когда, на каком основании',
  contacts: 'Чаты и адреса',
  accounts: 'Учётная запись',
  sessions: 'Входы',
  codes: 'Коды доступа',
  links: 'Ссылки',
  applications: 'Письменные заявления',
  notices: 'Уведомления',
  weeks: 'Информирование по неделям',
  sheets: 'Распечатки и вручение',
  homework: 'Задания, отмеченные сделанными',
  audit: 'Записи о действиях',
};

export const FIELD_NAMES: Record<string, string> = {
  last: 'Фамилия',
  first: 'Имя',
  patronymic: 'Отчество',
  sex: 'Пол',
  child: 'Ребёнок',
  relation: 'Кем приходится',
  rights: 'Права',
  consent: 'Согласие',
  consentDate: 'Дата согласия',
  channels: 'Каналы по порядку',
  paperApplied: 'Бумага по заявлению',
  paperWay: 'Как вручать',
  paperProxy: 'Доверенное лицо',
  household: 'Семья',
  startedAt: 'С какого времени',
  endedAt: 'До какого времени',
  quietFrom: 'Не беспокоить с',
  quietTo: 'Не беспокоить до',
  pausedUntil: 'Пауза до',
  linksVoidAt: 'Прежние ссылки отключены',
  lastSeenAt: 'Последний визит',
  leftAt: 'Больше не в списке школы с',
  kind: 'Вид',
  rhythm: 'Когда',
  at: 'Время',
  what: 'О чём',
  value: 'Значение',
  ground: 'Основание',
  by: 'Кто',
  channel: 'Канал',
  bot: 'Бот',
  address: 'Адрес',
  state: 'Состояние',
  reason: 'Причина',
  linkedAt: 'Подключён',
  login: 'Логин',
  password: 'Пароль задан',
  createdAt: 'Создано',
  closedAt: 'Закрыто',
  endsAt: 'Действует до',
  agent: 'Браузер',
  botAt: 'Использован в боте',
  diaryAt: 'Использован в дневнике',
  purpose: 'Для чего',
  number: 'Номер',
  outsideNumber: 'Номер в книге школы',
  date: 'Дата',
  way: 'Способ',
  proxyName: 'Доверенное лицо',
  decision: 'Решение',
  week: 'Неделя',
  attempts: 'Попыток',
  text: 'Текст',
  metBy: 'Чем',
  metAt: 'Когда подтверждено',
  evidence: 'Подтверждение',
  note: 'Примечание',
  action: 'Действие',
  object: 'О чём',
};

/** Codes of the database as a reader meets them in the file; others stand as they are. */
export const CODES: Record<string, string> = {
  self: 'сам человек',
  school: 'школа',
  telegram: 'Telegram',
  email: 'почта',
  paper: 'бумага',
  full: 'полные',
  none: 'нет',
  confirmed: 'действует',
  unreachable: 'не отвечает',
  ended: 'закончено',
  accepted: 'принято',
  seen: 'подтверждено читателем',
  handedOver: 'вручено',
  withdrawn: 'отозвано',
  rejected: 'отклонено',
  passedOn: 'отправлено другим путём',
  now: 'в течение дня',
  evening: 'вечером',
  week: 'раз в неделю',
  diary: 'в дневнике',
  mark: 'отметки',
  absence: 'пропуски',
  homework: 'задания',
  topic: 'темы',
  message: 'сообщения',
  periodMark: 'итоговые отметки',
  granted: 'удовлетворено',
  refused: 'отказано',
  parents: 'для родителей',
  teachers: 'для учителей',
  signIn: 'вход',
  calendar: 'календарь',
  family: 'через семью',
  person: 'лично',
  proxy: 'доверенному лицу',
  post: 'по почте',
  child: 'через ребёнка',
  channels: 'каналы',
  rhythm: 'когда присылать',
  quiet: 'тихие часы',
  pause: 'пауза',
  consent: 'согласие',
  rights: 'права',
  paperWay: 'способ вручения',
  links: 'ссылки из писем',
  household: 'семья',
};

export const PERSONAL = {
  title: 'Персональные данные',
  link: 'Персональные данные родителей',
  lead: 'Выгрузить всё, что хранится о родителе, или удалить это по его заявлению (152-ФЗ). Каждое действие записывается.',
  find: 'Найти родителя',
  surname: 'Фамилия',
  search: 'Найти',
  nobody: 'Родителей с такой фамилией нет.',
  short: 'Введите, пожалуйста, фамилию или её начало: хотя бы две буквы.',
  found: 'Нашлось',
  many: 'Показаны первые 50. Уточните, пожалуйста, фамилию.',
  left: 'Ушли из школы, данные ещё хранятся',
  noLeft: 'Таких нет.',
  since: 'не в списке школы с',
  erased: 'Данные удалены.',
  children: 'Дети',
  noChildren: 'связей с учениками нет',
  export: 'Выгрузить',
  exportLead: 'Файл со всем, что хранится об этом человеке. Сведений о других семьях в нём нет.',
  erase: 'Удалить',
  eraseLead: 'Отменить удаление нельзя. Вот что произойдёт.',
  goes: 'Исчезнет',
  stays: 'Останется, без имени и адресов',
  at: 'Чаты, входы и коды перестанут действовать сразу; ожидающие уведомления не уйдут.',
  backups:
    'В резервных копиях, сделанных раньше, данные останутся, пока копии не заменены новыми. Если база будет восстановлена из такой копии, удаление нужно повторить: сохраните, пожалуйста, заявление.',
  alone: 'Сообщать о ребёнке будет некому. Другого законного представителя нет:',
  ground: 'Основание',
  groundHint: 'Например: заявление № 12 от 15.09.2026',
  confirm: 'Введите фамилию этого человека, чтобы подтвердить',
  submit: 'Удалить навсегда',
  back: 'К списку',
} as const;

export const HINDRANCES = {
  alsoStaff:
    'Этот человек работает или работал в школе: его имя стоит в журнале под уроками, и закон велит школе хранить журнал. Прекратить уведомления можно по заявлению.',
  alsoPupil: 'Этот человек учится или учился в школе: его имя стоит в журнале, и закон велит школе хранить журнал.',
  sending: 'Прямо сейчас этому человеку отправляется сообщение. Повторите, пожалуйста, через минуту.',
} as const;

export const ERASE_FAULTS = {
  ...HINDRANCES,
  gone: 'Данные уже удалены.',
  notConfirmed: 'Фамилия не совпадает. Проверьте, пожалуйста, что открыта страница нужного человека.',
  noGround: 'Укажите, пожалуйста, основание: номер и дату заявления.',
} as const;

/** Stands where the name of an erased person stood. */
export const ERASED_NAME = '(данные удалены)';

const count = (many: number, what: string) => `${what}:${NBSP}${many}`;

/** What goes, a line each. */
export function goesLines(
  goes: Record<'contacts' | 'sessions' | 'choices' | 'rhythms' | 'codes' | 'texts', number>,
): string[] {
  return [
    'имя, отчество и фамилия, кем приходится детям, доверенные лица',
    count(goes.contacts, 'чаты и адреса'),
    count(goes.sessions, 'логин, пароль и входы'),
    count(goes.codes, 'коды и ссылки доступа'),
    count(goes.choices + goes.rhythms, 'выбор каналов, видов и часов'),
    count(goes.texts, 'тексты отправленных уведомлений'),
  ];
}

/** What stays and on which ground, a line each. */
export function staysLines(
  stays: Record<'consents' | 'weeks' | 'sheets' | 'applications' | 'audit', number>,
): string[] {
  return [
    'журнал ребёнка: отметки, пропуски, задания (школа обязана хранить журнал 5 лет)',
    `${count(stays.weeks, 'что и когда подтверждено по неделям')} (школа обязана доказать, что информировала; цепочка записей не меняется)`,
    `${count(stays.sheets, 'номера распечаток, их вручение и фото корешков')} (то же основание)`,
    `${count(stays.consents, 'даты согласия и прав')} (доказательство, что данные хранились законно: ст.${NBSP}9 152-ФЗ)`,
    `${count(stays.applications, 'строки журнала заявлений')} (делопроизводство; сами заявления лежат на бумаге)`,
    `${count(stays.audit, 'записи о том, кто что открывал и менял')} (по внутренним номерам)`,
  ];
}
