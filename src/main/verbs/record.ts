import { recordStream } from '../../connectors/record-file.ts';
import type { Io } from '../../platform/io.ts';
import type { App } from '../open-app.ts';

/** `record FILE|-`: a JSON line for each entry, in order, once it is committed. */
export async function recordVerb(app: App, io: Io, file: string): Promise<number> {
  const code = await recordStream({ db: app.db, clock: app.clock }, io, file);
  app.wake();
  return code;
}
