/** The deputy's pages: the weekly promise, deadlines, channels, any journal, the audit. */
import { clockTime, dateRange, dayMonth } from '../russian/dates.ts';
import { count, type Forms } from '../russian/plural.ts';

export const OVERSIGHT = {
  section: 'Вся школа',
  read: 'Посмотреть',
  day: 'Расписание дня',
  promise: 'Сведения за неделю',
  deadlines: 'Сроки журнала',
  channels: 'Каналы и сбои',
  journal: 'Журналы предметов',
  audit: 'Журнал доступа',
  csv: 'Скачать таблицу (CSV)',
  show: 'Показать',
  class: 'Класс',
  total: 'Всего',
} as const;

export const PROMISE = {
  title: OVERSIGHT.promise,
  lead: 'Каждая семья узнаёт об успеваемости и посещаемости раз в неделю. Здесь видно, кто и как получил сведения, а кому они ещё нужны.',
  none: 'Ещё ни одна неделя не закрыта.',
  weeks: 'Недели',
  pairs: 'Адресатов',
  open: 'Нет сведений',
  openTitle: 'Ещё не получили',
  allInformed: 'Сведения получили все.',
  informed: 'Получили',
  allClasses: 'Все классы',
  pupil: 'Обучающийся',
  guardian: 'Представитель',
} as const;

/** How a guardian was informed. */
export const WAY_NAMES = {
  telegram: 'Telegram',
  email: 'почта',
  paper: 'распечатка',
  diary: 'дневник',
  family: 'через семью',
} as const;

export const EVIDENCE_NAMES = {
  accepted: 'принято сервером',
  seen: 'открыто',
  handedOver: 'вручено',
} as const;

const CHILDREN_OPEN: Forms = ['ребёнок без сведений', 'ребёнка без сведений', 'детей без сведений'];

/** «14–19 сентября» */
export function weekName(starts: string, ends: string): string {
  return dateRange(starts, ends);
}

/** «3 ребёнка без сведений» */
export function openCount(n: number): string {
  return n === 0 ? PROMISE.allInformed : count(n, CHILDREN_OPEN);
}

/** «Telegram, принято сервером, 20 сентября, 10:02» */
export function informedWords(
  by: keyof typeof WAY_NAMES,
  evidence: keyof typeof EVIDENCE_NAMES | null,
  moment: { date: string; time: string } | null,
): string {
  return [
    WAY_NAMES[by],
    evidence && EVIDENCE_NAMES[evidence],
    moment && `${dayMonth(moment.date)}, ${clockTime(moment.time)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** What is to be done by whom, beside those of the class page. */
export const STILL: Record<string, string> = {
  family: 'ждём подтверждения от другого представителя семьи',
  sending: 'сводка отправляется; если канал не ответит, позвоните семье',
  simulated: 'показано на странице исходящих: в показательной школе ничего не уходит',
  ended: 'больше не представитель этого ребёнка',
};

export const PROMISE_COLUMNS = [
  'Неделя',
  'Класс',
  'Обучающийся',
  'Представитель',
  'Получены сведения',
  'Чем',
  'Когда',
  'Подтверждение',
  'Что сделать',
] as const;
export const YES_NO = { yes: 'да', no: 'нет' } as const;

/** A file's name: «Сведения за неделю 2026-W38» */
export const promiseFile = (week: string): string => `${PROMISE.title} ${week}`;
