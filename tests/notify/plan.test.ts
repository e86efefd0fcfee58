import { describe, expect, it } from 'vitest';
import { isMandatory, isReasonOnly, type Weighed } from '../../src/notify/mandatory.ts';
import { type PlannedEvent, planEvent, stillTells } from '../../src/notify/plan.ts';
import { readRules } from '../../src/platform/school-rules.ts';
import { instantOf } from '../../src/platform/school-time.ts';
import { pair } from './people.ts';

const today = '2026-09-15';
const zone = 'Europe/Simferopol';
const dayOf = (rules: object = {}) => ({ rules: readRules(rules), zone, today });
const day = dayOf();
const event = (differs: Partial<PlannedEvent> = {}): PlannedEvent => ({
  id: 7,
  entryId: 3,
  kind: 'mark',
  change: 'recorded',
  at: new Date('2026-09-15T09:00:00Z'),
  date: today,
  urgent: false,
  mandatory: false,
  students: ['s1'],
  ...differs,
});
const urgent = event({ kind: 'message', urgent: true, mandatory: true });
const tomorrow = '2026-09-16';
const rhythms = (one: PlannedEvent, differs: Parameters<typeof pair>[0] = {}, rules: object = {}) =>
  planEvent(one, [pair(differs)], dayOf(rules)).map(({ rhythm, haste }) => `${rhythm} ${haste}`);

describe('a guardian on Telegram', () => {
  it('is told marks, absences, messages and period marks now, homework in the evening, topics in the diary only', () => {
    expect(rhythms(event())).toEqual(['now routine']);
    expect(rhythms(event({ kind: 'absence' }))).toEqual(['now prompt']);
    expect(rhythms(event({ kind: 'message' }))).toEqual(['now routine']);
    expect(rhythms(event({ kind: 'periodMark' }))).toEqual(['now routine']);
    expect(rhythms(event({ kind: 'homework', date: tomorrow }))).toEqual(['evening routine']);
    expect(rhythms(event({ kind: 'topic' }))).toEqual([]);
  });

  it('chooses another rhythm for a kind', () => {
    expect(rhythms(event(), { preferences: { mark: 'evening' } })).toEqual(['evening routine']);
    expect(rhythms(event(), { preferences: { mark: 'week' } })).toEqual([]);
    expect(rhythms(event(), { preferences: { mark: 'diary' } })).toEqual([]);
  });

  it('learns of an urgent message now whatever was chosen, even while paused', () => {
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
    expect(rhythms(urgent, email)).toEqual(['now urgent']);
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
    expect(rhythms(urgent, differs)).toEqual([]);
  });
});

describe('what waits for the weekly summary', () => {
  it('is a changed reason of absence, yet not a withdrawn absence, nor a late arrival after all', () => {
    expect(rhythms(event({ kind: 'absence', change: 'corrected', reasonOnly: true }))).toEqual([]);
    expect(rhythms(event({ kind: 'absence', change: 'corrected' }))).toEqual(['now prompt']);
    const code = (value: string) => ({ date: today, value });
    expect(isReasonOnly(code('Н'), code('Б'))).toBe(true);
    expect(isReasonOnly(code('Н'), code('ОП'))).toBe(false);
    expect(isReasonOnly(null, code('Б'))).toBe(false);
    expect(isReasonOnly(code('Н'), null)).toBe(false);
    expect(rhythms(event({ kind: 'absence', change: 'withdrawn' }))).toEqual(['now prompt']);
  });

  it('is an entry about a day longer ago than the school tells at once', () => {
    expect(rhythms(event({ date: '2026-09-01' }))).toEqual(['now routine']);
    expect(rhythms(event({ date: '2026-08-31' }))).toEqual([]);
    expect(rhythms(event({ date: '2026-08-31', kind: 'absence', mandatory: true }))).toEqual([]);
  });
});

