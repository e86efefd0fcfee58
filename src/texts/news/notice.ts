/** A notice in words, by child and day. */
import type { Notice, NoticeChild } from '../../notify/notice.ts';
import { forDay, longDate } from '../russian/dates.ts';
import { childHeading } from '../russian/names.ts';
import { capital, listed } from '../russian/typography.ts';
import { type AbsenceLine, absenceItems, callTeacher } from './absences.ts';
import { absencesWithdrawn, type Correction, correctionSentence, correctionsBySubject } from './corrections.ts';
import { floodSection } from './flood.ts';
import { type FreshLine, freshItem } from './items.ts';
import { type Block, groupBy, type Item, type Section } from './section.ts';

/** In a flood, more corrections of one child than this are told by subject instead of in a sentence each. */
const MASS_EDIT_ABOVE = 3;

/** Everything the notice says, in the order in which it is read. */
export function noticeSections(notice: Notice): Section[] {
  if (notice.detail === 'minimal') return minimalSections(notice.children);
  return notice.children.flatMap((child) => childSections(child, notice.flood));
}

/** Said at the end of a notice that may have come before. */
export function perhapsRepeated(): string {
  return 'Возможно, это сообщение уже приходило.';
}

function childSections(child: NoticeChild, flood: boolean): Section[] {
  const fresh = child.lines.filter((line): line is FreshLine => line.now !== null && !line.told);
  const news = fresh.filter(({ kind }) => kind !== 'homework');
  const homework = homeworkBlocks(fresh.filter(({ kind }) => kind === 'homework'));
  const massEdit = flood && correctionsOf(child).length > MASS_EDIT_ABOVE;
  const corrections = massEdit ? correctionsBySubject(correctionsOf(child)) : correctionItems(child);
  const sections: Section[] = corrections.length
    ? [{ who: childHeading(child), ...(massEdit && { title: childHeading(child) }), blocks: [{ items: corrections }] }]
    : [];
  if (flood && news.length) sections.push(floodSection(child, news));
  else sections.push(...daySections(child, news, homework.length > 0));
  return withHomework(sections, homework, child);
}

/** Homework stands under the last day's heading, or under a heading of its own. */
function withHomework(sections: Section[], homework: Block[], child: NoticeChild): Section[] {
  if (homework.length === 0) return sections;
  const last = sections.at(-1);
  if (last?.title) last.blocks.push(...homework);
  else sections.push({ who: childHeading(child), title: childHeading(child), blocks: homework });
  return sections;
}

function daySections(child: NoticeChild, lines: FreshLine[], moreFollows: boolean): Section[] {
  const who = childHeading(child);
  const days = groupBy(lines, ({ now }) => now.date);
  const lastUnexplained = days.findLast(([, group]) => group.some(isUnexplained))?.[0];
  return days.map(([date, group]) => {
    const items = dayItems(group);
    if (date === lastUnexplained) addCall(items, child);
    if (group.every(({ kind }) => kind === 'absence') && !moreFollows && items.length === 1) {
      return { who, blocks: [{ items: [{ text: absenceAlone(who, date, items[0]!.text) }] }] };
    }
    return { who, title: `${who} · ${longDate(date)}`, blocks: [{ items }] };
  });
}

/** «Пётр, 7Б. Вторник, 15 сентября: отмечено отсутствие …» */
function absenceAlone(who: string, date: string, text: string): string {
  return `${who}. ${capital(longDate(date))}: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function isUnexplained({ kind, now }: FreshLine): boolean {
  return kind === 'absence' && now.value === 'Н';
}

function addCall(items: Item[], child: NoticeChild): void {
  const last = items.findLast(({ text }) => text.startsWith('Отмечено отсутствие'));
  if (last) last.text += ` ${callTeacher(child.classTeacher)}`;
}

function dayItems(lines: FreshLine[]): Item[] {
  const absences = lines.flatMap(({ kind, now, entered }): AbsenceLine[] =>
    kind === 'absence' ? [{ value: now, entered }] : [],
  );
  const others = lines.filter(({ kind }) => kind !== 'absence');
  return [...absenceItems(absences), ...others.map(freshItem)];
}

/** «На среду, 16 сентября», with its tasks, by due day. */
export function homeworkBlocks(lines: readonly FreshLine[]): Block[] {
  const byDay = groupBy(lines, ({ now }) => now.date).sort(([a], [b]) => a.localeCompare(b));
  return byDay.map(([due, group]) => ({
    title: capital(forDay(due)),
    items: group.map(({ now }) => ({ label: now.subject ?? '', text: now.text ?? '' })),
  }));
}

function correctionsOf(child: NoticeChild): Correction[] {
  return child.lines.flatMap(({ kind, told, now }): Correction[] => (told ? [{ kind, told, now }] : []));
}

function correctionItems(child: NoticeChild): Item[] {
  const who = childHeading(child);
  const corrections = correctionsOf(child);
  const [gone, others] = [corrections.filter(isAbsenceGone), corrections.filter((one) => !isAbsenceGone(one))];
  const together = groupBy(gone, ({ told }) => `${told.date} ${told.value}`).map(([, group]) =>
    group.length > 1
      ? absencesWithdrawn(
          group.map(({ told }) => told),
          who,
        )
      : correctionSentence(group[0]!, who),
  );
  return [...together, ...others.map((one) => correctionSentence(one, who))].map((text) => ({ text }));
}

function isAbsenceGone({ kind, now }: Correction): boolean {
  return kind === 'absence' && now === null;
}

const MINIMAL_KINDS = {
  mark: 'отметки',
  periodMark: 'отметки',
  absence: 'записи о посещаемости',
  homework: 'задания',
  topic: 'темы уроков',
  message: 'сообщения',
} as const;

/** «Пётр: есть новые отметки, откройте дневник.» Nothing personal but the first name. */
function minimalSections(children: readonly NoticeChild[]): Section[] {
  return children.map(({ first, lines }) => {
    const kinds = [...new Set(lines.map(({ kind, told }) => (told ? 'исправления' : MINIMAL_KINDS[kind])))];
    return { who: first, blocks: [{ items: [{ text: `${first}: есть новые ${listed(kinds)}, откройте дневник.` }] }] };
  });
}
