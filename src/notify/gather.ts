/** Planned items → the deliveries that they join or begin, and when those leave. Pure; delivery/gathering.ts keeps rows. */
import type { SchoolRules } from '../platform/school-rules.ts';
import { schoolDate } from '../platform/school-time.ts';
import type { PlannedItem } from './plan.ts';
import {
  type Gathering,
  gatherEvening,
  gatherHeld,
  gatherNow,
  type Haste,
  joinsEvening,
  type Quiet,
  routineGate,
  type ServedToday,
  type Timing,
} from './rhythm.ts';

/** Items of one contact, rhythm and urgency: they share a delivery. */
export interface Batch {
  contactId: number;
  channel: PlannedItem['reach']['channel'];
  rhythm: PlannedItem['rhythm'];
  urgent: boolean;
  items: PlannedItem[];
}

/** A batch with its times. */
export interface Timed<S extends Gathering> {
  batch: Batch;
  /** what gathers already and is joined */
  standing: S | null;
  time: Gathering;
  /** not the day's first: comes without a sound */
  silent: boolean;
}

/** What is known of the contacts that items are for. */
export interface Served<S extends Gathering> {
  /** deliveries that gather, by `gatheringKey` */
  standing: ReadonlyMap<string, S>;
  /** by contact */
  today: ReadonlyMap<number, ServedToday>;
  /** own quiet hours, by guardian */
  quiets: ReadonlyMap<string, Quiet | undefined>;
}

/** One delivery at most gathers under a key. */
export const gatheringKey = (contactId: number, rhythm: string, urgent: boolean) => `${contactId} ${rhythm} ${urgent}`;

const NOT_YET: ServedToday = { count: 0, last: null };

/** @param now the moment of planning; items carry the moments of their events */
export function gatherItems<S extends Gathering>(
  now: Date,
  items: PlannedItem[],
  served: Served<S>,
  school: { rules: SchoolRules; zone: string },
): Timed<S>[] {
  return intoBatches(now, items, served, school).map((batch) => {
    const standing = served.standing.get(gatheringKey(batch.contactId, batch.rhythm, batch.urgent)) ?? null;
    const today = served.today.get(batch.contactId) ?? NOT_YET;
    const timing = { ...school, quiets: quietsOf(batch, served, school.rules) };
    const time = timeOf(now, batch, standing, today, timing);
    const sameDay = time.dueAt < now || schoolDate(time.dueAt, school.zone) === schoolDate(now, school.zone);
    return { batch, standing, time, silent: !batch.urgent && today.count > 0 && sameDay };
  });
}

function intoBatches<S extends Gathering>(
  now: Date,
  items: PlannedItem[],
  { standing, today }: Served<S>,
  school: { rules: SchoolRules; zone: string },
): Batch[] {
  const batches = new Map<string, Batch>();
  const dateOf = (instant: Date) => schoolDate(instant, school.zone);
  const leaving = new Set(items.filter(({ haste }) => haste === 'prompt').map(({ reach }) => reach.contactId));
  for (const item of items) {
    const { contactId, channel } = item.reach;
    const urgent = item.haste === 'urgent';
    // the day's fourth notice is the evening message
    const moment = item.notBefore ?? item.at;
    const waits =
      item.haste === 'routine' &&
      dateOf(moment) === dateOf(now) &&
      !leaving.has(contactId) &&
      !standing.has(gatheringKey(contactId, 'now', false)) &&
      joinsEvening(moment, today.get(contactId) ?? NOT_YET, school);
    const rhythm = waits ? 'evening' : item.rhythm;
    const key = gatheringKey(contactId, rhythm, urgent);
    const batch = batches.get(key) ?? { contactId, channel, rhythm, urgent, items: [] };
    batches.set(key, batch);
    batch.items.push(item);
  }
  return [...batches.values()];
}

function quietsOf<S extends Gathering>({ items }: Batch, { quiets }: Served<S>, { quietHours }: SchoolRules): Quiet[] {
  return [...new Set(items.map(({ guardianId }) => guardianId))].map((id) => quiets.get(id) ?? quietHours);
}

const HASTES: Haste[] = ['urgent', 'prompt', 'routine'];

function timeOf(
  now: Date,
  { rhythm, items }: Batch,
  standing: Gathering | null,
  today: ServedToday,
  timing: Timing,
): Gathering {
  const free = items.filter(({ notBefore, listed }) => !notBefore && !listed);
  const held = items.filter((item) => !free.includes(item));
  let time = standing;
  if (free.length) {
    const last = new Date(Math.max(...free.map(({ at }) => at.getTime())));
    const haste = HASTES.find((one) => free.some((item) => item.haste === one)) ?? 'routine';
    time =
      rhythm === 'evening'
        ? gatherEvening(last, standing, today, timing)
        : gatherNow(last, haste, standing, today, timing);
  }
  if (held.length) {
    const gate = held.some(({ listed }) => listed) ? now : routineGate(now, today, timing);
    const opens = Math.min(...held.map(({ notBefore }) => notBefore?.getTime() ?? 0));
    time = gatherHeld(new Date(Math.max(opens, gate.getTime())), time, timing);
  }
  if (!time) throw new Error('a batch without items');
  return time;
}
