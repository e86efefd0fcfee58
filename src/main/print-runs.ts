/** What is printed by itself: each class's sheets and the school's when a week closes, later ones on school mornings. */
import { Writable } from 'node:stream';
import { dueRuns, dueSchoolFiles } from '../delivery/due-runs.ts';
import { makeNotices } from '../delivery/paper-notices.ts';
import { printRun, printWeek, type WeekPrint } from '../delivery/print-week.ts';
import { currentRoster } from '../journal/roster-view.ts';
import type { App } from './open-app.ts';
import { writeWeekFile } from './week-file.ts';

type PrintParts = Pick<App, 'db' | 'clock'> & { config: Pick<App['config'], 'publicUrl'> };

/**
 * Makes every file of sheets that is due and has none. What a kill interrupts is made anew; nothing is made twice.
 * @returns how many files
 */
export async function printDue(parts: PrintParts, goesOn: () => void = () => undefined): Promise<number> {
  const { db, clock } = parts;
  const school = await db.school.findUnique({ where: { id: 1 }, select: { importedAt: true, sendingPausedAt: true } });
  if (!school?.importedAt || school.sendingPausedAt) return 0;
  const roster = await currentRoster(db);
  await makeNotices({ db, clock }, roster);
  const deps = { db, clock, publicUrl: parts.config.publicUrl };
  let made = 0;
  for (const id of await dueRuns(db, roster, clock.now())) {
    const print = await printRun(deps, id);
    if (print) made += await keep(parts, print);
    goesOn();
  }
  for (const week of await dueSchoolFiles(db, roster, clock.now())) {
    const found = await printWeek(deps, { week });
    if (found.ok) made += await keep(parts, found.print);
    goesOn();
  }
  return made;
}

/** Only for its file to be kept: nobody reads it now. */
async function keep(parts: PrintParts, print: WeekPrint): Promise<number> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  await writeWeekFile(parts, print, nowhere);
  return 1;
}
