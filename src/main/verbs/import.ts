import { importSchool } from '../../connectors/school-file/import.ts';
import type { Io } from '../../platform/io.ts';
import { COMMAND_LINE as say } from '../../texts/command-line.ts';
import type { App } from '../open-app.ts';

/** `import FILE`: a demo keeps its own school. */
export async function importVerb(
  app: App,
  io: Io,
  file: string,
  options: { dryRun?: boolean; confirmLeft?: number; confirmTransfers?: number },
): Promise<number> {
  if (app.kind === 'demo') {
    await io.err(`${say.demoImport}\n`);
    return 1;
  }
  return importSchool({ db: app.db, clock: app.clock, log: app.log }, io, file, options);
}
