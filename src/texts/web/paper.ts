/** Pages of printed sheets: runs, handing over, a sheet's own page, and the page behind the code of a stub. */
import { clockTime, dateRange, dayMonth } from '../russian/dates.ts';
import { shortName } from '../russian/names.ts';
import { count, FORMS } from '../russian/plural.ts';
import { NBSP } from '../russian/typography.ts';

type Deed = 'person' | 'proxy' | 'post' | 'child' | 'stub' | 'refused' | 'absent';
type State = 'open' | 'handedOver' | 'awaitingStub' | 'refused' | 'absent';

export const PAPER = {
  title: 'Распечатки',
  lead: 'Листы для семей, которые получают сведения на бумаге. Распечатайте, вручите и отметьте вручение: без отметки неделя остаётся неподтверждённой.',
  none: 'Распечаток пока нет: они появятся, когда закроется первая учебная неделя.',
  noneOfClass: 'Распечаток для этого класса пока нет: все семьи получают сведения в электронном виде.',
  weeks: 'Недели',
  print: 'Файл класса для печати (PDF)',
  printSchool: 'Файл всей школы для печати (PDF)',
  printNote: 'Сначала реестр класса, затем листы по алфавиту.',
  classes: 'Классы',
  class: 'Класс',
  total: 'Всего',
  open: 'Ждут вручения',
  awaiting: 'Ждём корешок',
  handed: 'Вручено',
  form: 'Отметить вручение',
  whom: 'Распечатки',
  who: 'Записать для',
  marked: 'Отмеченных',
  allBut: 'Всех, кроме отмеченных',
  allButNote: 'Все — это листы, которые ждут вручения; для корешков — листы, которые ждут корешка.',
  how: 'Что сделано',
  date: 'Дата',
  note: 'Примечание, если нужно',
  save: 'Записать',
  undo: 'Отменить',
  done: 'Уже вручены',
  nothingLeft: 'Все листы этой недели вручены.',
  undone: 'Отменено: листы снова ждут отметки.',
  backToRuns: 'Ко всем листам класса',
  school: 'Распечатки всей школы',
  recipient: 'Кому',
  wish: 'По заявлению',
  state: 'Сейчас',
  otherwise: 'Сведения дошли и так',
  history: 'Что было с листом',
  noHistory: 'Пока ничего не отмечено.',
  photo: 'Фотография корешка',
  photoNote:
    'Корешок с подписью: JPEG, PNG или PDF, до 10 МБ. Видят классный руководитель, заместитель директора и директор.',
  photoAdd: 'Фотография или файл',
  photoSave: 'Добавить',
  details: 'Открыть',
  channels: { telegram: 'Telegram', email: 'письмом', diary: 'открыт дневник', family: 'через другого представителя' },
  photoSaved: 'Фотография сохранена.',
  copy: 'Лист потерялся?',
  copyNote: 'Копия выйдет под тем же номером, с пометкой «копия». Вручить её — то же, что вручить первый лист.',
  copyMake: 'Распечатать копию (PDF)',
  copyReady: 'Копия готова.',
  copyOpen: 'Открыть копию (PDF)',
} as const;

export const DEED_LABELS: Record<Deed, string> = {
  person: 'Вручено лично',
  proxy: 'Вручено доверенному лицу',
  post: 'Отправлено почтой',
  child: 'Отправлено через ребёнка',
  stub: 'Корешок вернулся',
  refused: 'От листа отказались',
  absent: 'Вручить некому: не пришли',
};

const STATES: Record<State, string> = {
  open: 'ждёт вручения',
  handedOver: 'вручено',
  awaitingStub: 'передано через ребёнка, ждём корешок',
  refused: 'отказались взять',
  absent: 'некому вручить',
};
const WAYS: Record<string, string> = {
  person: 'вручено лично',
  proxy: 'вручено доверенному лицу',
  post: 'отправлено почтой',
  child: 'передано через ребёнка, корешок вернулся',
};

/** «вручено лично, 21 сентября» */
export function sheetState({ state, way, date }: { state: State; way: string | null; date: string | null }): string {
  const words = state === 'handedOver' && way ? (WAYS[way] ?? STATES.handedOver) : STATES[state];
  return date ? `${words}, ${dayMonth(date)}` : words;
}

/** «№ 12» */
export const sheetNumber = (id: number): string => `№${NBSP}${id}`;

/** «Распечатка № 12» */
export const sheetTitle = (id: number): string => `Распечатка ${sheetNumber(id)}`;

