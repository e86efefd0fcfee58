/** To the class teacher: sheets are ready to be printed. No name of a child stands in it. */
import { dateRange } from '../russian/dates.ts';
import { count, FORMS } from '../russian/plural.ts';

export type PrintedKind = 'weekly' | 'supplementary' | 'period';

interface Printed {
  class: string;
  kind: PrintedKind;
  from: string;
  to: string;
  sheets: number;
  deskUrl: string;
}

const ABOUT: Record<PrintedKind, (days: string) => string> = {
  weekly: (days) => `неделя ${days}`,
  supplementary: (days) => `неделя ${days}, дополнительные листы`,
  period: (days) => `${days}, вне очереди: итоговые отметки и срочные сообщения, вручите сегодня`,
};

/** «7Б, неделя 14–19 сентября. Распечатки готовы: 4 листа.» */
export function printedWords({ class: name, kind, from, to, sheets, deskUrl }: Printed): string {
  const ready = `Распечатки готовы: ${count(sheets, FORMS.sheet)}.`;
  return `${name}, ${ABOUT[kind](dateRange(from, to))}. ${ready}\nНапечатать можно на рабочем столе: ${deskUrl}`;
}
