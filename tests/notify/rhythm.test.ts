import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterQuietHours,
  type Gathering,
  gatherEvening,
  gatherHeld,
  gatherNow,
  routineGate,
  type ServedToday,
  type Timing,
} from '../../src/notify/rhythm.ts';
import { readRules } from '../../src/platform/school-rules.ts';
import { instantOf, schoolDate, schoolTime } from '../../src/platform/school-time.ts';

const zone = 'Europe/Simferopol';
const timing: Timing = { rules: readRules({}), zone };
const at = (time: string, date = '2026-09-15') => instantOf(date, time, zone);
const local = (instant: Date) => `${schoolDate(instant, zone)} ${schoolTime(instant, zone)}`;
const never = { count: 0, last: null };

describe('quiet hours', () => {
  it('leave the day alone and hold the night until its end', () => {
    expect(local(afterQuietHours(at('12:00'), timing))).toBe('2026-09-15 12:00');
    expect(local(afterQuietHours(at('20:59'), timing))).toBe('2026-09-15 20:59');
    expect(local(afterQuietHours(at('21:00'), timing))).toBe('2026-09-16 07:30');
    expect(local(afterQuietHours(at('03:00'), timing))).toBe('2026-09-15 07:30');
    expect(local(afterQuietHours(at('07:30'), timing))).toBe('2026-09-15 07:30');
  });

  it('may lie within one day, be absent, or be the guardian’s own', () => {
    const own = (from: string, to: string) => ({ ...timing, quiets: [{ from, to }] });
    expect(local(afterQuietHours(at('13:30'), own('13:00', '15:00')))).toBe('2026-09-15 15:00');
    expect(local(afterQuietHours(at('23:30'), own('13:00', '15:00')))).toBe('2026-09-15 23:30');
    expect(local(afterQuietHours(at('03:00'), own('00:00', '00:00')))).toBe('2026-09-15 03:00');
    expect(local(afterQuietHours(at('22:00'), own('23:00', '06:00')))).toBe('2026-09-15 22:00');
  });

  it('are over at the instant they answer, in every zone and over every clock change', () => {
    const zones = ['Europe/Simferopol', 'Asia/Kamchatka', 'Europe/Berlin', 'America/New_York', 'Africa/Casablanca'];
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        fc.constantFrom(...zones),
        (instant, inZone) => {
          const one = { ...timing, zone: inZone };
          const after = afterQuietHours(instant, one);
          expect(after >= instant).toBe(true);
          expect(afterQuietHours(after, one)).toEqual(after);
          const time = schoolTime(after, inZone);
          expect(time >= '07:30' && time < '21:00').toBe(true);
        },
      ),
    );
  });
});

describe('gathering', () => {
  it('waits the settle time after the last event, a quarter of an hour at most', () => {
    const first = gatherNow(at('10:00'), 'routine', null, never, timing);
    expect(local(first.dueAt)).toBe('2026-09-15 10:03');
    const second = gatherNow(at('10:02'), 'routine', first, never, timing);
    expect(local(second.dueAt)).toBe('2026-09-15 10:05');
    const late = gatherNow(at('10:14'), 'routine', second, never, timing);
    expect(local(late.dueAt)).toBe('2026-09-15 10:15');
  });

  it('of routine news comes at most hourly, of an absence or urgent news at once', () => {
    const served = { count: 1, last: at('10:00') };
    expect(local(gatherNow(at('10:10'), 'routine', null, served, timing).dueAt)).toBe('2026-09-15 11:00');
    expect(local(gatherNow(at('10:10'), 'prompt', null, served, timing).dueAt)).toBe('2026-09-15 10:13');
    expect(local(gatherNow(at('10:10'), 'urgent', null, served, timing).dueAt)).toBe('2026-09-15 10:13');
  });

  it('is hurried by an absence that joins, yet settles anew', () => {
    const served = { count: 1, last: at('10:00') };
    const routine = gatherNow(at('10:05'), 'routine', null, served, timing);
    const joined = gatherNow(at('10:40'), 'prompt', routine, served, timing);
    expect(local(joined.dueAt)).toBe('2026-09-15 10:43');
    const more = gatherNow(at('10:42'), 'routine', joined, served, timing);
    expect(local(more.dueAt)).toBe('2026-09-15 10:45');
  });

  it('that waited for its hour settles all the same', () => {
    const served = { count: 1, last: at('10:00') };
    const waits = gatherNow(at('10:05'), 'routine', null, served, timing);
    expect(local(waits.dueAt)).toBe('2026-09-15 11:00');
    const joined = gatherNow(at('10:59'), 'routine', waits, served, timing);
    expect(local(joined.dueAt)).toBe('2026-09-15 11:02');
    expect(local(gatherNow(at('11:14'), 'routine', joined, served, timing).dueAt)).toBe('2026-09-15 11:15');
  });

  it('comes four times a day at most: the fourth in the evening, the fifth next morning', () => {
    expect(local(routineGate(at('12:00'), { count: 3, last: at('11:30') }, timing))).toBe('2026-09-15 18:00');
    expect(local(routineGate(at('18:30'), { count: 4, last: at('18:00') }, timing))).toBe('2026-09-16 07:30');
    expect(
      routineGate(at('12:00'), { count: 9, last: at('11:30') }, { ...timing, rules: readRules({ hourly: false }) }),
    ).toEqual(at('12:00'));
    const noQuiet = { ...timing, rules: readRules({ quietHours: { from: '00:00', to: '00:00' } }) };
    expect(local(routineGate(at('18:30'), { count: 4, last: at('18:00') }, noQuiet))).toBe('2026-09-16 07:30');
  });

  it('at night is held till the morning unless urgent', () => {
    expect(local(gatherNow(at('23:00'), 'routine', null, never, timing).dueAt)).toBe('2026-09-16 07:30');
    expect(local(gatherNow(at('23:00'), 'prompt', null, never, timing).dueAt)).toBe('2026-09-16 07:30');
    expect(local(gatherNow(at('23:00'), 'urgent', null, never, timing).dueAt)).toBe('2026-09-15 23:03');
  });

  it('never leaves before a try that failed may be repeated', () => {
    const standing = { dueAt: at('10:30'), gatherUntil: at('10:15'), prompt: true, notBefore: at('10:30') };
    expect(local(gatherNow(at('10:20'), 'prompt', standing, never, timing).dueAt)).toBe('2026-09-15 10:30');
  });

  it('with no settle time leaves at once', () => {
    const quick = { ...timing, rules: readRules({ settleMinutes: 0 }) };
    expect(gatherNow(at('10:00'), 'routine', null, never, quick).dueAt).toEqual(at('10:00'));
  });

  it('is never due before now, nor later than the next morning, whatever came before', () => {
    const minute = fc.integer({ min: 0, max: 6 * 1440 }).map((m) => new Date(at('08:00').getTime() + m * 60_000));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(minute, fc.constantFrom('routine' as const, 'prompt' as const, 'urgent' as const)), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.integer({ min: 0, max: 6 }),
        (events, count) => {
          let standing = null;
          for (const [now, haste] of events.sort(([a], [b]) => a.getTime() - b.getTime())) {
            const served = { count, last: count ? new Date(now.getTime() - 600_000) : null };
            if (standing && standing.dueAt <= now) standing = null;
            standing = gatherNow(now, haste, standing, served, timing);
            expect(standing.dueAt >= now).toBe(true);
            expect(standing.dueAt.getTime() - now.getTime()).toBeLessThanOrEqual(36 * 3_600_000);
          }
        },
      ),
    );
  });
});

