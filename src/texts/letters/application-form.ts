/** The form of a written application (К-У 2.2, 4.2; Ш 7.13), blank or filled in. */
import type { PaperWayName } from '../paper-ways.ts';
import { schoolName } from '../web/common.ts';

/** Kinds that there is a form for. */
export const FORM_KINDS = ['paper', 'access', 'endPaper', 'endElectronic'] as const;
export type FormKind = (typeof FORM_KINDS)[number];

export const FORM = {
  title: 'Заявление',
  applicant: 'Заявитель:',
  phone: 'Телефон:',
  student: 'Обучающийся:',
  class: 'класс',
  date: 'Дата',
  signature: 'Подпись',
  name: 'Фамилия, инициалы',
  office: 'Заполняет школа',
  number: 'Заявление №',
  received: 'Принято',
  accepted: 'Принято сотрудником',
  underName: 'фамилия, имя, отчество',
  proxyName: 'фамилия, имя, отчество доверенного лица',
  box: 'поле для отметки',
} as const;

/** «Директору МБОУ «Краснознаменская школа»» */
export function toDirector(school: string): string {
  return `Директору ${schoolName(school) || 'школы'}`;
}

/** What is asked for. @param grade 1: no word of marks */
export function request(kind: FormKind, grade: number | null): string {
  const what = grade === 1 ? 'об учёбе и посещаемости' : 'об успеваемости и посещаемости';
  switch (kind) {
    case 'paper':
      return `Прошу еженедельно предоставлять мне на бумаге сведения ${what}.`;
    case 'access':
      return 'Прошу открыть мне доступ к электронному дневнику. Согласие на обработку персональных данных прилагаю.';
    case 'endPaper':
      return `Прошу больше не выдавать распечатку. Сведения ${what} прошу сообщать мне в электронном виде.`;
    case 'endElectronic':
      return `Прошу больше не присылать мне электронные уведомления. Сведения ${what} прошу предоставлять на бумаге.`;
  }
}

export const WAY_QUESTION = 'Распечатку:';
export const WAY_ANSWERS: Record<PaperWayName, string> = {
  person: 'выдавать мне',
  child: 'передавать через ребёнка, сложенной',
  proxy: 'выдавать доверенному лицу:',
};
export const NOTICES_QUESTION = 'Электронные уведомления:';
export const NOTICES_ANSWERS = { end: 'отключить', keep: 'оставить' } as const;

/** «Заявление: распечатка каждую неделю», the file's title */
export const FORM_TITLES: Record<FormKind, string> = {
  paper: 'Заявление о распечатке каждую неделю',
  access: 'Заявление о доступе к электронному дневнику',
  endPaper: 'Заявление об отказе от распечатки',
  endElectronic: 'Заявление об отказе от электронных уведомлений',
};

/** Below the form, for whoever fills it in. */
export const FORM_NOTES: Record<FormKind, string> = {
  paper:
    'Отдайте, пожалуйста, классному руководителю. Распечатка начнётся с ближайшей недели; изменить выбор можно в любой день новым заявлением, в боте или в дневнике.',
  access:
    'Отдайте, пожалуйста, классному руководителю вместе с согласием. Доступ открывают не позже чем через два рабочих дня: письмо с кодом выдаст классный руководитель.',
  endPaper: 'Отдайте, пожалуйста, классному руководителю.',
  endElectronic:
    'Отдайте, пожалуйста, классному руководителю. Вернуть уведомления можно в любой день: новым заявлением, в боте или в дневнике.',
};
