/** Access letters of a class and information letters to parents, at the desk. */
import { dayMonth } from '../russian/dates.ts';
import { count, type Forms } from '../russian/plural.ts';

export const LETTERS_PAGE = {
  title: 'Письма с кодами доступа',
  link: 'Письма с кодами доступа',
  lead: 'Каждому представителю — своё письмо: ссылка, QR-код и одноразовый код на 14 дней. Отмечены те, у кого доступа ещё нет.',
  once: 'Файл сохранится на этом устройстве один раз. Показать письма снова нельзя: сами коды школа не хранит. Потеряли файл — выдайте письма заново.',
  cancels: 'Новое письмо отменяет прежнее, и для бота, и для дневника сразу.',
  several: 'Кто представляет нескольких детей, получает одно письмо обо всех, в каком бы классе его ни выдали.',
  people: 'Кому',
  submit: 'Выдать письма (PDF)',
  after: 'После сохранения файла обновите страницу: здесь будет видно, кому и когда выдано.',
  nobody: 'Представителей с правом на электронный дневник в этом классе нет.',
  choose: 'Отметьте, пожалуйста, хотя бы одного представителя.',
  chat: 'чат подключён',
  account: 'входит в дневник',
  noAccess: 'доступа ещё нет',
  noConsent: 'согласия нет: письмо выдать нельзя, сведения на бумаге',
  families: 'Родителям',
  pupils: 'Ученикам',
  pupilsLead:
    'У ученика свой вход: только для чтения своего дневника, из сообщений — те, что для учеников. Письмо выдаётся, если есть согласие кого-то из родителей; отозвано последнее — дневник ученика закрывается сразу.',
  pupilNoConsent: 'согласия родителей нет: письмо выдать нельзя',
  pupilAccount: 'входит в дневник',
  pupilsSubmit: 'Выдать письма ученикам (PDF)',
  choosePupil: 'Отметьте, пожалуйста, хотя бы одного ученика.',
  nobodyPupils: 'Учеников в этом классе нет.',
  back: 'К списку класса',
} as const;

/** «письмо от 16 сентября, код действует до 30 сентября» */
export function issuedWords(at: string, expires: string): string {
  return `письмо выдано ${dayMonth(at)}, код действует до ${dayMonth(expires)}`;
}

export const RISK_PAGE = {
  title: 'Письма об успеваемости',
  link: 'Письма об успеваемости',
  pdf: 'Письма для всех (PDF)',
  one: 'письмо',
  none: 'По этому правилу сейчас писать некому.',
  noPeriod: 'Учебный период сейчас не идёт: предупреждать не о чем.',
  average: 'средний балл',
  back: 'К списку класса',
} as const;

const MARKS: Forms = ['отметка', 'отметки', 'отметок'];
const FROM_MARKS: Forms = ['отметки', 'отметок', 'отметок'];

/** What the letter is written for, by the school's rule. */
export function ruleWords(rule: { below: number; marks: number }, period: { name: string; ends: string }): string {
  const below = rule.below.toFixed(2).replace('.', ',').replace(/0$/, '');
  return `Период «${period.name}», до ${dayMonth(period.ends)}. Здесь те, у кого по предмету не меньше ${count(rule.marks, FROM_MARKS)} и средний балл ниже ${below}; итоговой отметки по предмету ещё нет. Письмо — по одному на ребёнка.`;
}

/** «Алгебра: средний балл 2,33, 3 отметки» */
export function riskLine({ subject, average, marks }: { subject: string; average: string; marks: number }): string {
  return `${subject}: ${RISK_PAGE.average} ${average}, ${count(marks, MARKS)}`;
}

/** «Иванов Пётр: письмо», for who hears the link alone */
export function riskLetterOf({ last, first }: { last: string; first: string }): string {
  return `${last} ${first}: ${RISK_PAGE.one}`;
}
