/** What will come to somebody about a child, and how: the picture that settings show. Pure. */
import type { SchoolRules } from '../platform/school-rules.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import { type ContactChannel, chosenReach, mandatoryRhythm, type Pair, type Rhythm, rhythmOf } from './audience.ts';
import type { NoticeKind } from './notice.ts';

export interface Coming {
  /** how it comes as things stand; paper: a sheet each week, by the class teacher */
  by: ContactChannel | 'paper';
  /** the chosen electronic channels, the first is tried first; without consent none of them is */
  order: ContactChannel[];
  /** chosen before `by`, without an address that works */
  failing: ContactChannel[];
  /** a sheet each week besides */
  paperToo: boolean;
  /** of what comes electronically */
  rhythms: Partial<Record<NoticeKind, Rhythm>>;
  /** quiet hours of one's own; absent: the school's */
  quiet?: { from: string; to: string };
  /** the last day of a pause that holds today */
  pausedUntil?: SchoolDate;
}

const SOONEST: readonly Rhythm[] = ['now', 'evening', 'week', 'diary'];

/**
 * What comes of one child to guardians who choose together: of two who read one chat, the sooner rhythm is both's.
 * @param pairs of that child; at least one
 */
export function comingTo(
  pairs: readonly Pair[],
  kinds: readonly NoticeKind[],
  rules: Pick<SchoolRules, 'mandatory' | 'heldBack'>,
  today: SchoolDate,
): Coming | null {
  const main = pairs.find((pair) => chosenReach(pair)) ?? pairs[0];
  if (!main) return null;
  const reach = chosenReach(main);
  const order = electronic(main);
  const readers = pairs.filter((pair) => reach && chosenReach(pair)?.contactId === reach.contactId);
  const rhythm = (kind: NoticeKind) => {
    const each = readers.map((pair) => rhythmFor(pair, kind, reach?.channel ?? 'telegram', rules));
    return SOONEST.find((one) => each.includes(one)) ?? 'diary';
  };
  return {
    by: reach?.channel ?? 'paper',
    order,
    failing: reach ? order.slice(0, order.indexOf(reach.channel)) : order,
    paperToo: main.paperApplied,
    rhythms: reach ? Object.fromEntries(kinds.map((kind) => [kind, rhythm(kind)])) : {},
    ...(main.quiet && { quiet: main.quiet }),
    ...(main.pausedUntil && main.pausedUntil >= today && { pausedUntil: main.pausedUntil }),
  };
}

function electronic(pair: Pair): ContactChannel[] {
  const paper = pair.channels.indexOf('paper');
  const before = paper < 0 ? pair.channels : pair.channels.slice(0, paper);
  return before.filter((channel): channel is ContactChannel => channel === 'telegram' || channel === 'email');
}

function rhythmFor(
  pair: Pair,
  kind: NoticeKind,
  channel: ContactChannel,
  rules: Pick<SchoolRules, 'mandatory' | 'heldBack'>,
): Rhythm {
  const mandatory = kind !== 'topic' && rules.mandatory.includes(kind);
  return mandatory ? mandatoryRhythm(pair, kind, channel) : rhythmOf(pair, kind, channel, rules);
}
