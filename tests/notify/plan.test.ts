import { describe, expect, it } from 'vitest';
import { type PlannedEvent, planEvent } from '../../src/notify/plan.ts';
import { readRules } from '../../src/platform/school-rules.ts';
import { pair } from './people.ts';

const rules = readRules({});
const today = '2026-09-15';
const event = (differs: Partial<PlannedEvent> = {}): PlannedEvent => ({
  id: 7,
  entryId: 3,
  kind: 'mark',
  change: 'recorded',
  at: new Date('2026-09-15T09:00:00Z'),
  date: today,
  urgent: false,
  students: ['s1'],
  ...differs,
});
const rhythms = (one: PlannedEvent, ...pairs: Parameters<typeof pair>) =>
  planEvent(one, [pair(...pairs)], rules, today).map(({ rhythm, haste }) => `${rhythm} ${haste}`);

describe('a guardian on Telegram', () => {
  it('is told marks, absences, messages and period marks now, homework in the evening, topics in the diary only', () => {
    expect(rhythms(event())).toEqual(['now routine']);
    expect(rhythms(event({ kind: 'absence' }))).toEqual(['now prompt']);
    expect(rhythms(event({ kind: 'message' }))).toEqual(['now routine']);
    expect(rhythms(event({ kind: 'periodMark' }))).toEqual(['now routine']);
    expect(rhythms(event({ kind: 'homework' }))).toEqual(['evening routine']);
    expect(rhythms(event({ kind: 'topic' }))).toEqual([]);
  });

  it('chooses another rhythm for a kind', () => {
    expect(rhythms(event(), { preferences: { mark: 'evening' } })).toEqual(['evening routine']);
    expect(rhythms(event(), { preferences: { mark: 'week' } })).toEqual([]);
    expect(rhythms(event(), { preferences: { mark: 'diary' } })).toEqual([]);
  });

  it('learns of an urgent message now whatever was chosen, even while paused', () => {
    const urgent = event({ kind: 'message', urgent: true });
    expect(rhythms(urgent, { preferences: { message: 'diary' } })).toEqual(['now urgent']);
    expect(rhythms(urgent, { pausedUntil: today })).toEqual(['now urgent']);
  });

  it('is left in peace while paused, and told again the day after', () => {
    expect(rhythms(event(), { pausedUntil: today })).toEqual([]);
    expect(rhythms(event(), { pausedUntil: '2026-09-14' })).toEqual(['now routine']);
  });
});

describe('a guardian by email', () => {
  const email = { channels: ['email', 'paper'], contacts: [{ contactId: 2, channel: 'email' as const }] };
  it('reads the weekly letter unless another rhythm was chosen', () => {
    expect(rhythms(event(), email)).toEqual([]);
    expect(rhythms(event(), { ...email, preferences: { mark: 'now' } })).toEqual(['now routine']);
    expect(rhythms(event({ kind: 'message', urgent: true }), email)).toEqual(['now urgent']);
  });
});

describe('nothing leaves the school electronically', () => {
  it.each([
    ['without consent', { consent: false }],
    ['to a proxy', { rights: 'paper' as const }],
    ['to a person without rights', { rights: 'none' as const }],
    ['after the pair ended', { ended: true }],
    ['to who chose paper', { channels: ['paper'] }],
    ['without a confirmed contact', { contacts: [] }],
    ['about another child', { studentId: 's2' }],
  ])('%s', (_name, differs) => {
    expect(rhythms(event({ kind: 'message', urgent: true }), differs)).toEqual([]);
  });
});

describe('what waits for the weekly summary', () => {
  it('is a changed reason of absence, yet not a withdrawn absence', () => {
    expect(rhythms(event({ kind: 'absence', change: 'corrected' }))).toEqual([]);
    expect(rhythms(event({ kind: 'absence', change: 'withdrawn' }))).toEqual(['now prompt']);
  });

  it('is an entry about a day longer ago than the school tells at once', () => {
    expect(rhythms(event({ date: '2026-09-01' }))).toEqual(['now routine']);
    expect(rhythms(event({ date: '2026-08-31' }))).toEqual([]);
  });
});

it('goes on to the next chosen channel that has a confirmed contact', () => {
  const contacts = [{ contactId: 2, channel: 'email' as const }];
  const [item] = planEvent(event({ kind: 'message', urgent: true }), [pair({ contacts })], rules, today);
  expect(item?.reach).toEqual({ contactId: 2, channel: 'email' });
});
