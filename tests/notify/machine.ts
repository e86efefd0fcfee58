/** Planner, gatherings and notices of a few families in memory, by the very functions that the database's rows go through. */
import type { EntryValue } from '../../src/journal/entry.ts';
import type { Pair, Rhythm } from '../../src/notify/audience.ts';
import { composeNotice, type StandingEntry, toldKey } from '../../src/notify/compose.ts';
import { gatherItems, gatheringKey } from '../../src/notify/gather.ts';
import { isMandatory, isReasonOnly } from '../../src/notify/mandatory.ts';
import type { NoticeKind } from '../../src/notify/notice.ts';
import { type PlannedEvent, type PlannedItem, planEvent, stillTells } from '../../src/notify/plan.ts';
import { afterQuietHours, type Gathering, type Quiet } from '../../src/notify/rhythm.ts';
import { readRules } from '../../src/platform/school-rules.ts';
import { instantOf, schoolDate, weekdayOf } from '../../src/platform/school-time.ts';

export const ZONE = 'Europe/Berlin';
export const RULES = readRules({ settleMinutes: 3 });
const LESSONS_END = '13:15';

/** What a run of the machine does; the rest follows from it. */
export type Step =
  | {
      do: 'record';
      kind: Exclude<NoticeKind, 'topic' | 'homework'>;
      student: number;
      value: number;
      first: boolean;
      urgent: boolean;
      ago: number;
    }
  | { do: 'correct'; entry: number; value: number }
  | { do: 'withdraw'; entry: number }
  | { do: 'prefer'; pair: number; kind: NoticeKind; rhythm: Rhythm }
  | { do: 'consent'; pair: number; given: boolean }
  | { do: 'channels'; pair: number; order: string[] }
  | { do: 'link'; contact: number; works: boolean }
  | { do: 'quiet'; pair: number; quiet: Quiet | undefined }
  | { do: 'pause'; pair: number; days: number | null }
  | { do: 'outage'; down: boolean }
  | { do: 'wait'; minutes: number }
  | { do: 'jump'; minutes: number };

interface Entry {
  id: number;
  kind: NoticeKind;
  student: string;
  now: EntryValue | null;
  recordedAt: Date;
  first: boolean;
}

interface JournalEvent {
  id: number;
  entry: Entry;
  change: PlannedEvent['change'];
  before: EntryValue | null;
  after: EntryValue | null;
  at: Date;
  planned: boolean;
}

interface Item {
  id: number;
  event: JournalEvent;
  guardianId: string;
  studentId: string;
  mandatory: boolean;
  notBefore: Date | null;
  state: 'waiting' | 'told' | 'dropped';
}

export interface Delivery extends Gathering {
  id: number;
  contactId: number;
  rhythm: 'now' | 'evening';
  urgent: boolean;
  silent: boolean;
  tries: number;
  state: 'gathering' | 'accepted' | 'ended';
  items: Item[];
  endedAt: Date | null;
}

export interface Telling {
  guardianId: string;
  entryId: number;
  value: EntryValue | null;
  delivery: Delivery;
  at: Date;
}

const contact = (contactId: number, channel: 'telegram' | 'email') => ({ contactId, channel });
const child = (studentId: string) => ({
  studentId,
  first: studentId,
  last: '',
  class: '7Б',
  grade: 7,
  classTeacher: { name: '' },
});

/** Two children; one guardian of both, one of each besides: the first shares a chat with a third, the second has a mailbox too. */
function families(): Pair[] {
  const pair = (guardianId: string, studentId: string, ...contacts: Pair['contacts']): Pair => ({
    guardianId,
    studentId,
    rights: 'full',
    consent: true,
    ended: false,
    channels: ['telegram', 'email', 'paper'],
    paperApplied: false,
    householdId: null,
    contacts,
    preferences: {},
  });
  const shared = contact(1, 'telegram');
  return [
    pair('g1', 's1', shared),
    pair('g1', 's2', shared),
    pair('g2', 's1', contact(2, 'telegram'), contact(3, 'email')),
    pair('g3', 's2', shared),
  ];
}

