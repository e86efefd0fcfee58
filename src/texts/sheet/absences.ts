/** Absences and late arrivals of a week, day by day, and the count so far. */
import type { WeekAbsence, WeekFacts } from '../../notify/week-facts.ts';
import { missed } from '../news/absences.ts';
import { groupBy, type Item } from '../news/section.ts';
import { absenceName, reasonName } from '../news/words.ts';
import { longDate } from '../russian/dates.ts';
import { count, FORMS } from '../russian/plural.ts';
import { capital, quoted } from '../russian/typography.ts';

/** «Вторник, 15 сентября: отсутствие на 1–3 уроках (алгебра, история), причина пока не указана» */
export function absenceItems(absences: readonly WeekAbsence[]): Item[] {
  const groups = groupBy(absences, ({ date, code, was }) => `${date} ${code} ${was ?? ''}`);
  return groups.map(([, group]) => ({ label: capital(longDate(group[0]!.date)), text: sentenceOf(group) }));
}

function sentenceOf(group: readonly WeekAbsence[]): string {
  const { code, was } = group[0]!;
  const said = missed(
    code,
    group.map(({ date, lesson, subject }) => ({ date, lesson, subject })),
  );
  if (was !== undefined) return `${said}: было ${quoted(absenceName(was))}, стало ${quoted(absenceName(code))}`;
  if (code === 'ОП') return said;
  return `${said}, ${code === 'Н' ? 'причина пока не указана' : reasonName(code)}`;
}

/** «Всего с начала периода (1 четверть): пропущено 5 уроков, из них по болезни 3; 2 опоздания»; null: nothing to say. */
export function countText(facts: WeekFacts): Item | null {
  const { lessons, ill, excused, late } = facts.missedInPeriod;
  if (facts.taughtAtHome && lessons + late === 0) return null;
  const reasons = [ill && `по болезни ${ill}`, excused && `по уважительной причине ${excused}`].filter(Boolean);
  const said = [
    lessons && `пропущено ${count(lessons, FORMS.lesson)}${reasons.length ? `, из них ${reasons.join(', ')}` : ''}`,
    late && count(late, FORMS.late),
  ].filter(Boolean);
  const label = `Всего с начала периода${facts.period ? ` (${facts.period})` : ''}`;
  return { label, text: said.join('; ') || 'пропусков и опозданий нет' };
}
