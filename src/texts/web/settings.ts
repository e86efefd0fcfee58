/** Pages of what comes, how and when: in the diary, by the link of a letter, and at the desk. */
import { clockTime, dayMonthYear } from '../russian/dates.ts';
import { NBSP } from '../russian/typography.ts';

export const SETTINGS = {
  title: 'Настройки',
  lead: 'Что, куда и когда присылает школа. Изменить можно в любой день, выбор действует сразу.',
  saved: 'Сохранено.',
  change: 'Изменить',
  where: 'Куда присылать',
  whereNote: 'Если не дойдёт никак, раз в неделю классный руководитель передаст распечатку.',
  noChat: 'Чат с ботом ещё не подключён: отправьте боту школы код из письма.',
  noEmail: 'Адреса Вашей почты школа не знает: сообщите его классному руководителю.',
  mailbox: 'Почта',
  chatBroken: 'В чат сейчас не доходит: возможно, бот остановлен в Telegram.',
  mailBroken: 'На этот адрес письма сейчас не доходят.',
  paperToo: 'И распечатка на бумаге каждую неделю',
  when: 'Что и когда',
  whenNote: 'В итогах недели есть всё при любом выборе.',
  rhythms: { now: 'В течение дня', evening: 'Вечером', week: 'Раз в неделю', diary: 'Только в дневнике' },
  nowAbsence: 'Сразу',
  save: 'Сохранить',
  weekly: 'Итоги недели приходят всегда: школа обязана информировать о них не реже раза в неделю.',
  nothing: 'Настраивать нечего: нет детей, о которых школа может сообщать в электронном виде.',
  login: 'Ваш логин',
} as const;

export const REST = {
  title: 'Тихие часы и пауза',
  quiet: 'Когда не беспокоить',
  quietNote: 'Срочное приходит в любое время.',
  own: 'Свои часы',
  from: 'с',
  to: 'до',
  none: 'Можно в любое время',
  pause: 'Пауза до этого дня включительно',
  pauseNote: 'Пусто — паузы нет. Срочное, обязательное и итоги недели придут и во время паузы.',
  resume: 'Снять паузу',
} as const;

/** «Как в школе: с 21:00 до 7:30» */
export function schoolHours(quiet: { from: string; to: string }): string {
  return quiet.from === quiet.to
    ? 'Как в школе: тихих часов нет'
    : `Как в школе: с ${clockTime(quiet.from)} до ${clockTime(quiet.to)}`;
}

export const LINKS = {
  title: 'Ссылки из писем',
  note: 'Ссылка «Изменить, что и куда приходит» внизу письма открывает эти настройки без входа. Переслали письмо или потеряли почту? Отключите прежние ссылки; в новом письме будет новая.',
  void: 'Отключить прежние ссылки',
  done: 'Ссылки отключены',
  doneNote: 'Ссылки из писем, отправленных до этой минуты, больше ничего не открывают. В следующем письме будет новая.',
  endedTitle: 'Ссылка больше не действует',
  ended: 'Возьмите, пожалуйста, ссылку из последнего письма школы или откройте настройки в дневнике.',
  unknownTitle: 'Такой ссылки нет',
  unknown: 'Проверьте, пожалуйста, что адрес скопирован целиком.',
} as const;

/** Above the page that a letter's link opens. @param names «Мария Петровна» of everybody who reads that mailbox */
export function linkLead(names: readonly string[]): string {
  return `Настройки открыты по ссылке из письма: ${names.join(', ')}. Не пересылайте её, пожалуйста: по ней их изменит любой.`;
}

export const HISTORY = {
  title: 'Кто и когда выбирал',
  none: 'Пока ничего не меняли.',
  nobody: 'школа',
} as const;

/** «16 сентября 2026 г., 15:00» */
export function moment(date: string, time: string): string {
  return `${dayMonthYear(date)},${NBSP}${clockTime(time)}`;
}

