/** How fast notices leave for 1,000 chats against a strict 30/s stand-in in a process of its own, without one 429. */
import { createTelegramApis } from '../../src/channels/telegram/api.ts';
import { createTelegramChannel } from '../../src/channels/telegram/channel.ts';
import { noted } from '../../src/channels/telegram/paced.ts';
import { createPacer } from '../../src/channels/telegram/pacer.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { startBotApiProcess } from '../stand-ins/bot-api/child.ts';
import { PARENTS_TOKEN } from '../stand-ins/bot-api.ts';

const CHATS = 1000;
const FLOOR = 28;
const TEXT = 'Пётр, 7Б · вторник, 15 сентября\nАлгебра: 5 (контрольная работа)\nНа среду, 16 сентября\nАлгебра: § 12';

interface Line {
  name: string;
  figure: string;
  floor: string;
  ratio: string;
}

/** @param chats how many; a thousand take 35 s, for the limit itself is what takes the time */
export async function bench(chats = CHATS): Promise<Line[]> {
  const standIn = await startBotApiProcess(chats);
  try {
    const clock = systemClock();
    const address = { token: PARENTS_TOKEN, apiRoot: standIn.root };
    const { api, close } = createTelegramApis(address);
    const pacer = createPacer({ clock, steadyNow: () => performance.now() });
    api.config.use(noted(pacer));
    const channel = createTelegramChannel({ ...address, clock, api });
    for (let chat = 1; chat <= chats; chat += 1) {
      const chatId = String(chat);
      await pacer.slot(chatId);
      const outcome = await channel.send({ channel: 'telegram', bot: 'parents', chatId, text: TEXT, silent: false });
      if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
    }
    close();
    const { accepted, span, tooMany, busiestSecond } = await standIn.tally();
    const speed = ((accepted - 1) * 1000) / span;
    return [
      {
        name: `Telegram, ${chats} chats, one after another`,
        figure: `${speed.toFixed(1)}/s, ${tooMany} × 429, ${busiestSecond} in the busiest second`,
        floor: `${FLOOR}/s, 0 × 429`,
        ratio: (speed / FLOOR).toFixed(2),
      },
    ];
  } finally {
    await standIn.stop();
  }
}
