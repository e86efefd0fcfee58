/** The refusal of an application, for the director's signature (К-У 5). */
import { type ApplicationKindName, GROUNDS, type RefusalGroundName } from '../applications.ts';
import { fullDate } from '../russian/dates.ts';
import { address } from '../russian/names.ts';
import { NBSP } from '../russian/typography.ts';

const REFUSED: Record<ApplicationKindName, string> = {
  access: 'в доступе к электронному дневнику отказано',
  paper: 'в выдаче еженедельной распечатки отказано',
  endPaper: 'в отмене распечатки отказано',
  endElectronic: 'в отключении электронных уведомлений отказано',
  consentWithdrawal: 'в отзыве согласия отказано',
  choices: 'в изменении порядка уведомлений отказано',
};

/** Paragraphs of К-У that name the ground; the first by its own number, as the act prints it. */
const PARAGRAPHS: Record<RefusalGroundName, string> = {
  notEntitled: `п.${NBSP}5.1 регламента`,
  notPupil: `п.${NBSP}5 регламента`,
  ownRefusal: `п.${NBSP}5 регламента`,
};

const REMEDIES: Record<RefusalGroundName, string> = {
  notEntitled: 'При наличии подтверждающего документа подайте, пожалуйста, новое заявление.',
  notPupil: 'После зачисления ребёнка в школу подайте, пожалуйста, новое заявление.',
  ownRefusal: 'Новое заявление можно подать в любой день.',
};

export const REFUSAL = {
  title: 'Отказ по заявлению',
  to: 'Кому:',
  student: 'Обучающийся:',
  child: 'Ребёнок:',
  director: 'Директор',
  received: 'Отказ получен:',
  receivedBlanks: ['подпись', 'фамилия', 'дата'],
  note: 'Пояснение:',
} as const;

export interface RefusalWords {
  kind: ApplicationKindName;
  /** as the office numbers it */
  number: string;
  date: string;
  ground: RefusalGroundName;
  applicant: { first: string; patronymic?: string } | { name: string };
}

/** «Мария Петровна» out of «Иванова Мария Петровна», where a name is not known in parts. */
function addressOf(applicant: RefusalWords['applicant']): string {
  if (!('name' in applicant)) return address(applicant);
  const [last = '', first, ...rest] = applicant.name.split(' ');
  return first ? [first, ...rest].join(' ') : last;
}

/** «Здравствуйте, Мария Петровна!» */
export function refusalGreeting(applicant: RefusalWords['applicant']): string {
  return `Здравствуйте, ${addressOf(applicant)}!`;
}

/** «По Вашему заявлению от 15.09.2026 № 12 …» */
export function refusalText({ kind, number, date, ground }: RefusalWords): string {
  return `По Вашему заявлению от${NBSP}${fullDate(date)} №${NBSP}${number} ${REFUSED[kind]}. Причина: ${GROUNDS[ground]} (${PARAGRAPHS[ground]}). ${REMEDIES[ground]}`;
}
