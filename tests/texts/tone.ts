import { expect } from 'vitest';
import { spaced } from './facts.ts';

/** Every word that is said, by its name, for a snapshot to be read as a whole. */
export const listing = (words: Record<string, string>): string =>
  `${Object.entries(words)
    .map(([name, said]) => `[${name}]\n${spaced(said)}\n`)
    .join('\n')}`;

/** What holds of every sentence to a reader: отметка, Вы, nobody's sex, a message's length, nothing unfilled. */
export function expectTone(words: Record<string, string>): void {
  for (const [name, said] of Object.entries(words)) {
    expect(said, name).not.toMatch(/оцен[ок]/i);
    expect(said, name).not.toMatch(/(?<!\p{L})(вы|вас|вам|ваш\p{L}*)(?!\p{L})/u);
    expect(said, name).not.toMatch(/\((а|ла|лась|на|ая)\)|\/(а|ла)(?!\p{L})/u);
    expect(said.length, name).toBeLessThan(1000);
    expect(said, name).not.toMatch(/undefined|null|\[object| {2}/);
  }
}

/** The functions of these modules that a listing leaves out. */
export function unlisted(words: Record<string, string>, modules: object[]): string[] {
  const listed = new Set(Object.keys(words).map((name) => name.split(/[, ]/)[0]));
  return modules
    .flatMap((module) => Object.entries<unknown>(module as Record<string, unknown>))
    .filter(([name, one]) => typeof one === 'function' && !listed.has(name))
    .map(([name]) => name);
}
