import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { BotName } from '../channels/telegram/outcomes.ts';
import type { Io } from '../platform/io.ts';
import { COMMAND_LINE as say } from '../texts/command-line.ts';
import type { App } from './open-app.ts';
import { acceptBotVerb } from './verbs/accept-bot.ts';
import { backupVerb } from './verbs/backup.ts';
import { doctorVerb } from './verbs/doctor.ts';
import { importVerb } from './verbs/import.ts';
import { inviteVerb } from './verbs/invite.ts';
import { ledgerVerb } from './verbs/ledger.ts';
import { recordVerb } from './verbs/record.ts';
import { restoreVerb } from './verbs/restore.ts';
import { resumeVerb } from './verbs/resume.ts';
import { type WeekOptions, weekVerb } from './verbs/week.ts';

/** Verbs that this process must carry out itself: they open no database, or they are the process that holds it. */
export const OWN_VERBS = ['start', 'quick-entry', 'help'];

export interface VerbParts {
  io: Io;
  /** opens the database when a verb needs it, so that help and wrong usage do not; `bare`: without filling a new demo */
  open: (how?: { bare: boolean }) => Promise<App>;
  start: (only: string | undefined) => Promise<number>;
  quickEntry: (schoolPath: string) => Promise<number>;
}

/**
 * Carries out one verb of the command line.
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage
 */
export async function runVerb(argv: string[], parts: VerbParts): Promise<number> {
  let code = 0;
  const words: Promise<void>[] = [];
  const program = commandLine(parts, (exit) => {
    code = exit;
  });
  const said = {
    writeOut: (text: string) => void words.push(parts.io.err(text)),
    writeErr: (text: string) => void words.push(parts.io.err(text)),
  };
  for (const command of [program, ...program.commands]) command.exitOverride().configureOutput(said);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode === 0 ? 0 : 2;
  }
  await Promise.all(words);
  return code;
}

function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError(say.notANumber);
  return Number(value);
}

function commandLine({ io, open, start, quickEntry }: VerbParts, end: (code: number) => void): Command {
  const program = new Command('vestnik').description(say.about);
  const verb = (name: string, about: string) => program.command(name).description(about);
  const { verbs, options } = say;
  verb('start', verbs.start)
    .option('--only <parts>', options.only)
    .action(async ({ only }: { only?: string }) => end(await start(only)));
  verb('migrate', verbs.migrate).action(async () => {
    await open();
    await io.err(`${say.migrated}\n`);
  });
  verb('import', verbs.import)
    .argument('<file>')
    .option('--dry-run', options.dryRun)
    .addOption(new Option('--confirm-left <count>', options.confirmLeft).argParser(wholeNumber))
    .addOption(new Option('--confirm-transfers <count>', options.confirmTransfers).argParser(wholeNumber))
    .action(async (file: string, chosen: { dryRun?: boolean; confirmLeft?: number; confirmTransfers?: number }) =>
      end(await importVerb(await open(), io, file, chosen)),
    );
  verb('record', verbs.record)
    .argument('<file>')
    .action(async (file: string) => end(await recordVerb(await open(), io, file)));
  verb('invite', verbs.invite)
    .argument('<person...>')
    .action(async (people: string[]) => end(await inviteVerb(await open(), io, people)));
  verb('week', verbs.week)
    .requiredOption('--out <file>', options.out)
    .option('--class <name>', options.class)
    .option('--ending <day>', options.ending)
    .option('--all', options.all)
    .addOption(new Option('--copy <number>', options.copy).argParser(wholeNumber))
    .action(async (chosen: WeekOptions) => end(await weekVerb(await open(), io, chosen)));
  verb('ledger', verbs.ledger)
    .requiredOption('--week <week>', options.ledgerWeek)
    .option('--csv', options.csv)
    .action(async (chosen: { week: string; csv?: boolean }) => end(await ledgerVerb(await open(), io, chosen)));
  verb('quick-entry', verbs.quickEntry)
    .requiredOption('--school <file>', options.school)
    .action(async ({ school }: { school: string }) => end(await quickEntry(school)));
  verb('backup', verbs.backup)
    .argument('<file>')
    .action(async (file: string) => end(await backupVerb(await open({ bare: true }), io, file)));
  verb('restore', verbs.restore)
    .argument('<file>')
    .option('--replace', options.replace)
    .action(async (file: string, chosen: { replace?: boolean }) =>
      end(await restoreVerb(await open({ bare: true }), io, file, chosen)),
    );
  verb('resume', verbs.resume).action(async () => end(await resumeVerb(await open(), io)));
  verb('accept-bot', verbs.acceptBot)
    .addArgument(new Argument('<bot>').choices(['parents', 'teachers']))
    .action(async (bot: BotName) => end(await acceptBotVerb(await open(), io, bot)));
  verb('doctor', verbs.doctor).action(async () => end(await doctorVerb(await open(), io)));
  return program;
}
