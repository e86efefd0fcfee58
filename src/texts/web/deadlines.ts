/** Deadlines of the journal, kept and missed, by teacher. */
import { clockTime, dayMonth, shortDate } from '../russian/dates.ts';
import { OVERSIGHT } from './oversight.ts';

export const DEADLINES = {
  title: OVERSIGHT.deadlines,
  from: 'С какого дня',
  to: 'По какой день',
  teacher: 'Учитель',
  lessons: 'Уроков',
  none: 'В эти дни сроков не было.',
  allKept: 'Все сроки соблюдены.',
  late: 'позже срока',
  missing: 'нет записи',
  missedTitle: 'Позже срока или не внесено',
  allTeachers: 'Все учителя',
  badDays: 'Выберите дни: не больше 100, последний не раньше первого.',
  legend: 'В срок · позже · нет записи. Уроки, срок которых ещё не наступил, не учтены.',
} as const;

export const PART_NAMES = {
  attendance: 'Посещаемость и отметки',
  topic: 'Тема урока',
  homework: 'Домашнее задание',
} as const;

/** «Отметки и посещаемость — до 17:00 того же дня; задание — в течение 60 минут после последнего урока класса.» */
export function rulesLine(rules: {
  journalBy: string;
  homeworkWithin: { after: 'classEnd' | 'shiftEnd'; minutes: number };
}): string {
  const { after, minutes } = rules.homeworkWithin;
  const end = after === 'classEnd' ? 'последнего урока класса' : 'последнего урока школы';
  return `По правилам школы посещаемость, отметки и тема вносятся до ${clockTime(rules.journalBy)} того же дня, задание — не позже чем через ${minutes} мин после ${end}.`;
}

/** «12 · 1 · 0» */
export function keptFigures({ kept, late, missing }: { kept: number; late: number; missing: number }): string {
  return `${kept} · ${late} · ${missing}`;
}

/** «15.09, 7Б, 2-й урок, Алгебра» */
export function lessonPlace(one: { date: string; class: string; number: number; subject: string }): string {
  return `${shortDate(one.date)}, ${one.class}, ${one.number}-й урок, ${one.subject}`;
}

export interface MissedWords {
  date: string;
  part: keyof typeof PART_NAMES;
  deadline: { date: string; time: string };
  at: { date: string; time: string } | null;
}

/** «Тема урока — внесено 15 сентября в 18:20, срок 17:00» */
export function missedLine({ date, part, deadline, at }: MissedWords): string {
  const when = at ? `внесено ${dayMonth(at.date)} в ${clockTime(at.time)}` : DEADLINES.missing;
  return `${PART_NAMES[part]} — ${when}, срок ${deadline.date === date ? '' : `${dayMonth(deadline.date)} `}${clockTime(deadline.time)}`;
}
