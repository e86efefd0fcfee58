import { setChatReach } from '../../../src/access/chat-reach.ts';
import { resumeChat } from '../../../src/delivery/resumed.ts';
import type { ParentsDeps } from '../context.ts';

/** The chat blocked the bot, or is back: then what it missed is told by itself. */
export async function noteReach({ db, clock }: ParentsDeps, chatId: string, reachable: boolean): Promise<void> {
  if (reachable) await resumeChat({ db, clock }, chatId);
  else await setChatReach(db, clock, { bot: 'parents', chatId, reachable });
}
