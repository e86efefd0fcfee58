import { createTeachersBot } from '../../../bots/teachers/bot.ts';
import type { Pacer } from '../../../src/channels/telegram/pacer.ts';
import { pollUpdates } from '../../../src/channels/telegram/poll.ts';
import type { HeldTurn } from '../../../src/channels/telegram/turn.ts';
import { createDispatcher } from '../../../src/channels/telegram/updates.ts';
import type { Clock } from '../../../src/platform/clock.ts';
import type { Db } from '../../../src/platform/database/open.ts';
import { silent } from '../../silent.ts';
import { type BotApi, TEACHERS_TOKEN } from '../../stand-ins/bot-api.ts';

interface RunParts {
  db: Db;
  clock: Clock;
  api: BotApi;
  /** kept over restarts */
  offset: { next: number };
  pacer: Pacer;
  dataDir: string;
}

/** The teachers' bot polling the stand-in, as whoever holds its turn runs it. */
export function runTeachersBot({ db, clock, api, offset, pacer, dataDir }: RunParts): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const to = { token: TEACHERS_TOKEN, apiRoot: api.root };
  const publicUrl = 'https://diary.school.example';
  const options = { ...to, db, clock, log: silent, pacer, dataDir, publicUrl, stop: stopping.signal };
  const bot = createTeachersBot(options);
  const turn: HeldTurn = {
    bot: 'teachers',
    epoch: 1,
    updateOffset: offset.next,
    signal: stopping.signal,
    saveOffset: async (next) => {
      offset.next = next;
      return true;
    },
    saveUsername: async (username) => {
      const data = { bot: 'teachers', username };
      await db.botTurn.upsert({ where: { bot: 'teachers' }, create: data, update: { username } });
    },
  };
  const dispatcher = createDispatcher({ bot: 'teachers', handle: bot.handle, apologise: bot.apologise, log: silent });
  const introduce = () => bot.introduce(turn);
  const done = pollUpdates({ turn, api: bot.pollingApi, dispatcher, pacer, clock, log: silent, introduce });
  return {
    stop: async () => {
      stopping.abort();
      await done;
      bot.close();
    },
  };
}
