import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pageOf, tables } from './outcomes-page.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/outcomes.md', import.meta.url)), 'utf8');

test('docs/outcomes.md shows every row of every table as the code has it', () => {
  // node src/run.mjs tests/docs/outcomes-page.ts writes what differs
  expect(page).toBe(pageOf(page));
});

test('no cell breaks its table', () => {
  for (const rows of Object.values(tables)) {
    const widths = rows.split('\n').map((row) => row.split('|').length);
    expect(new Set(widths).size).toBe(1);
  }
});
