/** Vestnik's command line: `npm run -s vestnik -- VERB …`; `npm start` is its verb `start`. */
import { settingFaults } from './main/check-settings.ts';
import { openApp } from './main/open-app.ts';
import { startVestnik } from './main/start.ts';
import { runQuickEntryFile } from './main/verbs/quick-entry.ts';
import { OWN_VERBS, runVerb } from './main/verbs.ts';
import { systemClock } from './platform/clock.ts';
import { type Config, readConfig } from './platform/config.ts';
import { callControl } from './platform/control/call.ts';
import { FileError } from './platform/files.ts';
import { type Io, localIo } from './platform/io.ts';
import { createLog } from './platform/log.ts';
import { StartError } from './platform/start-error.ts';
import { COMMAND_LINE as say } from './texts/command-line.ts';

// a read of standard input that nobody waits for would keep the process alive
process.exit(await main(process.argv.slice(2), localIo()));

async function main(argv: string[], io: Io): Promise<number> {
  const read = readConfig(process.env);
  if (!read.ok) {
    for (const { name, message } of read.faults) await io.err(`${say.configFault(name, message)}\n`);
    return 1;
  }
  const faults = settingFaults(read.config);
  if (faults.length) {
    await io.err(`${faults.join('\n')}\n`);
    return 1;
  }
  try {
    return (await overSocket(argv, read.config, io)) ?? (await here(argv, read.config, io));
  } catch (error) {
    if (error instanceof StartError || error instanceof FileError) {
      await io.err(`${error.message}\n`);
      return 1;
    }
    if (io.signal.aborted) return 1;
    throw error;
  }
}

/** On the embedded database a running Vestnik carries the verb out; null when none runs. */
async function overSocket(argv: string[], config: Config, io: Io): Promise<number | null> {
  const [verb] = argv;
  if (config.DATABASE_URL || !verb || OWN_VERBS.includes(verb) || argv.includes('--help')) return null;
  return callControl(config.DATA_DIR, argv, io);
}

async function here(argv: string[], config: Config, io: Io): Promise<number> {
  const clock = systemClock(config.CLOCK_START ? new Date(config.CLOCK_START) : undefined);
  const log = createLog(config.LOG_LEVEL);
  const opened: { close(): Promise<void> }[] = [];
  try {
    return await runVerb(argv, {
      io,
      open: async (how) => {
        const app = await openApp({ clock, log, config, io, ...how });
        opened.push(app);
        return app;
      },
      start: (only) => startVestnik({ clock, log, config, io, only }),
      quickEntry: (school) => runQuickEntryFile(school, io),
    });
  } finally {
    for (const app of opened) await app.close();
  }
}
