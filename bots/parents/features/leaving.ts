/** «Остановить» and «Хочу на бумаге»: the channel changes, the duty to inform does not. */
import { setChannels } from '../../../src/access/choices.ts';
import { wishPaper } from '../../../src/access/paper-wish.ts';
import { childDays } from '../../../src/journal/read/child-week.ts';
import * as say from '../../../src/texts/bot/parents.ts';
import { childrenIn, type LinkedContext } from '../context.ts';
import { emailOf } from '../email.ts';
import { PAPER, STOP } from '../keyboards.ts';
import { show } from '../show.ts';
import { forEachPair } from './settings.ts';

export async function askStop(ctx: LinkedContext): Promise<void> {
  await show(ctx, say.askStop(), STOP);
}

/** Telegram off for every child: email where the school knows an address, else paper. */
export async function stop(ctx: LinkedContext, sure: boolean): Promise<void> {
  if (!sure) return show(ctx, say.stopKept());
  const address = await emailOf(ctx);
  const next = address ? 'email' : 'paper';
  await forEachPair(ctx, childrenIn(ctx), (tx, choice) => setChannels(tx, choice, [next]));
  await show(ctx, say.stopped(next, address));
}

export async function askPaper(ctx: LinkedContext): Promise<void> {
  await show(ctx, say.askPaper(), PAPER);
}

/** A printed sheet each week, with or without the notices here. */
export async function choosePaper(ctx: LinkedContext, kept: boolean): Promise<void> {
  const children = childrenIn(ctx);
  await forEachPair(ctx, children, async (tx, choice, pair) => {
    await wishPaper(tx, choice, true);
    const others = pair.channels.filter((channel) => channel === 'telegram' || channel === 'email');
    if (!kept) await setChannels(tx, choice, ['paper']);
    else if (others.length === 0) await setChannels(tx, choice, ['telegram']);
    else if (pair.channels[0] === 'paper') await setChannels(tx, choice, others);
  });
  await show(ctx, say.paperSaved(children, kept, await teacherOf(ctx)));
}

/** The class teacher, where all the children have the same. */
export async function teacherOf(ctx: LinkedContext): Promise<string | undefined> {
  const { today } = ctx.visit.school;
  const names = new Set<string>();
  for (const { studentId } of childrenIn(ctx)) {
    const read = await childDays(ctx.deps.db, studentId, today, today);
    if (read) names.add(read.classTeacher.name);
  }
  return names.size === 1 ? [...names][0] || undefined : undefined;
}
