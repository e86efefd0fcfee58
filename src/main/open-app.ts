import { settleSecret } from '../access/session-secret.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { type Database, type Db, openDatabase } from '../platform/database/open.ts';
import type { Io } from '../platform/io.ts';
import type { Log } from '../platform/log.ts';
import { type Kind, settleKind } from '../platform/school-kind.ts';
import { COMMAND_LINE as say } from '../texts/command-line.ts';

/** What every verb works with. */
export interface App {
  db: Db;
  database: Database;
  clock: Clock;
  log: Log;
  config: Config;
  kind: Kind['kind'];
  /** tells the process's own sweeps that something may be due */
  wake(): void;
  close(): Promise<void>;
}

/** Opens the database, brings it up to date, checks what it is, and fills a new demo unless `bare`. @throws StartError */
export async function openApp({
  clock,
  log,
  config,
  io,
  bare = false,
}: Pick<App, 'clock' | 'log' | 'config'> & { io: Io; bare?: boolean }): Promise<App> {
  const database = await openDatabase({
    databaseUrl: config.DATABASE_URL,
    dataDir: config.DATA_DIR,
    log,
    patient: bare,
  });
  try {
    const { kind } = await settleKind(database.prisma, clock, config);
    const app: App = {
      db: database.prisma,
      database,
      clock,
      log,
      config,
      kind,
      wake: () => undefined,
      close: () => database.close(),
    };
    // what a restore brings has its own: the next start settles it
    if (!bare) await settleSessionSecret(app, io);
    if (kind === 'demo' && !bare) await fillDemo(app, io);
    return app;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function settleSessionSecret({ db, clock, config }: App, io: Io): Promise<void> {
  const ended = await settleSecret(db, clock, config.SESSION_SECRET);
  if (ended && ended.sessions + ended.invitations > 0) await io.err(`${say.secretChanged(ended)}\n`);
}

async function fillDemo({ db, clock, log, config }: App, io: Io): Promise<void> {
  const { isSeeded, seedDemo } = await import('../../prisma/demo/seed.ts');
  if (await isSeeded(db)) return;
  await io.err(`${say.seeding}\n`);
  // with a token real chats are linked, and made-up ones would only be refused
  await seedDemo({ db, clock, log }, { chats: !config.PARENTS_BOT_TOKEN });
  await io.err(`${say.seeded}\n`);
}
