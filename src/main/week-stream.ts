/** Printed files for the desk, as they are made. */
import { PassThrough, type Readable } from 'node:stream';
import { sheetPdf } from '../channels/paper/sheet.ts';
import { printRun, printWeek, type WeekPrint } from '../delivery/print-week.ts';
import { readCopy } from '../delivery/sheet-copy.ts';
import type { App } from './open-app.ts';
import { writeWeekFile } from './week-file.ts';

/** A week's sheets of one class or of the school, or those of one run. */
export type PrintedFile = { className: string | null; week: string } | { runId: number };

async function printOf(deps: Parameters<typeof printWeek>[0], request: PrintedFile): Promise<WeekPrint | null> {
  if ('runId' in request) return printRun(deps, request.runId);
  const { className, week } = request;
  const found = await printWeek(deps, { week, ...(className !== null && { className }) });
  return found.ok ? found.print : null;
}

/** A printed file, flowing as it is laid out or read; null: there is none. */
export async function weekStream(
  app: Pick<App, 'db' | 'clock' | 'log' | 'config'>,
  request: PrintedFile,
): Promise<Readable | null> {
  const print = await printOf({ ...app, publicUrl: app.config.publicUrl }, request);
  if (!print) return null;
  const stream = new PassThrough();
  writeWeekFile(app, print, stream).catch((error: unknown) => {
    // whoever went away needs no file; anything else breaks the download off, so that nobody takes half for whole
    if (!stream.destroyed) app.log.error({ err: error }, 'a week was not printed');
    stream.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return stream;
}

export async function copyFile(
  { db, config }: Pick<App, 'db' | 'config'>,
  request: { number: number; copyId: number },
): Promise<Buffer | null> {
  const copy = await readCopy({ db, publicUrl: config.publicUrl }, request);
  if (!copy) return null;
  const { sheet, ...print } = copy;
  return sheetPdf(sheet, print);
}
