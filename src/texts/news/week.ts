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
  const blocks = isEmpty(facts)
    ? [{ items: [{ text: nothingNew(facts) }] }]
    : [
        { items: [...markItems(facts), ...periodMarkItems(facts)] },
        { items: [...absenceItems(facts), ...countItems(facts)] },
        { items: correctionItems(facts) },
        messageBlock(facts),
      ];
  return {
    who: whoOf(facts),
    title: weekTitle(facts),
    blocks: [...blocks, ...homeworkBlocks(facts)].filter(({ items }) => items.length),
  };
}

/** The week where nothing personal may be told. */
export function minimalWeekSection({ student, from, to }: WeekFacts): Section {
  const title = `Неделя ${dateRange(from, to)} · ${student.first}`;
  return { who: student.first, title, blocks: [{ items: [{ text: 'Итоги недели готовы, откройте дневник.' }] }] };
}

function whoOf(facts: WeekFacts): string {
  return childHeading({ first: facts.student.first, class: facts.class });
}

const hasMarks = ({ grade }: WeekFacts) => grade > 1;

function isEmpty(facts: WeekFacts): boolean {
  const { subjects, absences, messages } = facts;
  const marks = hasMarks(facts) ? subjects.length + facts.periodMarks.length : 0;
  return marks + absences.length + messages.length + correctionItems(facts).length === 0;
}

function nothingNew(facts: WeekFacts): string {
  return hasMarks(facts)
    ? 'За неделю новых отметок, пропусков и сообщений в журнале нет.'
    : 'За неделю новых пропусков и сообщений в журнале нет.';
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
