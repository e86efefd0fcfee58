/** The real process is killed while it closes weeks and prints: no half file, no window skipped, no sheet twice. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/platform/database/open.ts';
import { RUN } from '../child.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { fakeClock } from '../fake-clock.ts';
import { needs } from '../needs.ts';
import { silent } from '../silent.ts';
import { makeCrashSchool } from './crash-school.ts';

const FAMILIES = 200;
const CLASSES = 8;
const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** two weeks of the year are over */
const NOW = '2026-09-20T12:00:00+03:00';

let database: TestDatabase;
let directory: string;
let out: string;

beforeAll(async () => {
  database = await testDatabase({ durable: true });
  const { prisma: db } = database.db;
  await makeCrashSchool(db, fakeClock('2026-09-01T08:00:00+03:00'), { families: FAMILIES, telegram: () => false });
  await db.school.update({ where: { id: 1 }, data: { kind: 'rehearsal', rehearsalClock: true } });
  await db.guardianship.updateMany({ data: { channels: ['paper'] } });
  // the embedded database belongs to one process at a time
  await database.db.close();
  directory = mkdtempSync(join(tmpdir(), 'vestnik-killed-'));
  out = join(directory, 'week.pdf');
});
afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

function vestnik(args: string[], through: string[] = []) {
  const [command = '', ...rest] = [...through, process.execPath, RUN, MAIN, ...args];
  const env = { ...process.env, ...database.env, DEMO: '0', CLOCK_START: NOW, LOG_LEVEL: 'silent' };
  const child = spawn(command, rest, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  return { child, exit: once(child, 'close').then(([code]) => ({ code: code as number | null, said })) };
}

const parts = () => readdirSync(directory).filter((name) => name.endsWith('.part'));
const largestPart = () => Math.max(0, ...parts().map((name) => statSync(join(directory, name)).size));

/** Runs until `reached`, then no further. */
async function killed(reached: () => boolean): Promise<void> {
  const { child, exit } = vestnik(['week', '--out', out]);
  let ended = false;
  exit.then(() => {
    ended = true;
  });
  while (!ended && !reached()) await pause(5);
  child.kill('SIGKILL');
  const { code, said } = await exit;
  if (code !== null) throw new Error(`it had ended with ${code}: ${said}`);
  for (const name of parts()) rmSync(join(directory, name));
}

/** What the database says, opened here while no process holds it. */
async function inDatabase<T>(use: (db: TestDatabase['db']['prisma']) => Promise<T>): Promise<T> {
  const opened = await openDatabase({ dataDir: database.env.DATA_DIR as string, log: silent });
  try {
    return await use(opened.prisma);
  } finally {
    await opened.close();
  }
}

describe('printing that is killed', needs('pdftotext', 'qpdf'), () => {
  it('leaves no file under the final name, goes on where it stood, skips and repeats nothing', async () => {
    // in the middle of closing, unless this machine is so quick that the file is begun: some classes have their week, others
    // not; then in the middle of the file
    const started = Date.now();
    await killed(() => Date.now() - started > 2_200 || largestPart() > 0);
    await killed(() => largestPart() >= 250_000);
    expect(readdirSync(directory)).toEqual([]);
    const half = await inDatabase((db) => db.printFile.count({ where: { sha256: { not: null } } }));
    expect(half).toBe(0);

    // a full disk is one line, and leaves nothing either
    const full = await vestnik(['week', '--out', '/dev/full']).exit;
    expect(full.code).toBe(1);
    expect(full.said.trim().split('\n').at(-1)).toMatch(/^\/dev\/full/);
    expect(full.said).not.toContain('    at ');

    const { code, said } = await vestnik(['week', '--out', out]).exit;
    expect(said).toContain(`${FAMILIES}`);
    expect(code).toBe(0);
    await promisify(execFile)('qpdf', ['--check', out]);

    const numbers = await numbersIn(out);
    const kept = await inDatabase(async (db) => ({
      weeks: await db.schoolWeek.findMany({ orderBy: [{ classId: 'asc' }, { week: 'asc' }] }),
      records: await db.weeklyRecord.groupBy({ by: ['schoolWeekId'], _count: true }),
      sheets: await db.sheet.findMany({
        where: { weeklyRecord: { schoolWeek: { week: '2026-W38' } } },
        orderBy: { id: 'asc' },
      }),
      sheetsOfAll: await db.sheet.count(),
    }));
    // each class has each week once, whole, and the windows join
    expect(kept.weeks).toHaveLength(2 * CLASSES);
    expect(kept.weeks.every(({ closedAt }) => closedAt)).toBe(true);
    for (const [i, week] of kept.weeks.entries()) if (i % 2) expect(week.fromEvent).toBe(kept.weeks[i - 1]?.toEvent);
    expect(kept.records.map(({ _count }) => _count)).toEqual(Array(2 * CLASSES).fill(FAMILIES / CLASSES));
    expect(kept.sheetsOfAll).toBe(2 * FAMILIES);
    expect(new Set(kept.sheets.map(({ studentId }) => studentId)).size).toBe(FAMILIES);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(kept.sheets.map(({ id }) => id));
  }, 120_000);
});

/** The numbers on the stubs of a file. */
async function numbersIn(file: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('pdftotext', ['-enc', 'UTF-8', file, '-'], { maxBuffer: 1 << 28 });
  return [...stdout.matchAll(/Распечатка\s№\s(\d+)/g)].map(([, number]) => Number(number));
}