it('goes on to the next chosen channel that has a confirmed contact', () => {
  const contacts = [{ contactId: 2, channel: 'email' as const }];
  const [item] = planEvent(urgent, [pair({ contacts })], day);
  expect(item?.reach).toEqual({ contactId: 2, channel: 'email' });
});

describe('the school’s rule `mandatory`', () => {
  const weighed = (differs: Partial<Weighed>): Weighed => ({ kind: 'mark', urgent: false, ...differs });
  const names = (differs: Partial<Weighed>, rules: object = {}) => isMandatory(weighed(differs), readRules(rules));

  it('names by itself absences from the first lesson, urgent messages and period marks (К-У 4.5)', () => {
    expect(names({ kind: 'periodMark' })).toBe(true);
    expect(names({ kind: 'absence', firstLesson: true })).toBe(true);
    expect(names({ kind: 'message', urgent: true })).toBe(true);
    expect(names({ kind: 'absence' })).toBe(false);
    expect(names({ kind: 'message' })).toBe(false);
    expect(names({ kind: 'mark' })).toBe(false);
  });

  it('names what the school says instead, a topic never', () => {
    expect(names({ kind: 'periodMark' }, { mandatory: [] })).toBe(false);
    expect(names({ kind: 'absence' }, { mandatory: ['absence'] })).toBe(true);
    expect(names({ kind: 'topic' }, { mandatory: ['mark', 'homework'] })).toBe(false);
  });

  const must = event({ kind: 'periodMark', mandatory: true });
  it('beats the rhythm that was chosen and a pause; an evening stays an evening', () => {
    expect(rhythms(must, { preferences: { periodMark: 'diary' } })).toEqual(['now routine']);
    expect(rhythms(must, { preferences: { periodMark: 'week' }, pausedUntil: today })).toEqual(['now routine']);
    expect(rhythms(must, { preferences: { periodMark: 'evening' } })).toEqual(['evening routine']);
    expect(
      rhythms(event({ kind: 'homework', date: tomorrow, mandatory: true }), { preferences: { homework: 'week' } }),
    ).toEqual(['evening routine']);
  });

  it('reaches a guardian by email within the day', () => {
    const email = { channels: ['email'], contacts: [{ contactId: 2, channel: 'email' as const }] };
    expect(rhythms(must, email)).toEqual(['now routine']);
  });

  it.each([
    ['consent', { consent: false }],
    ['rights', { rights: 'paper' as const }],
    ['the end of the relation', { ended: true }],
    ['the choice of paper', { channels: ['paper', 'telegram'] }],
  ])('does not beat %s', (_name, differs) => {
    expect(rhythms(must, differs)).toEqual([]);
  });
});

describe('the school’s rule `heldBack`', () => {
  it('leaves a kind to the weekly summary, whatever was chosen', () => {
    const rules = { heldBack: ['mark'] };
    expect(rhythms(event(), {}, rules)).toEqual([]);
    expect(rhythms(event(), { preferences: { mark: 'now' } }, rules)).toEqual([]);
    expect(rhythms(event({ kind: 'absence' }), {}, rules)).toEqual(['now prompt']);
  });

  it('holds back nothing that is mandatory', () => {
    expect(rhythms(urgent, {}, { heldBack: ['message'] })).toEqual(['now urgent']);
    expect(rhythms(event({ kind: 'absence', mandatory: true }), {}, { heldBack: ['absence'] })).toEqual(['now prompt']);
  });
});

describe('an urgent message that the school does not make mandatory', () => {
  const asked = event({ kind: 'message', urgent: true });
  it('is told as messages are', () => {
    expect(rhythms(asked)).toEqual(['now urgent']);
    expect(rhythms(asked, { preferences: { message: 'evening' } })).toEqual(['evening routine']);
    expect(rhythms(asked, { pausedUntil: today })).toEqual([]);
  });
});

