import { describe, expect, it } from 'vitest';
import { silentSince, type WeekAnswer } from '../../src/oversight/silent-families.ts';

const now = new Date('2026-10-12T09:00:00Z');
const answer = (week: string, metAt: string, differs: Partial<WeekAnswer> = {}): WeekAnswer => ({
  week,
  evidence: 'accepted',
  metAt: new Date(metAt),
  lastSeenAt: null,
  ...differs,
});
const [first, second, third] = [
  answer('2026-W38', '2026-09-20T07:00:00Z'),
  answer('2026-W39', '2026-09-27T07:00:00Z'),
  answer('2026-W40', '2026-10-04T07:00:00Z'),
];
const nothing = { evidence: null, metAt: null };

describe('a family', () => {
  it('is silent when three summaries were accepted, the first three weeks ago, and nobody answered', () => {
    expect(silentSince([third, first, second], now)).toEqual(new Date('2026-09-20T07:00:00Z'));
    expect(silentSince([third, first, second], new Date('2026-10-11T06:59:59Z'))).toBeNull();
  });

  it('of three weeks looks at the last three', () => {
    const before = answer('2026-W37', '2026-09-13T07:00:00Z', { evidence: 'seen' });
    expect(silentSince([before, first, second, third], now)).toEqual(first.metAt);
    expect(silentSince([first, second], now)).toBeNull();
  });

  it.each([
    ['a tap under one of them', [first, { ...second, evidence: 'seen' as const }, third]],
    ['a sheet that was handed over', [first, second, { ...third, evidence: 'handedOver' as const }]],
    ['a visit since', [first, second, { ...third, lastSeenAt: new Date('2026-09-21T07:00:00Z') }]],
    ['a tap of the other guardian', [first, second, third, { ...second, evidence: 'seen' as const }]],
    ['a week that reached nobody: that is another list', [first, { ...second, ...nothing }, third]],
  ])('is not silent after %s', (_name, answers) => {
    expect(silentSince(answers, now)).toBeNull();
  });

  it('is silent though the last visit was before, and though only one guardian is reached', () => {
    const visited = new Date('2026-09-19T07:00:00Z');
    const other = [first, second, third].map((one) => ({ ...one, ...nothing }));
    expect(silentSince([{ ...first, lastSeenAt: visited }, second, third, ...other], now)).toEqual(first.metAt);
  });
});
