import { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { writeRun } from '../channels/paper/run.ts';
import { type FileKeeper, keptFile, openKeeper, partsOf } from '../delivery/print-files.ts';
import type { WeekPrint } from '../delivery/print-week.ts';
import { spareHeap } from '../platform/spare-heap.ts';
import type { App } from './open-app.ts';

export interface Printed {
  sheets: number;
  pages: number;
}

/** Writes a run or a week's sheets and ends the sink: the same bytes as the first time, else made now and kept. */
export async function writeWeekFile(
  app: Pick<App, 'db' | 'clock'>,
  print: WeekPrint,
  sink: Writable,
): Promise<Printed> {
  const kept = await keptFile(app.db, print.scope);
  if (!kept) return printAndKeep(app, print, sink);
  await pipeline(partsOf(app.db, kept.id), sink);
  return { sheets: kept.sheets, pages: kept.pages };
}

async function printAndKeep(app: Pick<App, 'db' | 'clock'>, print: WeekPrint, sink: Writable): Promise<Printed> {
  const keeper = await openKeeper(app, print.scope);
  try {
    const { sheets, pages } = await writeRun(keeping(keeper, sink), print);
    const printed = { sheets: sheets.length, pages };
    await keeper.keep(printed);
    return printed;
  } catch (error) {
    // what it failed with is the news, not that a dying database keeps the parts
    await keeper.drop().catch(() => undefined);
    throw error;
  }
}

/** Passes everything on, and keeps it. */
function keeping(keeper: FileKeeper, sink: Writable): Writable {
  const spare = spareHeap();
  const through = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      spare();
      keeper.take(chunk).then(() => sink.write(chunk, done), done);
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
  return through;
}
