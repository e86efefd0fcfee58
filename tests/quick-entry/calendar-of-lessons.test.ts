import { describe, expect, it } from 'vitest';
import { compileRoster } from '../../src/quick-entry/roster.ts';
import type { SchoolView } from '../../src/quick-entry/school-view.ts';
import { gymnasium, marks, read } from './gymnasium.ts';

const changed = (more: Partial<SchoolView>) => compileRoster({ ...gymnasium, ...more });
const ALGEBRA = '8Г | Алгебра | ';

describe('moved days, changed lessons, dated slots and members', () => {
  it('a day off has no lesson; of one class only that class', () => {
    const off = changed({ days: [{ date: '2026-10-05', class: '8Г', as: 'off' }] });
    expect(read('u1', '2026-10-05T09:00', '8Г алг Ветров 5', off)).toBe('ask date 2026-10-02');
    expect(read('u1', '2026-10-05T09:00', '6А Волк 5', off)).toEqual(marks('6А | Математика | 2026-10-05', 'a03 5'));
    expect(read('u1', '2026-10-05T08:55', 'Ветров 5', off)).not.toEqual(marks(`${ALGEBRA}2026-10-05`, 'g05 5'));
  });

  it('a Saturday taught as a Monday has Monday lessons and none of its own', () => {
    const moved = changed({ days: [{ date: '2026-10-10', as: 1 }] });
    expect(read('u1', '2026-10-10T09:00', 'Ветров 5', moved)).toEqual(marks(`${ALGEBRA}2026-10-10`, 'g05 5'));
    expect(read('u1', '2026-10-09T09:00', 'дз 8Г вис § 3', moved)).toEqual([
      'homework | 8Г | Вероятность и статистика | 2026-10-17 | § 3',
    ]);
    expect(read('u1', '2026-10-09T09:00', 'дз 8Г алг § 3', moved)).toEqual([
      'homework | 8Г | Алгебра | 2026-10-10 | § 3',
    ]);
  });

  it('a holiday that is taught after all has lessons; a remote day has its own', () => {
    const taught = changed({
      days: [
        { date: '2026-11-04', as: 3 },
        { date: '2026-10-07', as: 'remote' },
      ],
    });
    expect(read('u1', '2026-11-04T09:00', '8Г алг Ветров 5', taught)).toEqual(marks(`${ALGEBRA}2026-11-04`, 'g05 5'));
    expect(read('u1', '2026-10-07T09:00', '8Г алг Ветров 5', taught)).toEqual(marks(`${ALGEBRA}2026-10-07`, 'g05 5'));
  });

  it('a cancelled lesson is none', () => {
    const cancelled = changed({ changes: [{ date: '2026-10-05', class: '8Г', lesson: 2, cancelled: true }] });
    expect(read('u1', '2026-10-05T09:00', '8Г алг Ветров 5', cancelled)).toBe('ask date 2026-10-02');
  });

  it('a substitute is the teacher of that course on that day, and only then', () => {
    const substituted = changed({ changes: [{ date: '2026-10-05', class: '8Г', lesson: 2, teacher: 'u8' }] });
    expect(read('u8', '2026-10-05T09:00', 'Ветров 5', substituted)).toEqual(marks(`${ALGEBRA}2026-10-05`, 'g05 5'));
    expect(read('u8', '2026-10-05T09:00', 'дз § 3', substituted)).toEqual([
      'homework | 8Г | Алгебра | 2026-10-07 | § 3',
    ]);
    expect(read('u8', '2026-10-06T09:00', '8Г алг вчера Ветров 5', substituted)).toEqual(
      marks(`${ALGEBRA}2026-10-05`, 'g05 5'),
    );
    expect(read('u8', '2026-10-07T09:00', '8Г алг Ветров 5', substituted)).toBe('not-your-course');
    expect(read('u8', '2026-10-05T09:00', '8Г алг Ветров 5')).toBe('not-your-course');
  });

  it('a lesson given to another subject', () => {
    const swapped = changed({ changes: [{ date: '2026-10-05', class: '8Г', lesson: 2, subject: 'Геометрия' }] });
    expect(read('u1', '2026-10-05T09:00', 'Ветров 5', swapped)).toEqual(marks('8Г | Геометрия | 2026-10-05', 'g05 5'));
    expect(read('u1', '2026-10-05T09:00', '8Г алг Ветров 5', swapped)).toBe('ask date 2026-10-02');
  });

  it('a dated slot counts only within its dates', () => {
    const timetable = gymnasium.timetable.map((slot) =>
      slot.class === '8Г' && slot.subject === 'Алгебра' && slot.weekday === 3 ? { ...slot, to: '2026-10-06' } : slot,
    );
    const dated = changed({ timetable });
    expect(read('u1', '2026-10-05T09:00', 'дз § 3', dated)).toEqual(['homework | 8Г | Алгебра | 2026-10-09 | § 3']);
    expect(read('u1', '2026-09-29T09:00', 'дз 8Г алг § 3', dated)).toEqual([
      'homework | 8Г | Алгебра | 2026-09-30 | § 3',
    ]);
  });

  it('a child who changed class counts where it was on the day', () => {
    const members = [
      { student: 'g05', class: '6А', from: '2026-09-01', to: '2026-10-04' },
      { student: 'g05', class: '8Г', from: '2026-10-05' },
    ];
    const moved = changed({ members });
    expect(read('u1', '2026-10-05T09:00', '8Г алг Ветров 5', moved)).toEqual(marks(`${ALGEBRA}2026-10-05`, 'g05 5'));
    expect(read('u1', '2026-10-05T09:00', '8Г алг за 02.10 Ветров 5', moved)).toBe('unknown-student');
    expect(read('u1', '2026-10-05T09:00', '6А за 02.10 Ветров 5', moved)).toEqual(
      marks('6А | Математика | 2026-10-02', 'g05 5'),
    );
  });

  it('quarters and half-years side by side: the kind must be said', () => {
    const periods = [
      { name: '1 четверть', starts: '2026-09-01', ends: '2026-10-25' },
      { name: '2 четверть', starts: '2026-11-02', ends: '2026-12-28' },
      ...gymnasium.periods,
    ];
    const both = changed({ periods });
    expect(read('u1', '2026-10-09T09:00', '8Г алг за четверть Ветров 5', both)).toEqual([
      'periodMark | 8Г | Алгебра | 1 четверть | g05 | 5',
    ]);
    expect(read('u1', '2026-10-09T09:00', '8Г алг за полугодие Ветров 5', both)).toEqual([
      'periodMark | 8Г | Алгебра | 1 полугодие | g05 | 5',
    ]);
    expect(read('u1', '2026-10-09T09:00', 'итог 8Г алг Ветров 5', both)).toBe('unreadable');
    expect(read('u1', '2026-12-01T09:00', '8Г алг 1ч Ветров 5', both)).toEqual([
      'periodMark | 8Г | Алгебра | 1 четверть | g05 | 5',
    ]);
  });
});
