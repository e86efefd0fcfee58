import { describe, expect, it } from 'vitest';
import type { EntryValue } from '../../src/journal/entry.ts';
import {
  averageOf,
  canonicalJson,
  type WeekHead,
  type WeekSource,
  type WindowEvent,
  weekFacts,
} from '../../src/notify/week.ts';

const head: WeekHead = {
  school: 'Школа для проверки',
  week: '2026-W38',
  from: '2026-09-14',
  to: '2026-09-19',
  asOf: '2026-09-20T10:00',
  student: { id: 's1', last: 'Иванов', first: 'Пётр', patronymic: 'Ильич' },
  class: '7Б',
  grade: 7,
  classTeacher: { name: 'Орлова Анна Сергеевна' },
  taughtAtHome: false,
  period: '1 четверть',
};
const factsOf = (source: Partial<WeekSource>) =>
  weekFacts({ head, events: [], periodMarks: [], periodAbsences: [], homework: [], ...source });

const algebra = { subject: 'Алгебра', date: '2026-09-14', lesson: 1 };
const mark = (value: string, more: Partial<EntryValue> = {}): EntryValue => ({
  ...algebra,
  value,
  work: 'ответ',
  ...more,
});
/** One thing that happened to an entry. */
const event = (
  entryId: number,
  kind: WindowEvent['kind'],
  before: EntryValue | null,
  after: EntryValue | null,
): WindowEvent => ({ entryId, kind, before, after, entered: '2026-09-15' });

describe('marks of the week', () => {
  it('stand by subject in alphabetical order, in each by day; of an earlier week with the day of entry', () => {
    const { subjects } = factsOf({
      events: [
        event(1, 'mark', null, mark('4', { date: '2026-09-15' })),
        event(2, 'mark', null, mark('5', { date: '2026-09-11', work: 'контрольная' })),
        event(3, 'mark', null, mark('3', { subject: 'Физика' })),
      ],
      periodMarks: ['5', '4', '4', 'зачёт'].map((value) => ({ subject: 'Алгебра', value })),
    });
    expect(subjects).toEqual([
      {
        name: 'Алгебра',
        average: '4,33',
        marks: [
          { date: '2026-09-11', value: '5', work: 'контрольная', entered: '2026-09-15' },
          { date: '2026-09-15', value: '4', work: 'ответ' },
        ],
      },
      { name: 'Физика', marks: [{ date: '2026-09-14', value: '3', work: 'ответ' }] },
    ]);
  });

  it('are as they stand when the week closes: corrected within it told once, withdrawn not at all', () => {
    const facts = factsOf({
      events: [
        event(1, 'mark', null, mark('2')),
        event(1, 'mark', mark('2'), mark('4')),
        event(2, 'mark', null, mark('3')),
        event(2, 'mark', mark('3'), null),
      ],
    });
    expect(facts.subjects[0]?.marks.map(({ value }) => value)).toEqual(['4']);
    expect(facts.corrections).toEqual([]);
  });

  it('are none in grade 1 (Б 5.6)', () => {
    expect(factsOf({ head: { ...head, grade: 1 }, events: [event(1, 'mark', null, mark('5'))] }).subjects).toEqual([]);
  });

  it('have an average from three digits on', () => {
    expect(averageOf(['5', '4', 'зачёт'])).toBeUndefined();
    expect(averageOf(['5', '4', '4'])).toBe('4,33');
  });
});

describe('absences', () => {
  const absence = (value: string, more: Partial<EntryValue> = {}): EntryValue => ({ ...algebra, value, ...more });

  it('stand with their lesson; a reason that became known with the one before, and is no correction', () => {
    const facts = factsOf({
      events: [
        event(1, 'absence', null, absence('Н', { date: '2026-09-15' })),
        event(2, 'absence', absence('Н'), absence('Б')),
      ],
    });
    expect(facts.absences).toEqual([
      { date: '2026-09-14', lesson: 1, subject: 'Алгебра', code: 'Б', was: 'Н' },
      { date: '2026-09-15', lesson: 1, subject: 'Алгебра', code: 'Н' },
    ]);
    expect(facts.corrections).toEqual([]);
  });

  it('changed and changed back are no news', () => {
    const back = [event(1, 'absence', absence('Н'), absence('Б')), event(1, 'absence', absence('Б'), absence('Н'))];
    expect(factsOf({ events: back }).absences).toEqual([]);
  });

  it('withdrawn after they were told are a correction', () => {
    const facts = factsOf({ events: [event(1, 'absence', absence('Н'), null)] });
    expect(facts.absences).toEqual([]);
    expect(facts.corrections).toEqual([
      { kind: 'absence', subject: 'Алгебра', date: '2026-09-14', was: 'Н', now: null },
    ]);
  });

  it('of the period count by reason, a late arrival apart', () => {
    const periodAbsences = ['Н', 'Н', 'Б', 'У', 'ОП'].map((code) => ({ code }));
    expect(factsOf({ periodAbsences }).missedInPeriod).toEqual({ lessons: 4, ill: 1, excused: 1, late: 1 });
  });
});