describe('two guardians', () => {
  const other = (differs: Parameters<typeof pair>[0]) => pair({ guardianId: 'g2', ...differs });
  it('choose apart', () => {
    const contacts = [{ contactId: 2, channel: 'telegram' as const }];
    const items = planEvent(event(), [pair(), other({ contacts, preferences: { mark: 'evening' } })], day);
    expect(items.map(({ guardianId, rhythm }) => `${guardianId} ${rhythm}`)).toEqual(['g1 now', 'g2 evening']);
  });

  it('in one chat read one message, the sooner of their rhythms', () => {
    const items = planEvent(event(), [pair(), other({ preferences: { mark: 'evening' } })], day);
    expect(items.map(({ guardianId, rhythm }) => `${guardianId} ${rhythm}`)).toEqual(['g1 now', 'g2 now']);
  });
});

describe('a mark entered at night', () => {
  const at = (time: string, date = today) => instantOf(date, time, zone);
  const night = event({ at: at('22:00') });
  const ends = (date: string) => (date === tomorrow ? at('13:15', tomorrow) : null);
  const heldUntil = (one: PlannedEvent, differs: Parameters<typeof pair>[0] = {}, lessonsEnd = ends) =>
    planEvent(one, [pair(differs)], day, lessonsEnd)[0]?.notBefore;

  it('is held until the class’s lessons are over', () => {
    expect(heldUntil(night)).toEqual(at('13:15', tomorrow));
    expect(heldUntil(event({ at: at('03:00', tomorrow) }))).toEqual(at('13:15', tomorrow));
  });

  it('is held by nothing but quiet hours on a day without lessons', () => {
    expect(heldUntil(night, {}, () => null)).toBeNull();
  });

  it('is night by the guardian’s own quiet hours', () => {
    expect(heldUntil(night, { quiet: { from: '00:00', to: '00:00' } })).toBeNull();
    expect(heldUntil(event({ at: at('19:00') }), { quiet: { from: '18:30', to: '08:00' } })).toEqual(
      at('13:15', tomorrow),
    );
  });

  it('alone is held: an absence, a message and homework are not', () => {
    expect(heldUntil(event({ at: at('12:00') }))).toBeNull();
    for (const kind of ['absence', 'message', 'periodMark'] as const)
      expect(heldUntil(event({ kind, at: at('22:00') }))).toBeNull();
  });
});

it('homework that no list can tell in time any more is told now', () => {
  expect(rhythms(event({ kind: 'homework', date: today }))).toEqual(['now routine']);
});

describe('what a delivery still tells when it leaves', () => {
  const now = new Date('2026-09-15T10:00:00Z');
  const [item] = planEvent(event(), [pair()], day);
  const [asked] = planEvent(urgent, [pair()], day);
  const [evening] = planEvent(event(), [pair({ preferences: { mark: 'evening' } })], day);
  const delivery = { contactId: 1, rhythm: 'now', urgent: false };

  it('is what would be planned for it again', () => {
    expect(stillTells(delivery, item, null, now)).toBe(true);
    expect(stillTells({ ...delivery, urgent: true }, asked, null, now)).toBe(true);
    expect(stillTells({ ...delivery, rhythm: 'evening' }, evening, null, now)).toBe(true);
  });

  it('is whatever waited for the evening message', () => {
    expect(stillTells({ ...delivery, rhythm: 'evening' }, item, null, now)).toBe(true);
  });

  it.each([
    ['what nobody may be told any more', delivery, undefined, null],
    ['what belongs to another contact', { ...delivery, contactId: 2 }, item, null],
    ['what is urgent no more', { ...delivery, urgent: true }, item, null],
    ['what became urgent', delivery, asked, null],
    ['what is wanted in the evening now', delivery, evening, null],
    ['what is held', delivery, item, new Date('2026-09-15T10:01:00Z')],
  ])('is not %s', (_name, leaving, again, notBefore) => {
    expect(stillTells(leaving, again, notBefore, now)).toBe(false);
  });
});
