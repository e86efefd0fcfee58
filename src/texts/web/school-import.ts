/** The desk's page of a school file: what it would change, what is wrong with it, what was done. */
import { fullDate } from '../russian/dates.ts';
import { count } from '../russian/plural.ts';
import { NBSP } from '../russian/typography.ts';

export const IMPORT = {
  title: 'Загрузка файла школы',
  lead: 'Файл школы (JSON) выгружает школьная система: классы, люди, предметы, расписание. Сначала файл проверят и покажут, что изменится; без Вашего согласия ничего не запишут.',
  file: 'Файл школы',
  hint: 'До 16 МБ. Файл больше загружают командой import.',
  show: 'Проверить и показать изменения',
  demo: 'Это показательная школа: свою в неё не загружают. Для своей школы запустите Вестник с DEMO=0 и новым DATA_DIR.',
  faultsTitle: 'Файл не принят',
  faultsLead: 'Исправьте, пожалуйста, файл и загрузите его снова. В базе ничего не изменено.',
  previewTitle: 'Что изменится',
  nothing: 'Файл совпадает с тем, что есть: менять нечего.',
  mindTitle: 'Обратите внимание',
  warnings: 'Замечания к файлу',
  warningsLead: 'Загрузке они не мешают.',
  summary: 'Всего изменений по видам',
  kind: 'Что',
  added: 'появится',
  changed: 'изменится',
  left: 'уйдёт',
  more: 'Показать остальные',
  rest: (n: number) => `и ещё ${n}`,
  apply: 'Записать всё',
  applyLead:
    'Записано будет всё или ничего. Отменить загрузку одной кнопкой нельзя: перед большой заменой сделайте резервную копию.',
  another: 'Выбрать другой файл',
  leftConfirm: (n: number, of: number) =>
    `Верно: выбывают ${n} из ${of} обучающихся. Доступ к их дневникам закончится сразу.`,
  transfersConfirm: (n: number) => `Верен файл: ${count(n, TRANSFERS)} рабочего стола он отменит.`,
  transfersLead: 'О переводах, записанных на рабочем столе, файл говорит другое:',
  tick: 'Поставьте отметку, если это верно.',
  narrowed: (n: number) => `Права или согласие закончатся: ${count(n, PAIRS)}. Доступ закроется сразу.`,
  offices: (n: number) => `Изменятся права сотрудников: ${count(n, PEOPLE)}.`,
  leavers: (n: number) => `Выбывают: ${count(n, PUPILS)}.`,
  done: (n: number) => (n === 0 ? 'Менять было нечего.' : `Записано: ${count(n, CHANGES)}.`),
} as const;

const CHANGES = ['изменение', 'изменения', 'изменений'] as const;
const TRANSFERS = ['перевод', 'перевода', 'переводов'] as const;
const PAIRS = ['представитель', 'представителя', 'представителей'] as const;
const PEOPLE = ['человек', 'человека', 'человек'] as const;
const PUPILS = ['обучающийся', 'обучающихся', 'обучающихся'] as const;

/** Why a file was not written, by what a user can mend. */
export const IMPORT_FAULTS: Record<string, string> = {
  'no-file': 'Выберите, пожалуйста, файл.',
  'draft-gone': 'Показанный файл больше не хранится (час или новый вход). Загрузите его, пожалуйста, ещё раз.',
  'changed-since': 'С тех пор школа изменилась, и файл записал бы другое. Вот что он изменит теперь.',
  'not-confirmed': 'Подтвердите, пожалуйста, отмеченное ниже.',
};

export const faultsCount = (n: number) => count(n, ['ошибка', 'ошибки', 'ошибок']);
export const warningsCount = (n: number) => count(n, ['замечание', 'замечания', 'замечаний']);
export const changesCount = (n: number) => count(n, CHANGES);

/** Kinds of change, in the order in which they are shown. */
export const KIND_NAMES: Record<string, string> = {
  school: 'Школа и её правила',
  year: 'Учебный год',
  period: 'Учебные периоды',
  holiday: 'Выходные и праздники',
  student: 'Обучающиеся',
  teacher: 'Сотрудники',
  guardian: 'Представители',
  guardianship: 'Права и согласия',
  contact: 'Адреса и телефоны',
  class: 'Классы',
  membership: 'Состав классов',
  subject: 'Предметы',
  course: 'Кто что ведёт',
  group: 'Подгруппы',
  timetable: 'Расписание',
  day: 'Особые дни',
  lessonChange: 'Изменения уроков',
};

const FIELDS: Record<string, string> = {
  name: 'название',
  timeZone: 'часовой пояс',
  bells: 'звонки',
  starts: 'начало',
  ends: 'конец',
  last: 'фамилия',
  first: 'имя',
  patronymic: 'отчество',
  sex: 'пол',
  leftAt: 'выбытие',
  endedAt: 'окончание',
  taughtAtHome: 'обучение на дому',
  roles: 'должности',
  relation: 'кем приходится',
  rights: 'права',
  consent: 'согласие',
  consentDate: 'дата согласия',
  channels: 'каналы',
  paperApplied: 'заявление о бумаге',
  grade: 'параллель',
  classTeacherId: 'классный руководитель',
  teacherId: 'учитель',
  short: 'сокращения',
};

const VALUES: Record<string, string> = {
  full: 'полные',
  paper: 'бумага',
  none: 'нет',
  telegram: 'Telegram',
  email: 'почта',
  deputy: 'заместитель директора',
  director: 'директор',
  secretary: 'секретарь',
  admin: 'администратор',
  m: 'м',
  f: 'ж',
};

/** «права: полные → нет»; what is long is only named. @param nameOf the person of an id */
export function fieldWords(
  field: string,
  [before, after]: readonly [unknown, unknown],
  nameOf: (id: string) => string,
): string {
  const name = FIELDS[field] ?? field;
  const id = field === 'classTeacherId' || field === 'teacherId';
  const shown = (value: unknown) => (id && typeof value === 'string' ? nameOf(value) : valueWords(value));
  const [from, to] = [shown(before), shown(after)];
  return from === null || to === null ? name : `${name}: ${from}${NBSP}→ ${to}`;
}

function valueWords(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return 'нет';
  if (value === true) return 'да';
  if (value === false) return 'нет';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) {
    const parts = value.map((part) => (typeof part === 'string' ? valueWords(part) : null));
    if (parts.includes(null)) return null;
    return parts.length === 0 ? 'нет' : parts.join(', ');
  }
  if (typeof value !== 'string') return null;
  const date = /^(\d{4}-\d{2}-\d{2})(T.*)?$/.exec(value)?.[1];
  return date ? fullDate(date) : (VALUES[value] ?? value);
}

const WEEKDAYS = ['', 'понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота'];

export const lessonWords = (lesson: number): string => `${lesson}-й${NBSP}урок`;

/** «вторник, 3-й урок» */
export function slotWords({ weekday, lesson }: { weekday: number; lesson: number }): string {
  return [WEEKDAYS[weekday], lessonWords(lesson)].filter(Boolean).join(', ');
}

export const CONTACT_NAMES: Record<string, string> = { email: 'почта', sms: 'телефон' };

/** Of a transfer that a file contradicts. */
export const TRANSFER_KINDS: Record<string, (date: string) => string> = {
  move: (date) => `другой класс с ${fullDate(date)}`,
  leave: (date) => `выбытие с ${fullDate(date)}`,
  enter: (date) => `зачисление с ${fullDate(date)}`,
};