/** The desk: what families of a child chose, and a written application. */
export const DESK_CHOICES = {
  title: 'Выбор родителей',
  link: 'выбор родителей',
  lead: 'Что, куда и когда приходит каждому представителю. Выбор можно изменить самим: в боте, в дневнике, по ссылке из письма. Письменное заявление записываете Вы.',
  nobody: 'Представителей с правом на сведения об успеваемости нет.',
  proxy: 'Только получает распечатку: по доверенности.',
  noConsent: 'Согласия нет: в электронном виде ничего не уходит, только распечатка.',
  consent: 'Согласие есть.',
  record: 'Изменить по заявлению',
  applications: 'Заявления и бланки',
  saved: 'Заявление записано.',
  unchanged: 'Заявление ничего не меняет: так уже выбрано.',
  back: 'К выбору родителей',
  toClass: 'К списку класса',
  ground: 'Заявление',
  number: 'Номер',
  numberHint: 'Как в журнале регистрации: 12, 01-15/27',
  date: 'Дата заявления',
  consentLegend: 'Согласие на обработку персональных данных',
  consentGiven: 'Есть: можно сообщать в электронном виде',
  consentWithdrawn: 'Нет или отозвано: только на бумаге',
  consentNote:
    'Отзыв действует сразу: чат, почта и вход в дневник этого представителя закроются, неделя уйдёт на распечатку. После нового согласия понадобится новое приглашение.',
  links: 'Отключить ссылки «Изменить, что и куда приходит» из прежних писем',
  deskNoChat: 'Чат с ботом ещё не подключён: выдайте приглашение. До тех пор — распечатка.',
  deskNoMail: 'Адреса почты школа не знает.',
  chat: 'Чат подключён',
  noChat: 'Чат не подключён',
  mailbox: 'Почта',
  noMail: 'Адреса почты нет',
  broken: 'не доставляется',
} as const;

/** «Иванов Пётр: выбор родителей», for who hears the link alone */
export function choicesOf({ last, first }: { last: string; first: string }): string {
  return `${last} ${first}: ${DESK_CHOICES.link}`;
}

/** Forms of a written application in the diary's settings. */
export const OWN_FORMS = {
  title: 'Бланки заявлений',
  lead: 'Если удобнее письменно: распечатайте, заполните и отдайте классному руководителю.',
  paper: 'Распечатка каждую неделю',
  access: 'Доступ к дневнику',
  endPaper: 'Отказ от распечатки',
  endElectronic: 'Отказ от электронных уведомлений',
} as const;

export const UNSUBSCRIBE = {
  title: 'Письма школы',
  lead: 'Отключить письма на этот адрес?',
  why: 'Школа обязана сообщать об учёбе не реже раза в неделю, поэтому сведения будут приходить другим способом.',
  submit: 'Отключить письма',
  done: 'Письма отключены',
  next: {
    telegram: 'Дальше сведения будут приходить в Telegram.',
    paper: 'Дальше классный руководитель каждую неделю будет выдавать распечатку.',
  },
  back: 'Вернуть письма можно в настройках дневника или по ссылке «Изменить, что и куда приходит» внизу последнего письма.',
  unknown: 'Такой ссылки нет. Проверьте, пожалуйста, что адрес скопирован целиком.',
} as const;

export const WHO_SEES = {
  title: 'Кто ещё видит дневник',
  nobody: 'Кроме Вас — никто из законных представителей.',
  note: 'Дневник открыт также классному руководителю, заместителю директора и директору. Если список неверен, сообщите, пожалуйста, классному руководителю.',
} as const;

/** «Иванов Илья Сергеевич, отец» */
export function seerWords(seer: { last: string; first: string; patronymic: string; relation: string | null }): string {
  const name = [seer.last, seer.first, seer.patronymic].filter(Boolean).join(' ');
  return seer.relation ? `${name}, ${seer.relation}` : name;
}
