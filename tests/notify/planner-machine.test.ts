import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenReach, type Rhythm } from '../../src/notify/audience.ts';
import { sameNews, toldKey } from '../../src/notify/compose.ts';
import { gatheringKey } from '../../src/notify/gather.ts';
import { afterQuietHours } from '../../src/notify/rhythm.ts';
import { schoolDate } from '../../src/platform/school-time.ts';
import { createMachine, type Delivery, type Machine, RULES, type Step, ZONE } from './machine.ts';

/** Ordinary days, both clock changes, the end of the year. */
const STARTS = [
  '2026-09-14T09:00:00+02:00',
  '2026-03-28T19:00:00+01:00',
  '2026-10-24T20:00:00+02:00',
  '2026-12-31T18:30:00+01:00',
];
const HOUR = 3_600_000;

const index = fc.nat({ max: 11 });
const kind = fc.constantFrom('mark' as const, 'absence' as const, 'message' as const, 'periodMark' as const);
const rhythm = fc.constantFrom<Rhythm>('now', 'evening', 'week', 'diary');
const span = fc.constantFrom(
  { from: '22:00', to: '07:00' },
  { from: '13:00', to: '15:00' },
  { from: '00:00', to: '00:00' },
  { from: '17:30', to: '09:00' },
  // a clock change happens within these
  { from: '02:15', to: '02:45' },
);

const told: fc.Arbitrary<Step>[] = [
  fc.record({
    do: fc.constant('record' as const),
    kind,
    student: index,
    value: index,
    first: fc.boolean(),
    urgent: fc.boolean(),
    ago: fc.constantFrom(0, 0, 0, 1, 20),
  }),
  fc.record({ do: fc.constant('correct' as const), entry: index, value: index }),
  fc.record({ do: fc.constant('withdraw' as const), entry: index }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 2, 4, 20, 61, 180, 700) }),
];
const chosen: fc.Arbitrary<Step>[] = [
  fc.record({ do: fc.constant('prefer' as const), pair: index, kind, rhythm }),
  fc.record({ do: fc.constant('consent' as const), pair: index, given: fc.boolean() }),
  fc.record({
    do: fc.constant('channels' as const),
    pair: index,
    order: fc.constantFrom<string[]>(['telegram', 'email', 'paper'], ['email', 'telegram', 'paper'], ['paper']),
  }),
  fc.record({ do: fc.constant('link' as const), contact: index, works: fc.boolean() }),
  fc.record({ do: fc.constant('quiet' as const), pair: index, quiet: fc.option(span, { nil: undefined }) }),
  fc.record({ do: fc.constant('pause' as const), pair: index, days: fc.option(fc.nat({ max: 2 }), { nil: null }) }),
];
const trouble: fc.Arbitrary<Step>[] = [
  fc.record({ do: fc.constant('outage' as const), down: fc.boolean() }),
  fc.record({ do: fc.constant('jump' as const), minutes: fc.constantFrom(-60, 60, 600) }),
];

const steps = (...of: fc.Arbitrary<Step>[]) =>
  fc.array(fc.oneof(...told, ...told, ...of), { minLength: 1, maxLength: 60, size: 'max' });

/** Performs the steps and lets everything that is due go out; `look` sees the machine after each step. */
function run(
  start: string,
  all: Step[],
  {
    look = () => undefined,
    onTold,
  }: { look?: (machine: Machine) => void; onTold?: Parameters<typeof createMachine>[1] } = {},
): Machine {
  const machine = createMachine(new Date(start), onTold);
  for (const step of all) {
    machine.perform(step);
    look(machine);
  }
  machine.perform({ do: 'outage', down: false });
  machine.runTo(new Date(machine.now().getTime() + 96 * HOUR));
  look(machine);
  return machine;
}

const property = (arbitrary: fc.Arbitrary<Step[]>, hold: (start: string, steps: Step[]) => void) =>
  fc.assert(fc.property(fc.constantFrom(...STARTS), arbitrary, hold));

