/** What the outside world reads in our PDF: poppler and qpdf. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { promisify } from 'node:util';
import { type PrintedRun, type PrintRunFacts, writeRun } from '../../../src/channels/paper/run.ts';

const run = promisify(execFile);
const options = { maxBuffer: 512 * 1024 * 1024 };

/** Runs `use` with the PDF in a file of its own. */
export async function withFile<T>(pdf: Buffer, use: (file: string, directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'vestnik-paper-'));
  try {
    const file = join(directory, 'sheet.pdf');
    await writeFile(file, pdf);
    return await use(file, directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** The text of each page, every run of white space one space. */
export async function pagesOf(pdf: Buffer): Promise<string[]> {
  const { stdout } = await withFile(pdf, (file) => run('pdftotext', ['-enc', 'UTF-8', file, '-'], options));
  return stdout.split('\f').slice(0, -1).map(flat);
}

/** White space of any kind is one space; where a line was broken within a long word nothing was there. */
export const flat = (text: string) => text.replace(/\s+/gu, ' ').trim();
/** For words that may have been broken: without any space. */
export const dense = (text: string) => text.replace(/\s+/gu, '');

/** What `qpdf --check` and a strict reading by poppler find fault with; empty: nothing. */
export async function faultsOf(pdf: Buffer): Promise<string> {
  return withFile(pdf, async (file) => {
    const checked = await run('qpdf', ['--check', file], options).catch((error: { stderr: string }) => error);
    const read = await run('pdftotext', [file, '/dev/null'], options);
    return `${checked.stderr}${read.stderr}`;
  });
}

/** The tags with their attributes and the text within. */
export async function structureOf(pdf: Buffer): Promise<string> {
  const { stdout } = await withFile(pdf, (file) => run('pdfinfo', ['-struct-text', file], options));
  return stdout;
}

/** What a screen reader would say. */
export function inOrderOf(structure: string): string {
  return flat([...structure.matchAll(/"(.*)"/g)].map(([, said]) => said).join(' '));
}

/** The text in the order in which the file shows it. */
export async function rawOf(pdf: Buffer): Promise<string> {
  const { stdout } = await withFile(pdf, (file) => run('pdftotext', ['-raw', '-enc', 'UTF-8', file, '-'], options));
  return stdout;
}

export interface Box {
  text: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Every word with its place, page by page. */
export async function boxesOf(pdf: Buffer): Promise<{ width: number; height: number; words: Box[] }[]> {
  const { stdout } = await withFile(pdf, (file) => run('pdftotext', ['-bbox', file, '-'], options));
  const page = /<page width="([\d.]+)" height="([\d.]+)">([\s\S]*?)<\/page>/g;
  const word = /<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">(.*?)<\/word>/g;
  return [...stdout.matchAll(page)].map(([, width, height, inner]) => ({
    width: Number(width),
    height: Number(height),
    words: [...inner!.matchAll(word)].map(([, left, top, right, bottom, text]) => ({
      text: text!,
      left: Number(left),
      top: Number(top),
      right: Number(right),
      bottom: Number(bottom),
    })),
  }));
}

/** A page as grey pixels. */
export async function pixelsOf(pdf: Buffer, page: number, dpi: number) {
  return withFile(pdf, async (file, directory) => {
    const range = ['-f', String(page), '-l', String(page)];
    await run('pdftoppm', ['-r', String(dpi), '-gray', ...range, '-singlefile', file, join(directory, 'page')]);
    const bytes = await readFile(join(directory, 'page.pgm'));
    const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 40).toString('latin1'));
    if (!head) throw new Error('not a PGM');
    return { width: Number(head[1]), height: Number(head[2]), grey: bytes.subarray(head[0].length) };
  });
}

/** Where the marks on the left margin of the first page say to fold, in points from above. */
export async function foldsOf(pdf: Buffer): Promise<number[]> {
  const scale = 2;
  const { width, height, grey } = await pixelsOf(pdf, 1, 72 * scale);
  const margin = 26 * scale;
  const isMark = (row: number) =>
    grey.subarray(row * width, row * width + margin).filter((dot) => dot < 160).length > 5;
  const rows = Array.from({ length: height }, (_, row) => row).filter(isMark);
  return rows.filter((row, i) => row - 1 !== rows[i - 1]).map((row) => (row + 0.5) / scale);
}

/** The run as bytes. */
export async function printed(facts: PrintRunFacts): Promise<PrintedRun & { pdf: Buffer }> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { ...(await writeRun(sink, facts)), pdf: Buffer.concat(chunks) };
}
