import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BOUNCES, bounceMeans } from '../../../src/channels/email/bounces.ts';

test.each([
  ['5.1.1', '', 'addressGone'],
  ['550', '', 'addressGone'],
  ['550 5.1.1', 'no such user', 'addressGone'],
  ['5.2.2', 'mailbox full', 'addressGone'],
  ['5.2.1', 'disabled', 'addressGone'],
  ['5.4.4', 'unable to route', 'addressGone'],
  ['hard_bounce', '', 'addressGone'],
  ['5.7.1', '550 5.7.1 No such user!', 'addressGone'],
  ['5.5.0', 'Requested action not taken: mailbox unavailable', 'addressGone'],
  ['550', 'mailbox unavailable, blocked for inactivity', 'addressGone'],
  ['5.7.1', 'message looks like spam', 'ourFault'],
  ['550', '5.7.26 unauthenticated', 'ourFault'],
  ['5.6.0', 'bad content', 'ourFault'],
  ['5.3.4', 'too big', 'ourFault'],
  ['554', 'blocked using a list of spammers', 'ourFault'],
  ['4.4.7', 'delivery time expired', 'letterLost'],
  ['451', 'given up', 'letterLost'],
])('%s %s → %s', (code, detail, means) => {
  expect(bounceMeans(code, detail)).toBe(means);
});

test('whatever a provider says has a meaning, and every row says where it comes from', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (code, detail) => bounceMeans(code, detail).length > 0));
  expect(BOUNCES.filter(({ when, source }) => when.length < 5 || source.length < 10)).toEqual([]);
});
