import { invite, UnknownPeople } from '../../access/invitations.ts';
import type { Io } from '../../platform/io.ts';
import { COMMAND_LINE as say } from '../../texts/command-line.ts';
import type { App } from '../open-app.ts';

/** `invite PERSON…`: all or none. */
export async function inviteVerb(app: App, io: Io, people: string[]): Promise<number> {
  try {
    const made = await invite(app.db, app.clock, people, { publicUrl: app.config.publicUrl });
    for (const one of made) await io.out(`${JSON.stringify(one)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof UnknownPeople)) throw error;
    await io.err(`${say.unknownPeople(error.ids)}\n`);
    return 1;
  }
}
