/** One child's week in words, from the frozen record. */
import type { WeekAbsence, WeekFacts, WeekMark } from '../../notify/week-facts.ts';
import { addDays } from '../../platform/school-time.ts';
import { dateRange, forDay, shortDate, weekdayAccusative } from '../russian/dates.ts';
import { childHeading } from '../russian/names.ts';
import { count, FORMS } from '../russian/plural.ts';
import { capital } from '../russian/typography.ts';
import { correctionSentence } from './corrections.ts';
import { missedItems } from './missed.ts';
import { type Block, groupBy, type Item, type Section } from './section.ts';
import { absenceName, midSentence, reasonName, shortWork } from './words.ts';

/** «Неделя 14–19 сентября · Пётр, 7Б» */
export function weekTitle(facts: WeekFacts): string {
  return `Неделя ${dateRange(facts.from, facts.to)} · ${whoOf(facts)}`;
}

/** The whole week. Grade 1: no word of marks or averages; taught at home: only what there is. */
export function weekSection(facts: WeekFacts): Section {
  const blocks = isEmpty(facts) ? [{ items: [{ text: nothingNew(facts) }] }] : newsBlocks(facts, countItems(facts));
  return asSection(facts, weekTitle(facts), [...blocks, ...homeworkBlocks(facts)]);
}

/**
 * All weeks of a message, child by child in their order. Of a child's weeks that were caught up together those without news are
 * one, and what lies ahead and the totals stand in the last alone.
 */
export function weekSections(weeks: readonly WeekFacts[]): Section[] {
  return byChild(weeks).flatMap((ofChild) => {
    const last = ofChild.at(-1)!;
    const earlier = ofChild.slice(0, -1);
    const runs: WeekFacts[][] = [];
    for (const facts of earlier) {
      const run = runs.at(-1);
      if (run && isEmpty(facts) && run.every(isEmpty)) run.push(facts);
      else runs.push([facts]);
    }
    return [...runs.map(pastSection), weekSection(last)];
  });
}

/** The weeks where nothing personal may be told. */
export function minimalWeekSections(weeks: readonly WeekFacts[]): Section[] {
  return byChild(weeks).map((ofChild) => {
    const { first } = ofChild[0]!.student;
    const several = ofChild.length > 1;
    const text = several ? 'Итоги этих недель готовы, откройте дневник.' : 'Итоги недели готовы, откройте дневник.';
    return { who: first, title: `${spanOf(ofChild)} · ${first}`, blocks: [{ items: [{ text }] }] };
  });
}

/** Each child's weeks in order, children in the order in which they come. */
export function byChild(weeks: readonly WeekFacts[]): WeekFacts[][] {
  return groupBy(weeks, ({ student }) => student.id).map(([, ofChild]) =>
    ofChild.toSorted((a, b) => a.from.localeCompare(b.from)),
  );
}

/** A week that is over for long, or several without news. */
function pastSection(run: WeekFacts[]): Section {
  const facts = run[0]!;
  if (!isEmpty(facts)) return asSection(facts, weekTitle(facts), newsBlocks(facts, []));
  return asSection(facts, `${spanOf(run)} · ${whoOf(facts)}`, [{ items: [{ text: nothingNew(facts, run.length) }] }]);
}

/** «Неделя 14–19 сентября», «Недели 14 сентября – 3 октября» */
function spanOf(run: readonly WeekFacts[]): string {
  const [first, last] = [run[0]!, run.at(-1)!];
  return `${run.length > 1 ? 'Недели' : 'Неделя'} ${dateRange(first.from, last.to)}`;
}

const asSection = (facts: WeekFacts, title: string, blocks: Block[]): Section => ({
  who: whoOf(facts),
  title,
  blocks: blocks.filter(({ items }) => items.length),
});

const newsBlocks = (facts: WeekFacts, totals: Item[]): Block[] => [
  { items: [...markItems(facts), ...periodMarkItems(facts)] },
  { items: [...absenceItems(facts), ...totals] },
  { items: correctionItems(facts) },
  messageBlock(facts),
];

function whoOf(facts: WeekFacts): string {
  return childHeading({ first: facts.student.first, class: facts.class });
}

const hasMarks = ({ grade }: WeekFacts) => grade > 1;

function isEmpty(facts: WeekFacts): boolean {
  const { subjects, absences, messages } = facts;
  const marks = hasMarks(facts) ? subjects.length + facts.periodMarks.length : 0;
  return marks + absences.length + messages.length + correctionItems(facts).length === 0;
}

