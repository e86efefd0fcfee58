/** Words about written applications, which pages, papers and the register share. */
import { choiceFault } from './choices.ts';
import { dayMonth, fullDate } from './russian/dates.ts';
import { count, type Forms } from './russian/plural.ts';
import { NBSP } from './russian/typography.ts';

export type ApplicationKindName = 'paper' | 'access' | 'endPaper' | 'endElectronic' | 'consentWithdrawal' | 'choices';
export type RefusalGroundName = 'notEntitled' | 'notPupil' | 'ownRefusal';
export type StateName = 'pending' | 'granted' | 'refused' | 'withdrawn';

/** What is asked for, as a heading or a line of the register. */
export const KINDS: Record<ApplicationKindName, string> = {
  paper: 'Распечатка каждую неделю',
  access: 'Доступ к электронному дневнику',
  endPaper: 'Отказ от распечатки',
  endElectronic: 'Отказ от электронных уведомлений',
  consentWithdrawal: 'Отзыв согласия на обработку персональных данных',
  choices: 'Порядок уведомлений',
};

export const STATES: Record<StateName, string> = {
  pending: 'ждёт решения',
  granted: 'удовлетворено',
  refused: 'отказано',
  withdrawn: 'запись отменена',
};

/** К-У 5, in the words of a reason. */
export const GROUNDS: Record<RefusalGroundName, string> = {
  notEntitled: 'заявитель не является законным представителем обучающегося',
  notPupil: 'ребёнок не обучается в школе',
  ownRefusal: 'заявитель отказался от своего заявления',
};

/** «№ 12», «№ 12 (вх. 01-15/27)» */
export function numberWords({ number, outsideNumber }: { number: number; outsideNumber: string | null }): string {
  return `№${NBSP}${number}${outsideNumber ? ` (вх.${NBSP}${outsideNumber})` : ''}`;
}

const WORKDAYS: Forms = ['рабочий день', 'рабочих дня', 'рабочих дней'];

/** «открыть до 17 сентября, остался 1 рабочий день»; К-У 4.2. @param left working days after today; below 0: over */
export function deadlineWords({ by, left }: { by: string; left: number }): string {
  if (left < 0) return `срок был ${dayMonth(by)}, просрочено на ${count(-left, WORKDAYS)}`;
  if (left === 0) return 'открыть сегодня: последний день срока';
  return `открыть до ${dayMonth(by)} включительно, ${left === 1 ? 'остался' : 'осталось'} ${count(left, WORKDAYS)}`;
}

/** «от 15.09.2026» */
export const ofDate = (date: string): string => `от${NBSP}${fullDate(date)}`;

/** What is wrong with an application or a decision, by the codes of src/access/applications. */
export function applicationFault(code: string, field: string): string {
  return FAULTS[`${code} ${field}`] ?? FAULTS[code] ?? choiceFault(code, field);
}

const FAULTS: Record<string, string> = {
  decided: 'По этому заявлению решение уже есть.',
  notEntitled:
    'Удовлетворить нельзя: по данным школы заявитель не представитель этого ребёнка с полными правами. Внесите сведения или откажите.',
  'notEntitled applicant': 'Выберите, пожалуйста, заявителя из списка или впишите имя.',
  notPupil: 'Удовлетворить нельзя: ребёнок в школе не учится.',
  groundUntrue: 'По данным школы это не так: выберите другую причину или исправьте данные.',
  badReason: 'Напишите, пожалуйста, причину: не больше 200 знаков.',
  'badName student': 'Впишите, пожалуйста, имя ребёнка: не больше 200 знаков.',
  'badName applicant': 'Впишите, пожалуйста, имя заявителя: не больше 200 знаков.',
  'badName proxy': 'Впишите, пожалуйста, имя доверенного лица.',
  noYear: 'Номер присвоить нельзя: в школе ещё нет учебного года.',
  notYours: 'Это заявление ведёт другой сотрудник.',
  'noConsent consent':
    'Доступ открывается только с согласием на обработку персональных данных: отметьте, что оно получено.',
  noAddress: 'Адресов для уведомлений у школы нет: ни чата с ботом, ни почты.',
};
