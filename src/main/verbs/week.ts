import { Writable } from 'node:stream';
import { pagesIn } from '../../channels/paper/file.ts';
import { sheetPdf } from '../../channels/paper/sheet.ts';
import { closeWeeks } from '../../delivery/close-weeks.ts';
import { printWeek } from '../../delivery/print-week.ts';
import { copySheet } from '../../delivery/sheet-copy.ts';
import type { FileWriter } from '../../platform/files.ts';
import type { Io } from '../../platform/io.ts';
import { COMMAND_LINE as say } from '../../texts/command-line.ts';
import type { App } from '../open-app.ts';
import { writeWeekFile } from '../week-file.ts';

export interface WeekOptions {
  out: string;
  class?: string;
  ending?: string;
  all?: boolean;
  /** the number of one sheet */
  copy?: number;
}

/** `week --out FILE`: closes what is due, then prints; the file has its name only when it is whole. */
export async function weekVerb(app: App, io: Io, options: WeekOptions): Promise<number> {
  const { out, class: className, ending, all = false, copy } = options;
  if (ending && !isDay(ending)) {
    await io.err(`${say.badDay(ending)}\n`);
    return 2;
  }
  if (copy !== undefined) {
    if (!className && !ending && !all) return printCopy(app, io, out, copy);
    await io.err(`${say.copyAlone}\n`);
    return 2;
  }
  await closeWeeks(app);
  app.wake();
  const found = await printWeek({ ...app, publicUrl: app.config.publicUrl }, { className, ending, all });
  if (!found.ok) {
    await io.err(`${say.printFault[found.code](className ?? ending ?? '')}\n`);
    return 1;
  }
  return inFile(io, out, (file) => writeWeekFile(app, found.print, sinkOf(file, io.signal)));
}

async function printCopy(app: App, io: Io, out: string, number: number): Promise<number> {
  const found = await copySheet({ ...app, publicUrl: app.config.publicUrl }, number);
  if (!found.ok) {
    await io.err(`${say.printFault[found.code](String(number))}\n`);
    return 1;
  }
  const { sheet, ...print } = found.copy;
  return inFile(io, out, async (file) => {
    const pdf = await sheetPdf(sheet, print);
    await file.write(pdf);
    return { sheets: 1, pages: pagesIn(pdf) };
  });
}

async function inFile(
  io: Io,
  out: string,
  write: (file: FileWriter) => Promise<{ sheets: number; pages: number }>,
): Promise<number> {
  const file = await io.writeFile(out);
  try {
    const { sheets, pages } = await write(file);
    await file.commit();
    await io.err(`${say.printed(sheets, pages, out)}\n`);
    return 0;
  } catch (error) {
    await file.abort();
    throw error;
  }
}

function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`));
}

function sinkOf(file: FileWriter, signal: AbortSignal): Writable {
  return new Writable({
    signal,
    write: (chunk: Uint8Array, _encoding, done) => {
      file.write(chunk).then(() => done(), done);
    },
  });
}
