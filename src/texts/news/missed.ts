/** Missed lessons of several days, by reason: «Пропуски: 1 урок (алгебра, 15.09), причина не указана». */
import { shortDate } from '../russian/dates.ts';
import { count, FORMS } from '../russian/plural.ts';
import { groupBy, type Item } from './section.ts';
import { midSentence, reasonName } from './words.ts';

interface Missed {
  date: string;
  subject: string;
  code: string;
}

export function missedItems(absences: readonly Missed[]): Item[] {
  const late = absences.filter(({ code }) => code === 'ОП');
  const missed = groupBy(
    absences.filter(({ code }) => code !== 'ОП'),
    ({ code }) => code,
  );
  const items: Item[] = [];
  if (missed.length) {
    const said = missed.map(
      ([code, group]) => `${count(group.length, FORMS.lesson)} (${where(group)}), ${reasonName(code)}`,
    );
    items.push({ label: 'Пропуски', text: said.join('; ') });
  }
  if (late.length) items.push({ label: 'Опоздания', text: `${late.length} (${where(late)})` });
  return items;
}

/** «алгебра, история, 15.09; физика, 16.09» */
function where(group: readonly Missed[]): string {
  return groupBy(group, ({ date }) => date)
    .map(([date, ofDay]) => [...ofDay.map(({ subject }) => midSentence(subject)), shortDate(date)].join(', '))
    .join('; ');
}