describe('whatever happens', () => {
  it('nothing is lost: what each guardian was told last is what the journal says, or stands in the week', () => {
    property(steps(...chosen, ...trouble), (start, all) => {
      const { entries, pairs, knowledge, leftToWeek, deliveries } = run(start, all);
      const known = knowledge();
      for (const { id, student, now } of entries)
        for (const { guardianId, studentId } of pairs) {
          const key = toldKey(guardianId, id);
          if (studentId !== student || leftToWeek.has(key)) continue;
          const last = known.get(key);
          if (now) expect(last && sameNews(last, now)).toBe(true);
          else expect(last ?? null).toBeNull();
        }
      expect(deliveries.flatMap(({ items }) => items).filter(({ state }) => state === 'waiting')).toEqual([]);
    });
  });

  it('nothing is told twice without cause, and no withdrawal of what was not told', () => {
    property(steps(...chosen, ...trouble), (start, all) => {
      const last = new Map<string, ReturnType<Machine['knowledge']> extends Map<string, infer V> ? V : never>();
      for (const { guardianId, entryId, value } of run(start, all).tellings) {
        const key = toldKey(guardianId, entryId);
        const before = last.get(key);
        if (value === null) expect(before).toBeTruthy();
        else expect(before && sameNews(before, value)).toBeFalsy();
        last.set(key, value);
      }
    });
  });

  it('one delivery at most gathers for a contact, rhythm and urgency, and an item waits in one alone', () => {
    property(steps(...chosen, ...trouble), (start, all) => {
      run(start, all, {
        look: ({ deliveries }) => {
          const keys = deliveries
            .filter(({ state }) => state === 'gathering')
            .map(({ contactId, rhythm, urgent }) => gatheringKey(contactId, rhythm, urgent));
          expect(new Set(keys).size).toBe(keys.length);
          const waiting = deliveries
            .flatMap(({ items }) => items)
            .filter(({ state }) => state === 'waiting')
            .map(({ event, guardianId, studentId }) => `${event.id} ${guardianId} ${studentId}`);
          expect(new Set(waiting).size).toBe(waiting.length);
        },
      });
    });
  });

  it('quiet hours are broken by urgent messages alone', () => {
    property(steps(...chosen, ...trouble), (start, all) => {
      run(start, all, {
        onTold: ({ delivery, at }, pair) => {
          const own = { rules: RULES, zone: ZONE, quiets: [pair?.quiet ?? RULES.quietHours] };
          if (!delivery.urgent) expect(afterQuietHours(at, own)).toEqual(at);
        },
      });
    });
  });

  it('each is told by the first chosen channel that works in that moment, nobody without consent or on paper', () => {
    property(steps(...chosen), (start, all) => {
      run(start, all, {
        onTold: ({ delivery }, pair) => {
          expect(pair && chosenReach(pair)?.contactId).toBe(delivery.contactId);
        },
      });
    });
  });

  it('each kind comes as it is wanted in that moment, and what is held no earlier than its hour', () => {
    property(steps(...chosen), (start, all) => {
      run(start, all, {
        onTold: ({ delivery, entryId, at }, pair) => {
          const told = delivery.items.filter(
            ({ event, guardianId }) => event.entry.id === entryId && guardianId === pair?.guardianId,
          );
          // what was held and only joined is planned again, and dropped from this one
          const early = told.filter(({ state, notBefore }) => state !== 'dropped' && notBefore && notBefore > at);
          expect(early).toEqual([]);
          const wish = pair?.preferences[told[0]?.event.entry.kind ?? 'topic'];
          if (wish === 'week' || wish === 'diary') expect(told.some(({ mandatory }) => mandatory)).toBe(true);
          // the others may share a chat with somebody who wants it sooner
          if (wish === 'evening' && pair?.guardianId === 'g2' && !delivery.urgent)
            expect(delivery.rhythm).toBe('evening');
        },
      });
    });
  });
});

const sameDay = (a: Date, b: Date) => schoolDate(a, ZONE) === schoolDate(b, ZONE);

describe('on days without trouble', () => {
  const routine = (deliveries: Delivery[]) =>
    deliveries
      .filter(({ state, urgent }) => state === 'accepted' && !urgent)
      .sort((a, b) => (a.endedAt as Date).getTime() - (b.endedAt as Date).getTime());

  it('a routine notice comes an hour after the one before, the evening message at its hour', () => {
    property(steps(), (start, all) => {
      const sent = routine(run(start, all).deliveries);
      for (const [i, { contactId, rhythm, prompt, endedAt }] of sent.entries()) {
        if (rhythm === 'evening' || prompt) continue;
        const before = sent.slice(0, i).findLast((one) => one.contactId === contactId);
        const at = endedAt as Date;
        const today = sent.slice(0, i).filter((one) => one.contactId === contactId && sameDay(one.endedAt as Date, at));
        expect(today.length).toBeLessThan(4);
        if (before) expect(at.getTime() - (before.endedAt as Date).getTime()).toBeGreaterThanOrEqual(HOUR);
      }
    });
  });

  it('an absence is told within a quarter of an hour, or when quiet hours end', () => {
    property(steps(), (start, all) => {
      for (const { items, endedAt, prompt, urgent } of run(start, all).deliveries) {
        if (!prompt || urgent) continue;
        for (const { event } of items.filter(({ event }) => event.entry.kind === 'absence')) {
          const open = afterQuietHours(event.at, { rules: RULES, zone: ZONE });
          const latest = afterQuietHours(new Date(open.getTime() + HOUR / 4), { rules: RULES, zone: ZONE });
          expect((endedAt as Date).getTime()).toBeLessThanOrEqual(latest.getTime());
        }
      }
    });
  });

  it('an event waits a day and a half at most', () => {
    property(steps(), (start, all) => {
      for (const { items, endedAt } of run(start, all).deliveries)
        for (const { event } of items)
          expect((endedAt as Date).getTime() - event.at.getTime()).toBeLessThanOrEqual(36 * HOUR);
    });
  });
});
