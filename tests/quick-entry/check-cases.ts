import { expect, it } from 'vitest';
import { byLetters, type Case, read } from './gymnasium.ts';

/** One test for each case typed by this teacher at this moment. */
export function checkCases(teacher: string, now: string, cases: Case[]): void {
  it.each(cases)(`${teacher} ${now} %j`, (text, expected) => {
    expect(read(teacher, now, text)).toEqual(typeof expected === 'string' ? expected : expected.toSorted(byLetters));
  });
}
