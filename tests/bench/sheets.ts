/** Printing: sheets a second against a browser printing the same content, and the memory it takes. */
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { writeRun } from '../../src/channels/paper/run.ts';
import type { SheetFacts } from '../../src/channels/paper/sheet-facts.ts';
import { plainWeek, runOf, sheetOf } from '../channels/paper/facts.ts';
import { findTool } from '../needs.ts';
import { sheetsHtml } from './sheet-html.ts';

export interface Figure {
  name: string;
  figure: string;
  floor: string;
  ratio: number;
}

export interface SheetSource {
  /** the same sheets each time it is asked, e.g. from the database */
  sheets: () => AsyncIterable<SheetFacts> | Iterable<SheetFacts>;
}

const MEGABYTE = 1e6;
/** issue's limit, above an idle process */
const MEMORY_LIMIT = 200;
const COUNT = 1000;

/** 1,000 sheets of made-up facts. */
function* madeUp(): Iterable<SheetFacts> {
  for (let i = 0; i < COUNT; i += 1) {
    yield sheetOf(plainWeek(i), { number: i + 1, stubUrl: `https://dnevnik.example.ru/stub/Ab3dEf6hIj9kLm2n${i}` });
  }
}

/** @param source where the facts come from; reading them counts as part of our time, not of the browser's */
export async function bench(source: SheetSource = { sheets: madeUp }): Promise<Figure[]> {
  const ours = await printOurs(source);
  const all: SheetFacts[] = [];
  for await (const sheet of source.sheets()) all.push(sheet);
  const theirs = await printInBrowser(all);
  const small = await memoryOf(COUNT);
  const large = await memoryOf(10 * COUNT);
  const above = (memory: Memory) => Math.round((memory.peak - memory.idle) / MEGABYTE);
  return [
    {
      name: 'sheets: pages a second, against Chromium printing the same',
      figure: `${ours.rate.toFixed(0)}/s (${ours.pages} pages)`,
      floor: `${theirs.rate.toFixed(0)}/s (${theirs.pages} pages)`,
      ratio: ours.rate / theirs.rate,
    },
    ...[small, large].map((memory) => ({
      name: `sheets: memory above idle for ${memory.pages} pages`,
      figure: `${above(memory)} MB`,
      floor: `at most ${MEMORY_LIMIT} MB`,
      ratio: above(memory) / MEMORY_LIMIT,
    })),
  ];
}

interface Rate {
  pages: number;
  /** pages a second */
  rate: number;
}

async function printOurs(source: SheetSource): Promise<Rate> {
  const directory = await mkdtemp(join(tmpdir(), 'vestnik-bench-'));
  try {
    const from = performance.now();
    const { pages } = await writeRun(
      createWriteStream(join(directory, 'run.pdf')),
      runOf([], { sheets: source.sheets() }),
    );
    return { pages, rate: (pages / (performance.now() - from)) * 1000 };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Only the printing is timed: start, loading and layout of the document come free. */
async function printInBrowser(sheets: readonly SheetFacts[]): Promise<Rate> {
  const executablePath = findTool('chromium');
  if (!executablePath) throw new Error('chromium is missing: apt-get install chromium');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const page = await browser.newPage();
    await page.setContent(sheetsHtml(sheets, '2026-09-19'), { timeout: 0 });
    page.setDefaultTimeout(0);
    const from = performance.now();
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const seconds = (performance.now() - from) / 1000;
    const pages = pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
    return { pages, rate: pages / seconds };
  } finally {
    await browser.close();
  }
}

interface Memory {
  pages: number;
  /** bytes */
  idle: number;
  peak: number;
}

async function memoryOf(count: number): Promise<Memory> {
  const script = fileURLToPath(new URL('sheets-memory.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, String(count)]);
  return JSON.parse(stdout) as Memory;
}
