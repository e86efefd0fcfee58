/** What comes to this chat of each child, as settings show it. */

import { type ChoiceKind, kindsOf } from '../../src/access/choice-rules.ts';
import { addressesOf } from '../../src/access/choice-view.ts';
import { loadComing } from '../../src/delivery/coming.ts';
import type { Coming } from '../../src/notify/coming.ts';
import type { ChildPicture } from '../../src/texts/bot/parents-settings.ts';
import type { Rest } from '../../src/texts/choices.ts';
import type { ChatChild, LinkedContext } from './context.ts';

export interface Picture extends ChildPicture {
  child: ChatChild;
  coming: Coming;
  kinds: readonly ChoiceKind[];
}

/** Children without a pair of this chat's guardians are left out: what is shown is what can be chosen. */
export async function picturesOf(ctx: LinkedContext, children: readonly ChatChild[]): Promise<Picture[]> {
  const { actor, school } = ctx.visit;
  const studentIds = children.map(({ studentId }) => studentId);
  const coming = await loadComing(ctx.deps.db, { guardianIds: actor.guardianIds, studentIds }, school);
  return children.flatMap((child) => {
    const own = coming.get(child.studentId);
    return own ? [{ child, coming: own, kinds: kindsOf(child.grade) }] : [];
  });
}

/** The hours and the pause that hold for whoever reads this chat. */
export function restOf({ visit }: LinkedContext, [first]: readonly Picture[]): Rest {
  const quiet = first?.coming.quiet ?? visit.school.rules.quietHours;
  const pausedUntil = first?.coming.pausedUntil;
  return { ...(quiet.from !== quiet.to && { quiet }), ...(pausedUntil && { pausedUntil }) };
}

/** The mailbox of one of this chat's guardians, or null. */
export async function mailboxOf({ deps, visit }: LinkedContext): Promise<{ address: string; works: boolean } | null> {
  const known = await addressesOf(deps.db, visit.actor.guardianIds);
  return known.find(({ channel }) => channel === 'email') ?? null;
}
