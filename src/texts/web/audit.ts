/** The audit: who read, printed, decided or changed what. */
import { NBSP } from '../russian/typography.ts';
import { OVERSIGHT } from './oversight.ts';

export const AUDIT = {
  title: OVERSIGHT.audit,
  lead: 'Кто из сотрудников что открывал, печатал, решал и менял. Записи не изменяются и не удаляются; скрывается только имя того, чьи данные удалены. Этот просмотр тоже записан.',
  who: 'Сотрудник',
  everybody: 'все',
  from: 'С какого дня',
  to: 'По какой день',
  none: 'Записей нет.',
  older: 'Более ранние',
  newest: 'К последним',
  when: 'Когда',
  what: 'Что',
  about: 'О ком или о чём',
  system: 'команда на сервере',
} as const;

/** What was done, by its code. A code of a later version is an action all the same. */
const ACTIONS: Record<string, string> = {
  acceptBot: 'принят другой бот',
  backup: 'сделана копия базы',
  changeChoices: 'выбор семьи изменён',
  changeDay: 'изменено расписание дня',
  changeHousehold: 'изменён состав семьи',
  changeRights: 'открыты права и семья',
  confirmMailbox: 'подтверждён адрес почты',
  decideApplication: 'решение по заявлению',
  decideRights: 'изменены права',
  dismissTheft: 'сообщение о чужом входе закрыто',
  endSession: 'сеанс завершён',
  endSessions: 'завершены чужие входы',
  erasePerson: 'персональные данные удалены',
  exportApplications: 'выгружен журнал заявлений',
  exportPerson: 'персональные данные выгружены',
  findPeople: 'поиск людей',
  grant: 'заявление удовлетворено',
  grantedApplication: 'заявление удовлетворено',
  handOver: 'отмечено вручение',
  importSchool: 'загружен файл школы',
  invite: 'выдан код доступа',
  issueLetters: 'напечатаны письма с кодами',
  keepApplications: 'открыт реестр заявлений',
  keepAttendance: 'открыты болезни ученика',
  keepIllness: 'записана болезнь',
  keepStubPhoto: 'сохранено фото корешка',
  openApplications: 'открыт журнал заявлений',
  oversee: 'открыта страница школы',
  printApplications: 'напечатан журнал заявлений',
  printForm: 'напечатан бланк',
  printRiskLetter: 'напечатано информационное письмо',
  printRuns: 'напечатаны распечатки',
  printWeek: 'напечатана неделя',
  readAbsences: 'открыты причины пропусков',
  readAccount: 'открыта учётная запись',
  readAccounts: 'открыты учётные записи',
  readApplication: 'открыто заявление',
  readAudit: 'открыт журнал доступа',
  readChannels: 'открыты каналы и сбои',
  readChoices: 'открыт выбор родителей',
  readClass: 'открыт класс',
  readDiary: 'открыт дневник',
  readFamilies: 'открыты семьи класса',
  readJournal: 'открыт журнал предмета',
  readLesson: 'открыт урок',
  readLetters: 'открыты письма класса',
  readPerson: 'открыта страница человека',
  readPromise: 'открыты сведения за неделю',
  readRisk: 'открыт список риска',
  readRuns: 'открыты распечатки класса',
  readSheet: 'открыта распечатка',
  readTheft: 'открыт отчёт о чужом входе',
  recordApplication: 'записано заявление',
  recordChoices: 'записан выбор по заявлению',
  refuse: 'в заявлении отказано',
  refusedApplication: 'в заявлении отказано',
  reportTheft: 'сообщено о чужом входе',
  restore: 'база восстановлена из копии',
  resume: 'отправка возобновлена',
  sendTest: 'отправлено пробное сообщение',
  takeBackHandover: 'отметка о вручении снята',
  takeBackIllness: 'запись о болезни отменена',
  transferPupil: 'обучающийся переведён, зачислен или отчислен',
  undoDay: 'изменение расписания отменено',
  undoTransfer: 'перевод отменён',
  voidTheft: 'отменено сделанное под чужим именем',
  warnOfRisk: 'открыто информационное письмо',
  withdraw: 'заявление отозвано',
  withdrawnApplication: 'запись заявления отменена',
};

export const actionWords = (code: string): string => ACTIONS[code] ?? `действие «${code}»`;

/** «класс 7Б», «распечатка № 4827»; what says nothing to a reader is left out. */
export function objectWords(
  object: string,
  names: { classOf(id: number): string; courseOf(id: number): string },
): string {
  const [kind = '', rest = ''] = object.split(':');
  const id = Number.parseInt(rest, 10);
  const number = `№${NBSP}${id}`;
  switch (kind) {
    case 'class':
      return `класс ${names.classOf(id)}`.trim();
    case 'course':
    case 'lesson':
      return names.courseOf(id);
    case 'sheet':
      return `распечатка ${number}`;
    case 'application':
      return 'заявление';
    default:
      return '';
  }
}