function nothingNew(facts: WeekFacts, weeks = 1): string {
  const when = weeks > 1 ? 'За эти недели' : 'За неделю';
  return hasMarks(facts)
    ? `${when} новых отметок, пропусков и сообщений в журнале нет.`
    : `${when} новых пропусков и сообщений в журнале нет.`;
}

function markItems(facts: WeekFacts): Item[] {
  if (!hasMarks(facts)) return [];
  if (facts.subjects.length === 0) return facts.taughtAtHome ? [] : [{ text: 'Отметок нет' }];
  return facts.subjects.map(({ name, marks, average }) => ({
    label: name,
    text: `${marks.map(markText).join(', ') || 'новых отметок нет'}${average ? ` · средний балл ${average}` : ''}`,
  }));
}

/** «5 (контрольная, 15.09)» */
function markText({ value, work, date, entered }: WeekMark): string {
  const details = [shortWork(work), shortDate(date), entered && `внесено ${shortDate(entered)}`];
  return `${value} (${details.filter(Boolean).join(', ')})`;
}

function periodMarkItems(facts: WeekFacts): Item[] {
  if (!hasMarks(facts)) return [];
  return groupBy(facts.periodMarks, ({ period }) => period).map(([period, marks]) => ({
    label: `Итоговые отметки (${period})`,
    text: marks.map(({ subject, value }) => `${midSentence(subject)} — ${value}`).join(', '),
  }));
}

function absenceItems({ absences, taughtAtHome }: WeekFacts): Item[] {
  const fresh = absences.filter(({ was }) => was === undefined);
  const items = [...missedItems(fresh), ...absences.filter(({ was }) => was !== undefined).map(reasonItem)];
  return items.length || taughtAtHome ? items : [{ text: 'Пропусков нет' }];
}

/** A reason that became known, or another change of an absence told before. */
function reasonItem({ date, subject, code, was = '' }: WeekAbsence): Item {
  const where = `${midSentence(subject)}, ${shortDate(date)}`;
  return was === 'Н' && (code === 'Б' || code === 'У')
    ? { label: 'Указана причина пропуска', text: `${reasonName(code)} (${where})` }
    : { label: 'Исправлен пропуск', text: `${where} — было «${absenceName(was)}», стало «${absenceName(code)}»` };
}

/** «1 четверть: пропущено 5 уроков, из них по болезни 3; опозданий 2» */
function countItems({ missedInPeriod: { lessons, ill, excused, late }, period }: WeekFacts): Item[] {
  const reasons = [ill && `по болезни ${ill}`, excused && `по уважительной причине ${excused}`].filter(Boolean);
  const said = [
    lessons && `пропущено ${count(lessons, FORMS.lesson)}${reasons.length ? `, из них ${reasons.join(', ')}` : ''}`,
    late && `${count(late, FORMS.late)}`,
  ].filter(Boolean);
  return said.length ? [{ label: period ? `Всего (${period})` : 'Всего за период', text: said.join('; ') }] : [];
}

function messageBlock({ messages }: WeekFacts): Block {
  if (messages.length === 0) return { items: [{ text: 'Сообщений нет' }] };
  const items = messages.map(({ date, by, text, personal }) => ({
    label: `${shortDate(date)}, ${by}${personal ? ' (личное)' : ''}`,
    text,
  }));
  return { title: 'Сообщения', items };
}

function correctionItems(facts: WeekFacts): Item[] {
  return facts.corrections
    .filter(({ kind }) => hasMarks(facts) || (kind !== 'mark' && kind !== 'periodMark'))
    .map(({ kind, was, now, ...about }) => {
      const side = (said: string) =>
        kind === 'homework' || kind === 'message' ? { ...about, text: said } : { ...about, value: said };
      return { text: correctionSentence({ kind, told: side(was), now: now === null ? null : side(now) }, '') };
    });
}

/** One task: «На понедельник: алгебра — § 13»; several: under the day's heading. Beyond a week with the date. */
function homeworkBlocks({ homework, to }: WeekFacts): Block[] {
  return groupBy(homework, ({ due }) => due).map(([due, tasks]) => {
    const day = due <= addDays(to, 7) ? `На ${weekdayAccusative(due)}` : capital(forDay(due));
    const [first, ...more] = tasks;
    if (more.length === 0) {
      return { items: [{ label: day, text: `${midSentence(first!.subject)} — ${first!.text}` }] };
    }
    return { title: day, items: tasks.map(({ subject, text }) => ({ label: subject, text })) };
  });
}
