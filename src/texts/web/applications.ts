/** The register of written applications at the desk, the card of one, and the form that records it. */
import { clockTime, fullDate } from '../russian/dates.ts';
import { count, type Forms } from '../russian/plural.ts';
import { NBSP } from '../russian/typography.ts';

export const REGISTER_PAGE = {
  title: 'Заявления родителей',
  lead: 'Письменные заявления: номер и дата, решение, кто и когда. Записи не переписываются: ошибочную отменяют, и она остаётся в реестре.',
  link: 'Заявления родителей',
  linkClass: 'Заявления класса',
  record: 'Записать заявление',
  recordHow: 'Выберите класс, потом ученика.',
  recordOther: 'Ребёнок не учится в школе? Запишите заявление здесь.',
  forms: 'Бланки заявлений',
  show: 'Показать',
  year: 'Учебный год',
  class: 'Класс',
  kind: 'О чём',
  state: 'Решение',
  all: 'все',
  none: 'Таких заявлений нет.',
  pdf: 'Распечатать (PDF)',
  csv: 'Таблица (CSV)',
  number: 'Номер',
  applicant: 'Заявитель',
  child: 'Обучающийся',
  notPupil: 'не учится в школе',
} as const;

export const RECORD_PAGE = {
  title: 'Записать заявление',
  about: 'Что написано в заявлении',
  number: 'Входящий номер, если он есть',
  numberHint: 'Как в журнале регистрации: 01-15/27. Номер в реестре присвоится сам.',
  date: 'Дата заявления',
  applicant: 'Заявитель',
  other: 'Другой человек',
  otherName: 'Фамилия, имя, отчество',
  otherHint: 'Кто не представитель этого ребёнка по данным школы. Такое заявление можно только отклонить.',
  student: 'Ребёнок',
  studentHint: 'Фамилия и имя ребёнка, который в школе не учится.',
  kind: 'О чём',
  paper: 'Если просят распечатку',
  way: 'Как передавать распечатку',
  proxy: 'Кому, если доверенному лицу',
  notices: 'Электронные уведомления оставить',
  submit: 'Записать',
  noRights: 'прав нет',
  paperRights: 'только получает распечатку',
  noConsent: 'согласия нет',
} as const;

export const CARD = {
  title: 'Заявление',
  kind: 'О чём',
  applicant: 'Заявитель',
  notGuardian: 'не представитель по данным школы',
  child: 'Обучающийся',
  date: 'Дата',
  recorded: 'Записано',
  way: 'Распечатка',
  notices: 'Уведомления',
  noticesKept: 'оставить',
  noticesEnded: 'отключить',
  term: 'Срок',
  state: 'Решение',
  reason: 'Причина',
  history: 'Что было',
  saved: {
    recorded: 'Заявление записано.',
    granted: 'Заявление удовлетворено: выбор уже действует.',
    refused: 'Отказ записан. Распечатайте его на подпись директору.',
    withdrawn: 'Запись отменена.',
  },
  grant: 'Удовлетворить',
  grantAccess: 'Открыть доступ и скачать письмо',
  accessOnce:
    'Письмо с кодом сохранится файлом на этом устройстве, один раз: код у школы не хранится. Потеряли файл? Выдайте новое письмо на странице класса, прежний код перестанет действовать. После сохранения файла обновите эту страницу.',
  consent: 'Согласие на обработку персональных данных получено',
  refuseTitle: 'Отказать',
  refuseLead:
    'Здесь те основания, которые подтверждают данные школы; других регламент не знает. Отказ подписывает директор.',
  note: 'Пояснение, если нужно',
  refuse: 'Записать отказ',
  refusalPdf: 'Отказ на подпись (PDF)',
  withdrawTitle: 'Запись ошибочна',
  withdrawLead: 'Запись останется в реестре отменённой. Что она изменила, вернётся, если этого не меняли позже.',
  withdrawChoices: 'Записанный выбор так не вернуть: измените его на странице «Выбор родителей».',
  withdrawConsent: 'Отозванное согласие так не вернуть: нужна новая подпись представителя.',
  why: 'Почему',
  withdraw: 'Отменить запись',
  back: 'К реестру',
} as const;

const APPLICATIONS: Forms = ['заявление', 'заявления', 'заявлений'];

/** «Просрочен доступ к дневнику: 2 заявления» */
export function overdueWords(overdue: number): string {
  return `Просрочен доступ к дневнику: ${count(overdue, APPLICATIONS)}`;
}

/** «удовлетворено 16.09.2026, 15:00 · Орлова А. С.» */
export function decisionLine(state: string, date: string, time: string, by: string): string {
  return `${state} ${fullDate(date)},${NBSP}${clockTime(time)} · ${by}`;
}

/** «заявление-12.pdf»-like names of files: Latin, for every system. */
export const FILES = {
  register: 'applications',
  refusal: 'refusal',
  form: 'application-form',
  letters: 'letters',
  risk: 'information-letters',
} as const;
