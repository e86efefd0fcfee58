/** When things fall due: settle time, quiet hours, the hourly rule, the evening list. Pure. */
import type { SchoolRules } from '../platform/school-rules.ts';
import { addDays, instantOf, schoolDate, schoolTime } from '../platform/school-time.ts';

/** A notice is joined by later events for this long after its first. */
const GATHER_AT_MOST_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
/** Non-urgent notices to one contact in a school day. */
const A_DAY = 4;

/** What a school and one guardian say about time. */
export interface Timing {
  rules: SchoolRules;
  zone: string;
  /** own quiet hours, HH:MM; absent: the school's */
  quiet?: { from: string; to: string };
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
  notBefore?: Date;
}

/** The first instant at or after `instant` outside quiet hours. */
export function afterQuietHours(instant: Date, { rules, zone, quiet = rules.quietHours }: Timing): Date {
  if (quiet.from === quiet.to) return instant;
  const time = schoolTime(instant, zone);
  const date = schoolDate(instant, zone);
  const overnight = quiet.from > quiet.to;
  const inside = overnight ? time >= quiet.from || time < quiet.to : time >= quiet.from && time < quiet.to;
  if (!inside) return instant;
  return instantOf(overnight && time >= quiet.from ? addDays(date, 1) : date, quiet.to, zone);
}

/** The earliest instant for one more routine notice to a contact: hourly, and four a day with the last in the evening. */
export function routineGate(now: Date, served: ServedToday, { rules, zone }: Timing): Date {
  if (!rules.hourly || !served.last) return now;
  const today = schoolDate(now, zone);
  if (served.count >= A_DAY) return instantOf(addDays(today, 1), rules.quietHours.to, zone);
  const hourLater = new Date(served.last.getTime() + HOUR_MS);
  if (served.count < A_DAY - 1) return hourLater;
  const evening = instantOf(today, rules.eveningAt, zone);
  return evening > hourLater ? evening : hourLater;
}

const later = (a: Date, b: Date) => (a > b ? a : b);
const sooner = (a: Date, b: Date) => (a < b ? a : b);

export type Haste = 'routine' | 'prompt' | 'urgent';

/** Begins or continues the gathering of a `now` notice with one more event; answers its new times. */
export function gatherNow(
  now: Date,
  haste: Haste,
  standing: Gathering | null,
  served: ServedToday,
  timing: Timing,
): Gathering {
  const settle = new Date(now.getTime() + timing.rules.settleMinutes * 60_000);
  const hurries = haste !== 'routine';
  // a routine notice that waits for its hour starts a new settle time when an absence joins it
  const fresh = !standing || (hurries && !standing.prompt);
  const gatherUntil = fresh ? new Date(now.getTime() + GATHER_AT_MOST_MS) : standing.gatherUntil;
  const prompt = hurries || (standing?.prompt ?? false);
  let dueAt = sooner(settle, later(gatherUntil, now));
  if (!prompt) dueAt = later(dueAt, routineGate(now, served, timing));
  if (haste !== 'urgent') dueAt = afterQuietHours(dueAt, timing);
  if (standing?.notBefore) dueAt = later(dueAt, standing.notBefore);
  return { dueAt, gatherUntil, prompt, notBefore: standing?.notBefore };
}

/** When the evening list leaves; what comes after that hour leaves after the settle time, or in the morning. */
export function eveningDue(now: Date, timing: Timing): Date {
  const evening = instantOf(schoolDate(now, timing.zone), timing.rules.eveningAt, timing.zone);
  const settled = new Date(now.getTime() + timing.rules.settleMinutes * 60_000);
  return afterQuietHours(later(evening, settled), timing);
}