/** @param onTold sees each telling in the moment of it, with the pair and its working contacts as they stand then */
export function createMachine(
  start: Date,
  onTold: (telling: Telling, pair: Pair | undefined) => void = () => undefined,
) {
  let now = start;
  let down = false;
  let ids = 0;
  const nextId = () => {
    ids += 1;
    return ids;
  };
  const pairs = families();
  const linked = new Map(
    pairs.flatMap(({ contacts }) => contacts.map((one) => [one.contactId, true] as [number, boolean])),
  );
  const entries: Entry[] = [];
  const events: JournalEvent[] = [];
  const deliveries: Delivery[] = [];
  const tellings: Telling[] = [];
  /** guardian and entry: it stands in the week's record, for a reason that the planner had */
  const leftToWeek = new Set<string>();
  const day = () => ({ rules: RULES, zone: ZONE, today: schoolDate(now, ZONE) });
  const reachable = (): Pair[] =>
    pairs.map((pair) => ({ ...pair, contacts: pair.contacts.filter(({ contactId }) => linked.get(contactId)) }));
  const lessonsEnd = (date: string) => (weekdayOf(date) <= 5 ? instantOf(date, LESSONS_END, ZONE) : null);

  function asPlanned(event: JournalEvent): PlannedEvent {
    const { entry, change, before, after } = event;
    const value = after ?? before;
    const urgent = entry.now?.urgent ?? value?.urgent ?? false;
    return {
      id: event.id,
      entryId: entry.id,
      kind: entry.kind,
      change,
      at: event.at,
      date: value?.date ?? '',
      urgent,
      mandatory: isMandatory({ kind: entry.kind, urgent, firstLesson: entry.first && value?.value !== 'ОП' }, RULES),
      reasonOnly: entry.kind === 'absence' && isReasonOnly(before, after),
      students: [entry.student],
    };
  }

  function plan(): void {
    for (const event of events.filter(({ planned }) => !planned)) {
      event.planned = true;
      const family = reachable().filter(({ studentId }) => studentId === event.entry.student);
      const items = planEvent(asPlanned(event), family, day(), lessonsEnd);
      for (const { guardianId } of family)
        if (!items.some((item) => item.guardianId === guardianId)) leftToWeek.add(toldKey(guardianId, event.entry.id));
      gather(items.map((item) => ({ item, event })));
    }
  }

  function gather(wanted: { item: PlannedItem; event: JournalEvent }[]): void {
    const standing = new Map(
      deliveries
        .filter(({ state }) => state === 'gathering')
        .map((one) => [
          gatheringKey(one.contactId, one.rhythm, one.urgent),
          { ...one, of: one, notBefore: one.tries ? one.dueAt : undefined },
        ]),
    );
    const events = new Map(wanted.map(({ item, event }) => [item, event]));
    const timed = gatherItems(
      now,
      wanted.map(({ item }) => item),
      { standing, today: servedToday(), quiets: new Map(pairs.map(({ guardianId, quiet }) => [guardianId, quiet])) },
      { rules: RULES, zone: ZONE },
    );
    for (const { batch, standing: joined, time, silent } of timed) {
      const { contactId, rhythm, urgent } = batch;
      const delivery: Delivery =
        joined?.of ??
        ({
          id: nextId(),
          contactId,
          rhythm,
          urgent,
          tries: 0,
          state: 'gathering',
          items: [],
          endedAt: null,
        } as unknown as Delivery);
      if (!joined) deliveries.push(delivery);
      const { dueAt, gatherUntil, prompt } = time;
      Object.assign(delivery, { dueAt, gatherUntil, prompt, silent });
      for (const item of batch.items) {
        const { guardianId, studentId, mandatory, notBefore } = item;
        const event = events.get(item) as JournalEvent;
        delivery.items.push({ id: nextId(), event, guardianId, studentId, mandatory, notBefore, state: 'waiting' });
      }
    }
  }

  function servedToday() {
    const today = schoolDate(now, ZONE);
    const served = new Map<number, { count: number; last: Date | null }>();
    for (const { contactId, urgent, state, endedAt } of deliveries) {
      if (urgent || state !== 'accepted' || !endedAt || endedAt > now || schoolDate(endedAt, ZONE) !== today) continue;
      const { count, last } = served.get(contactId) ?? { count: 0, last: null };
      served.set(contactId, { count: count + 1, last: last && last > endedAt ? last : endedAt });
    }
    return served;
  }

  function knowledge(): Map<string, EntryValue | null> {
    return new Map(tellings.map(({ guardianId, entryId, value }) => [toldKey(guardianId, entryId), value]));
  }

  function send(delivery: Delivery): void {
    const waiting = delivery.items.filter(({ state }) => state === 'waiting');
    const kept: Item[] = [];
    const again: { item: PlannedItem; event: JournalEvent }[] = [];
    const moved: Item[] = [];
    for (const item of waiting) {
      const { event, guardianId, studentId, mandatory, notBefore } = item;
      const family = reachable().filter((pair) => pair.studentId === studentId);
      const planned = planEvent({ ...asPlanned(event), mandatory, reasonOnly: false }, family, day()).find(
        (one) => one.guardianId === guardianId,
      );
      if (stillTells(delivery, planned, notBefore, now)) kept.push(item);
      else {
        moved.push(item);
        if (!planned) leftToWeek.add(toldKey(guardianId, event.entry.id));
        else
          again.push({
            item: { ...planned, at: now, notBefore: notBefore && notBefore > now ? notBefore : null },
            event,
          });
      }
    }
    const quiets = kept.map(({ guardianId }) => quietOf(guardianId));
    const open = delivery.urgent ? now : afterQuietHours(now, { rules: RULES, zone: ZONE, quiets });
    if (open > now) {
      delivery.dueAt = open;
      return;
    }
    for (const item of moved) item.state = 'dropped';
    finish(delivery, kept);
    gather(again);
  }

  function finish(delivery: Delivery, kept: Item[]): void {
    const told = knowledge();
    const standing = new Map<number, StandingEntry>(
      entries.map(({ id, kind, now: value, recordedAt }) => [
        id,
        { kind, now: value, entered: schoolDate(recordedAt, ZONE) },
      ]),
    );
    const composed = composeNotice({
      items: kept.map(({ id, event, guardianId, studentId }) => ({
        itemId: id,
        eventId: event.id,
        entryId: event.entry.id,
        guardianId,
        studentId,
      })),
      entries: standing,
      told,
      children: new Map(['s1', 's2'].map((id) => [id, child(id)])),
      today: schoolDate(now, ZONE),
      rhythm: delivery.rhythm,
      detail: 'full',
    });
    if (composed.notice && down) {
      delivery.tries += 1;
      delivery.dueAt = new Date(now.getTime() + 10 * 60_000);
      return;
    }
    for (const { itemId, reason } of composed.dropped) {
      const item = kept.find(({ id }) => id === itemId) as Item;
      item.state = 'dropped';
      if (reason === 'weekly') leftToWeek.add(toldKey(item.guardianId, item.event.entry.id));
    }
    delivery.state = composed.notice ? 'accepted' : 'ended';
    delivery.endedAt = now;
    for (const { guardianId, studentId, entryId, value } of composed.told) {
      const telling = { guardianId, entryId, value, delivery, at: now };
      tellings.push(telling);
      onTold(
        telling,
        reachable().find((pair) => pair.guardianId === guardianId && pair.studentId === studentId),
      );
    }
    for (const item of kept) if (item.state === 'waiting') item.state = 'told';
  }

  const quietOf = (guardianId: string) =>
    pairs.find((pair) => pair.guardianId === guardianId)?.quiet ?? RULES.quietHours;

  /** Goes on to a moment, sending whatever falls due on the way. */
  function runTo(end: Date): void {
    for (let turns = 0; turns < 10_000; turns += 1) {
      plan();
      const [next] = deliveries
        .filter(({ state, dueAt }) => state === 'gathering' && dueAt <= end)
        .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.id - b.id);
      if (!next) {
        if (end > now) now = end;
        return;
      }
      if (next.dueAt > now) now = next.dueAt;
      send(next);
    }
    throw new Error('deliveries go round in circles');
  }

  function change(entry: Entry, change: PlannedEvent['change'], after: EntryValue | null): void {
    events.push({ id: nextId(), entry, change, before: entry.now, after, at: now, planned: false });
    entry.now = after;
  }

  const live = (index: number) => {
    const standing = entries.filter((entry) => entry.now);
    return standing[index % Math.max(1, standing.length)];
  };
  const pairOf = (index: number) => pairs[index % pairs.length] as Pair;
  const ofGuardian = (index: number) => pairs.filter(({ guardianId }) => guardianId === pairOf(index).guardianId);

  function record(step: Extract<Step, { do: 'record' }>): void {
    const date = schoolDate(new Date(now.getTime() - step.ago * 86_400_000), ZONE);
    const value = { date, subject: 'Алгебра', lesson: 1, value: saidOf(step.kind, step.value) };
    const text = { date, text: String(step.value), ...(step.urgent && { urgent: true }) };
    const entry: Entry = {
      id: nextId(),
      kind: step.kind,
      student: `s${(step.student % 2) + 1}`,
      now: null,
      recordedAt: now,
      first: step.first,
    };
    entries.push(entry);
    change(entry, 'recorded', step.kind === 'message' ? text : value);
  }

  function correct({ entry: index, value }: Extract<Step, { do: 'correct' }>): void {
    const entry = live(index);
    if (!entry?.now) return;
    const said = entry.kind === 'message' ? { text: String(value) } : { value: saidOf(entry.kind, value) };
    change(entry, 'corrected', { ...entry.now, ...said });
  }

  function withdraw({ entry: index }: Extract<Step, { do: 'withdraw' }>): void {
    const entry = live(index);
    if (entry) change(entry, 'withdrawn', null);
  }

  function setQuiet({ pair: index, quiet }: Extract<Step, { do: 'quiet' }>): void {
    for (const pair of ofGuardian(index)) {
      if (quiet) pair.quiet = quiet;
      else delete pair.quiet;
    }
  }

  function setPause({ pair: index, days }: Extract<Step, { do: 'pause' }>): void {
    for (const pair of ofGuardian(index)) {
      if (days === null) delete pair.pausedUntil;
      else pair.pausedUntil = schoolDate(new Date(now.getTime() + days * 86_400_000), ZONE);
    }
  }

  const deeds: { [D in Step['do']]: (step: Extract<Step, { do: D }>) => void } = {
    record,
    correct,
    withdraw,
    quiet: setQuiet,
    pause: setPause,
    prefer: ({ pair, kind, rhythm }) => {
      pairOf(pair).preferences[kind] = rhythm;
    },
    consent: ({ pair, given }) => {
      pairOf(pair).consent = given;
    },
    channels: ({ pair, order }) => {
      pairOf(pair).channels = order;
    },
    link: ({ contact: index, works }) => {
      linked.set((index % 3) + 1, works);
    },
    outage: (step) => {
      down = step.down;
    },
    wait: ({ minutes }) => runTo(new Date(now.getTime() + minutes * 60_000)),
    jump: ({ minutes }) => {
      now = new Date(now.getTime() + minutes * 60_000);
    },
  };

  function perform<D extends Step['do']>(step: Extract<Step, { do: D }>): void {
    deeds[step.do as D](step);
  }

  return {
    perform,
    runTo,
    quietOf,
    knowledge,
    entries,
    deliveries,
    tellings,
    leftToWeek,
    pairs,
    now: () => now,
  };
}

const MARKS = ['2', '3', '4', '5'];
const CODES = ['Н', 'Б', 'У', 'ОП'];
const saidOf = (kind: NoticeKind, index: number) => (kind === 'absence' ? CODES : MARKS)[index % 4] as string;

export type Machine = ReturnType<typeof createMachine>;
