/** What 1, 2 and 4 processes that work on one PostgreSQL plan and send together, letters to a server that answers after 20 ms. */
import { tmpdir } from 'node:os';
import { recordEntries } from '../../src/journal/record.ts';
import { openDatabase } from '../../src/platform/database/open.ts';
import { startChild } from '../child.ts';
import { describeMissing, findTool } from '../needs.ts';
import { startPostgresql } from '../postgresql-server.ts';
import { silent } from '../silent.ts';
import { BEGINS, classesOf, lessonMarks, movedClock, putDistrict } from './district.ts';

const PUPILS = 3_000;
/** Each pupil's marks of one run: one letter. */
const LESSONS = 2;
const WORKERS = [1, 2, 4];

interface Line {
  name: string;
  figure: string;
  floor: string;
  ratio: string;
}

export async function bench(): Promise<Line[]> {
  if (!findTool('postgresql')) throw new Error(describeMissing('postgresql'));
  const server = await startPostgresql({ durable: true });
  const { prisma: db, close } = await openDatabase({ databaseUrl: server.url, dataDir: tmpdir(), log: silent });
  try {
    await putDistrict(db, PUPILS, { by: 'email', rules: { settleMinutes: 0, hourly: false } });
    const offset = Date.parse(BEGINS) - Date.now();
    const clock = movedClock(offset);
    const lines: Line[] = [];
    let alone = 0;
    for (const [run, count] of WORKERS.entries()) {
      for (let classId = 1; classId <= classesOf(PUPILS); classId += 1)
        for (let lesson = 1 + run * LESSONS; lesson <= (run + 1) * LESSONS; lesson += 1) {
          const results = await recordEntries({ db, clock }, 'bench', lessonMarks(classId, lesson, PUPILS));
          if (results.some(({ status }) => status !== 'recorded')) throw new Error(JSON.stringify(results[0]));
        }
      const { events, letters, ms } = await workTogether(server.url, offset, count);
      const rate = (events * 1000) / ms;
      alone ||= rate;
      lines.push({
        name: `events planned and told, ${count} ${count > 1 ? 'workers' : 'worker'} (postgresql)`,
        figure: `${rate.toFixed(0)} events/s, ${((letters * 1000) / ms).toFixed(0)} letters/s`,
        floor: `${alone.toFixed(0)} events/s of one`,
        ratio: (rate / alone).toFixed(2),
      });
    }
    return lines;
  } finally {
    await close();
    await server.stop();
  }
}

/** Each event is planned once and each letter sent once, whoever does it. */
async function workTogether(url: string, offset: number, count: number) {
  const workers = Array.from({ length: count }, () => startChild('./bench/worker.ts', [url, String(offset)]));
  for (const worker of workers) await worker.line();
  const begun = performance.now();
  for (const worker of workers) worker.say('go');
  const done = await Promise.all(
    workers.map(async (worker) => JSON.parse(await worker.line()) as { planned: number; sent: number }),
  );
  const ms = performance.now() - begun;
  await Promise.all(workers.map(({ exit }) => exit));
  const events = done.reduce((sum, { planned }) => sum + planned, 0);
  const letters = done.reduce((sum, { sent }) => sum + sent, 0);
  if (events !== PUPILS * LESSONS || letters < PUPILS)
    throw new Error(`${events} events planned, ${letters} letters sent`);
  return { events, letters, ms };
}
