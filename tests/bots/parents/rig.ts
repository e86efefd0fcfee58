import { createParentsBot, type ParentsBot } from '../../../bots/parents/bot.ts';
import { invite } from '../../../src/access/invitations.ts';
import { createPacer } from '../../../src/channels/telegram/pacer.ts';
import { pollUpdates } from '../../../src/channels/telegram/poll.ts';
import type { HeldTurn } from '../../../src/channels/telegram/turn.ts';
import { createDispatcher } from '../../../src/channels/telegram/updates.ts';
import type { Db } from '../../../src/platform/database/open.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { type FakeClock, fakeClock } from '../../fake-clock.ts';
import { silent } from '../../silent.ts';
import { type BotApi, PARENTS_TOKEN, type Person, startBotApi } from '../../stand-ins/bot-api.ts';
import { type ExampleFile, newExampleSchool } from '../school.ts';

/** A Tuesday, 15:00 in the school. */
export const NOON = '2026-09-15T12:00:00Z';
export const PUBLIC_URL = 'https://diary.school.example';

export interface Rig {
  db: Db;
  clock: FakeClock;
  api: BotApi;
  bot: ParentsBot;
  /** a new person in a private chat with the parents' bot */
  person(name?: string): Person;
  /** a code for somebody of the school file */
  code(personId: string): Promise<string>;
  /** a chat that is linked already; what was said on the way is heard */
  linked(personId: string, className?: string, person?: Person): Promise<Person>;
  /** resolves when the bot has handled everything that was sent */
  handled(): Promise<void>;
  /** the same process anew: another bot over the same database */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The example school, the stand-in without its limits, and the bot polling it under a fake clock. */
export async function startRig(change?: (file: ExampleFile) => void): Promise<Rig> {
  const database: TestDatabase = await testDatabase();
  const db = database.db.prisma;
  const clock = fakeClock(NOON);
  await newExampleSchool(database, clock, change);
  const api = await startBotApi({ limits: { perSecond: 10_000, perChatMs: 0 } });
  const offset = { next: 0 };
  let running = run(db, clock, api, offset);
  const handled = () => api.drained('parents');
  const code = async (personId: string) => (await invite(db, clock, [personId], { publicUrl: PUBLIC_URL }))[0]!.code;
  const rig: Rig = {
    db,
    clock,
    api,
    get bot() {
      return running.bot;
    },
    person: (name) => api.person('parents', name ? { name } : {}),
    code,
    linked: async (personId, className = '7Б', person = rig.person()) => {
      person.sends(`/start ${await code(personId)}`);
      await person.hears();
      person.sends(className);
      await person.hears();
      return person;
    },
    handled,
    restart: async () => {
      await running.stop();
      running = run(db, clock, api, offset);
    },
    close: async () => {
      await running.stop();
      await api.close();
      await database.close();
    },
  };
  return rig;
}

function run(db: Db, clock: FakeClock, api: BotApi, offset: { next: number }) {
  const stopping = new AbortController();
  const pacer = createPacer({ clock });
  const bot = createParentsBot({
    token: PARENTS_TOKEN,
    apiRoot: api.root,
    db,
    clock,
    log: silent,
    pacer,
    publicUrl: PUBLIC_URL,
    stop: stopping.signal,
  });
  const turn: HeldTurn = {
    bot: 'parents',
    epoch: 1,
    updateOffset: offset.next,
    signal: stopping.signal,
    saveOffset: async (next) => {
      offset.next = next;
      return true;
    },
    saveUsername: async (username) => {
      await db.botTurn.upsert({
        where: { bot: 'parents' },
        create: { bot: 'parents', username },
        update: { username },
      });
    },
  };
  const dispatcher = createDispatcher({ bot: 'parents', handle: bot.handle, apologise: bot.apologise, log: silent });
  const done = pollUpdates({
    turn,
    api: bot.pollingApi,
    dispatcher,
    pacer,
    clock,
    log: silent,
    introduce: () => bot.introduce(turn),
  });
  return {
    bot,
    stop: async () => {
      stopping.abort();
      await done;
      bot.close();
    },
  };
}
