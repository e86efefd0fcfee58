import fc from 'fast-check';
import { expect, test } from 'vitest';
import { childKey, decode, encode, type Tap } from '../../../bots/parents/callback-data.ts';
import { CHOICE_KINDS, ORDERS, RHYTHMS } from '../../../src/access/choice-rules.ts';

const child = childKey('an id of the school file, however long it may be');
const taps: Tap[] = [
  { ask: 'menu', command: 'week' },
  { ask: 'class', name: '11 «А» : физмат' },
  { ask: 'seen', deliveryId: 999_999_999 },
  ...(['sheet', 'settings', 'where', 'kinds', 'copy'] as const).map((ask): Tap => ({ ask, child })),
  { ask: 'sheets', child },
  { ask: 'sheets', child, before: '2026-W38' },
  { ask: 'sheetWeek', child, week: '2026-W38' },
  { ask: 'sheetPeriod', child, period: 0 },
  ...ORDERS.map((order): Tap => ({ ask: 'order', child, order })),
  ...CHOICE_KINDS.flatMap((kind): Tap[] => [
    { ask: 'kind', child, kind },
    ...RHYTHMS.map((rhythm): Tap => ({ ask: 'rhythm', child, kind, rhythm })),
  ]),
  ...(['quiet', 'quietOwn', 'pause', 'resume', 'paper', 'paperEnd'] as const).map((ask): Tap => ({ ask })),
  { ask: 'quietFrom', from: '22:30' },
  { ask: 'hours', hours: { from: '22:30', to: '06:00' } },
  { ask: 'hours', hours: 'school' },
  { ask: 'hours', hours: 'none' },
  { ask: 'pauseTo', until: '2026-09-22' },
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

test('no two taps share their data', () => {
  expect(new Set(taps.map(encode)).size).toBe(taps.length);
});

test.each([
  'hours:25:00-07:00',
  'hours:22:00',
  'hours:22:00-07:00-08:00',
  'pauseTo:завтра',
  'quietFrom:9:00',
  'order:x:zz',
])('%s is none of ours', (data) => {
  expect(decode(data)).toBeNull();
});

test('whatever a client sends is read or refused, never a fault', () => {
  const words = [
    'menu',
    'week',
    'rhythm',
    'mark',
    'stop',
    'yes',
    'hours',
    'order',
    'te',
    'pauseTo',
    '',
    '1',
    'а',
    '22',
  ];
  const pieces = fc.array(fc.constantFrom(...words));
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
