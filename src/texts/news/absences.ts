/** Absences of one day in words: lessons missed together are one sentence. */
import type { EntryValue } from '../../journal/entry.ts';
import { clockTime, dayMonth } from '../russian/dates.ts';
import { onLessons, runs, toLessons } from '../russian/lessons.ts';
import type { Item } from './section.ts';
import { groupBy } from './section.ts';
import { midSentence, reasonName } from './words.ts';

export interface AbsenceLine {
  value: EntryValue;
  /** the day it was entered, when that is another day */
  entered?: string;
}

/** Sentences of one day's absences, one for each code. */
export function absenceItems(lines: readonly AbsenceLine[]): Item[] {
  return groupBy(lines, ({ value, entered }) => `${value.value} ${entered ?? ''}`).map(([, group]) => ({
    text: absenceSentences(group),
  }));
}

function absenceSentences(group: readonly AbsenceLine[]): string {
  const code = group[0]!.value.value ?? 'Н';
  const entered = group[0]!.entered;
  const said = [
    `Отмечено ${missed(
      code,
      group.map(({ value }) => value),
    )}.`,
  ];
  if (code === 'Н') said.push('Причина пока не указана.');
  else if (code === 'У') said.push('Причина уважительная.');
  else if (code !== 'ОП') said.push(`Причина: ${reasonName(code)}.`);
  if (entered) said.push(`Внесено ${dayMonth(entered)}.`);
  return said.join(' ');
}

/** «отсутствие на 1–3 уроках (алгебра, история; с 8:30)», «опоздание на 1-й урок (алгебра, 8:30)» */
export function missed(code: string, values: readonly EntryValue[]): string {
  const lessons = values.flatMap(({ lesson }) => (lesson === undefined ? [] : [lesson]));
  const where = code === 'ОП' ? `опоздание ${toLessons(lessons)}` : `отсутствие ${onLessons(lessons)}`;
  const detail = subjectsAndTime(values);
  return detail ? `${where} (${detail})` : where;
}

/** Lessons in a row: «алгебра, история; с 8:30»; apart: «алгебра, 8:30; история, 11:20». */
function subjectsAndTime(values: readonly EntryValue[]): string {
  const inOrder = [...values].sort((a, b) => (a.lesson ?? 99) - (b.lesson ?? 99));
  const first = inOrder.find(({ starts }) => starts)?.starts;
  const subjectOf = ({ subject }: EntryValue) => (subject ? [midSentence(subject)] : []);
  if (inOrder.length > 1 && first && runs(inOrder.map(({ lesson = 0 }) => lesson)).length === 1) {
    return `${[...new Set(inOrder.flatMap(subjectOf))].join(', ')}; с ${clockTime(first)}`;
  }
  const timed = inOrder.map((value) => [...subjectOf(value), ...(value.starts ? [clockTime(value.starts)] : [])]);
  return [...new Set(timed.map((parts) => parts.join(', ')))].filter(Boolean).join(first ? '; ' : ', ');
}

/** Whom to call about an absence that the family may not know of. */
export function callTeacher(teacher: { name: string; phone?: string }): string {
  return `Если Вы об этом не знали, позвоните, пожалуйста: ${teacher.name}${teacher.phone ? `, ${teacher.phone}` : ''}.`;
}
