import { InputFile } from 'grammy';
import { may } from '../../../src/access/may.ts';
import { sheetPdf } from '../../../src/channels/paper/sheet.ts';
import { closedWeeks, periodNow, periodsBegun } from '../../../src/delivery/period-now.ts';
import { closedWeek, type WeekNow, weekNow } from '../../../src/delivery/week-now.ts';
import type { WeekFacts } from '../../../src/notify/week-facts.ts';
import { PARENTS_BUTTONS } from '../../../src/texts/bot/parents-menu.ts';
import {
  chooseChild,
  chooseSheet,
  sheetCaption,
  sheetFileName,
  sheetNone,
} from '../../../src/texts/bot/parents-week.ts';
import { dateRange } from '../../../src/texts/russian/dates.ts';
import { childKey } from '../callback-data.ts';
import { type ChatChild, childrenIn, type LinkedContext } from '../context.ts';
import { button, childButtons, inline, inRows, MENU } from '../keyboards.ts';
import { isMinimal, sayOnlyInDiary } from './week.ts';

/** «Распечатка»: the sheet at once; of several children the one that is chosen. */
export async function askSheet(ctx: LinkedContext): Promise<void> {
  const children = childrenIn(ctx);
  const [only] = children;
  if (children.length === 1 && only) return sendSheet(ctx, only);
  await ctx.reply(chooseChild(), { reply_markup: inline(childButtons(children, 'sheet')) });
}

/** Which one, where it is not the last: a closed week, or a grading period by its place in the year. */
export type WhichSheet = { week: string } | { period: number };

/** Weeks on one screen. */
const WEEKS = 8;

/** The sheet as a PDF: this week as far as there is anything, else the last one that closed; or the one that was chosen. */
export async function sendSheet(ctx: LinkedContext, child: ChatChild, which?: WhichSheet): Promise<void> {
  const { studentId } = child;
  if (!mayPrint(ctx, child)) return;
  if (isMinimal(ctx)) return sayOnlyInDiary(ctx);
  const found = which ? await chosen(ctx, studentId, which) : await weekToPrint(ctx, studentId);
  if (!found) {
    await ctx.reply(sheetNone(child), { reply_markup: MENU });
    return;
  }
  const { facts, sha256, asOf } = found;
  const print = { madeAt: asOf, timeZone: ctx.visit.school.zone };
  const pdf = await sheetPdf({ number: null, facts, hash: sha256 }, print);
  const others = button(PARENTS_BUTTONS.otherSheets, { ask: 'sheets', child: childKey(studentId) });
  await ctx.replyWithDocument(new InputFile(pdf, sheetFileName(facts)), {
    caption: sheetCaption(child, dateRange(facts.from, facts.to)),
    reply_markup: inline([[others]]),
  });
}

/** Buttons with the child's closed weeks and grading periods. */
export async function askWhich(ctx: LinkedContext, child: ChatChild, before?: string): Promise<void> {
  if (!mayPrint(ctx, child)) return;
  if (isMinimal(ctx)) return sayOnlyInDiary(ctx);
  const { deps } = ctx;
  const key = childKey(child.studentId);
  const found = await closedWeeks(deps.db, child.studentId, { before, limit: WEEKS + 1 });
  const weeks = found.slice(0, WEEKS);
  const periods = await periodsBegun(deps, child.studentId);
  const last = found.length > WEEKS ? weeks.at(-1) : undefined;
  await ctx.reply(chooseSheet(child), {
    reply_markup: inline([
      ...inRows(
        weeks.map(({ week, from, to }) => button(dateRange(from, to), { ask: 'sheetWeek', child: key, week })),
        2,
      ),
      ...(last ? [[button(PARENTS_BUTTONS.earlier, { ask: 'sheets', child: key, before: last.week })]] : []),
      ...inRows(
        periods.map((name, period) => button(name, { ask: 'sheetPeriod', child: key, period })),
        2,
      ),
    ]),
  });
}

function mayPrint({ visit }: LinkedContext, { studentId, classId }: ChatChild): boolean {
  return may(visit.actor, 'printWeek', { kind: 'student', studentId, classId });
}

async function chosen({ deps }: LinkedContext, studentId: string, which: WhichSheet): Promise<WeekNow | null> {
  if ('week' in which) return closedWeek(deps.db, studentId, which.week);
  const name = (await periodsBegun(deps, studentId))[which.period];
  return name === undefined ? null : periodNow(deps, studentId, name);
}

async function weekToPrint({ deps }: LinkedContext, studentId: string): Promise<WeekNow | null> {
  const now = await weekNow(deps, studentId);
  if (now && (!now.running || hasNews(now.facts))) return now;
  return (await closedWeek(deps.db, studentId)) ?? now;
}

const hasNews = ({ subjects, absences, periodMarks, messages, corrections }: WeekFacts) =>
  subjects.length + absences.length + periodMarks.length + messages.length + corrections.length > 0;
