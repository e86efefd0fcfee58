/** «Остановить» and «Хочу на бумаге»: the channel changes, the duty to inform does not. */

import type { Change } from '../../../src/access/choice-check.ts';
import { addressesOf } from '../../../src/access/choice-view.ts';
import { childDays } from '../../../src/journal/read/child-week.ts';
import * as say from '../../../src/texts/bot/parents-settings.ts';
import { childrenIn, type LinkedContext } from '../context.ts';
import { picturesOf } from '../pictures.ts';
import { BACK, PAPER, STOP } from '../settings-keyboards.ts';
import { show } from '../show.ts';
import { chooseHere } from './choose.ts';
import { openSettings } from './settings.ts';

export async function askStop(ctx: LinkedContext): Promise<void> {
  await show(ctx, say.askStop(), STOP);
}

/** Telegram off for every child: email for whom the school knows a mailbox that works, else paper. */
export async function stop(ctx: LinkedContext, sure: boolean): Promise<void> {
  if (!sure) return show(ctx, say.stopKept(), BACK);
  const { guardianIds } = ctx.visit.actor;
  const mailboxes = (await addressesOf(ctx.deps.db, guardianIds)).filter(
    ({ channel, works }) => channel === 'email' && works,
  );
  const taken = await picturesOf(ctx, childrenIn(ctx));
  for (const guardianId of guardianIds) {
    const byMail = mailboxes.some((mailbox) => mailbox.guardianId === guardianId);
    const changes = taken.map(
      ({ child: { studentId } }): Change => ({ what: 'channels', studentId, channels: byMail ? ['email'] : ['paper'] }),
    );
    if (!(await chooseHere(ctx, changes, [guardianId]))) return;
  }
  const [mailbox] = mailboxes;
  await show(ctx, say.stopped(mailbox ? 'email' : 'paper', mailbox?.address), BACK);
}

export async function askPaper(ctx: LinkedContext): Promise<void> {
  await show(ctx, say.askPaper(), PAPER);
}

/** A printed sheet each week, with or without the notices here. */
export async function choosePaper(ctx: LinkedContext, kept: boolean): Promise<void> {
  const children = childrenIn(ctx);
  const changes = (await picturesOf(ctx, children)).flatMap(({ child: { studentId }, coming }): Change[] => [
    { what: 'paper', studentId, wished: true },
    ...(kept && coming.order.length > 0 ? [] : [toChannel(studentId, kept)]),
  ]);
  if (await chooseHere(ctx, changes)) await show(ctx, say.paperSaved(children, kept, await teacherOf(ctx)), BACK);
}

/** No sheet besides any more; who had nothing but paper is told here. */
export async function endPaper(ctx: LinkedContext): Promise<void> {
  const changes = (await picturesOf(ctx, childrenIn(ctx))).flatMap(({ child: { studentId }, coming }): Change[] => [
    { what: 'paper', studentId, wished: false },
    ...(coming.order.length > 0 ? [] : [toChannel(studentId, true)]),
  ]);
  if (await chooseHere(ctx, changes)) await openSettings(ctx, say.paperEnded());
}

const toChannel = (studentId: string, here: boolean): Change => ({
  what: 'channels',
  studentId,
  channels: here ? ['telegram'] : ['paper'],
});

/** The class teacher, where all the children have the same. */
async function teacherOf(ctx: LinkedContext): Promise<string | undefined> {
  const { today } = ctx.visit.school;
  const names = new Set<string>();
  for (const { studentId } of childrenIn(ctx)) {
    const read = await childDays(ctx.deps.db, studentId, today, today);
    if (read) names.add(read.classTeacher.name);
  }
  return names.size === 1 ? [...names][0] || undefined : undefined;
}
