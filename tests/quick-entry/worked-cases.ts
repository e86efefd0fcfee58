import { readFileSync } from 'node:fs';
import type { Answer } from '../../src/quick-entry/answer.ts';
import { compileRoster } from '../../src/quick-entry/roster.ts';
import type { SchoolView } from '../../src/quick-entry/school-view.ts';
import { byLetters } from './gymnasium.ts';

/** The worked cases of the contract: a line and what must come of it. */
export interface WorkedCase {
  id: string;
  teacher: string;
  now: string;
  text: string;
  expect: object;
}

const folder = new URL('./cases/', import.meta.url);

export const schoolText = readFileSync(new URL('school.json', folder), 'utf8');
export const school = JSON.parse(schoolText) as SchoolView;
export const schoolRoster = compileRoster(school);
export const workedCases = readFileSync(new URL('phrases.jsonl', folder), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as WorkedCase);

/** An answer as the contract compares it: order of entries and candidates and the ends of texts do not matter. */
export function comparable(answer: Answer | object): unknown {
  const { id: _id, asked: _asked, at: _at, word: _word, ...rest } = answer as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map(plain).toSorted(byLetters) : value,
    ]),
  );
}

function plain(item: unknown): string {
  if (item === null || typeof item !== 'object') return String(item);
  const entry = Object.entries(item).map(([key, value]) => [key, key === 'text' ? tidy(String(value)) : value]);
  return JSON.stringify(entry.sort(([one], [other]) => String(one).localeCompare(String(other))));
}

function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\s.,;:!?…–—-]+$/u, '');
}
