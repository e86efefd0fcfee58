/** From a code of the school's to «Готово»: no class is asked of staff. */
import { answerForBot, type BotRefusal, openForBot } from '../../src/access/invitation-in-bot.ts';
import { staffVisit } from '../../src/access/staff-visit.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';
import * as say from '../../src/texts/bot/teachers.ts';
import { address } from '../../src/texts/russian/names.ts';
import { examplesFor } from './conversation/commands.ts';
import { schoolAt } from './desk.ts';

interface LinkingParts {
  db: Db;
  clock: Clock;
}

/** @returns what is said to whoever sent the code */
export async function takeCode(parts: LinkingParts, chat: string, code: string): Promise<string> {
  const { db, clock } = parts;
  const opened = await openForBot(db, clock, code, { chatId: chat, bot: 'teachers' });
  if (!opened.ok && opened.code === 'otherBot') {
    const parents = await db.botTurn.findUnique({ where: { bot: 'parents' }, select: { username: true } });
    return say.staffCodeForGuardian(parents?.username ?? undefined);
  }
  if (!opened.ok) return refusal(parts, chat, opened.code);
  const { invitationId } = opened;
  const answer = await answerForBot(db, clock, { invitationId, bot: 'teachers', chatId: chat });
  if (!answer.ok) return answer.code === 'wrongClass' ? say.staffCodeUnknown() : refusal(parts, chat, answer.code);
  const examples = examplesFor(await schoolAt(db, clock.now()), answer.personId);
  return say.staffLinked(address(answer), examples);
}

async function refusal(parts: LinkingParts, chat: string, code: BotRefusal): Promise<string> {
  // the same code again, or an update that came twice: what it was for is done
  const visit = code === 'used' ? await staffVisit(parts.db, parts.clock, chat) : null;
  if (visit && !visit.left) return alreadyLinked(visit.name);
  switch (code) {
    case 'used':
      return say.staffCodeUsed();
    case 'expired':
    case 'void':
      return say.staffCodeExpired();
    case 'tooMany':
      return say.staffTooFast();
    default:
      return say.staffCodeUnknown();
  }
}

export function alreadyLinked(name: { last: string; first: string; patronymic: string }): string {
  return say.staffAlreadyLinked([name.last, name.first, name.patronymic].filter(Boolean).join(' '));
}
