/** One child's sheet in words, before any layout: from the frozen record alone. */
import type { WeekCorrection, WeekFacts } from '../../notify/week-facts.ts';
import { correctionSentence } from '../news/corrections.ts';
import { type Block, groupBy, type Item } from '../news/section.ts';
import { forDay, shortDate } from '../russian/dates.ts';
import { capital, NBSP, sentence } from '../russian/typography.ts';
import { absenceItems, countText } from './absences.ts';
import { type MarkGrid, markGrid, otherDaysItems, windowDays } from './grid.ts';
import { SHEET_LABELS, teacherContact } from './labels.ts';
import { workLegend } from './works.ts';

export interface SheetSection {
  title: string;
  /** the table of marks, if this is the section of marks */
  grid?: MarkGrid;
  blocks: Block[];
}

export interface SheetText {
  /** «Успеваемость и посещаемость» */
  title: string;
  /** «Иванов Пётр, 7Б» */
  child: string;
  sections: SheetSection[];
  /** abbreviations that this sheet uses, explained */
  legend: string[];
}

/** Grade 1 has no word of marks or averages; a child taught at home only what there is. */
export function sheetText(facts: WeekFacts): SheetText {
  if (facts.notice) return noticeText(facts);
  if (facts.wholePeriod) return periodText(facts);
  const days = windowDays(facts);
  const grid = hasMarks(facts) ? markGrid(facts, days) : null;
  const sections = isEmpty(facts)
    ? [{ title: 'Новое в журнале', blocks: [{ items: [{ text: nothingNew(facts) }] }] }, attendance(facts)]
    : [marks(facts, grid, days), periodMarks(facts), attendance(facts), corrections(facts), messages(facts)];
  return {
    title: hasMarks(facts) ? SHEET_LABELS.title : SHEET_LABELS.titleWithoutMarks,
    child: childText(facts),
    sections: [...sections, homework(facts)].filter((section) => section !== null),
    legend: grid ? legend(facts, grid) : [],
  };
}

/** A sheet of news that do not wait for the week: nothing but them. */
function noticeText(facts: WeekFacts): SheetText {
  const urgent = facts.messages.length ? { ...messages(facts), title: SHEET_LABELS.urgent } : null;
  const sections = [urgent, periodMarks(facts), corrections(facts)].filter((section) => section !== null);
  const said = [
    facts.periodMarks.length || sections.length > (urgent ? 1 : 0) ? SHEET_LABELS.noticeTitle : '',
    urgent?.title,
  ];
  return {
    title: said.filter(Boolean).join('. '),
    child: childText(facts),
    sections,
    legend: [],
  };
}

/** A whole grading period: marks by subject with their dates, for a table of its days would be too wide. */
function periodText(facts: WeekFacts): SheetText {
  const items = otherDaysItems(facts, []).map(({ label, text }) => {
    const average = facts.subjects.find(({ name }) => name === label)?.average;
    return { label, text: average ? `${text}; средний балл${NBSP}${average}` : text };
  });
  const none = { items: [{ text: 'Отметок нет.' }] };
  const withMarks = hasMarks(facts) && !(facts.taughtAtHome && items.length === 0);
  const sections = [
    withMarks ? { title: SHEET_LABELS.periodMarks, blocks: [items.length ? { items } : none] } : null,
    periodMarks(facts),
    attendance(facts),
    facts.messages.length ? messages(facts) : null,
  ];
  const title = hasMarks(facts) ? SHEET_LABELS.title : SHEET_LABELS.periodWithoutMarks;
  return {
    title: facts.period ? `${title}, ${facts.period}` : title,
    child: childText(facts),
    sections: sections.filter((section) => section !== null),
    legend: [],
  };
}

/** «Иванов Пётр, 7Б» */
export function childText({ student: { last, first }, class: schoolClass }: WeekFacts): string {
  return `${[last, first].filter(Boolean).join(' ')},${NBSP}${schoolClass}`;
}

export const hasMarks = ({ grade }: WeekFacts) => grade > 1;

function told(facts: WeekFacts): WeekCorrection[] {
  return facts.corrections.filter(({ kind }) => hasMarks(facts) || (kind !== 'mark' && kind !== 'periodMark'));
}

function isEmpty(facts: WeekFacts): boolean {
  const marked = hasMarks(facts) && facts.subjects.some(({ marks, average }) => marks.length || average);
  const final = hasMarks(facts) && facts.periodMarks.length > 0;
  return !marked && !final && facts.absences.length + facts.messages.length + told(facts).length === 0;
}

