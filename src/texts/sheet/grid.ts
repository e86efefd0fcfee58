/** Marks as a table of subjects and days; what is from other days is a list of its own. */
import type { WeekFacts, WeekMark } from '../../notify/week-facts.ts';
import type { Item } from '../news/section.ts';
import { workName } from '../news/words.ts';
import { shortDate, weekdayShort } from '../russian/dates.ts';
import { cellWork } from './works.ts';

export interface MarkGrid {
  /** «пн 14.09» */
  days: string[];
  rows: {
    subject: string;
    /** for each day the marks of that day */
    cells: { value: string; note: string | null }[][];
    average?: string;
  }[];
  averages: boolean;
}

/** The days of the window, the first and the last included; seven at most. */
export function windowDays({ from, to }: WeekFacts): string[] {
  const days = [];
  for (let day = from; day <= to && days.length < 7; day = nextDay(day)) days.push(day);
  return days;
}

const DAY = 24 * 60 * 60 * 1000;
/** Of a school date, without zones: it is asked for every sheet of a long run. */
const nextDay = (date: string): string => new Date(Date.parse(date) + DAY).toISOString().slice(0, 10);

/** @param days of the window; null where the week has neither a mark nor an average within the window. */
export function markGrid(facts: WeekFacts, days: readonly string[]): MarkGrid | null {
  const rows = facts.subjects
    .map(({ name, marks, average }) => ({
      subject: name,
      cells: days.map((day) => marks.filter(({ date }) => date === day).map(cellOf)),
      average,
    }))
    .filter(({ cells, average }) => average || cells.some(({ length }) => length));
  if (rows.length === 0) return null;
  return {
    days: days.map((day) => `${weekdayShort(day)} ${shortDate(day)}`),
    rows,
    averages: rows.some(({ average }) => average),
  };
}

const cellOf = ({ value, work }: WeekMark) => ({ value, note: cellWork(work) });

/** «Алгебра: 4 (контрольная работа, 08.09, внесено 16.09)»: marks of lessons outside the window. */
export function otherDaysItems(facts: WeekFacts, days: readonly string[]): Item[] {
  return facts.subjects.flatMap(({ name, marks }) => {
    const other = marks.filter(({ date }) => !days.includes(date));
    return other.length ? [{ label: name, text: other.map(markText).join(', ') }] : [];
  });
}

function markText({ value, work, date, entered }: WeekMark): string {
  const details = [workName(work), shortDate(date), entered && `внесено ${shortDate(entered)}`].filter(Boolean);
  return `${value} (${details.join(', ')})`;
}
