import { PassThrough, Readable } from 'node:stream';
import type { Io } from '../../platform/io.ts';
import { runQuickEntry } from '../../quick-entry/cli.ts';

/** `quick-entry --school FILE`: reads the teachers' lines from standard input, needs no database. */
export async function runQuickEntryFile(school: string, io: Io): Promise<number> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await io.readFile(school)) chunks.push(chunk);
  const output = new PassThrough();
  const printed = (async () => {
    for await (const chunk of output) await io.out(String(chunk));
  })();
  const complaints: Promise<void>[] = [];
  const code = await runQuickEntry({
    schoolText: Buffer.concat(chunks).toString('utf8'),
    input: Readable.from(io.stdin()),
    output: output.setEncoding('utf8'),
    complain: (words) => void complaints.push(io.err(`${words}\n`)),
  });
  output.end();
  await Promise.all([printed, ...complaints]);
  return code;
}
