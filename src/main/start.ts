import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { endLeases } from '../delivery/lease.ts';
import { mendLetters } from '../delivery/rejected.ts';
import { keepSweepRuns } from '../oversight/sweep-runs.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { serveControl } from '../platform/control/serve.ts';
import type { Io } from '../platform/io.ts';
import type { Log } from '../platform/log.ts';
import { COMMAND_LINE } from '../texts/command-line.ts';
import { START as say } from '../texts/start.ts';
import { runBots } from './bots.ts';
import { createWake, type Sweep, startLoops } from './loops.ts';
import { openMail } from './mail.ts';
import { type App, openApp } from './open-app.ts';
import { createPulse, type Pulse } from './pulse.ts';
import { createRenderers } from './render.ts';
import { createSweeps } from './sweeps.ts';
import { runQuickEntryFile } from './verbs/quick-entry.ts';
import { runVerb } from './verbs.ts';
import { serveWeb } from './web.ts';

const PARTS = ['serve', 'work', 'bots'] as const;
type Part = (typeof PARTS)[number];

const RUNS_KEPT_MS = 30_000;

export interface StartParts {
  clock: Clock;
  log: Log;
  config: Config;
  io: Io;
  /** comma-separated parts; absent: all */
  only: string | undefined;
}

/** What is running, and how it ends; ends are called last first. */
export type Ends = (() => Promise<void>)[];

/**
 * The verb `start`: runs until the process is told to end.
 * @returns the exit code
 * @throws StartError where it cannot start
 */
export async function startVestnik({ clock, log, config, io, only }: StartParts): Promise<number> {
  const parts = only === undefined ? [...PARTS] : only.split(',').map((part) => part.trim());
  const wrong = parts.find((part) => !PARTS.includes(part as Part));
  if (wrong !== undefined) {
    await io.err(`${COMMAND_LINE.badOnly(wrong)}\n`);
    return 2;
  }
  const app = await openApp({ clock, log, config, io });
  const ends: Ends = [() => app.close()];
  try {
    await run(app, io, parts as Part[], ends);
    await io.err(`${say.running}\n`);
    await untilTold(io.signal);
    await io.err(`${say.stopping}\n`);
    return 0;
  } finally {
    for (const end of ends.reverse()) await end().catch((error: unknown) => log.error({ err: error }, 'an end failed'));
  }
}

async function run(app: App, io: Io, parts: Part[], ends: Ends): Promise<void> {
  const { db, clock, log, config, database } = app;
  if (database.dialect === 'embedded') await endLeases({ db, clock }, { all: true });
  if (config.SMTP_URL && parts.includes('work')) await mendLetters({ db, clock });
  const school = await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { secret: true } });
  const render = createRenderers({ secret: school.secret, publicUrl: config.publicUrl });
  const holder = `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
  const stopping = new AbortController();
  const wake = createWake();
  app.wake = wake.wake;
  const pulse = createPulse(clock);
  const worker = { ...app, holder, render, signal: stopping.signal };
  const bots = parts.includes('bots') ? await runBots(worker, { wake, pulse }) : null;
  if (bots) ends.push(bots.stop);
  const diary = parts.includes('serve');
  // Telegram posts to whoever runs the bots
  const mail = diary || parts.includes('work') ? openMail(app) : null;
  if (mail) ends.push(() => mail.close());
  if (diary || (bots && config.TELEGRAM_MODE === 'webhook'))
    ends.push(await serveWeb(app, { pulse, io, bots, mail, diary }));
  const sweeps = parts.includes('work') ? createSweeps(worker, mail) : [];
  const loops = startLoops({ clock, log, wake, pulse }, [...sweeps, keepRuns(db, pulse)]);
  ends.push(async () => {
    stopping.abort();
    await loops.stop();
  });
  if (database.control) ends.push(serveVerbs(app, database.control));
}

/** When each loop of this process last ran, for the metrics of whichever process is asked. */
function keepRuns(db: App['db'], pulse: Pulse): Sweep {
  const run = () => keepSweepRuns(db, pulse.states()).then(() => 0);
  return { name: 'runs', everyMs: RUNS_KEPT_MS, run };
}

/** Other verbs come over the socket, while this process holds the database. */
function serveVerbs(app: App, control: NonNullable<App['database']['control']>): () => Promise<void> {
  return serveControl(control, (argv, io) =>
    runVerb(argv, {
      io,
      open: async () => app,
      start: async () => {
        await io.err(`${say.alreadyRunning}\n`);
        return 1;
      },
      quickEntry: (school) => runQuickEntryFile(school, io),
    }),
  );
}

function untilTold(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
