import type { BotName } from '../../channels/telegram/outcomes.ts';
import { acceptBot, botIdOf } from '../../channels/telegram/own-bot.ts';
import type { Io } from '../../platform/io.ts';
import { COMMAND_LINE as say } from '../../texts/command-line.ts';
import type { App } from '../open-app.ts';

/** `accept-bot BOT`: the other bot whose token the settings hold is the school's own from now on. */
export async function acceptBotVerb(
  { db, clock, config, wake }: Pick<App, 'db' | 'clock' | 'config' | 'wake'>,
  io: Io,
  bot: BotName,
): Promise<number> {
  const token = bot === 'parents' ? config.PARENTS_BOT_TOKEN : config.TEACHERS_BOT_TOKEN;
  const accepted = await acceptBot({ db, clock }, bot, token ? botIdOf(token) : null);
  if (accepted) await db.auditRecord.create({ data: { at: clock.now(), action: 'acceptBot', object: `bot:${bot}` } });
  await io.err(`${accepted ? say.botAccepted(bot) : say.noOtherBot(bot)}\n`);
  wake();
  return accepted ? 0 : 1;
}
