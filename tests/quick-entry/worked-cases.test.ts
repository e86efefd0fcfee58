import { describe, expect, it } from 'vitest';
import { readPhrase } from '../../src/quick-entry/read-phrase.ts';
import { comparable, schoolRoster, workedCases } from './worked-cases.ts';

describe('the worked cases of the contract', () => {
  it('are 140', () => expect(workedCases).toHaveLength(140));
  it.each(workedCases)('$id $text', (worked) => {
    expect(comparable(readPhrase(schoolRoster, worked))).toEqual(comparable(worked.expect));
  });
});
