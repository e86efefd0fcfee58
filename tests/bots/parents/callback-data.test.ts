import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CHANNELS,
  childKey,
  decode,
  encode,
  KINDS,
  QUIET,
  RHYTHMS,
  type Tap,
} from '../../../bots/parents/callback-data.ts';

const child = childKey('an id of the school file, however long it may be');
const taps: Tap[] = [
  { ask: 'menu', command: 'week' },
  { ask: 'class', name: '11 «А» : физмат' },
  { ask: 'seen', deliveryId: 999_999_999 },
  { ask: 'sheet', child },
  { ask: 'settings', child },
  { ask: 'where', child },
  { ask: 'quiet', child },
  ...CHANNELS.map((channel): Tap => ({ ask: 'channel', child, channel })),
  ...KINDS.flatMap((kind): Tap[] => [
    { ask: 'kind', child, kind },
    ...RHYTHMS.map((rhythm): Tap => ({ ask: 'rhythm', child, kind, rhythm })),
  ]),
  ...QUIET.map((hours): Tap => ({ ask: 'quietHours', child, hours })),
  { ask: 'paper' },
  { ask: 'paperSet', kept: true },
  { ask: 'paperSet', kept: false },
  { ask: 'stop', sure: true },
  { ask: 'stop', sure: false },
];

test.each(taps.map((tap) => [encode(tap), tap] as const))(
  '%s fits into Telegram’s 64 bytes and is read back',
  (data, tap) => {
    expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
    expect(decode(data)).toEqual(tap);
  },
);

test('whatever a client sends is read or refused, never a fault', () => {
  const pieces = fc.array(fc.constantFrom('menu', 'week', 'rhythm', 'mark', 'stop', 'yes', 'hours', '', '1', 'а'));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        pieces.map((all) => all.join(':')),
      ),
      (data) => {
        const tap = decode(data);
        if (tap) expect(decode(encode(tap))).toEqual(tap);
      },
    ),
  );
});
