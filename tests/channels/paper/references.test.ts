/** What hard cases look like, against pictures that were looked at. `npm run references` makes them anew. */
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { needs } from '../../needs.ts';
import { HARD_CASES, runOf, sheetOf } from './facts.ts';
import { CASES } from './hard-cases.ts';
import { differing, pageImages } from './page-images.ts';

const directory = new URL('references/', import.meta.url);
/** of all dots; a line that moved by its height is ten times as many */
const TOLERANCE = 0.0015;

const referencesOf = async (name: string) => {
  const files = (await readdir(directory)).filter((file) => file.replace(/-\d+\.png$/, '') === name).sort();
  return Promise.all(files.map((file) => readFile(new URL(file, directory))));
};

describe('the look of a page', needs('pdftotext'), () => {
  it.each(Object.keys(CASES))('%s is as it was reviewed', async (name) => {
    const [pages, references] = [await pageImages(CASES[name] as (typeof CASES)[string]), await referencesOf(name)];
    expect(pages).toHaveLength(references.length);
    for (const [i, page] of pages.entries()) expect(differing(page, references[i] as Buffer)).toBeLessThan(TOLERANCE);
  });

  it('that differs by a paragraph is found', async () => {
    const facts = HARD_CASES.nothing as NonNullable<typeof HARD_CASES.nothing>;
    const moved = {
      ...facts,
      messages: [{ date: '2026-09-15', by: 'Школа', text: 'Собрание в среду.', personal: false }],
    };
    const [page] = await pageImages(runOf([sheetOf(moved)], { registers: false }));
    const [reference] = await referencesOf('no-marks');
    expect(differing(page as Buffer, reference as Buffer)).toBeGreaterThan(2 * TOLERANCE);
  });
});
