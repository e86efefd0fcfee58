/** «Эта неделя» and «Сегодня», in the words of the weekly summary and of a notice. */

import { weekNow } from '../../../src/delivery/week-now.ts';
import type { ChildDay } from '../../../src/journal/read/child-day.ts';
import { type ChildDays, childDays } from '../../../src/journal/read/child-week.ts';
import type { NoticeChild, NoticeLine } from '../../../src/notify/notice.ts';
import { addDays } from '../../../src/platform/school-time.ts';
import { dayHeading, onlyInDiary, todayEmpty, todayNoLessons } from '../../../src/texts/bot/parents-week.ts';
import { renderNotice } from '../../../src/texts/telegram/notice.ts';
import type { TelegramText } from '../../../src/texts/telegram/text.ts';
import { renderWeek } from '../../../src/texts/telegram/week.ts';
import { type ChatChild, childrenIn, type LinkedContext } from '../context.ts';
import { MENU } from '../keyboards.ts';

/** So many days ahead the next homework is looked for: over a long holiday too. */
const AHEAD_DAYS = 14;

/** The week so far with the homework ahead; once it has closed, the frozen record. */
export async function showWeek(ctx: LinkedContext): Promise<void> {
  if (isMinimal(ctx)) return sayOnlyInDiary(ctx);
  for (const child of childrenIn(ctx)) {
    const week = await weekNow(ctx.deps, child.studentId);
    if (week) await send(ctx, renderWeek(week.facts));
  }
}

/** What stands in the journal for today, and the homework for the next day for which some was given. */
export async function showToday(ctx: LinkedContext): Promise<void> {
  if (isMinimal(ctx)) return sayOnlyInDiary(ctx);
  const { today } = ctx.visit.school;
  for (const child of childrenIn(ctx)) {
    const read = await childDays(ctx.deps.db, child.studentId, today, addDays(today, AHEAD_DAYS));
    const lines = read ? todayLines(read) : [];
    if (read && lines.length > 0) {
      const children = [{ ...asNoticeChild(child, read), lines }];
      await send(ctx, renderNotice({ children, today, rhythm: 'now', detail: 'full', flood: false }));
    } else {
      const held = read?.days[0]?.lessons.some((lesson) => !lesson.cancelled);
      const nothing = held ? todayEmpty() : todayNoLessons();
      await ctx.reply(`${dayHeading(child, today)}\n${nothing}`, { reply_markup: MENU });
    }
  }
}

/** The school tells nothing in detail through Telegram. */
export const isMinimal = ({ visit }: LinkedContext) => visit.school.rules.detail.telegram === 'minimal';

export async function sayOnlyInDiary(ctx: LinkedContext): Promise<void> {
  await ctx.reply(onlyInDiary(), { reply_markup: MENU });
}

async function send(ctx: LinkedContext, texts: TelegramText[]): Promise<void> {
  for (const { text, entities } of texts)
    await ctx.reply(text, { entities, reply_markup: MENU, link_preview_options: { is_disabled: true } });
}

function asNoticeChild(child: ChatChild, { classTeacher }: ChildDays): Omit<NoticeChild, 'lines'> {
  const { studentId, first, last, class: schoolClass, grade } = child;
  return { studentId, first, last, class: schoolClass, grade, classTeacher };
}

function todayLines({ days, grade }: ChildDays): NoticeLine[] {
  const [today, ...ahead] = days;
  if (!today) return [];
  const next = ahead.find((day) => homeworkOf(day).length > 0);
  const marks = grade > 1 ? marksOf(today) : [];
  return [...absencesOf(today), ...marks, ...messagesOf(today), ...(next ? homeworkOf(next) : [])];
}

function absencesOf({ date, lessons }: ChildDay): NoticeLine[] {
  return lessons.flatMap(({ absence, subject, number, starts }) =>
    absence
      ? [{ kind: 'absence', now: { date, subject, lesson: number, ...(starts && { starts }), value: absence } }]
      : [],
  );
}

function marksOf({ date, lessons, periodMarks }: ChildDay): NoticeLine[] {
  return [
    ...lessons.flatMap(({ subject, number, marks }) =>
      marks.map(
        ({ value, work }): NoticeLine => ({ kind: 'mark', now: { date, subject, lesson: number, value, work } }),
      ),
    ),
    ...periodMarks.map(
      ({ subject, period, value }): NoticeLine => ({ kind: 'periodMark', now: { date, subject, period, value } }),
    ),
  ];
}

function messagesOf({ date, messages }: ChildDay): NoticeLine[] {
  return messages.map(({ by, text, personal }) => ({ kind: 'message', now: { date, by, text, personal } }));
}

function homeworkOf({ date, lessons, otherHomework }: ChildDay): NoticeLine[] {
  return [...lessons.flatMap(({ homework }) => homework), ...otherHomework].map(({ subject, text }) => ({
    kind: 'homework',
    now: { date, subject, text },
  }));
}