describe('the evening message', () => {
  const evening = (now: Date, served: ServedToday = never, standing: Gathering | null = null) =>
    gatherEvening(now, standing, served, timing);

  it('leaves at its hour; what comes later leaves that evening or in the morning', () => {
    expect(local(evening(at('10:00')).dueAt)).toBe('2026-09-15 18:00');
    expect(local(evening(at('19:00')).dueAt)).toBe('2026-09-15 19:03');
    expect(local(evening(at('22:00')).dueAt)).toBe('2026-09-16 07:30');
  });

  it('is followed hourly, however many there were, and settles', () => {
    const served = { count: 4, last: at('18:00') };
    const first = evening(at('18:20'), served);
    expect(local(first.dueAt)).toBe('2026-09-15 19:00');
    expect(local(evening(at('18:59'), served, first).dueAt)).toBe('2026-09-15 19:02');
  });

  it('is never postponed by what joins it', () => {
    const tomorrow = evening(at('22:00'));
    expect(evening(at('07:00', '2026-09-16'), never, tomorrow).dueAt).toEqual(tomorrow.dueAt);
  });
});

describe('what is held', () => {
  const held = (opens: Date, standing: Gathering | null = null) => gatherHeld(opens, standing, timing);
  it('leaves when it may, outside quiet hours, and postpones nothing', () => {
    expect(local(held(at('13:15')).dueAt)).toBe('2026-09-15 13:15');
    expect(local(held(at('22:00')).dueAt)).toBe('2026-09-16 07:30');
    const standing = gatherNow(at('10:00'), 'routine', null, never, timing);
    expect(held(at('13:15'), standing).dueAt).toEqual(standing.dueAt);
    expect(local(held(at('09:00'), standing).dueAt)).toBe('2026-09-15 09:00');
    expect(local(held(at('09:00'), { ...standing, notBefore: at('09:30') }).dueAt)).toBe('2026-09-15 09:30');
  });
});

describe('several readers of a chat', () => {
  const quiets = (...of: [string, string][]) => ({ ...timing, quiets: of.map(([from, to]) => ({ from, to })) });
  it('are left in peace in the quiet hours of each', () => {
    expect(local(afterQuietHours(at('21:30'), quiets(['21:00', '07:00'], ['06:30', '09:00'])))).toBe(
      '2026-09-16 09:00',
    );
    expect(local(afterQuietHours(at('06:40'), quiets(['21:00', '06:00'], ['06:30', '09:00'])))).toBe(
      '2026-09-15 09:00',
    );
  });

  it('whose quiet hours leave no gap are told by those of the first', () => {
    expect(local(afterQuietHours(at('08:00'), quiets(['21:00', '09:00'], ['08:30', '22:00'])))).toBe(
      '2026-09-15 09:00',
    );
  });
});
