import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as dates from '../../src/texts/russian/dates.ts';
import { onLessons, runs, toLessons } from '../../src/texts/russian/lessons.ts';
import { address, shortFullName, shortName } from '../../src/texts/russian/names.ts';
import { count, FORMS, plural } from '../../src/texts/russian/plural.ts';
import { capital, listed, quoted } from '../../src/texts/russian/typography.ts';
import { spaced } from './facts.ts';

describe('plural forms', () => {
  it.each([
    [0, 'уроков'],
    [1, 'урок'],
    [2, 'урока'],
    [4, 'урока'],
    [5, 'уроков'],
    [10, 'уроков'],
    [11, 'уроков'],
    [12, 'уроков'],
    [14, 'уроков'],
    [19, 'уроков'],
    [20, 'уроков'],
    [21, 'урок'],
    [22, 'урока'],
    [25, 'уроков'],
    [101, 'урок'],
    [111, 'уроков'],
    [112, 'уроков'],
    [122, 'урока'],
    [1011, 'уроков'],
    [-1, 'урок'],
  ])('%i %s', (n, word) => {
    expect(plural(n, FORMS.lesson)).toBe(word);
  });

  it('agree with the language of the platform for any number', () => {
    const rules = new Intl.PluralRules('ru');
    const category = { one: 'урок', few: 'урока', many: 'уроков' } as Record<string, string>;
    fc.assert(
      fc.property(fc.nat(1_000_000), (n) => {
        expect(count(n, FORMS.lesson)).toBe(`${n}\u00a0${category[rules.select(n)]}`);
      }),
    );
  });
});

describe('dates', () => {
  it.each([
    [dates.longDate('2026-09-15'), 'вторник, 15 сентября'],
    [dates.dayMonth('2026-09-01'), '1 сентября'],
    [dates.dayMonthYear('2026-09-15'), '15 сентября 2026 г.'],
    [dates.shortDate('2026-09-05'), '05.09'],
    [dates.fullDate('2026-09-15'), '15.09.2026'],
    [dates.forDay('2026-09-16'), 'на среду, 16 сентября'],
    [dates.forDay('2026-09-18'), 'на пятницу, 18 сентября'],
    [dates.forDay('2026-09-19'), 'на субботу, 19 сентября'],
    [dates.onWeekday('2026-09-15'), 'во вторник'],
    [dates.onWeekday('2026-09-16'), 'в среду'],
    [dates.weekdayShort('2026-09-20'), 'вс'],
    [dates.dateRange('2026-09-14', '2026-09-19'), '14–19 сентября'],
    [dates.dateRange('2026-09-14', '2026-09-14'), '14 сентября'],
    [dates.dateRange('2026-09-28', '2026-10-03'), '28 сентября – 3 октября'],
    [dates.dateRange('2026-12-28', '2027-01-02'), '28 декабря 2026 – 2 января 2027'],
    [dates.clockTime('07:30'), '7:30'],
    [dates.clockTime('21:00'), '21:00'],
    [dates.clockTime('00:05'), '0:05'],
  ])('%s', (said, expected) => {
    expect(spaced(said)).toBe(expected);
  });

  it('tie the day to its month', () => {
    expect(dates.longDate('2026-09-15')).toBe('вторник, 15\u00a0сентября');
    expect(dates.dateRange('2026-09-14', '2026-09-19')).toBe('14–19\u00a0сентября');
    expect(dates.dateRange('2026-09-28', '2026-10-03')).toBe('28\u00a0сентября\u00a0– 3\u00a0октября');
  });

  it('name the weekday of any day as the platform does', () => {
    const days = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    const name = new Intl.DateTimeFormat('ru', { weekday: 'long', timeZone: 'UTC' });
    fc.assert(
      fc.property(days, (day) => {
        expect(dates.weekday(day.toISOString().slice(0, 10))).toBe(name.format(day));
      }),
    );
  });

  it.each(['2026-9-1', '15.09.2026', '2026-13-01', '2026-00-10', ''])('%j is none', (wrong) => {
    expect(() => dates.dayMonth(wrong)).toThrow('not a school date');
  });
});

describe('lessons', () => {
  it.each([
    [[1], 'на 1-м уроке', 'на 1-й урок'],
    [[1, 2, 3], 'на 1–3 уроках', 'на 1–3 уроки'],
    [[3, 1, 2, 2], 'на 1–3 уроках', 'на 1–3 уроки'],
    [[1, 4], 'на 1-м и 4-м уроках', 'на 1-й и 4-й уроки'],
    [[1, 2, 4], 'на 1–2 и 4-м уроках', 'на 1–2 и 4-й уроки'],
    [[1, 3, 5], 'на 1-м, 3-м и 5-м уроках', 'на 1-й, 3-й и 5-й уроки'],
    [[], 'на уроке', 'на урок'],
  ])('%j: %s', (numbers, on, to) => {
    expect(onLessons(numbers)).toBe(on);
    expect(toLessons(numbers)).toBe(to);
  });

  it('runs hold every number once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 })), (numbers) => {
        const held = runs(numbers).flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
        expect(held).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      }),
    );
  });
});

describe('names', () => {
  it('stand short, tied and never declined', () => {
    expect(shortName({ last: 'Иванов', first: 'пётр', patronymic: 'Ильич' })).toBe('Иванов\u00a0П.\u00a0И.');
    expect(shortName({ last: 'Цой', first: 'Вера' })).toBe('Цой\u00a0В.');
    expect(shortFullName('Мамедов  Али Гасан оглы')).toBe('Мамедов\u00a0А.\u00a0Г.');
    expect(address({ first: 'Мария', patronymic: 'Петровна' })).toBe('Мария Петровна');
    expect(address({ first: 'Мария', patronymic: '' })).toBe('Мария');
  });
});

describe('typography', () => {
  it('quotes whatever it is given without touching it', () => {
    expect(quoted('§ 12')).toBe('«§ 12»');
    expect(quoted('читать «Мцыри»')).toBe('„читать «Мцыри»“');
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(quoted(text).slice(1, -1)).toBe(text);
      }),
    );
  });

  it('lists and begins sentences', () => {
    expect(['', 'а', 'а и б', 'а, б и в']).toEqual([
      listed([]),
      listed(['а']),
      listed(['а', 'б']),
      listed(['а', 'б', 'в']),
    ]);
    expect(capital('ёлка')).toBe('Ёлка');
    expect(capital('')).toBe('');
  });
});
