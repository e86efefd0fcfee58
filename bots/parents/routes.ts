/** What a message or a tap asks for, and who answers it. */
import { readCode } from '../../src/access/invitation-codes.ts';
import * as say from '../../src/texts/bot/parents.ts';
import { linkedWithoutConsent } from '../../src/texts/bot/parents-linking.ts';
import { PARENTS_COMMANDS, type ParentsCommand, understood } from '../../src/texts/bot/parents-menu.ts';
import { childKey, decode, type Tap } from './callback-data.ts';
import { type ChatChild, childrenIn, type LinkedContext, type ParentsContext } from './context.ts';
import { readDialogue } from './dialogue.ts';
import { askPaper, askStop, choosePaper, endPaper, stop } from './features/leaving.ts';
import { askForCode, takeClass, takeCode } from './features/linking.ts';
import { diary, help, seen } from './features/other.ts';
import * as rest from './features/rest.ts';
import * as settings from './features/settings.ts';
import { askSheet, askWhich, sendSheet } from './features/sheet.ts';
import { showToday, showWeek } from './features/week.ts';
import { MENU } from './keyboards.ts';

const COMMANDS: Record<ParentsCommand, (ctx: LinkedContext) => Promise<void>> = {
  week: showWeek,
  today: showToday,
  sheet: askSheet,
  diary,
  settings: (ctx) => settings.openSettings(ctx),
  stop: askStop,
  help,
};

/** /start with or without a code, a Latin command, a Russian word, a typed code, the class that was asked for. */
export async function onText(ctx: ParentsContext, text: string): Promise<void> {
  const start = /^\/start(?:@\w+)?(?:\s+(.*))?$/su.exec(text);
  if (start) return start[1]?.trim() ? takeCode(ctx, start[1].trim()) : askForCode(ctx);
  const command = commandIn(text);
  if (command) return onCommand(ctx, command);
  if (readCode(text)) return takeCode(ctx, text);
  if (await readDialogue(ctx)) return takeClass(ctx, text);
  if (!ctx.visit) return askForCode(ctx);
  if (linkedContext(ctx)) await ctx.reply(say.notUnderstood(), { reply_markup: MENU });
  else await sayWhyNot(ctx);
}

function commandIn(text: string): ParentsCommand | null {
  const latin = /^\/([a-z]+)(?:@\w+)?\s*$/i.exec(text)?.[1]?.toLowerCase();
  return PARENTS_COMMANDS.find(({ command }) => command === latin)?.command ?? understood(text);
}

async function onCommand(ctx: ParentsContext, command: ParentsCommand): Promise<void> {
  if (!ctx.visit) {
    if (command === 'help') await ctx.reply(say.helpNotLinked());
    else await askForCode(ctx);
    return;
  }
  const linked = linkedContext(ctx);
  if (linked) await COMMANDS[command](linked);
  else await sayWhyNot(ctx);
}

/** The chat has readers, but there is no child that they may be told of electronically. */
async function sayWhyNot(ctx: ParentsContext): Promise<void> {
  const waits = (ctx.visit?.studentIds.length ?? 0) > 0;
  await ctx.reply(waits ? linkedWithoutConsent() : say.accessEnded());
}

function linkedContext(ctx: ParentsContext): LinkedContext | null {
  return ctx.visit && childrenIn(ctx).length > 0 ? Object.assign(ctx, { visit: ctx.visit }) : null;
}

/** @returns a short word to show at the tap itself */
export async function onTap(ctx: ParentsContext, data: string): Promise<string | undefined> {
  const tap = decode(data);
  if (tap?.ask === 'class') return onClassTap(ctx, tap.name);
  const linked = linkedContext(ctx);
  if (!tap || !linked) return say.staleButton();
  if (tap.ask === 'seen') return seen(linked, tap.deliveryId);
  if ('child' in tap) return onChildTap(linked, tap);
  await answerTap(linked, tap);
  return undefined;
}

function answerTap(
  ctx: LinkedContext,
  tap: Exclude<Tap, { child: string } | { ask: 'class' | 'seen' }>,
): Promise<void> {
  switch (tap.ask) {
    case 'menu':
      return COMMANDS[tap.command](ctx);
    case 'quiet':
      return rest.askQuiet(ctx);
    case 'quietOwn':
      return rest.askQuietFrom(ctx);
    case 'quietFrom':
      return rest.askQuietTo(ctx, tap.from);
    case 'hours':
      return rest.chooseHours(ctx, tap.hours);
    case 'pause':
      return rest.askPause(ctx);
    case 'pauseTo':
      return rest.pause(ctx, tap.until);
    case 'resume':
      return rest.resume(ctx);
    case 'paper':
      return askPaper(ctx);
    case 'paperSet':
      return choosePaper(ctx, tap.kept);
    case 'paperEnd':
      return endPaper(ctx);
    case 'stop':
      return stop(ctx, tap.sure);
  }
}

/** A class is taken only while it is asked for; whose code it was is kept here, never in the button. */
async function onClassTap(ctx: ParentsContext, name: string): Promise<string | undefined> {
  if (!(await readDialogue(ctx))) return say.staleButton();
  await takeClass(ctx, name);
  return undefined;
}

type ChildTap = Extract<Tap, { child: string }>;

async function onChildTap(ctx: LinkedContext, tap: ChildTap): Promise<string | undefined> {
  const child = childrenIn(ctx).find(({ studentId }) => childKey(studentId) === tap.child);
  if (!child) return say.staleButton();
  await answerChildTap(ctx, child, tap);
  return undefined;
}

function answerChildTap(ctx: LinkedContext, child: ChatChild, tap: ChildTap): Promise<void> {
  switch (tap.ask) {
    case 'sheet':
      return sendSheet(ctx, child);
    case 'sheets':
      return askWhich(ctx, child, tap.before);
    case 'sheetWeek':
      return sendSheet(ctx, child, { week: tap.week });
    case 'sheetPeriod':
      return sendSheet(ctx, child, { period: tap.period });
    case 'settings':
      return settings.openChild(ctx, child);
    case 'where':
      return settings.askWhere(ctx, child);
    case 'order':
      return settings.chooseOrder(ctx, child, tap.order);
    case 'kinds':
      return settings.askKinds(ctx, child);
    case 'kind':
      return settings.askKind(ctx, child, tap.kind);
    case 'rhythm':
      return settings.chooseRhythm(ctx, child, tap.kind, tap.rhythm);
    case 'copy':
      return settings.copyToOthers(ctx, child);
  }
}
