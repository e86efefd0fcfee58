/** What comes, how and when, for each child: everything in one glance, then a question for each choice. */
import type { Change } from '../../../src/access/choice-check.ts';
import { allowedRhythms, type ChoiceKind } from '../../../src/access/choice-rules.ts';
import type { SchoolRules } from '../../../src/platform/school-rules.ts';
import * as say from '../../../src/texts/bot/parents-settings.ts';
import type { ChoiceRhythm } from '../../../src/texts/russian/rhythms.ts';
import type { Order } from '../callback-data.ts';
import { type ChatChild, childrenIn, type LinkedContext } from '../context.ts';
import { mailboxOf, type Picture, picturesOf, restOf } from '../pictures.ts';
import * as keyboards from '../settings-keyboards.ts';
import { show } from '../show.ts';
import { chooseHere } from './choose.ts';

/** «Настроить»: all the children on one screen. @param said what was just done, above it */
export async function openSettings(ctx: LinkedContext, said?: string): Promise<void> {
  const children = childrenIn(ctx);
  const pictures = await picturesOf(ctx, children);
  const rest = restOf(ctx, pictures);
  const paper = pictures.length > 0 && pictures.every(({ coming }) => coming.paperToo);
  const text = [...(said ? [said] : []), say.settings(pictures, rest)].join('\n\n');
  await show(ctx, text, keyboards.settings(children, { paused: rest.pausedUntil !== undefined, paper }));
}

/** One of several children; the only one is everything. */
export async function openChild(ctx: LinkedContext, child: ChatChild, said?: string): Promise<void> {
  if (childrenIn(ctx).length === 1) return openSettings(ctx, said);
  const picture = await pictureOf(ctx, child);
  if (!picture) return openSettings(ctx);
  await show(ctx, [...(said ? [said] : []), say.childSettings(picture)].join('\n\n'), keyboards.child(child));
}

async function pictureOf(ctx: LinkedContext, child: ChatChild): Promise<Picture | undefined> {
  const [picture] = await picturesOf(ctx, [child]);
  return picture;
}

export async function askWhere(ctx: LinkedContext, child: ChatChild): Promise<void> {
  const email = await mailboxOf(ctx);
  await show(ctx, say.askWhere(child, email), keyboards.where(child, email !== null));
}

export async function chooseOrder(ctx: LinkedContext, child: ChatChild, order: Order): Promise<void> {
  const { studentId } = child;
  if (!(await chooseHere(ctx, [{ what: 'channels', studentId, channels: [...order] }]))) return;
  const email = await mailboxOf(ctx);
  await openChild(ctx, child, say.whereSaved(order, email?.address));
}

/** The kinds of event with what is chosen for each. */
export async function askKinds(ctx: LinkedContext, child: ChatChild): Promise<void> {
  const picture = await pictureOf(ctx, child);
  if (!picture || picture.coming.by === 'paper') {
    await show(ctx, say.kindsOnPaper(child), keyboards.backTo(child));
    return;
  }
  await show(ctx, say.askKinds(child), keyboards.kinds(child, picture.kinds, picture.coming));
}

export async function askKind(ctx: LinkedContext, child: ChatChild, kind: ChoiceKind): Promise<void> {
  const { rules } = ctx.visit.school;
  await show(ctx, say.askRhythm(kind, child, rules), keyboards.rhythms(child, kind, allowedRhythms(kind, rules)));
}

export async function chooseRhythm(
  ctx: LinkedContext,
  child: ChatChild,
  kind: ChoiceKind,
  rhythm: ChoiceRhythm,
): Promise<void> {
  const { studentId } = child;
  if (!(await chooseHere(ctx, [{ what: 'rhythm', studentId, kind, rhythm }]))) return;
  await openChild(ctx, child, say.rhythmSaved(kind, rhythm));
}

/** The same for the other children as for this one, as far as it concerns both. */
export async function copyToOthers(ctx: LinkedContext, child: ChatChild): Promise<void> {
  const all = await picturesOf(ctx, childrenIn(ctx));
  const model = all.find((one) => one.child.studentId === child.studentId);
  if (!model) return openSettings(ctx);
  const changes = all.filter((one) => one !== model).flatMap((one) => differences(model, one, ctx.visit.school.rules));
  if (await chooseHere(ctx, changes)) await openSettings(ctx, say.copied(all.map((one) => one.child)));
}

function differences(model: Picture, { child: { studentId }, coming, kinds }: Picture, rules: SchoolRules): Change[] {
  const { order, rhythms } = model.coming;
  const elsewhere = order.join() !== coming.order.join();
  return [
    ...(elsewhere ? [{ what: 'channels' as const, studentId, channels: [...order] }] : []),
    ...kinds.flatMap((kind) => {
      const rhythm = model.kinds.includes(kind) ? rhythms[kind] : undefined;
      const copied = rhythm && allowedRhythms(kind, rules).includes(rhythm);
      // another channel has other defaults: what the model shows is then said outright
      return copied && (elsewhere || coming.rhythms[kind] !== rhythm)
        ? [{ what: 'rhythm' as const, studentId, kind, rhythm }]
        : [];
    }),
  ];
}
