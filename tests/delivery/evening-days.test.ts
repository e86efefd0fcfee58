/** On which evening the homework of which day is told: of each class by its own calendar. */
import { describe, expect, it } from 'vitest';
import { dueLists, listFor } from '../../src/delivery/evening-days.ts';
import type { RosterRows } from '../../src/journal/roster-load.ts';
import { CLASS, roster } from '../journal/school.ts';

const seventh = CLASS['7Б'];
const list = (date: string, change?: (rows: RosterRows) => void) => {
  const { due, after, leavesAt } = listFor(roster(change), seventh, date);
  return `${due} after ${after} at ${leavesAt.toISOString().slice(0, 16)}`;
};

describe('homework is told', () => {
  it('on the evening of the school day before', () => {
    expect(list('2026-09-16')).toBe('2026-09-16 after 2026-09-15 at 2026-09-15T15:00');
    expect(list('2026-09-21')).toBe('2026-09-21 after 2026-09-18 at 2026-09-18T15:00');
    expect(list('2026-11-02')).toBe('2026-11-02 after 2026-10-23 at 2026-10-23T15:00');
  });

  it('with that of the next school day, if its own was taken off', () => {
    expect(list('2026-11-04')).toBe('2026-11-05 after 2026-11-03 at 2026-11-03T15:00');
  });

  it('on the evening before, where the class has no school day left or none yet', () => {
    expect(list('2027-05-27')).toBe('2027-05-27 after 2027-05-26 at 2027-05-26T15:00');
    expect(list('2027-06-10')).toBe('2027-06-10 after 2027-06-09 at 2027-06-09T15:00');
    expect(list('2026-09-01')).toBe('2026-09-01 after 2026-08-31 at 2026-08-31T15:00');
  });
});

describe('lists that leave', () => {
  const leaving = (now: string, change?: (rows: RosterRows) => void) =>
    dueLists(roster(change), new Date(now), new Date(now), new Date('2026-08-20T09:00:00Z'))
      .filter(({ classId }) => classId === seventh)
      .map(({ due }) => due);

  it('are of the next school day when its hour has come, and of today, should it have been missed', () => {
    expect(leaving('2026-09-15T14:59:00Z')).toEqual(['2026-09-15']);
    expect(leaving('2026-09-15T15:00:00Z')).toEqual(['2026-09-15', '2026-09-16']);
    expect(leaving('2026-09-19T15:00:00Z')).toEqual(['2026-09-21']);
  });

  it('are none on the last day of the year but its own, none in summer, none of a class that left', () => {
    expect(leaving('2027-05-26T15:00:00Z')).toEqual(['2027-05-26']);
    expect(leaving('2027-07-01T15:00:00Z')).toEqual([]);
    const left = (rows: RosterRows) => {
      for (const one of rows.classes) if (one.id === seventh) one.leftAt = '2026-09-15';
    };
    expect(leaving('2026-09-15T15:00:00Z', left)).toEqual([]);
    expect(leaving('2026-09-14T15:00:00Z', left)).toContain('2026-09-14');
  });
});
