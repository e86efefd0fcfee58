/** Many entries at once, by subject instead of by day: short, with nothing left out. */
import type { NoticeChild } from '../../notify/notice.ts';
import { dateRange, shortDate } from '../russian/dates.ts';
import { childHeading } from '../russian/names.ts';
import { type FreshLine, freshItem } from './items.ts';
import { missedItems } from './missed.ts';
import { type Block, groupBy, type Item, type Section } from './section.ts';
import { shortWork } from './words.ts';

/** @param lines everything new of the child but homework, at least one */
export function floodSection(child: NoticeChild, lines: readonly FreshLine[]): Section {
  const who = childHeading(child);
  const days = lines.map(({ now }) => now.date).sort();
  const of = (...kinds: FreshLine['kind'][]) => lines.filter(({ kind }) => kinds.includes(kind));
  const blocks: Block[] = [
    { items: groupBy(of('mark'), ({ now }) => now.subject ?? '').map(([subject, marks]) => marksItem(subject, marks)) },
    {
      items: missedItems(
        of('absence').map(({ now }) => ({ date: now.date, subject: now.subject ?? '', code: now.value ?? 'Н' })),
      ),
    },
    { items: of('periodMark', 'topic', 'message').map(freshItem) },
  ];
  return {
    who,
    title: `${who} · новое в журнале за ${dateRange(days[0]!, days.at(-1)!)}`,
    blocks: blocks.filter(({ items }) => items.length),
  };
}

/** «Алгебра: 5 (контрольная, 15.09), 4 (17.09)» */
function marksItem(subject: string, marks: readonly FreshLine[]): Item {
  const said = marks.map(({ now, entered }) => {
    const details = [shortWork(now.work), shortDate(now.date), entered && `внесено ${shortDate(entered)}`];
    return `${now.value} (${details.filter(Boolean).join(', ')})`;
  });
  return { label: subject, text: said.join(', ') };
}
