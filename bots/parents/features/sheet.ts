import { InputFile } from 'grammy';
import { may } from '../../../src/access/may.ts';
import { sheetPdf } from '../../../src/channels/paper/sheet.ts';
import { lastWeek, type WeekNow, weekNow } from '../../../src/delivery/week-now.ts';
import type { WeekFacts } from '../../../src/notify/week-facts.ts';
import { chooseChild, sheetCaption, sheetFileName, sheetNone } from '../../../src/texts/bot/parents-week.ts';
import { dateRange } from '../../../src/texts/russian/dates.ts';
import { type ChatChild, childrenIn, type LinkedContext } from '../context.ts';
import { childButtons, inline, MENU } from '../keyboards.ts';
import { isMinimal, sayOnlyInDiary } from './week.ts';

/** «Распечатка»: the sheet at once; of several children the one that is chosen. */
export async function askSheet(ctx: LinkedContext): Promise<void> {
  const children = childrenIn(ctx);
  const [only] = children;
  if (children.length === 1 && only) return sendSheet(ctx, only);
  await ctx.reply(chooseChild(), { reply_markup: inline(childButtons(children, 'sheet')) });
}

/** The sheet as a PDF: this week as far as there is anything, else the last one that closed. */
export async function sendSheet(ctx: LinkedContext, child: ChatChild): Promise<void> {
  const { studentId, classId } = child;
  const { actor, school } = ctx.visit;
  if (!may(actor, 'printWeek', { kind: 'student', studentId, classId })) return;
  if (isMinimal(ctx)) return sayOnlyInDiary(ctx);
  const week = await weekToPrint(ctx, studentId);
  if (!week) {
    await ctx.reply(sheetNone(child), { reply_markup: MENU });
    return;
  }
  const { facts, sha256, asOf } = week;
  const pdf = await sheetPdf({ number: null, facts, hash: sha256 }, { madeAt: asOf, timeZone: school.zone });
  await ctx.replyWithDocument(new InputFile(pdf, sheetFileName(facts)), {
    caption: sheetCaption(child, dateRange(facts.from, facts.to)),
    reply_markup: MENU,
  });
}

async function weekToPrint({ deps }: LinkedContext, studentId: string): Promise<WeekNow | null> {
  const now = await weekNow(deps, studentId);
  if (now && (!now.running || hasNews(now.facts))) return now;
  return (await lastWeek(deps.db, studentId)) ?? now;
}

const hasNews = ({ subjects, absences, periodMarks, messages, corrections }: WeekFacts) =>
  subjects.length + absences.length + periodMarks.length + messages.length + corrections.length > 0;
