import { describe, expect, it } from 'vitest';
import { mayTell } from '../../src/notify/audience.ts';
import { weeklyStep } from '../../src/notify/ladder.ts';
import { readRules } from '../../src/platform/school-rules.ts';
import { pair } from './people.ts';

describe('a message that was begun may go on', () => {
  const contacts = [
    { contactId: 1, channel: 'telegram' as const },
    { contactId: 2, channel: 'email' as const },
  ];
  it('by any channel that the guardian chose before paper, the first or not', () => {
    expect(mayTell(pair({ contacts }), 1)).toBe(true);
    expect(mayTell(pair({ contacts }), 2)).toBe(true);
    expect(mayTell(pair({ contacts, channels: ['email', 'telegram'] }), 1)).toBe(true);
    expect(mayTell(pair({ contacts, channels: ['email', 'paper', 'telegram'] }), 1)).toBe(false);
    expect(mayTell(pair({ contacts, channels: ['email'] }), 1)).toBe(false);
    expect(mayTell(pair({ contacts, channels: ['paper', 'telegram'] }), 1)).toBe(false);
  });

  it.each([
    ['the consent was taken back', { consent: false }],
    ['the rights ended', { rights: 'none' as const }],
    ['only paper may be fetched', { rights: 'paper' as const }],
    ['the relation ended', { ended: true }],
    ['the address is not this guardian’s any more', { contacts: contacts.slice(1) }],
  ])('unless %s', (_name, differs) => {
    expect(mayTell(pair({ contacts, ...differs }), 1)).toBe(false);
  });
});

it('a proxy alone is no household: nobody can be informed, and the class teacher must act', () => {
  const proxy = pair({ rights: 'paper' });
  const step = (pairs: (typeof proxy)[]) => weeklyStep(proxy, pairs, readRules({}), { atClose: true });
  expect(step([proxy])).toEqual({ by: 'nobody' });
  expect(step([proxy, pair({ guardianId: 'g2' })])).toEqual({ by: 'family' });
});