describe('messages, period marks and homework', () => {
  it('stand as they were entered', () => {
    const facts = factsOf({
      events: [
        event(1, 'message', null, { date: '2026-09-15', by: 'Орлова Анна Сергеевна', text: 'Зайдите', personal: true }),
        event(2, 'periodMark', null, { date: '2026-09-16', subject: 'Алгебра', period: '1 четверть', value: '5' }),
      ],
    });
    expect(facts.messages).toEqual([
      { date: '2026-09-15', by: 'Орлова Анна Сергеевна', text: 'Зайдите', personal: true },
    ]);
    expect(facts.periodMarks).toEqual([{ subject: 'Алгебра', period: '1 четверть', value: '5' }]);
  });

  it('homework is what is due after the week and within 14 days, by day and subject', () => {
    const due = (date: string, subject: string) => ({ due: date, subject, text: '§ 1' });
    const { homework } = factsOf({
      homework: [
        due('2026-10-04', 'Алгебра'),
        due('2026-09-21', 'Физика'),
        due('2026-09-21', 'Алгебра'),
        due('2026-10-03', 'История'),
        due('2026-09-19', 'Алгебра'),
      ],
    });
    expect(homework.map((one) => `${one.due} ${one.subject}`)).toEqual([
      '2026-09-21 Алгебра',
      '2026-09-21 Физика',
      '2026-10-03 История',
    ]);
  });
});

describe('what an earlier week told and this one changed', () => {
  const correction = (kind: WindowEvent['kind'], before: EntryValue, after: EntryValue | null) =>
    factsOf({ events: [event(1, kind, before, after)] }).corrections;

  it('is said with both values', () => {
    expect(correction('mark', mark('2'), mark('4'))).toEqual([
      { kind: 'mark', subject: 'Алгебра', date: '2026-09-14', work: 'ответ', was: '2', now: '4' },
    ]);
    const periodMark = { subject: 'Алгебра', date: '2026-09-14', period: '1 четверть', value: '3' };
    expect(correction('periodMark', periodMark, { ...periodMark, value: '4' })).toEqual([
      { kind: 'periodMark', subject: 'Алгебра', date: '2026-09-14', period: '1 четверть', was: '3', now: '4' },
    ]);
  });

  it('is what it says, for what day and for what work; nothing else of it', () => {
    expect(correction('mark', mark('4'), mark('4', { work: 'тест' }))).toHaveLength(1);
    expect(
      correction('homework', { ...algebra, text: '§ 1' }, { ...algebra, text: '§ 1', date: '2026-09-16' }),
    ).toHaveLength(1);
    expect(correction('mark', mark('4'), mark('4', { lesson: 2 }))).toEqual([]);
  });

  it('of a message to one family is marked as personal: it is not for a sheet that the child carries', () => {
    const said = { date: '2026-09-14', by: 'Орлова Анна Сергеевна', text: 'Зайдите', personal: true };
    expect(correction('message', said, { ...said, text: 'Позвоните' })).toEqual([
      { kind: 'message', date: '2026-09-14', personal: true, was: 'Зайдите', now: 'Позвоните' },
    ]);
    expect(correction('message', { ...said, personal: false }, null)).toEqual([
      { kind: 'message', date: '2026-09-14', was: 'Зайдите', now: null },
    ]);
  });

  it('is no topic, whatever becomes of it', () => {
    expect(correction('topic', { ...algebra, text: 'Дроби' }, { ...algebra, text: 'Степени' })).toEqual([]);
  });
});

it('equal facts have one canonical text, in whatever order a database keeps their keys', () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
  expect(canonicalJson({ a: 'x', b: [{ c: null, d: 1 }] })).toBe(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' }));
});
