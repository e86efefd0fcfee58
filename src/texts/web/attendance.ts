/** Reasons of absence and illness, at the class teacher's desk. */
import { refusalTexts } from '../refusals.ts';
import { dateRange, longDate, shortDate, weekdayShort } from '../russian/dates.ts';
import { count, FORMS } from '../russian/plural.ts';
import { capital, NBSP } from '../russian/typography.ts';

export const REASONS = {
  title: 'Причины пропусков',
  lead: 'Отметьте причину для каждого урока или сразу для всего дня. Семья увидит исправленную причину в итогах недели.',
  lateNote: 'Опоздание или присутствие исправляет учитель, который вёл урок.',
  none: 'В этот день пропусков нет.',
  all: 'Весь день',
  byLesson: 'по урокам',
  save: 'Записать причины',
  unchanged: 'Ничего не изменилось.',
  conflict:
    'Ничего не записано: пока форма была открыта, часть записей изменилась. Ваш выбор сохранён на странице: проверьте его и запишите ещё раз.',
  gone: 'Пока форма была открыта, отметку о пропуске сняли.',
  refused: 'Ничего не записано: часть записей исправить нельзя.',
  days: 'Дни',
  day: 'Показать день',
  show: 'Показать',
  noReason: 'без причины',
  illness: 'болезнь с … по …',
  back: 'К классу',
} as const;

/** «болезнь с … по …: Иванов Пётр», for who hears the link alone */
export function illnessOf(name: string): string {
  return `${REASONS.illness}: ${name}`;
}

/** The codes as they are chosen. */
export const CODE_NAMES: Record<string, string> = {
  Н: 'Н — причина не указана',
  Б: 'Б — болезнь',
  У: 'У — уважительная',
  ОП: 'ОП — опоздание',
};

/** «Среда, 16 сентября» */
export function reasonsDay(date: string): string {
  return capital(longDate(date));
}

/** «Пн 14.09» */
export function dayLink(date: string): string {
  return `${capital(weekdayShort(date))}${NBSP}${shortDate(date)}`;
}

/** «1-й урок, Алгебра» */
export function lessonLabel(number: number, subject: string): string {
  return `${number}-й${NBSP}урок, ${subject}`;
}

/** «Записано: 3 урока.» */
export function reasonsSaved(lessons: number): string {
  return lessons === 0 ? REASONS.unchanged : `Записано: ${count(lessons, FORMS.lesson)}.`;
}

/** «Сейчас в журнале: Б — болезнь.» */
export function nowStands(code: string): string {
  return `Пока форма была открыта, в журнале стало: ${CODE_NAMES[code] ?? code}.`;
}

/** Why one entry was refused. */
export function reasonRefused(code: string): string {
  return (refusalTexts as Record<string, string>)[code] ?? REASONS.refused;
}

export const ILLNESS = {
  title: 'Болезнь',
  lead: 'Уроки с первого по последний день отмечаются «Б»: прошедшие сразу, следующие утром своего дня. Семья получит одно сообщение.',
  fresh: 'Записать болезнь',
  starts: 'Первый день',
  ends: 'Последний день',
  note: 'Основание: справка, звонок родителей',
  noteHint: 'Видно только на рабочем столе.',
  preview: 'Показать, что изменится',
  confirm: 'Записать',
  edit: 'Изменить сроки',
  takeBack: 'Отменить запись',
  confirmTakeBack: 'Отменить болезнь',
  again: 'Вернуться к сроку',
  whatChanges: 'Что изменится в журнале',
  nothing: 'В журнале ничего не изменится.',
  told: 'Семья получит одно сообщение:',
  corrected: 'Прежнее сообщение семье будет исправлено:',
  withdrawn: 'Сообщение семье будет снято.',
  list: 'Записанные болезни',
  none: 'Болезней не записано.',
  was: 'отменена',
  saved: 'Записано.',
  takenBack: 'Запись отменена.',
  back: 'К ученику',
} as const;

/** «14–18 сентября» */
export function illnessSpan({ starts, ends }: { starts: string; ends: string }): string {
  return dateRange(starts, ends);
}

/** What one lesson becomes, by the deeds of src/journal/illness/plan.ts. @param stands the absence that stands, or `mark` */
export function deedWords(deed: string, stands: string | null, was: string | null): string {
  const shown = stands === 'mark' ? 'стоит отметка' : `стоит «${stands}»`;
  switch (deed) {
    case 'enter':
      return 'будет «Б»';
    case 'change':
      return `было «${stands}», станет «Б»`;
    case 'undo':
      return was === null ? '«Б» снимается' : `«Б» снимается, снова «${was}»`;
    case 'locked':
      return `${stands === null ? 'не внесено' : shown}: день закрыт для правки, обратитесь к заместителю директора`;
    case 'coming':
      return '«Б» появится утром этого дня';
    default:
      return `${shown}: остаётся`;
  }
}

/** What the family reads, once. */
export function illnessTold(span: { starts: string; ends: string }): string {
  return `Болезнь: ${dateRange(span.starts, span.ends)}. Уроки этих дней в журнале отмечаются «Б», об отдельных уроках сообщать не будем. Если это не так или срок изменится, сообщите, пожалуйста, классному руководителю.`;
}

/** What the family reads where the first message is somebody else's. */
export function illnessTakenBack(span: { starts: string; ends: string }): string {
  return `Запись о болезни (${dateRange(span.starts, span.ends)}) отменена.`;
}

/** What is wrong with the days, by the codes of src/journal/illness/change.ts. */
export function illnessFault(code: string): string {
  return ILLNESS_FAULTS[code] ?? 'Проверьте, пожалуйста, даты.';
}

const ILLNESS_FAULTS: Record<string, string> = {
  badDate: 'Укажите, пожалуйста, день.',
  order: 'Последний день раньше первого.',
  outOfYear: 'Этот день не входит в учебный год.',
  tooFar: 'Первый день — не позже чем через две недели.',
  overlap: 'На эти дни болезнь уже записана: измените её сроки.',
  changed: 'Пока форма была открыта, запись изменили. Ниже — как она стоит сейчас.',
  atHome: 'Ученик занимается по индивидуальному плану: пропуски ему не отмечают.',
  noClass: 'В эти дни ученик не числится ни в одном классе.',
};