function nothingNew(facts: WeekFacts): string {
  return hasMarks(facts)
    ? 'За неделю новых отметок, пропусков и сообщений в журнале нет.'
    : 'За неделю новых пропусков и сообщений в журнале нет.';
}

function marks(facts: WeekFacts, grid: MarkGrid | null, days: readonly string[]): SheetSection | null {
  if (!hasMarks(facts)) return null;
  const other = otherDaysItems(facts, days);
  if (!grid && other.length === 0 && facts.taughtAtHome) return null;
  const blocks: Block[] = other.length ? [{ title: 'За прошлые уроки, внесено на этой неделе', items: other }] : [];
  if (!grid && other.length === 0) blocks.push({ items: [{ text: 'Новых отметок нет.' }] });
  return { title: 'Отметки за неделю', grid: grid ?? undefined, blocks };
}

function periodMarks(facts: WeekFacts): SheetSection | null {
  if (!hasMarks(facts) || facts.periodMarks.length === 0) return null;
  const items = groupBy(facts.periodMarks, ({ period }) => period).map(([period, of]) => ({
    label: capital(period),
    text: of.map(({ subject, value }) => `${subject} — ${value}`).join(', '),
  }));
  return { title: 'Итоговые отметки', blocks: [{ items }] };
}

function attendance(facts: WeekFacts): SheetSection | null {
  const items: Item[] = absenceItems(facts.absences);
  const ofWeek = !facts.taughtAtHome && !facts.wholePeriod && !isEmpty(facts);
  if (items.length === 0 && ofWeek) items.push({ text: 'За неделю пропусков нет.' });
  const soFar = countText(facts);
  if (soFar) items.push(soFar);
  return items.length ? { title: 'Пропуски и опоздания', blocks: [{ items }] } : null;
}

function corrections(facts: WeekFacts): SheetSection | null {
  const items = told(facts).map((correction) => ({ text: correctionText(correction) }));
  return items.length ? { title: 'Исправления сказанного раньше', blocks: [{ items }] } : null;
}

function correctionText(correction: WeekCorrection): string {
  const { kind, was, now, personal, ...about } = correction;
  if (personal) return `Личное сообщение от ${shortDate(correction.date)} исправлено.`;
  const side = (said: string) =>
    kind === 'homework' || kind === 'message' ? { ...about, text: said } : { ...about, value: said };
  const said = correctionSentence({ kind, told: side(was), now: now === null ? null : side(now) }, '');
  return capital(said.replace(/^Исправление\. /, ''));
}

/** The child may carry the sheet: a personal message is not printed, it asks to come or call. */
function messages(facts: WeekFacts): SheetSection {
  const items = facts.messages.map(({ date, by, text, personal }) => ({
    label: `${shortDate(date)}, ${by}`,
    text: personal ? `личное сообщение, просим зайти или позвонить: ${teacherContact(facts.classTeacher)}` : text,
  }));
  return { title: 'Сообщения', blocks: [{ items: items.length ? items : [{ text: 'Сообщений нет.' }] }] };
}

function homework(facts: WeekFacts): SheetSection | null {
  if (facts.homework.length === 0) return null;
  const inOrder = [...facts.homework].sort((a, b) => (a.due < b.due ? -1 : Number(a.due > b.due)));
  const blocks = groupBy(inOrder, ({ due }) => due).map(([due, tasks]) => ({
    title: capital(forDay(due)),
    items: tasks.map(({ subject, text }) => ({ label: subject, text })),
  }));
  return { title: 'Домашние задания', blocks };
}

function legend(facts: WeekFacts, grid: MarkGrid): string[] {
  const notes = grid.rows.flatMap(({ cells }) => cells.flat().map(({ note }) => note));
  const short = workLegend(notes);
  return [
    ...(short.length ? [sentence(short.join(', '))] : []),
    ...(notes.includes(null) && notes.some(Boolean) ? [`Отметка без пометки${NBSP}— ответ на уроке.`] : []),
    ...(grid.averages
      ? [`Средний балл${NBSP}— с начала периода${facts.period ? ` (${facts.period})` : ''}, от трёх отметок.`]
      : []),
  ];
}

/** Explains the sign that stands for what the font cannot print. */
export const REPLACED_LEGEND = '◊ — знак, которого нет в шрифте распечатки.';
