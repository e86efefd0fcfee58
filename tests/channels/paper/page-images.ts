/** Pages as small grey pictures, and how far two of them differ. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import type { PrintRunFacts } from '../../../src/channels/paper/run.ts';
import { printed, withFile } from './pdf.ts';

/** enough to see where everything stands */
const DPI = 45;
/** of YIQ: what another rasteriser smooths otherwise is no difference */
const THRESHOLD = 0.3;

/** PNG of each page of a run. */
export async function pageImages(run: PrintRunFacts): Promise<Buffer[]> {
  const { pdf } = await printed(run);
  return withFile(pdf, async (file, directory) => {
    await promisify(execFile)('pdftoppm', ['-r', String(DPI), '-gray', '-png', file, join(directory, 'page')]);
    const names = (await readdir(directory)).filter((name) => name.endsWith('.png')).sort();
    return Promise.all(names.map((name) => readFile(join(directory, name))));
  });
}

/** The share of dots that differ; 1 where the pages are not of one size. */
export function differing(one: Buffer, other: Buffer): number {
  const [a, b] = [PNG.sync.read(one), PNG.sync.read(other)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  return pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: THRESHOLD }) / (a.width * a.height);
}
