/**
 * Printing from the database: sheets a second against a browser printing the same content, and the memory it takes.
 * Ours is all that a first print does: read the records, note the stubs' codes, lay out, write, keep the file. The
 * browser gets the same sheets as one HTML document, read beforehand; its start costs it nothing.
 */
import { execFile } from 'node:child_process';
import { createWriteStream, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { type Browser, chromium } from 'playwright-core';
import type { SheetFacts } from '../../src/channels/paper/sheet-facts.ts';
import { writeWeekFile } from '../../src/main/week-file.ts';
import { type Database, openDatabase } from '../../src/platform/database/open.ts';
import { RUN } from '../child.ts';
import { fakeClock } from '../fake-clock.ts';
import { describeMissing, findTool } from '../needs.ts';
import { startPostgresql } from '../postgresql-server.ts';
import { sheetsHtml } from './sheet-html.ts';
import { CLOSED, fillSchool, unprint, weekOf } from './sheets-school.ts';

export interface Figure {
  name: string;
  figure: string;
  floor: string;
  ratio: number;
}

const COUNT = 1000;
/** Both sides in turn, so that what else the machine does falls on both. */
const ROUNDS = 3;
const MEGABYTE = 1e6;
/** above an idle process */
const MEMORY_LIMIT = 200;
const log = pino({ level: 'silent' });

export async function bench(): Promise<Figure[]> {
  const figures = await benchEmbedded();
  return findTool('postgresql') ? [...figures, ...(await benchPostgresql())] : figures;
}

async function benchEmbedded(): Promise<Figure[]> {
  const directory = () => ({ dataDir: mkdtempSync(join(tmpdir(), 'vestnik-bench-')) });
  const [small, large] = [directory(), directory()];
  try {
    return await benchDatabases('embedded', small, large);
  } finally {
    for (const { dataDir } of [small, large]) await rm(dataDir, { recursive: true });
  }
}

async function benchPostgresql(): Promise<Figure[]> {
  const [small, large] = [await startPostgresql({ durable: true }), await startPostgresql({ durable: true })];
  const at = ({ url }: { url: string }) => ({ dataDir: tmpdir(), databaseUrl: url });
  try {
    return await benchDatabases('postgresql', at(small), at(large));
  } finally {
    for (const server of [small, large]) await server.stop();
  }
}

interface Place {
  dataDir: string;
  databaseUrl?: string;
}

async function benchDatabases(dialect: string, small: Place, large: Place): Promise<Figure[]> {
  const speed = await withDatabase(small, async (database) => {
    await fillSchool(database.prisma, COUNT);
    return compare(database);
  });
  await withDatabase(large, ({ prisma }) => fillSchool(prisma, 10 * COUNT));
  const memories = [await memoryOf(small), await memoryOf(large)];
  return [
    { ...speed, name: `sheets: a second, against Chromium printing the same (${dialect})` },
    ...memories.map(({ sheets, above }) => ({
      name: `sheets: memory above idle for ${sheets} (${dialect})`,
      figure: `${above} MB`,
      floor: `at most ${MEMORY_LIMIT} MB`,
      ratio: above / MEMORY_LIMIT,
    })),
  ];
}

async function withDatabase<T>(place: Place, use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ ...place, log });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

async function compare({ prisma: db }: Database): Promise<Pick<Figure, 'figure' | 'floor' | 'ratio'>> {
  const html = sheetsHtml(await sheetsIn(db), '2026-09-20');
  const executablePath = findTool('chromium');
  if (!executablePath) throw new Error(describeMissing('chromium'));
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  const browser = await chromium.launch({ executablePath, args });
  const seconds = { ours: [] as number[], theirs: [] as number[] };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      await unprint(db);
      seconds.ours.push(await printOurs(db));
      seconds.theirs.push(await printInBrowser(browser, html));
    }
  } finally {
    await browser.close();
  }
  const rate = (all: number[]) => COUNT / (all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] as number);
  const [ours, theirs] = [rate(seconds.ours), rate(seconds.theirs)];
  return { figure: `${ours.toFixed(0)}/s`, floor: `${theirs.toFixed(0)}/s`, ratio: ours / theirs };
}

async function sheetsIn(db: Database['prisma']): Promise<SheetFacts[]> {
  const sheets: SheetFacts[] = [];
  for await (const one of (await weekOf(db)).classes) for await (const sheet of one.sheets) sheets.push(sheet);
  return sheets;
}

async function printOurs(db: Database['prisma']): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'vestnik-bench-'));
  try {
    const from = performance.now();
    const sink = createWriteStream(join(directory, 'week.pdf'));
    const { sheets } = await writeWeekFile({ db, clock: fakeClock(CLOSED) }, await weekOf(db), sink);
    const seconds = (performance.now() - from) / 1000;
    if (sheets !== COUNT) throw new Error(`${sheets} sheets were printed`);
    return seconds;
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** From the document's text to the bytes of the PDF; without tags, which would take it longer. */
async function printInBrowser(browser: Browser, html: string): Promise<number> {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  const from = performance.now();
  await page.setContent(html, { timeout: 0 });
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const seconds = (performance.now() - from) / 1000;
  await page.close();
  const pages = pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
  // its fonts are the machine's: a sheet or two may turn
  if (pages < COUNT || pages > COUNT * 1.01) throw new Error(`Chromium made ${pages} pages`);
  return seconds;
}

/** Megabytes above idle, in a process of its own. */
async function memoryOf({ dataDir, databaseUrl }: Place): Promise<{ sheets: number; above: number }> {
  const script = fileURLToPath(new URL('sheets-memory.ts', import.meta.url));
  const place = databaseUrl ? [dataDir, databaseUrl] : [dataDir];
  const { stdout } = await promisify(execFile)(process.execPath, [RUN, script, ...place]);
  const { sheets, idle, most } = JSON.parse(stdout) as { sheets: number; idle: number; most: number };
  return { sheets, above: Math.round((most - idle) / MEGABYTE) };
}
