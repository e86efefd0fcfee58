/** Printed files for the desk, as they are made. */
import { PassThrough, type Readable } from 'node:stream';
import { sheetPdf } from '../channels/paper/sheet.ts';
import { printWeek } from '../delivery/print-week.ts';
import { readCopy } from '../delivery/sheet-copy.ts';
import type { App } from './open-app.ts';
import { writeWeekFile } from './week-file.ts';

/** A class's sheets of a week, or the whole school's, flowing as they are laid out; null: nothing of it is closed. */
export async function weekStream(
  app: Pick<App, 'db' | 'clock' | 'log' | 'config'>,
  { className, day }: { className: string | null; day: string },
): Promise<Readable | null> {
  const request = { ending: day, ...(className !== null && { className }) };
  const found = await printWeek({ ...app, publicUrl: app.config.publicUrl }, request);
  if (!found.ok) return null;
  const stream = new PassThrough();
  writeWeekFile(app, found.print, stream).catch((error: unknown) => {
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
