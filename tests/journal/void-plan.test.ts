import { describe, expect, test } from 'vitest';
import type { EntryValue } from '../../src/journal/entry.ts';
import { planVoid, type Void, type WrittenEvent } from '../../src/journal/void-plan.ts';

const mark = (value: string): EntryValue => ({ date: '2026-09-15', subject: 'Алгебра', value, work: 'ответ' });
const since = new Date('2026-09-16T13:00:00Z');
const which: Void = { byIds: ['t1'], since, sources: null };

/** `t1 5` writes a value, `t1 –` takes it out; `old`: before the moment; `web`: by the desk */
function history(...words: string[]): WrittenEvent[] {
  let before: EntryValue | null = null;
  return words.map((word, nth) => {
    const [byId = '', value = '', ...flags] = word.split(' ');
    const after = value === '–' ? null : mark(value);
    const hours = flags.includes('old') ? -48 : 1;
    const event = {
      byId,
      source: flags.includes('web') ? 'web' : 'bot:teachers',
      recordedAt: new Date(since.getTime() + hours * 3_600_000 + nth),
      before,
      after,
    };
    before = after;
    return event;
  });
}

describe('what was written in a stolen name', () => {
  test.each([
    ['added: goes', ['t1 2'], 'takenBack', null],
    ['changed: is as it was', ['t1 5 old', 't1 2'], 'restored', '5'],
    ['changed more than once: is as it was before the first', ['t3 4', 't1 3', 't1 2'], 'restored', '4'],
    ['taken out: stands again', ['t1 5 old', 't1 –'], 'putBack', '5'],
    ['added and taken out: nothing', ['t1 2', 't1 –'], 'stays', null],
    ['changed there and back: nothing', ['t1 5 old', 't1 2', 't1 5'], 'stays', '5'],
    ['corrected by somebody else since: stays', ['t1 5 old', 't1 2', 't3 4'], 'stays', '4'],
    ['changed again after a correction: is as corrected', ['t1 2', 't3 4', 't1 3'], 'restored', '4'],
    ['before the moment: none of it', ['t1 5 old', 't1 4 old'], null, null],
    ['by others alone: none of it', ['t3 5'], null, null],
  ] as const)('%s', (_, words, state, stands) => {
    const plan = planVoid(history(...words), which, false);
    expect(plan?.state ?? null).toBe(state);
    expect(plan?.stands?.value ?? null).toBe(stands);
  });

  test('moment itself counts', () => {
    const [event] = history('t1 2');
    expect(planVoid([{ ...event!, recordedAt: since }], which, false)?.state).toBe('takenBack');
    expect(planVoid([{ ...event!, recordedAt: new Date(since.getTime() - 1) }], which, false)).toBeNull();
  });

  test('by some ways only: what came by others is its owner’s', () => {
    const web = { ...which, sources: ['web'] };
    expect(planVoid(history('t1 5 old', 't1 4', 't1 2 web'), web, false)).toMatchObject({
      state: 'restored',
      stands: mark('4'),
      source: 'web',
    });
    expect(planVoid(history('t1 5 old', 't1 2 web', 't1 4'), web, false)?.state).toBe('stays');
    expect(planVoid(history('t1 2'), web, false)).toBeNull();
  });

  test('whose place was filled by somebody else is told, not overwritten', () => {
    expect(planVoid(history('t1 5 old', 't1 –'), which, true)).toMatchObject({ state: 'taken', stands: mark('5') });
    expect(planVoid(history('t1 2'), which, true)?.state).toBe('takenBack');
  });
});
