/** Which weeks of a class are over, and when each closes: К-У 2.2 asks for one word to the family in every one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueWeeks, type WeekSpan, weekAfter, weekSpan } from '../../src/delivery/due-weeks.ts';
import type { Roster } from '../../src/journal/roster.ts';
import type { RosterRows } from '../../src/journal/roster-load.ts';
import { addDays, schoolDate } from '../../src/platform/school-time.ts';
import { CLASS, roster } from '../journal/school.ts';

const seventh = CLASS['7Б'];

describe('a week closes', () => {
  const closesAt = (weekCloses?: object) =>
    weekSpan(
      roster((rows) => {
        rows.school.rules = weekCloses ? { weekCloses } : {};
      }),
      seventh,
      '2026-W38',
    )?.closesAt.toISOString();

  it('the day after the class’s last school day', () => {
    expect(closesAt()).toBe('2026-09-19T07:00:00.000Z');
    expect(closesAt({ weekday: 'after', time: '18:30' })).toBe('2026-09-19T15:30:00.000Z');
  });

  it('or on the first such weekday after it, where the school says which', () => {
    expect(closesAt({ weekday: 6, time: '10:00' })).toBe('2026-09-19T07:00:00.000Z');
    expect(closesAt({ weekday: 1, time: '08:00' })).toBe('2026-09-21T05:00:00.000Z');
    // the last school day itself is a Friday
    expect(closesAt({ weekday: 5, time: '08:00' })).toBe('2026-09-25T05:00:00.000Z');
  });

  it('never, if it is no week', () => {
    expect(weekSpan(roster(), seventh, '2026-38')).toBeNull();
    expect(weekSpan(roster(), seventh, '2026-W60')).toBeNull();
  });
});

describe('weeks that are due', () => {
  const due = (of: Roster, now: string, since: string, taken?: string) =>
    dueWeeks(of, new Date(now), new Map(taken ? [[seventh, taken]] : []), since)
      .filter(({ classId }) => classId === seventh)
      .map(({ week }) => week);
  const leaving = (leftAt: string) =>
    roster((rows: RosterRows) => {
      for (const one of rows.classes) if (one.id === seventh) one.leftAt = leftAt;
    });

  it('begin with the school year, though the school was imported before it', () => {
    expect(due(roster(), '2026-09-13T12:00:00Z', '2026-08-20')).toEqual(['2026-W36', '2026-W37']);
  });

  it('begin with the week of the import, and go on after the last one taken', () => {
    expect(due(roster(), '2026-09-20T12:00:00Z', '2026-09-10')).toEqual(['2026-W37', '2026-W38']);
    expect(due(roster(), '2026-09-20T12:00:00Z', '2026-09-10', '2026-W37')).toEqual(['2026-W38']);
    expect(due(roster(), '2026-09-18T12:00:00Z', '2026-09-10', '2026-W37')).toEqual([]);
  });

  it('end with the school year', () => {
    expect(due(roster(), '2027-07-20T12:00:00Z', '2026-09-01', '2027-W19')).toEqual(['2027-W20', '2027-W21']);
  });

  it('end with the week in which the class left the school', () => {
    expect(due(leaving('2026-09-17'), '2026-10-04T12:00:00Z', '2026-09-10')).toEqual(['2026-W37', '2026-W38']);
    expect(due(leaving('2026-09-21'), '2026-10-04T12:00:00Z', '2026-09-10')).toEqual(['2026-W37', '2026-W38']);
    expect(due(leaving('2026-09-22'), '2026-10-04T12:00:00Z', '2026-09-10')).toHaveLength(3);
  });
});

/** Days off at random, clocks that jump back, closings at any hour, in zones with and without summer time. */
describe('whatever the calendar and the clock do', () => {
  const HOUR = 3_600_000;
  const run = fc.record({
    zone: fc.constantFrom('Europe/Simferopol', 'Europe/Berlin', 'America/New_York'),
    weekCloses: fc.record({
      weekday: fc.constantFrom<'after' | number>('after', 1, 3, 5, 6, 7),
      // within a change of the clock, on both sides of midnight
      time: fc.constantFrom('00:00', '02:30', '10:00', '23:59'),
    }),
    off: fc.uniqueArray(fc.nat({ max: 300 }), { maxLength: 120 }),
    // hours to the next look; the machine's clock may be set back
    looks: fc.array(fc.oneof(fc.integer({ min: 1, max: 400 }), fc.constantFrom(-1, -60)), {
      minLength: 20,
      maxLength: 60,
    }),
  });

  it('each week of the school year is taken once, in order, none before its hour; windows have neither gap nor overlap', () => {
    fc.assert(
      fc.property(run, ({ zone, weekCloses, off, looks }) => {
        const of = roster((rows) => {
          rows.school = { ...rows.school, zone, rules: { weekCloses } };
          rows.holidays = off.map((days) => ({ date: addDays('2026-09-01', days) }));
        });
        const taken: WeekSpan[] = [];
        let now = Date.parse('2026-09-01T09:00:00Z');
        const look = () => {
          const last = taken.at(-1)?.week;
          const others = [...of.classes.keys()].filter((id) => id !== seventh).map((id) => [id, '2027-W30'] as const);
          const due = dueWeeks(of, new Date(now), new Map(last ? [...others, [seventh, last]] : others), '2026-09-01');
          taken.push(...due);
          for (const { closesAt } of due) expect(closesAt.getTime()).toBeLessThanOrEqual(now);
        };
        for (const hours of looks) {
          now += hours * HOUR;
          look();
        }
        now = Date.parse('2027-07-20T09:00:00Z');
        look();
        for (const [i, { week, closesAt, last }] of taken.entries()) {
          const before = taken[i - 1];
          expect(week).toBe(before ? weekAfter(before.week) : '2026-W36');
          if (before) expect(closesAt.getTime()).toBeGreaterThanOrEqual(before.closesAt.getTime());
          expect(schoolDate(closesAt, zone) > last).toBe(true);
        }
        // 2026 has 53 weeks
        expect(taken.map(({ week }) => week)).toContain('2026-W53');
        expect(taken.at(-1)?.week).toBe('2027-W21');
      }),
      { numRuns: 15 },
    );
  });
});
