/** What comes, when and where, for each child; every choice is kept with who, when and the ground. */
import { type Choice, setChannels, setQuietHours, setRhythm } from '../../../src/access/choices.ts';
import { GROUND } from '../../../src/access/grounds.ts';
import type { Pair } from '../../../src/notify/audience.ts';
import type { Tx } from '../../../src/platform/database/open.ts';
import * as say from '../../../src/texts/bot/parents.ts';
import type { ChoiceRhythm } from '../../../src/texts/russian/rhythms.ts';
import type { ChosenChannel, KINDS, QUIET } from '../callback-data.ts';
import { type ChatChild, childrenIn, type LinkedContext, pairsOf, planOf } from '../context.ts';
import { emailOf } from '../email.ts';
import * as keyboards from '../keyboards.ts';
import { show } from '../show.ts';

/** «Настроить»: of several children the one that is chosen. */
export async function askSettings(ctx: LinkedContext): Promise<void> {
  const children = childrenIn(ctx);
  const [only] = children;
  if (children.length === 1 && only) return openSettings(ctx, only);
  await show(ctx, say.settingsWhichChild(), keyboards.whichChild(children, 'settings'));
}

export async function openSettings(ctx: LinkedContext, child: ChatChild): Promise<void> {
  const [pair] = await pairsOf(ctx, [child]);
  const channels = (pair?.channels ?? []).filter(isChannel);
  await show(ctx, say.settings(child, planOf(pair, ctx), channels), keyboards.settings(child));
}

const isChannel = (channel: string): channel is ChosenChannel => ['telegram', 'email', 'paper'].includes(channel);

export async function askKind(ctx: LinkedContext, child: ChatChild, kind: (typeof KINDS)[number]): Promise<void> {
  await show(ctx, say.askRhythm(kind, child), keyboards.rhythms(child, kind));
}

export async function chooseRhythm(
  ctx: LinkedContext,
  child: ChatChild,
  kind: (typeof KINDS)[number],
  rhythm: ChoiceRhythm,
): Promise<void> {
  await forEachPair(ctx, [child], (tx, choice) => setRhythm(tx, choice, kind, rhythm));
  await show(ctx, say.rhythmSaved(kind, rhythm), keyboards.backToSettings(child));
}

export async function askWhere(ctx: LinkedContext, child: ChatChild): Promise<void> {
  await show(ctx, say.askChannel(child), keyboards.channels(child));
}

/** The chosen channel goes first; what was chosen before stays behind it for the day it fails. */
export async function chooseChannel(ctx: LinkedContext, child: ChatChild, channel: ChosenChannel): Promise<void> {
  const address = channel === 'email' ? await emailOf(ctx) : undefined;
  if (channel === 'email' && !address) {
    await show(ctx, say.emailUnknown(), keyboards.backToSettings(child));
    return;
  }
  await forEachPair(ctx, [child], (tx, choice, pair) => {
    const others = pair.channels.filter(isChannel).filter((each) => each !== channel);
    return setChannels(tx, choice, [channel, ...others]);
  });
  await show(ctx, say.channelSaved(channel, child, address), keyboards.backToSettings(child));
}

export async function askQuiet(ctx: LinkedContext, child: ChatChild): Promise<void> {
  await show(ctx, say.askQuiet(), keyboards.quietHours(child));
}

/** Quiet hours are a person's, whatever the child. «В любое время» is a span of no length. */
export async function chooseQuiet(ctx: LinkedContext, child: ChatChild, hours: (typeof QUIET)[number]): Promise<void> {
  const [from = '', to = ''] = hours === 'none' ? ['00:00', '00:00'] : hours.split('-');
  const { db, clock } = ctx.deps;
  await db.$transaction(async (tx) => {
    for (const guardianId of ctx.visit.actor.guardianIds) {
      const choice = { guardianId, byId: guardianId, ground: GROUND.bot, at: clock.now() };
      await setQuietHours(tx, choice, { from, to });
    }
  });
  await show(ctx, say.quietSaved(hours === 'none' ? null : { from, to }), keyboards.backToSettings(child));
}

/** One choice for every guardian of this chat and each of the children, in one transaction. */
export async function forEachPair(
  ctx: LinkedContext,
  children: readonly ChatChild[],
  choose: (tx: Tx, choice: Choice, pair: Pair) => Promise<void>,
): Promise<void> {
  const pairs = await pairsOf(ctx, children);
  const { db, clock } = ctx.deps;
  await db.$transaction(async (tx) => {
    for (const pair of pairs) {
      const { guardianId, studentId } = pair;
      await choose(tx, { guardianId, studentId, byId: guardianId, ground: GROUND.bot, at: clock.now() }, pair);
    }
  });
}
