/** Notices from their rows to the provider's yes, on both databases, with fsync. */
import { createTelegramApis } from '../../src/channels/telegram/api.ts';
import { createTelegramChannel } from '../../src/channels/telegram/channel.ts';
import { noted } from '../../src/channels/telegram/paced.ts';
import { createPacer } from '../../src/channels/telegram/pacer.ts';
import { sendTelegram } from '../../src/delivery/send-telegram.ts';
import { chatOf } from '../crash/crash-school.ts';
import { startBotApiProcess } from '../stand-ins/bot-api/child.ts';
import { PARENTS_TOKEN } from '../stand-ins/bot-api.ts';
import { benchLetters } from './letters.ts';
import { type DatabaseName, databases, FAMILIES, inNewsSchool } from './news-school.ts';

const TELEGRAM_FLOOR = 28;
const EMAIL_FLOOR = 0.7;

export interface BenchLine {
  name: string;
  figure: string;
  floor: string;
  ratio: string;
}

export async function bench(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  for (const on of databases()) lines.push(await benchLetters(on, EMAIL_FLOOR), await telegram(on));
  return lines;
}

async function telegram(on: DatabaseName): Promise<BenchLine> {
  const standIn = await startBotApiProcess(chatOf(FAMILIES));
  return inNewsSchool(on, true, async ({ worker, news }) => {
    await news();
    const { clock } = worker;
    const { api, close } = createTelegramApis({ token: PARENTS_TOKEN, apiRoot: standIn.root });
    const pace = createPacer({ clock, steadyNow: () => performance.now() });
    api.config.use(noted(pace));
    const channel = createTelegramChannel({ token: PARENTS_TOKEN, apiRoot: standIn.root, clock, api });
    await sendTelegram({ ...worker, bot: 'parents', channel, pace });
    close();
    const { accepted, span, tooMany } = await standIn.tally();
    await standIn.stop();
    if (accepted !== FAMILIES) throw new Error(`${accepted} of ${FAMILIES} messages arrived`);
    const speed = ((accepted - 1) * 1000) / span;
    return {
      name: `Telegram: 1,000 chats from the database, ${on}`,
      figure: `${speed.toFixed(1)}/s, ${tooMany} × 429`,
      floor: `${TELEGRAM_FLOOR}/s, 0 × 429`,
      ratio: (speed / TELEGRAM_FLOOR).toFixed(2),
    };
  });
}