/** «Неделя 14–19 сентября» */
export const weekTitle = (starts: string, ends: string): string => `Неделя ${dateRange(starts, ends)}`;

/** «Распечатки, 7Б» */
export const classTitle = (name: string): string => `Распечатки, ${name}`;

/** «Вручено 2 из 4, ждём корешок: 1» */
export function countsLine({
  total,
  handedOver,
  awaitingStub,
}: {
  total: number;
  handedOver: number;
  awaitingStub: number;
}): string {
  const handed = `Вручено ${handedOver} из${NBSP}${total}`;
  return awaitingStub ? `${handed}, ждём корешок: ${awaitingStub}.` : `${handed}.`;
}

/** «Дополнительные листы (PDF): 1 лист», a run by itself */
export function runLink(kind: 'weekly' | 'supplementary' | 'period', sheets: number): string {
  const names = {
    weekly: 'Листы недели',
    supplementary: 'Только дополнительные листы',
    period: 'Вне очереди: итоговые отметки и срочное',
  };
  return `${names[kind]} (PDF): ${count(sheets, FORMS.sheet)}`;
}

/** «14–19 сентября: 2», in the list of weeks; all handed over: without a number. */
export function weekLink(starts: string, ends: string, left: number): string {
  return left ? `${dateRange(starts, ends)}: ${left}` : dateRange(starts, ends);
}

/** «Записано: вручено лично, 3 листа.» */
export function savedLine(deed: Deed, sheets: number): string {
  return `Записано: ${DEED_LABELS[deed].toLowerCase()} — ${count(sheets, FORMS.sheet)}.`;
}

/** «Отмечены раньше и оставлены как есть: 1 лист.» */
export function stoodLine(sheets: number): string {
  return `Отмечены раньше и оставлены как есть: ${count(sheets, FORMS.sheet)}.`;
}

interface Name {
  last: string;
  first: string;
  patronymic: string;
}

/** «21 сентября, Орлова А. С.; у кабинета; отменено 21 сентября в 9:15, Орлова А. С.» */
export function historyLine(row: {
  date: string;
  by: Name | null;
  note: string;
  takenBack: { date: string; time: string; by: Name | null } | null;
}): string {
  const by = (name: Name | null) => (name ? `, ${shortName(name)}` : '');
  const back = row.takenBack;
  return [
    `${dayMonth(row.date)}${by(row.by)}`,
    ...(row.note ? [row.note] : []),
    ...(back ? [`отменено ${dayMonth(back.date)} в${NBSP}${clockTime(back.time)}${by(back.by)}`] : []),
  ].join('; ');
}

/** What cannot be noted, and why. */
export const PAPER_FAULTS: Record<string, string> = {
  noSheets: 'Отметьте хотя бы один лист.',
  unknownSheet: 'Такого листа в этом классе нет. Откройте страницу заново, пожалуйста.',
  badDate: 'Укажите, пожалуйста, дату.',
  dateInFuture: 'Этот день ещё не наступил.',
  beforePrinting: 'В этот день листов ещё не было: дата раньше печати.',
  longNote: 'Примечание длиннее 300 знаков.',
  unknownDeed: 'Выберите, пожалуйста, что сделано.',
  changedSince: 'Отменить уже нельзя: с листом с тех пор сделали что-то ещё.',
  noFile: 'Выберите, пожалуйста, файл.',
  tooBig: 'Файл больше 10 МБ. Сфотографируйте, пожалуйста, с меньшим разрешением.',
  badType: 'Нужна фотография (JPEG, PNG) или PDF.',
  tooMany: 'У листа уже четыре фотографии, больше не нужно.',
};

/** The page behind the code of a stub, for whoever may note nothing there. */
export const STUB = {
  title: 'Корешок распечатки',
  thanks: 'Спасибо, что прочитали лист!',
  text: 'Подпишите, пожалуйста, корешок, оторвите и верните классному руководителю. Этот код — для школы: им отмечают, что распечатка вручена.',
  diary: 'Те же сведения — в электронном дневнике, если он Вам удобнее.',
  toDiary: 'Открыть дневник',
  staff: 'Работаете в школе?',
  signIn: 'Войти и отметить вручение',
  notYours:
    'Отметить вручение здесь может классный руководитель этого ученика, секретарь или администрация. Если это Ваш класс, проверьте, что код отсканирован целиком.',
  more: 'Другая дата, примечание, фотография корешка',
} as const;
