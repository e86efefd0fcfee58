import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invite } from '../../../src/access/invitations.ts';
import { createPacer } from '../../../src/channels/telegram/pacer.ts';
import type { Db } from '../../../src/platform/database/open.ts';
import { testDatabase } from '../../database.ts';
import { type FakeClock, fakeClock } from '../../fake-clock.ts';
import { type BotApi, type Person, startBotApi } from '../../stand-ins/bot-api.ts';
import { type ExampleFile, newExampleSchool } from '../school.ts';
import { runTeachersBot } from './run-bot.ts';

/** A Tuesday, 15:00 in the school: the last lesson is over. */
export const AFTERNOON = '2026-09-15T12:00:00Z';

export interface Rig {
  db: Db;
  clock: FakeClock;
  api: BotApi;
  dataDir: string;
  /** a new person in a private chat with the teachers' bot */
  person(name?: string): Person;
  code(personId: string): Promise<string>;
  /** a chat that is linked already; what was said on the way is heard */
  linked(personId: string): Promise<Person>;
  /** resolves when the bot has handled everything that was sent */
  handled(): Promise<void>;
  /** the same process anew: another bot over the same database */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The example school, the stand-in without its limits and on the same fake clock, and the bot polling it. */
export async function startRig(change?: (file: ExampleFile) => void): Promise<Rig> {
  const database = await testDatabase();
  const db = database.db.prisma;
  const clock = fakeClock(AFTERNOON);
  await newExampleSchool(database, clock, change);
  const api = await startBotApi({ limits: { perSecond: 10_000, perChatMs: 0 }, now: () => clock.now().getTime() });
  const dataDir = mkdtempSync(join(tmpdir(), 'vestnik-files-'));
  const offset = { next: 0 };
  const run = () => runTeachersBot({ db, clock, api, offset, dataDir, pacer: createPacer({ clock }) });
  let running = run();
  const person = (name?: string) => api.person('teachers', name ? { name } : {});
  const code = async (personId: string) =>
    (await invite(db, clock, [personId], { publicUrl: 'https://diary.school.example' }))[0]!.code;
  return {
    db,
    clock,
    api,
    dataDir,
    person,
    code,
    linked: async (personId) => {
      const linked = person();
      linked.sends(`/start ${await code(personId)}`);
      await linked.hears();
      return linked;
    },
    handled: () => api.drained('teachers'),
    restart: async () => {
      await running.stop();
      running = run();
    },
    close: async () => {
      await running.stop();
      await api.close();
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
