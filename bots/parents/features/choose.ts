import type { Change } from '../../../src/access/choice-check.ts';
import { choose } from '../../../src/access/choices.ts';
import { choiceFault } from '../../../src/texts/choices.ts';
import type { LinkedContext } from '../context.ts';
import { BACK } from '../settings-keyboards.ts';
import { show } from '../show.ts';

/**
 * Makes changes for everybody who reads this chat, or only for those named.
 * @returns false when they were refused, and it was said why
 */
export async function chooseHere(
  ctx: LinkedContext,
  changes: Change[],
  guardianIds: string[] = ctx.visit.actor.guardianIds,
): Promise<boolean> {
  const chosen = await choose(ctx.deps, { actor: ctx.visit.actor, guardianIds, way: 'bot' }, changes);
  if (!chosen.ok) await show(ctx, choiceFault(chosen.code, chosen.field), BACK);
  return chosen.ok;
}
