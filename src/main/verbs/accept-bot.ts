import type { BotName } from '../../channels/telegram/outcomes.ts';
import { acceptBot } from '../../channels/telegram/own-bot.ts';
import type { Io } from '../../platform/io.ts';
import { COMMAND_LINE as say } from '../../texts/command-line.ts';
import type { App } from '../open-app.ts';

/** `accept-bot BOT`: the other bot whose token the settings hold is the school's own from now on. */
export async function acceptBotVerb(
  { db, clock, wake }: Pick<App, 'db' | 'clock' | 'wake'>,
  io: Io,
  bot: BotName,
): Promise<number> {
  const accepted = await acceptBot({ db, clock }, bot);
  if (accepted) await db.auditRecord.create({ data: { at: clock.now(), action: 'acceptBot', object: `bot:${bot}` } });
  await io.err(`${accepted ? say.botAccepted(bot) : say.noOtherBot(bot)}\n`);
  wake();
  return accepted ? 0 : 1;
}
