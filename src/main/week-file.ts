import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { pagesIn } from '../channels/paper/file.ts';
import { writeRun } from '../channels/paper/run.ts';
import { freezePrint, frozenPdf } from '../delivery/frozen-print.ts';
import type { WeekPrint } from '../delivery/print-week.ts';
import type { App } from './open-app.ts';

/** Bytes of the largest file that is kept: some 2,500 sheets. */
const LARGEST_KEPT = 16 * 1024 * 1024;

/** Writes a week's sheets and ends the sink: the same bytes as the first time, else made now and kept. */
export async function writeWeekFile(
  app: Pick<App, 'db' | 'clock'>,
  print: WeekPrint,
  sink: Writable,
): Promise<{ sheets: number; pages: number }> {
  const frozen = await frozenPdf(app.db, print.scope);
  if (frozen) {
    sink.end(frozen);
    await finished(sink);
    return { sheets: print.count, pages: pagesIn(frozen) };
  }
  const copy = copyOf(sink, print.scope.all ? 0 : LARGEST_KEPT);
  const { sheets, pages } = await writeRun(copy.sink, print);
  await freezePrint(app, print.scope, { ...copy.taken(), sheets: sheets.length });
  return { sheets: sheets.length, pages };
}

/** Passes everything on, and remembers it up to a size. */
function copyOf(sink: Writable, most: number) {
  const hash = createHash('sha256');
  let size = 0;
  let kept: Buffer[] = [];
  const through = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      size += chunk.length;
      hash.update(chunk);
      if (size > most) kept = [];
      else kept.push(chunk);
      sink.write(chunk, done);
    },
    final: (done) => {
      sink.end();
      finished(sink).then(() => done(), done);
    },
    destroy: (error, done) => {
      sink.destroy();
      done(error);
    },
  });
  // its failure reaches `through` by way of the write that failed
  sink.on('error', () => undefined);
  sink.on('close', () => through.destroy());
  return {
    sink: through,
    taken: () => ({ sha256: hash.digest('hex'), pdf: size > most ? null : Buffer.concat(kept) }),
  };
}
