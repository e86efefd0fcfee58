/** The information letter to parents about the risk of an unsatisfactory period mark (Ш 10). Plain and kind. */
import { workName } from '../news/words.ts';
import { dayMonth, dayMonthYear, shortDate } from '../russian/dates.ts';
import { count, FORMS } from '../russian/plural.ts';
import { listed, NBSP } from '../russian/typography.ts';

export const RISK_LETTER = {
  title: 'Информационное письмо',
  to: 'Родителям (законным представителям)',
  greeting: 'Здравствуйте!',
  subject: 'Предмет',
  average: 'Средний балл',
  marks: 'Отметки периода',
  missed: 'Пропущено уроков',
  helpTitle: 'Что можно сделать',
  received: 'С письмом ознакомлены:',
  blanks: ['подпись', 'фамилия', 'дата'],
  signature: 'подпись',
} as const;

/** «2,33» */
export function averageText(average: number): string {
  return average.toFixed(2).replace('.', ',');
}

/** «2 (14.09, контрольная работа)» */
export function markText({ date, value, work }: { date: string; value: string; work: string }): string {
  return `${value}${NBSP}(${[shortDate(date), workName(work)].filter(Boolean).join(', ')})`;
}

/** Why this letter: the school would rather say it early. */
export function riskLead(
  child: string,
  period: { name: string; ends: string },
  subjects: number,
  today: string,
): string {
  const where = subjects === 1 ? 'по предмету ниже' : 'по предметам ниже';
  return `По записям журнала на ${dayMonthYear(today)} у обучающегося (${child}) ${where} итоговая отметка за период «${period.name}» пока может получиться неудовлетворительной. Период заканчивается ${dayMonth(period.ends)}: время поправить дело есть, и школа поможет.`;
}

/** «Пропущено за период: 6 уроков, из них по болезни 4; опозданий: 2.» Nothing missed: null */
export function missedText({ lessons, ill, late }: { lessons: number; ill: number; late: number }): string | null {
  if (lessons === 0 && late === 0) return null;
  const parts = [
    ...(lessons > 0 ? [`пропущено ${count(lessons, FORMS.lesson)}${ill > 0 ? `, из них по болезни ${ill}` : ''}`] : []),
    ...(late > 0 ? [count(late, FORMS.late)] : []),
  ];
  return `За период по всем предметам: ${parts.join('; ')}.`;
}

/** What to do, a line each. @param subjects names as the journal has them */
export function advice(subjects: readonly string[], missed: boolean): string[] {
  return [
    'Спросите, пожалуйста, ребёнка, что именно не получается, и сообщите нам, если дома есть трудности, о которых школе стоит знать.',
    `Узнайте время консультаций (${listed(subjects.map((name) => `«${name}»`))}): на них можно разобрать тему и подготовиться к следующей работе.`,
    ...(missed ? ['Темы пропущенных уроков и задания есть в дневнике; на бумаге их даст классный руководитель.'] : []),
    'Текущие отметки видны в дневнике каждый день; если электроники нет, попросите распечатку — её дадут в любой день.',
  ];
}

/** «Позвоните или зайдите, пожалуйста: Орлова Анна Сергеевна, 8 978 000-00-00.» */
export function contactText(teacher: string): string {
  return `Вопросы и помощь — у классного руководителя: ${teacher}.`;
}

/** «Информационные письма, 7Б, 1 четверть» */
export function riskTitle(about: string, period: string): string {
  return `${RISK_LETTER.title}: ${about}, ${period}`;
}
