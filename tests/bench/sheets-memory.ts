/** Prints the week of a database in a process of its own and says what memory that took, on Linux. */
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { writeWeekFile } from '../../src/main/week-file.ts';
import { openDatabase } from '../../src/platform/database/open.ts';
import { fakeClock } from '../fake-clock.ts';
import { CLOSED, unprint, weekOf } from './sheets-school.ts';

/** Bytes of this process's own memory: what it holds now, and the most since `forget`. */
function memory(): { now: number; most: number } {
  const status = readFileSync('/proc/self/status', 'utf8');
  const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) * 1024;
  return { now: kib('VmRSS'), most: kib('VmHWM') };
}

const forget = () => writeFileSync('/proc/self/clear_refs', '5');

async function main(): Promise<void> {
  const [dataDir = '', databaseUrl] = process.argv.slice(2);
  const { prisma: db, close } = await openDatabase({ dataDir, databaseUrl, log: pino({ level: 'silent' }) });
  await unprint(db);
  const print = await weekOf(db);
  await pause(2000);
  forget();
  const idle = memory().now;
  const { sheets, pages } = await writeWeekFile(
    { db, clock: fakeClock(CLOSED) },
    print,
    createWriteStream('/dev/null'),
  );
  const { most } = memory();
  await close();
  console.log(JSON.stringify({ sheets, pages, idle, most }));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
