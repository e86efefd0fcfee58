/** From a code of the school's letter to «Готово»: code, the child's class, linked. */
import { chatVisit } from '../../../src/access/chat-visit.ts';
import { answerForBot, type BotRefusal, openForBot } from '../../../src/access/invitation-in-bot.ts';
import { rateLimited } from '../../../src/texts/bot/parents.ts';
import * as say from '../../../src/texts/bot/parents-linking.ts';
import { address } from '../../../src/texts/russian/names.ts';
import { childrenIn, type LinkedContext, type ParentsContext } from '../context.ts';
import { type Dialogue, endDialogue, readDialogue, saveDialogue } from '../dialogue.ts';
import { classes, LINKED, MENU } from '../keyboards.ts';
import { picturesOf, restOf } from '../pictures.ts';

/** Seconds after which a chat that tried too many codes may try again (access: ten within an hour). */
const WAIT_SECONDS = 3600;

/** A code came: by /start CODE, by the letter's link, or typed. */
export async function takeCode(ctx: ParentsContext, code: string): Promise<void> {
  const { db, clock } = ctx.deps;
  const opened = await openForBot(db, clock, code, { chatId: ctx.address, bot: 'parents' });
  if (!opened.ok) return refuse(ctx, opened.code);
  const choices = opened.classChoices;
  await saveDialogue(ctx, { step: 'class', invitationId: opened.invitationId, choices });
  const question = say.askClass({ children: opened.children.length, typed: choices.length === 0 });
  await ctx.reply(question, { reply_markup: classes(choices) });
}

/** The class was named, by a button or typed. */
export async function takeClass(ctx: ParentsContext, className: string): Promise<void> {
  const dialogue = await readDialogue(ctx);
  if (!dialogue) return askForCode(ctx);
  const { db, clock } = ctx.deps;
  const { invitationId } = dialogue;
  const answer = await answerForBot(db, clock, { invitationId, className, bot: 'parents', chatId: ctx.address });
  if (!answer.ok && answer.code === 'wrongClass') return askAgain(ctx, dialogue, answer.left);
  // a used code in a chat that is linked: the answer came twice, or its «Готово» was lost on the way
  if (answer.ok) await welcome(ctx, { moved: answer.moved, staff: answer.staff });
  // a used code in a chat that is linked: the answer came twice, or its «Готово» was lost on the way
  else if (answer.code === 'used' && childrenIn(ctx).length > 0) await welcome(ctx, { moved: false, staff: false });
  else if (answer.code === 'void') await ctx.reply(say.codeVoided());
  else await refuse(ctx, answer.code);
  await endDialogue(ctx);
}

async function askAgain(ctx: ParentsContext, { choices }: Dialogue, left: number): Promise<void> {
  await ctx.reply(say.wrongClass(left), { reply_markup: classes(choices) });
}

/** Says what will come and how to change it; and plainly what became of another chat, who else reads this one. */
async function welcome(ctx: ParentsContext, { moved, staff }: { moved: boolean; staff: boolean }): Promise<void> {
  const { db, clock } = ctx.deps;
  const visit = await chatVisit(db, clock, ctx.address);
  if (!visit) throw new Error('a chat that was just linked has nobody');
  const linked: LinkedContext = Object.assign(ctx, { visit });
  const readers = await readersOf(linked);
  const name = readers[0] ?? '';
  const text = [
    await whatComes(linked, name),
    ...(moved ? [say.chatMoved()] : []),
    ...(readers.length > 1 ? [say.chatShared(readers.toReversed())] : []),
    ...(staff ? [say.alsoForStaff(await teachersBot(ctx))] : []),
  ].join('\n\n');
  await ctx.reply(text, { reply_markup: LINKED });
}

/** One sentence each where all the children have the same. */
async function whatComes(ctx: LinkedContext, name: string): Promise<string> {
  const pictures = await picturesOf(ctx, childrenIn(ctx));
  const children = pictures.map(({ child }) => child);
  const [first] = pictures;
  const alike = pictures.every(
    ({ coming, kinds }) =>
      coming.by === first?.coming.by && kinds.every((kind) => coming.rhythms[kind] === first.coming.rhythms[kind]),
  );
  if (!first || !alike) return say.linkedApart(name, children);
  return say.linked(name, children, { rhythms: first.coming.rhythms, ...restOf(ctx, pictures) });
}

/** The people who read this chat, the one who was linked last first. */
async function readersOf({ deps, visit }: LinkedContext): Promise<string[]> {
  const holders = await deps.db.contactHolder.findMany({
    where: { contactId: visit.contactId, endedAt: null },
    orderBy: { linkedAt: 'desc' },
    select: { person: { select: { first: true, patronymic: true } } },
  });
  return holders.map(({ person }) => address(person));
}

async function refuse(ctx: ParentsContext, code: BotRefusal): Promise<void> {
  // the same code again, or an update that came twice: what it was for is done
  if (code === 'used' && childrenIn(ctx).length > 0) return sayLinked(ctx);
  const words: Record<BotRefusal, () => string | Promise<string>> = {
    unknown: say.codeUnknown,
    used: say.codeUsed,
    expired: say.codeExpired,
    // replaced by a newer one, or voided before: either way the school gives another
    void: say.codeExpired,
    tooMany: () => rateLimited(WAIT_SECONDS),
    notPermitted: () => say.linkedWithoutConsent(),
    diaryOnly: say.codeForPupil,
    otherBot: async () => say.codeForStaff(await teachersBot(ctx)),
  };
  await ctx.reply(await words[code]());
}

/** The @name of the teachers' bot, once it is known. */
async function teachersBot({ deps }: ParentsContext): Promise<string | undefined> {
  const turn = await deps.db.botTurn.findUnique({ where: { bot: 'teachers' }, select: { username: true } });
  return turn?.username ?? undefined;
}

/** /start without a code, a class without a question, a text out of the blue. */
export async function askForCode(ctx: ParentsContext): Promise<void> {
  if (childrenIn(ctx).length > 0) return sayLinked(ctx);
  const once = await ctx.deps.db.contactHolder.count({
    where: { endedAt: { not: null }, contact: { channel: 'telegram', bot: 'parents', address: ctx.address } },
  });
  await ctx.reply(once > 0 ? say.noLongerLinked() : say.askCode());
}

async function sayLinked(ctx: ParentsContext): Promise<void> {
  await ctx.reply(say.alreadyLinked(childrenIn(ctx)), { reply_markup: MENU });
}
