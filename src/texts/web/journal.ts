/** Any journal: a course's page with the history of each cell. */
import { absenceName, workName } from '../news/words.ts';
import { clockTime, dayMonth, forDay, shortDate } from '../russian/dates.ts';
import { shortName } from '../russian/names.ts';
import { quoted } from '../russian/typography.ts';
import { OVERSIGHT } from './oversight.ts';

export const JOURNAL = {
  title: OVERSIGHT.journal,
  one: 'Журнал',
  choose: 'Выберите предмет и класс.',
  none: 'Здесь открываются журналы своих предметов и своего класса. Пока их нет.',
  audited: 'Просмотр чужого журнала записывается в журнал доступа.',
  pupil: 'Обучающийся',
  average: 'Средний балл',
  periodMark: 'Итог',
  year: 'Год',
  periods: 'Учебные периоды',
  lessons: 'Уроки и темы',
  homework: 'Домашние задания',
  noLessons: 'Уроков в эти дни нет.',
  noHomework: 'Заданий на эти дни нет.',
  noPeriod: 'Учебных периодов нет.',
  history: 'История записи',
  historyHint: 'Отметка, буква, тема или задание ведёт к своей истории. Точка — запись изменена.',
  changedSign: '•',
  gone: '×',
  cancelled: 'урока нет в расписании',
  noTopic: 'тема не внесена',
  back: 'Все журналы',
  close: 'Закрыть историю',
} as const;

interface Name {
  last: string;
  first: string;
  patronymic: string;
}

export const substituteNote = (who: Name): string => `замещение: ${shortName(who)}`;

/** «5, контрольная работа» */
export function markWords(value: string, work: string | null): string {
  return [value, workName(work ?? undefined)].filter(Boolean).join(', ');
}

/** «15.09, 2-й урок» */
export function columnName(date: string, number: number): string {
  return `${shortDate(date)}, ${number}-й урок`;
}

type Kind = 'mark' | 'absence' | 'homework' | 'topic' | 'periodMark';
type Value = { value?: string; work?: string; text?: string; date: string };

const CHANGES = { recorded: 'внесено', corrected: 'исправлено', withdrawn: 'снято' } as const;

const SOURCES: Record<string, string> = {
  desk: 'рабочий стол',
  api: 'внешний журнал',
  web: 'рабочий стол',
  'bot:teachers': 'бот для учителей',
  'school-file': 'файл школы',
};

function said(kind: Kind, value: Value): string {
  if (kind === 'mark') return markWords(value.value ?? '', value.work ?? null);
  if (kind === 'absence') return `${value.value ?? ''} (${absenceName(value.value ?? '')})`;
  if (kind === 'periodMark') return value.value ?? '';
  const text = quoted(value.text ?? '');
  return kind === 'homework' ? `${text} ${forDay(value.date)}` : text;
}

/** «исправлено: было 4, стало 5, контрольная работа» */
export function changeWords(one: {
  kind: Kind;
  change: keyof typeof CHANGES;
  before: Value | null;
  after: Value | null;
}): string {
  const { kind, change, before, after } = one;
  if (before && after) return `${CHANGES[change]}: было ${said(kind, before)}, стало ${said(kind, after)}`;
  const value = after ?? before;
  return value ? `${CHANGES[change]}: ${said(kind, value)}` : CHANGES[change];
}

/** «Орлова А. С., 15 сентября, 10:05, бот для учителей» */
export function changeBy(by: Name, moment: { date: string; time: string }, source: string): string {
  const where = SOURCES[source] ?? (source.startsWith('file:') ? 'файл' : '');
  return [shortName(by), dayMonth(moment.date), clockTime(moment.time), where].filter(Boolean).join(', ');
}
