/** When things fall due: settle time, quiet hours, the hourly rule, the evening list. Pure. */
import type { SchoolRules } from '../platform/school-rules.ts';
import { addDays, instantOf, type SchoolDate, schoolDate, schoolTime } from '../platform/school-time.ts';

/** A notice is joined by later events for this long after its first. */
const GATHER_AT_MOST_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
/** Non-urgent notices to one contact in a school day. */
const A_DAY = 4;
/** When a day begins for a school without quiet hours. */
const MORNING = '07:30';

/** A time of the day from which and to which nothing may sound, HH:MM. */
export interface Quiet {
  from: string;
  to: string;
}

/** What a school and the readers of one contact say about time. */
export interface Timing {
  rules: SchoolRules;
  zone: string;
  /** quiet hours of all who read it; absent: the school's */
  quiets?: readonly Quiet[] | undefined;
}

/** How a contact was served today, for the hourly rule. */
export interface ServedToday {
  count: number;
  last: Date | null;
}

/** A notice being gathered, as far as its due time goes. */
export interface Gathering {
  dueAt: Date;
  gatherUntil: Date;
  prompt: boolean;
  /** a try that certainly failed: never earlier than its next */
  notBefore?: Date | undefined;
}

/** The first instant at or after `instant` outside everybody's quiet hours; where they leave no gap, the first one's. */
export function afterQuietHours(instant: Date, { rules, zone, quiets = [rules.quietHours] }: Timing): Date {
  let open = instant;
  for (const _round of [...quiets, null]) {
    const before = open;
    for (const quiet of quiets) open = afterQuiet(open, quiet, zone);
    if (open.getTime() === before.getTime()) return open;
  }
  return quiets[0] ? afterQuiet(instant, quiets[0], zone) : instant;
}

function afterQuiet(instant: Date, quiet: Quiet, zone: string): Date {
  if (quiet.from === quiet.to) return instant;
  const time = schoolTime(instant, zone);
  const date = schoolDate(instant, zone);
  const overnight = quiet.from > quiet.to;
  const inside = overnight ? time >= quiet.from || time < quiet.to : time >= quiet.from && time < quiet.to;
  if (!inside) return instant;
  return instantOf(overnight && time >= quiet.from ? addDays(date, 1) : date, quiet.to, zone);
}

/**
 * Until when a mark that was entered in quiet hours is held: the class's last lesson of the day on which they end. It
 * comes with that day's first gathering after lessons.
 * @returns null: nothing holds it but quiet hours
 */
export function nightHold(at: Date, timing: Timing, lessonsEnd: (date: SchoolDate) => Date | null): Date | null {
  const morning = afterQuietHours(at, timing);
  if (morning <= at) return null;
  const end = lessonsEnd(schoolDate(morning, timing.zone));
  return end && end > morning ? end : null;
}

/**
 * Does this contact's next routine notice join the evening message? The day's fourth does, and whatever could leave only
 * after that hour.
 */
export function joinsEvening(at: Date, served: ServedToday, timing: Timing): boolean {
  const { rules, zone } = timing;
  const evening = eveningOf(at, rules, zone);
  if (!rules.hourly || at >= evening) return false;
  return served.count >= A_DAY - 1 || plus(hourlyGate(at, served, timing), rules.settleMinutes * 60_000) >= evening;
}

/** The earliest instant for one more routine notice to a contact: hourly, and four a day with the last in the evening. */
export function routineGate(now: Date, served: ServedToday, timing: Timing): Date {
  const { rules, zone } = timing;
  if (!rules.hourly || !served.last) return now;
  const hourLater = hourlyGate(now, served, timing);
  const evening = eveningOf(now, rules, zone);
  if (served.count >= A_DAY - 1 && now < evening) return later(evening, hourLater);
  if (served.count >= A_DAY) return instantOf(addDays(schoolDate(now, zone), 1), morningOf(rules), zone);
  return hourLater;
}

/** An hour after the last notice, however many there were: all that homework waits for that came after its list. */
function hourlyGate(now: Date, { last }: ServedToday, { rules }: Timing): Date {
  return rules.hourly && last ? later(now, new Date(last.getTime() + HOUR_MS)) : now;
}

const morningOf = ({ quietHours: { from, to } }: SchoolRules) => (from === to ? MORNING : to);
const eveningOf = (instant: Date, { eveningAt }: SchoolRules, zone: string) =>
  instantOf(schoolDate(instant, zone), eveningAt, zone);

const later = (a: Date, b: Date) => (a > b ? a : b);
const sooner = (a: Date, b: Date) => (a < b ? a : b);
const plus = (instant: Date, ms: number) => new Date(instant.getTime() + ms);

export type Haste = 'routine' | 'prompt' | 'urgent';

/**
 * Begins or continues the gathering of a `now` notice with one more event; answers its new times. It settles after its
 * last event, a quarter of an hour at most after its first or, where it had to wait, after it might have left.
 */
export function gatherNow(
  now: Date,
  haste: Haste,
  standing: Gathering | null,
  served: ServedToday,
  timing: Timing,
): Gathering {
  const hurries = haste !== 'routine';
  // a routine notice that waits for its hour starts a new settle time when an absence joins it
  const joins = standing && (!hurries || standing.prompt) ? standing : null;
  const prompt = hurries || (standing?.prompt ?? false);
  const gate = prompt ? now : routineGate(now, served, timing);
  const opens = haste === 'urgent' ? gate : afterQuietHours(gate, timing);
  const times = settled(now, opens, joins, timing);
  if (haste !== 'urgent') times.dueAt = afterQuietHours(times.dueAt, timing);
  return finished(times, prompt, standing);
}

/** The evening message: at its hour; what comes later leaves hourly that evening, or in the morning. */
export function gatherEvening(now: Date, standing: Gathering | null, served: ServedToday, timing: Timing): Gathering {
  const evening = eveningOf(now, timing.rules, timing.zone);
  if (now < evening) return gatherHeld(evening, standing, timing);
  const opens = afterQuietHours(hourlyGate(now, served, timing), timing);
  const times = settled(now, opens, standing, timing);
  return finished({ ...times, dueAt: afterQuietHours(times.dueAt, timing) }, false, standing);
}

/** Adds what may not leave before a moment of its own to a gathering: that never postpones what gathers already. */
export function gatherHeld(opens: Date, standing: Gathering | null, timing: Timing): Gathering {
  const dueAt = afterQuietHours(opens, timing);
  if (!standing) return { dueAt, gatherUntil: plus(dueAt, GATHER_AT_MOST_MS), prompt: false };
  return { ...standing, dueAt: sooner(standing.dueAt, later(dueAt, standing.notBefore ?? dueAt)) };
}

function settled(now: Date, opens: Date, standing: Gathering | null, { rules }: Timing) {
  const gatherUntil = standing?.gatherUntil ?? plus(later(now, opens), GATHER_AT_MOST_MS);
  const settle = plus(now, rules.settleMinutes * 60_000);
  return { dueAt: later(opens, sooner(settle, later(gatherUntil, now))), gatherUntil };
}

function finished(times: Pick<Gathering, 'dueAt' | 'gatherUntil'>, prompt: boolean, standing: Gathering | null) {
  const { notBefore } = standing ?? {};
  return { ...times, dueAt: notBefore ? later(times.dueAt, notBefore) : times.dueAt, prompt, notBefore };
}
