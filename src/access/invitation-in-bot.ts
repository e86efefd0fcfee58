/** An invitation in a bot: its code is looked at, the class is asked, and the chat is the person's. */
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { type Bot, linkChat, preferTelegram } from './contacts.ts';
import { hashCode, readCode } from './invitation-codes.ts';
import {
  describe,
  isClassOf,
  type Opened,
  type Purpose,
  type Refusal,
  refusal,
  use,
  wrongAnswer,
} from './invitation-use.ts';
import { countFailure, type Limit, withinLimits } from './rate-limit.ts';
import type { Child } from './relations.ts';

const OF_BOT = { parents: 'parentsUsedAt', teachers: 'teachersUsedAt' } as const satisfies Record<Bot, Purpose>;

/** `otherBot`: the code is good, for the other bot; `diaryOnly`: a pupil's, for no bot */
export type BotRefusal = Refusal | 'otherBot' | 'diaryOnly';

/**
 * Looks at a code sent to a bot; uses nothing up. Wrong codes are counted for the chat: after ten within an hour it waits,
 * while every other chat may go on.
 */
export async function openForBot(
  db: Db,
  clock: Clock,
  code: string,
  from: { chatId: string; bot: Bot },
): Promise<Opened | { ok: false; code: BotRefusal }> {
  const limits: Limit[] = [{ key: `code:chat:${from.chatId}`, failures: 10, minutes: 60 }];
  if (!(await withinLimits(db, clock, limits))) return { ok: false, code: 'tooMany' };
  const { secret } = await db.school.findUniqueOrThrow({ where: { id: 1 } });
  const digits = readCode(code);
  const found = digits && (await db.invitation.findUnique({ where: { codeHash: hashCode(secret, digits) } }));
  const refused = found ? refusal(found, clock.now(), OF_BOT[from.bot]) : 'unknown';
  if (!found || refused) {
    await countFailure(db, clock, limits);
    return { ok: false, code: refused ?? 'unknown' };
  }
  const opened = await describe(db, clock, found);
  const unfit = misfit(opened, from.bot);
  return unfit ? { ok: false, code: unfit } : opened;
}

export type BotAnswer =
  | {
      ok: true;
      personId: string;
      guardian: boolean;
      staff: boolean;
      first: string;
      patronymic: string;
      children: Child[];
      /** the chat that was this person's until now is so no more */
      moved: boolean;
    }
  | { ok: false; code: 'wrongClass'; left: number }
  | { ok: false; code: BotRefusal };

/**
 * Takes the answer to «which class» and links the chat: contact, holder, channels (Telegram first) and the used code in one
 * transaction. The class of any of the person's children is right. In the teachers' bot no class is asked.
 * Wrong answers are kept with the invitation, whoever gives them: the fifth voids it.
 */
export async function answerForBot(
  db: Db,
  clock: Clock,
  answer: { invitationId: number; className?: string; bot: Bot; chatId: string },
): Promise<BotAnswer> {
  return await db.$transaction(async (tx) => {
    const invitation = await tx.invitation.findUnique({ where: { id: answer.invitationId } });
    const purpose = OF_BOT[answer.bot];
    const refused = invitation ? refusal(invitation, clock.now(), purpose) : 'unknown';
    if (!invitation || refused) return { ok: false, code: refused ?? 'unknown' };
    const opened = await describe(tx, clock, invitation);
    const unfit = misfit(opened, answer.bot);
    if (unfit) return { ok: false, code: unfit };
    if (answer.bot === 'parents' && !isClassOf(opened.children, answer.className ?? '')) {
      return await wrongAnswer(tx, clock.now(), invitation.id);
    }
    if (!(await use(tx, clock.now(), invitation.id, purpose))) return { ok: false, code: 'used' };
    const { moved } = await linkChat(tx, clock.now(), invitation.personId, answer.bot, answer.chatId);
    if (answer.bot === 'parents') await preferTelegram(tx, clock.now(), invitation.personId);
    const person = await tx.person.findUniqueOrThrow({ where: { id: invitation.personId } });
    const { personId, guardian, staff, children } = opened;
    return { ok: true, personId, guardian, staff, first: person.first, patronymic: person.patronymic, children, moved };
  });
}

/** Why a good code opens nothing in this bot, or null. */
function misfit({ guardian, staff, pupil, children }: Opened, bot: Bot): Exclude<BotRefusal, 'used'> | null {
  if (pupil && !guardian && !staff) return 'diaryOnly';
  if (bot === 'teachers') return staff ? null : 'otherBot';
  if (!guardian) return 'otherBot';
  return children.length > 0 ? null : 'notPermitted';
}
