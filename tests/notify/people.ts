import type { Pair } from '../../src/notify/audience.ts';

/** A guardian of s1 on Telegram with consent; the test names what differs. */
export function pair(differs: Partial<Pair> = {}): Pair {
  return {
    guardianId: 'g1',
    studentId: 's1',
    rights: 'full',
    consent: true,
    ended: false,
    channels: ['telegram', 'email', 'paper'],
    paperApplied: false,
    householdId: null,
    contacts: [{ contactId: 1, channel: 'telegram' }],
    preferences: {},
    ...differs,
  };
}
