/** Quiet hours and a pause: a person's own, whatever the child. */
import * as say from '../../../src/texts/bot/parents-settings.ts';
import type { Tap } from '../callback-data.ts';
import type { LinkedContext } from '../context.ts';
import * as keyboards from '../settings-keyboards.ts';
import { show } from '../show.ts';
import { chooseHere } from './choose.ts';
import { openSettings } from './settings.ts';

/** The school's quiet hours, or undefined when it has none. */
function schoolHours({ visit }: LinkedContext): { from: string; to: string } | undefined {
  const { quietHours } = visit.school.rules;
  return quietHours.from === quietHours.to ? undefined : quietHours;
}

export async function askQuiet(ctx: LinkedContext): Promise<void> {
  const school = schoolHours(ctx);
  await show(ctx, say.askQuiet(school), keyboards.quiet(school));
}

export async function askQuietFrom(ctx: LinkedContext): Promise<void> {
  await show(ctx, say.askQuietFrom(), keyboards.QUIET_FROM);
}

export async function askQuietTo(ctx: LinkedContext, from: string): Promise<void> {
  await show(ctx, say.askQuietTo(from), keyboards.quietTo(from));
}

export async function chooseHours(ctx: LinkedContext, hours: Extract<Tap, { ask: 'hours' }>['hours']): Promise<void> {
  if (!(await chooseHere(ctx, [{ what: 'quiet', hours }]))) return;
  const chosen = typeof hours === 'string' ? undefined : hours;
  await openSettings(ctx, say.quietSaved(hours === 'school' ? schoolHours(ctx) : chosen));
}

export async function askPause(ctx: LinkedContext): Promise<void> {
  await show(ctx, say.askPause(), keyboards.pause(ctx.visit.school.today));
}

export async function pause(ctx: LinkedContext, until: string): Promise<void> {
  if (await chooseHere(ctx, [{ what: 'pause', until }])) await show(ctx, say.paused(until), keyboards.RESUME);
}

export async function resume(ctx: LinkedContext): Promise<void> {
  if (await chooseHere(ctx, [{ what: 'pause', until: null }])) await openSettings(ctx, say.resumed());
}
