/** Help, the way into the diary, «Вижу». */
import { createSignInLink } from '../../../src/access/sign-in-links.ts';
import { markTapped } from '../../../src/delivery/evidence.ts';
import { childDays } from '../../../src/journal/read/child-week.ts';
import * as say from '../../../src/texts/bot/parents.ts';
import { childrenIn, type LinkedContext } from '../context.ts';
import { MENU } from '../keyboards.ts';

export async function help(ctx: LinkedContext): Promise<void> {
  const { name, today } = ctx.visit.school;
  const children = childrenIn(ctx);
  const [only] = children;
  const read = children.length === 1 && only ? await childDays(ctx.deps.db, only.studentId, today, today) : null;
  const teacher = read?.classTeacher.name ? read.classTeacher : undefined;
  await ctx.reply(say.help(name, teacher), { reply_markup: MENU });
}

/** A one-time link into the diary, of the person who was linked to the chat first. */
export async function diary(ctx: LinkedContext): Promise<void> {
  const { db, clock, publicUrl } = ctx.deps;
  const [personId] = ctx.visit.actor.personIds;
  if (!personId) return;
  const { link, expires } = await createSignInLink(db, clock, personId, { publicUrl });
  const minutes = Math.round((expires.getTime() - clock.now().getTime()) / 60_000);
  await ctx.reply(say.diaryLink(link, minutes), {
    link_preview_options: { is_disabled: true },
    reply_markup: MENU,
  });
}

/** «Вижу» under a weekly summary: evidence, for what was sent to this chat's people alone. */
export async function seen(ctx: LinkedContext, deliveryId: number): Promise<string> {
  const { personIds } = ctx.visit.actor;
  const own = await markTapped(ctx.deps, { deliveryId, personIds });
  return own ? say.seen() : say.staleButton();
}
