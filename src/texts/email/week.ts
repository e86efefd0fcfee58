import type { WeekFacts } from '../../notify/week-facts.ts';
import { byChild, minimalWeekSections, weekSections } from '../news/week.ts';
import { clockTime, dateRange, fullDate } from '../russian/dates.ts';
import { childHeading } from '../russian/names.ts';
import { type EmailText, type LetterLinks, letterText } from './letter.ts';

export interface WeekEmail extends LetterLinks {
  /** the frozen records of all children of one guardian, at least one; of several weeks where they were caught up together */
  facts: readonly WeekFacts[];
  /** hashes of those records, in the same order */
  sha256?: readonly string[];
  /** «Мария Петровна» */
  guardianName: string;
  detail?: 'full' | 'minimal';
}

/** The weekly letter: all children of one guardian, and all weeks that it tells of. */
export function renderWeekEmail({ facts, sha256 = [], guardianName, detail = 'full', ...links }: WeekEmail): EmailText {
  const from = facts.map((one) => one.from).sort()[0];
  const to = facts
    .map((one) => one.to)
    .sort()
    .at(-1);
  if (!from || !to) throw new Error('a weekly letter about no child');
  const full = detail === 'full';
  const children = byChild(facts);
  const who = children.map(([one]) =>
    full ? childHeading({ first: one!.student.first, class: one!.class }) : one!.student.first,
  );
  const weeks = new Set(facts.map(({ week }) => week)).size > 1 ? 'Школьные недели' : 'Школьная неделя';
  return letterText({
    subject: `${weeks} ${dateRange(from, to)}: ${who.join('; ')}`,
    guardianName,
    sections: full ? weekSections(facts) : minimalWeekSections(facts),
    notes: full
      ? weekNotes(
          children.map((ofChild) => ofChild.at(-1)!),
          sha256,
        )
      : [],
    links,
  });
}

/** Said once, however many children it is true of. @param facts each child's last week */
function weekNotes(facts: readonly WeekFacts[], sha256: readonly string[]): string[] {
  const notes = facts.flatMap(({ asOf, classTeacher: { name, phone }, class: of }) => [
    `Записи журнала по ${fullDate(asOf.slice(0, 10))}, ${clockTime(asOf.slice(11, 16))}. Внесённое позже войдёт в следующее письмо.`,
    `Вопросы — классный руководитель (${of}): ${name}${phone ? `, ${phone}` : ''}.`,
  ]);
  const hashes = sha256.length ? [`Запись недели: ${sha256.map((hash) => hash.slice(0, 12)).join(', ')}.`] : [];
  return [...new Set([...notes, ...hashes])];
}
