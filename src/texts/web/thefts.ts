/** A stolen account at the desk: the moment, what will be void, and the printed report. */
import type { EntryValue } from '../../journal/entry.ts';
import { dayMonth } from '../russian/dates.ts';
import { count, type Forms } from '../russian/plural.ts';
import { NBSP, quoted } from '../russian/typography.ts';
import { actionWords } from './audit.ts';

export const THEFT = {
  title: 'Чужой вход',
  lead: 'Укажите, с какого момента под этим именем мог действовать кто-то другой. Если точно не известно, возьмите с запасом: отменённое можно внести снова.',
  day: 'День',
  time: 'Время',
  show: 'Показать, что будет отменено',
  preview: 'Что будет отменено',
  since: 'С этого момента',
  doors: 'Вход',
  doorsLead:
    'Все входы завершатся, пароль, неиспользованные коды и ссылки перестанут действовать. Открыть дневник снова можно будет только новым приглашением: оно выдаётся после отмены.',
  noSessions: 'Сейчас вход нигде не выполнен.',
  writes: 'Записи в журнале',
  writesLead: 'Семьи узнают об исправлениях так же, как о любых других.',
  noWrites: 'Записей с этого момента нет.',
  sources: 'Откуда пришли записи',
  sourcesLead: 'Снимите отметку, если этим путём писал сам владелец: эти записи останутся.',
  choices: 'Выбор семей',
  noChoices: 'Выбор семей с этого момента не менялся.',
  deeds: 'Что ещё делалось под этим именем',
  deedsLead: 'Этого отменить автоматически нельзя: проверьте, пожалуйста, сами.',
  contacts: 'Чаты и адреса, подключённые с этого момента, отключатся.',
  allContacts: 'Чат и почта тоже в чужих руках: отключить все и ссылки из прежних писем',
  allContactsNote: 'Подключить их снова можно будет новым приглашением; до того сведения придут на бумаге.',
  confirm: 'Отменить всё перечисленное',
  confirmNote:
    'Одним нажатием это не вернуть. Отчёт покажет каждую отменённую запись: верное можно будет внести снова.',
  faults: {
    future: 'Этот момент ещё не наступил.',
    tooOld: 'Отменяем не больше, чем за год.',
    moment: 'Укажите, пожалуйста, день и время.',
    sources: 'Выберите, пожалуйста, ещё раз: список записей изменился.',
  },
  report: 'Отчёт о чужом входе',
  printHint: 'Напечатать: меню браузера, «Печать».',
  reportedAt: 'Сообщение',
  voidedAt: 'Отменено',
  voidedBy: 'Кто отменил',
  nothingVoided: 'Проверено, отменять было нечего.',
  again:
    'Отменённое по ошибке не пропало: значения и время стоят ниже, верное внесите, пожалуйста, снова обычным способом.',
  sessionsEnded: 'Завершены входы',
  invitations: 'Отменены приглашения, выданные под этим именем',
  links: 'Отключены секретные ссылки',
  contactsEnded: 'Отключены чаты и адреса',
  contactsAll: 'Отключены все чаты и адреса, ссылки из прежних писем больше не действуют.',
  invite: 'Новое приглашение владельцу',
  opened: 'Владелец уже вернулся по новому приглашению.',
  signature: 'Подпись ____________  Дата ____________',
  toAccount: 'К учётной записи',
} as const;

const SOURCES: Record<string, string> = {
  'bot:teachers': 'бот для учителей',
  web: 'рабочий стол',
  desk: 'рабочий стол',
  api: 'другая система (API)',
  stdin: 'командная строка',
  'school-file': 'файл школы',
  demo: 'показательные данные',
};

/** «бот для учителей»; a file by its name */
export function sourceWords(source: string): string {
  if (source.startsWith('file:')) return `файл ${quoted(source.slice('file:'.length))}`;
  return SOURCES[source] ?? source;
}

type Kind = 'mark' | 'absence' | 'homework' | 'topic' | 'message' | 'periodMark';

/** «Алгебра, 15 сентября: 5 (контрольная)»; what an entry says, for whoever must enter it again */
export function entryWords(kind: Kind, value: EntryValue): string {
  const day = dayMonth(value.date);
  const lesson = value.lesson === undefined ? '' : `, ${value.lesson}-й${NBSP}урок`;
  const subject = value.subject ?? '';
  switch (kind) {
    case 'mark':
      return `${subject}, ${day}${lesson}: ${value.value ?? ''}${value.work ? ` (${value.work})` : ''}`;
    case 'absence':
      return `${subject}, ${day}${lesson}: ${value.value ?? ''}`;
    case 'periodMark':
      return `${subject}, ${value.period ?? ''}: ${value.value ?? ''}`;
    case 'homework':
      return `${subject}, задание на ${day}: ${value.text ?? ''}`;
    case 'topic':
      return `${subject}, ${day}${lesson}, тема: ${value.text ?? ''}`;
    case 'message':
      return `Сообщение, ${day}: ${value.text ?? ''}`;
  }
}

type State = 'takenBack' | 'restored' | 'putBack' | 'stays' | 'taken';

/** What becomes of an entry. @param stands what stands again, in words */
export function stateWords(state: State, stands: string | null, done: boolean): string {
  switch (state) {
    case 'takenBack':
      return done ? 'снято' : 'будет снято';
    case 'restored':
      return `${done ? 'возвращено' : 'вернётся'}: ${stands ?? ''}`;
    case 'putBack':
      return `${done ? 'восстановлено' : 'восстановится'}: ${stands ?? ''}`;
    case 'stays':
      return 'без изменений: с тех пор исправлено или стоит, как было';
    case 'taken':
      return `место занято другой записью, прежнее внесите сами: ${stands ?? ''}`;
  }
}

/** «Внесено: …», «Снято: …» @param wrote in words; null: an entry was taken out */
export function wroteWords(wrote: string | null, stands: string | null): string {
  return wrote === null ? `Снято: ${stands ?? 'запись'}` : wrote;
}

/** What becomes of a choice. */
export function choiceStateWords(state: 'restored' | 'stays' | 'byHand', stands: string | null, done: boolean): string {
  if (state === 'stays') return 'без изменений: с тех пор выбрано заново';
  if (state === 'byHand') return 'прежний выбор неизвестен: спросите семью';
  return `${done ? 'возвращено' : 'вернётся'}: ${stands ?? 'как было'}`;
}

const ENTRIES: Forms = ['запись', 'записи', 'записей'];

/** «12 записей» */
export const entriesCount = (n: number): string => count(n, ENTRIES);

const TIMES: Forms = ['раз', 'раза', 'раз'];

/** «открыт дневник: 12 раз» */
export function deedWords({ action, times }: { action: string; times: number }): string {
  return `${actionWords(action)}: ${count(times, TIMES)}`;
}

export const CHANNELS: Record<string, string> = {
  'telegram parents': 'чат с ботом для родителей',
  'telegram teachers': 'чат с ботом для учителей',
  'email ': 'адрес почты',
};
