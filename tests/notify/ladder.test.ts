import { describe, expect, it } from 'vitest';
import type { ContactChannel } from '../../src/notify/audience.ts';
import { weeklyStep } from '../../src/notify/ladder.ts';
import { readRules } from '../../src/platform/school-rules.ts';
import { pair } from './people.ts';

const rules = readRules({});
const steps = (
  pairs: ReturnType<typeof pair>[],
  { atClose = true, paperFor = 'applied' as 'applied' | 'unreached', down = [] as ContactChannel[] } = {},
) =>
  pairs.map((one) => {
    const step = weeklyStep(one, pairs, { ...rules, paperFor }, { atClose, down: new Set(down) });
    return step.by === 'contact' && down.length ? step.reach.channel : step.by;
  });

const unlinked = { contacts: [] };
const paper = { channels: ['paper'], contacts: [] };

describe('one guardian', () => {
  it('is served by the first chosen channel that works', () => {
    expect(steps([pair()])).toEqual(['contact']);
  });
  it('who asked for paper gets a sheet', () => {
    expect(steps([pair(paper)])).toEqual(['paper']);
    expect(steps([pair(paper)], { atClose: false })).toEqual(['paper']);
  });
  it('without consent gets a sheet, whatever channel was chosen (152-ФЗ)', () => {
    expect(steps([pair({ consent: false })])).toEqual(['paper']);
  });
  it('who never linked gets a sheet when the week closes', () => {
    expect(steps([pair(unlinked)])).toEqual(['paper']);
  });
  it('whose channel failed after the close gets a sheet only where the school says so', () => {
    expect(steps([pair(unlinked)], { atClose: false })).toEqual(['nobody']);
    expect(steps([pair(unlinked)], { atClose: false, paperFor: 'unreached' })).toEqual(['paper']);
  });
});

describe('a household', () => {
  const other = (differs: Parameters<typeof pair>[0]) => pair({ guardianId: 'g2', ...differs });
  it('is informed by the one whose channel works', () => {
    expect(steps([pair(), other(unlinked)])).toEqual(['contact', 'family']);
  });
  it('whose one guardian asked for paper gets both that and the other’s message', () => {
    expect(steps([pair(), other(paper)])).toEqual(['contact', 'paper']);
  });
  it('needs one sheet, not two', () => {
    expect(steps([pair(paper), other(paper)])).toEqual(['paper', 'family']);
    expect(steps([pair(unlinked), other(unlinked)])).toEqual(['paper', 'family']);
    expect(steps([pair(unlinked), other(paper)])).toEqual(['family', 'paper']);
  });
  it('that is another one informs nobody here', () => {
    expect(steps([pair({ householdId: 1 }), other({ ...unlinked, householdId: 2 })])).toEqual(['contact', 'paper']);
  });
  it('includes a proxy, who only fetches and gets no sheet of his own', () => {
    expect(steps([pair(paper), other({ rights: 'paper', ...paper })])).toEqual(['paper', 'family']);
  });
  it('has no part for who lost the rights', () => {
    expect(steps([pair({ rights: 'none' }), other(unlinked)])[1]).toBe('paper');
    expect(steps([pair({ ended: true }), other(unlinked)])[1]).toBe('paper');
  });
});

describe('a channel in outage', () => {
  const down: ContactChannel[] = ['telegram'];
  const both = {
    contacts: [
      { contactId: 1, channel: 'telegram' as const },
      { contactId: 2, channel: 'email' as const },
    ],
  };
  it('is passed over for the next one, whenever that is', () => {
    expect(steps([pair(both)], { down })).toEqual(['email']);
    expect(steps([pair(both)], { down, atClose: false })).toEqual(['email']);
  });
  it('that is not the pair’s changes nothing', () => {
    expect(steps([pair(both)], { down: ['email'] })).toEqual(['telegram']);
  });
  it('and is all that the household has, means paper at the close; later only where the school says so', () => {
    expect(steps([pair()], { down })).toEqual(['paper']);
    expect(steps([pair()], { down, atClose: false, paperFor: 'unreached' })).toEqual(['paper']);
    expect(steps([pair()], { down, atClose: false })).toEqual(['telegram']);
  });
  it('is waited for where the household is served without it, so that everyone has a word of their own', () => {
    expect(steps([pair(), pair({ guardianId: 'g2', ...both })], { down })).toEqual(['telegram', 'email']);
    expect(steps([pair(), pair({ guardianId: 'g2' })], { down })).toEqual(['paper', 'telegram']);
    expect(steps([pair(), pair({ guardianId: 'g2', ...paper })], { down })).toEqual(['telegram', 'paper']);
  });
  it('is never waited for against the choice or the consent', () => {
    expect(steps([pair({ ...both, channels: ['paper'] })], { down })).toEqual(['paper']);
    expect(steps([pair({ ...both, consent: false })], { down })).toEqual(['paper']);
    expect(steps([pair({ ...both, channels: ['telegram', 'paper'] })], { down })).toEqual(['paper']);
  });
});
