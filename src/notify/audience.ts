/** Who may be told of a child, by which contact, how often. Pure. */
import type { SchoolRules } from '../platform/school-rules.ts';
import type { NoticeKind } from './notice.ts';

export type Rhythm = 'now' | 'evening' | 'week' | 'diary';
export type ContactChannel = 'telegram' | 'email';

export interface Reach {
  contactId: number;
  channel: ContactChannel;
}

/** One guardian of one child, as the planner sees the pair. */
export interface Pair {
  guardianId: string;
  studentId: string;
  rights: 'full' | 'paper' | 'none';
  consent: boolean;
  ended: boolean;
  /** chosen channels in order; the last resort, paper, needs no contact */
  channels: string[];
  /** wrote for paper each week, whatever else comes (К-У 2.2) */
  paperApplied: boolean;
  /** guardians of one household inform one another; null: all of the child's */
  householdId: number | null;
  /** confirmed contacts, the one linked last first */
  contacts: Reach[];
  preferences: Partial<Record<NoticeKind, Rhythm>>;
  quiet?: { from: string; to: string };
  /** no notices but the weekly one up to this school day, inclusive */
  pausedUntil?: string;
}

/** May anything about this child reach this guardian electronically? (152-ФЗ; К-Р 1.8) */
export function mayReachElectronically(pair: Pair): boolean {
  return !pair.ended && pair.rights === 'full' && pair.consent;
}

/** The contact that serves a pair now: the first chosen channel that can; null: paper, or nobody. */
export function chosenReach(pair: Pair): Reach | null {
  if (!mayReachElectronically(pair)) return null;
  for (const channel of pair.channels) {
    if (channel === 'paper') return null;
    const reach = pair.contacts.find((contact) => contact.channel === channel);
    if (reach) return reach;
  }
  return null;
}

/** May this contact still tell this pair, first choice or not? */
export function mayTell(pair: Pair, contactId: number): boolean {
  if (!mayReachElectronically(pair)) return false;
  const contact = pair.contacts.find((one) => one.contactId === contactId);
  const paper = pair.channels.indexOf('paper');
  const electronic = paper < 0 ? pair.channels : pair.channels.slice(0, paper);
  return contact !== undefined && electronic.includes(contact.channel);
}

/** Did the guardian choose paper before everything electronic? */
export function choosesPaper(pair: Pair): boolean {
  return pair.channels[0] === 'paper';
}

const TELEGRAM_DEFAULTS: Record<NoticeKind, Rhythm> = {
  mark: 'now',
  absence: 'now',
  message: 'now',
  periodMark: 'now',
  homework: 'evening',
  topic: 'diary',
};

/** How often a guardian wants a kind of event: by choice, else at once on Telegram and weekly by email. */
export function wishOf(pair: Pair, kind: NoticeKind, channel: ContactChannel): Rhythm {
  return pair.preferences[kind] ?? (channel === 'telegram' || kind === 'topic' ? TELEGRAM_DEFAULTS[kind] : 'week');
}

/** How often a kind of event is told: as the guardian wishes, unless the school holds it back for the week. */
export function rhythmOf(
  pair: Pair,
  kind: NoticeKind,
  channel: ContactChannel,
  { heldBack }: Pick<SchoolRules, 'heldBack'>,
): Rhythm {
  const wish = wishOf(pair, kind, channel);
  return wish !== 'diary' && (heldBack as NoticeKind[]).includes(kind) ? 'week' : wish;
}

/** How a mandatory event is told: as the guardian wishes where that is the same day, else as Telegram would by itself. */
export function mandatoryRhythm(pair: Pair, kind: NoticeKind, channel: ContactChannel): 'now' | 'evening' {
  const wish = wishOf(pair, kind, channel);
  if (wish === 'now' || wish === 'evening') return wish;
  return kind === 'homework' ? 'evening' : 'now';
}
