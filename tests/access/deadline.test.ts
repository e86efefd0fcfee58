import { expect, test } from 'vitest';
import { accessDeadline, isWorkingDay, workingDayAfter } from '../../src/access/applications/deadline.ts';

// К-У 4.2: access within two working days
const calendar = {
  holidays: new Set(['2026-11-04']),
  specialDays: new Map([
    // a Saturday taught as a Monday, for everybody; a class's own day moves nothing
    ['2026-09-19', [{ classId: null, kind: 'weekday' as const }]],
    ['2026-09-26', [{ classId: 7, kind: 'weekday' as const }]],
    ['2026-10-05', [{ classId: null, kind: 'off' as const }]],
    ['2026-10-06', [{ classId: null, kind: 'remote' as const }]],
  ]),
};

test.each([
  ['2026-09-16', '2026-09-18', 'Wednesday → Friday'],
  ['2026-09-17', '2026-09-19', 'a Saturday that is worked counts'],
  ['2026-09-25', '2026-09-29', 'a Friday → Tuesday: the weekend does not count'],
  ['2026-10-02', '2026-10-07', 'a day off does not count, a remote one does'],
  ['2026-10-30', '2026-11-03', 'autumn holidays of pupils are working days'],
  ['2026-11-03', '2026-11-06', 'a public holiday does not count'],
])('from %s until %s: %s', (date, by) => {
  expect(workingDayAfter(calendar, date, 2)).toBe(by);
});

test('what is left, the last day, and what is over', () => {
  const of = (today: string) => accessDeadline(calendar, '2026-09-16', today).left;
  expect(of('2026-09-16')).toBe(2);
  expect(of('2026-09-17')).toBe(1);
  expect(of('2026-09-18')).toBe(0);
  expect(of('2026-09-19')).toBe(-1);
  expect(of('2026-09-20')).toBe(-1);
  expect(of('2026-09-21')).toBe(-2);
  // over on the day after the last, though nobody works then
  expect(accessDeadline(calendar, '2026-09-23', '2026-09-26').left).toBe(-1);
});

test('a Sunday is no working day, nor a holiday', () => {
  expect(isWorkingDay(calendar, '2026-09-20')).toBe(false);
  expect(isWorkingDay(calendar, '2026-11-04')).toBe(false);
  expect(isWorkingDay(calendar, '2026-11-05')).toBe(true);
});
