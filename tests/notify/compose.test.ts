import { describe, expect, it } from 'vitest';
import type { EntryValue } from '../../src/journal/entry.ts';
import { type Composition, composeNotice, type StandingEntry, toldKey } from '../../src/notify/compose.ts';

const mark = (value: string, more: Partial<EntryValue> = {}): EntryValue => ({
  subject: 'Алгебра',
  date: '2026-09-15',
  lesson: 2,
  value,
  work: 'ответ',
  ...more,
});
const child = (studentId: string, first: string) => ({
  studentId,
  first,
  last: 'Иванов',
  class: '7Б',
  grade: 7,
  classTeacher: { name: 'Орлова Анна Сергеевна' },
});

/** Entries in the order of their ids, each with one item of guardian g1 and child s1. */
function compose(
  standing: (Partial<StandingEntry> & { told?: EntryValue | null; studentId?: string })[],
  differs: Partial<Composition> = {},
) {
  return composeNotice({
    items: standing.map(({ studentId = 's1' }, i) => ({
      itemId: 100 + i,
      eventId: 10 + i,
      entryId: i,
      guardianId: 'g1',
      studentId,
    })),
    entries: new Map(
      standing.map(({ kind = 'mark', now = null, entered = '2026-09-15' }, i) => [i, { kind, now, entered }]),
    ),
    told: new Map(standing.flatMap(({ told }, i) => (told === undefined ? [] : [[toldKey('g1', i), told]]))),
    children: new Map([child('s1', 'Пётр'), child('s2', 'Анна')].map((one) => [one.studentId, one])),
    today: '2026-09-15',
    rhythm: 'now',
    detail: 'full',
    ...differs,
  });
}
const reasons = (composed: ReturnType<typeof compose>) => composed.dropped.map(({ reason }) => reason);
const lines = (composed: ReturnType<typeof compose>) => composed.notice?.children.flatMap((one) => one.lines) ?? [];

describe('what the family was told before', () => {
  it('is not told again; what it was not told and is gone, neither', () => {
    expect(reasons(compose([{ now: mark('5'), told: mark('5') }]))).toEqual(['alreadyTold']);
    expect(reasons(compose([{ now: null }]))).toEqual(['withdrawn']);
    expect(compose([{ now: null }]).notice).toBeNull();
  });

  it('and then as withdrawn, is not withdrawn a second time', () => {
    expect(reasons(compose([{ now: null, told: null }]))).toEqual(['alreadyTold']);
    expect(lines(compose([{ now: null, told: mark('5') }]))).toEqual([{ kind: 'mark', now: null, told: mark('5') }]);
  });

  it('is corrected where it reads otherwise now', () => {
    const composed = compose([{ now: mark('4'), told: mark('5') }]);
    expect(lines(composed)).toEqual([{ kind: 'mark', now: mark('4'), told: mark('5') }]);
    expect(composed.corrects).toEqual([0]);
    expect(compose([{ now: mark('4'), told: mark('5') }, { now: mark('3') }]).corrects).toEqual([]);
  });

  it('leaves another reason of absence to the week', () => {
    const absent = (value: string) => mark(value, { work: undefined });
    expect(reasons(compose([{ kind: 'absence', now: absent('Б'), told: absent('Н') }]))).toEqual(['weekly']);
  });
});

describe('an entry made later than its day', () => {
  it('says when it was made, of a mark and an absence alone', () => {
    const late = { entered: '2026-09-17' };
    expect(lines(compose([{ now: mark('5'), ...late }]))).toEqual([
      { kind: 'mark', now: mark('5'), entered: '2026-09-17' },
    ]);
    expect(lines(compose([{ kind: 'absence', now: mark('Н'), ...late }]))[0]).toHaveProperty('entered');
    expect(lines(compose([{ kind: 'message', now: mark('5'), ...late }]))[0]).not.toHaveProperty('entered');
    expect(lines(compose([{ now: mark('5') }]))[0]).not.toHaveProperty('entered');
  });
});

describe('the order of a notice', () => {
  it('is by day, lesson and entry, what was withdrawn in its old place, what has no lesson at the end', () => {
    const composed = compose([
      { kind: 'message', now: { date: '2026-09-15', text: 'Собрание' } },
      { now: mark('5', { lesson: 3 }) },
      { now: null, told: mark('4', { lesson: 1 }) },
      { now: mark('3', { lesson: 3 }) },
      { now: mark('2', { date: '2026-09-14', lesson: 6 }) },
    ]);
    expect(lines(composed).map(({ now, told }) => now?.value ?? now?.text ?? `–${told?.value}`)).toEqual([
      '2',
      '–4',
      '5',
      '3',
      'Собрание',
    ]);
  });

  it('is by first name where there are several children', () => {
    const composed = compose([{ now: mark('5') }, { now: mark('4'), studentId: 's2' }, { now: mark('3') }]);
    expect(composed.notice?.children.map(({ first, lines: of }) => `${first} ${of.length}`)).toEqual([
      'Анна 1',
      'Пётр 2',
    ]);
  });
});

it('a line about a child whom nobody knows stops the notice: it would reach the wrong family', () => {
  expect(() => compose([{ now: mark('5'), studentId: 's404' }])).toThrow('s404');
});
