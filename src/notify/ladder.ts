/** The weekly ladder: by which channel one guardian learns of one child's week. Pure. */
import type { SchoolRules } from '../platform/school-rules.ts';
import { type ContactChannel, choosesPaper, chosenReach, type Pair, type Reach } from './audience.ts';

export type WeeklyStep =
  | { by: 'contact'; reach: Reach }
  | { by: 'paper' }
  /** another guardian of the household is informed */
  | { by: 'family' }
  /** nobody can be: the class teacher must act */
  | { by: 'nobody' };

export interface Rung {
  /**
   * when the week closes, a household without any working channel gets paper; a channel that fails afterwards ends in
   * paper by itself only where the school's `paperFor` says so
   */
  atClose: boolean;
  /** channels in outage: they are passed over while anything else serves */
  down?: ReadonlySet<ContactChannel>;
}

/** Is the school bound to inform this person each week? A proxy (`paper`) only fetches; who has no rights gets nothing. */
export function isOwed(pair: Pair): boolean {
  return !pair.ended && pair.rights !== 'none';
}

/** Does the pair ask for paper by choice, or because nothing electronic is allowed? (152-ФЗ; К-У 2.2) */
function needsPaper(pair: Pair): boolean {
  return pair.rights === 'full' && (choosesPaper(pair) || !pair.consent);
}

/**
 * The step for one pair.
 * @param pairs all pairs of the child
 */
export function weeklyStep(pair: Pair, pairs: Pair[], { paperFor }: SchoolRules, { atClose, down }: Rung): WeeklyStep {
  const reachOf = (one: Pair) => chosenReach(down ? withoutChannels(one, down) : one);
  const reach = reachOf(pair);
  if (reach) return { by: 'contact', reach };
  const household = householdOf(pair, pairs);
  if (needsPaper(pair)) return firstOf(household.filter(needsPaper)) === pair ? { by: 'paper' } : { by: 'family' };
  const served = household.some((other) => other !== pair && (reachOf(other) || needsPaper(other)));
  const entitled = household.filter(({ rights }) => rights === 'full');
  const byPaper = !served && firstOf(entitled) === pair && (atClose || paperFor === 'unreached');
  if (byPaper) return { by: 'paper' };
  // better late than never: it leaves when the outage ends
  const late = chosenReach(pair);
  if (late) return { by: 'contact', reach: late };
  return served || (entitled.length && firstOf(entitled) !== pair) ? { by: 'family' } : { by: 'nobody' };
}

function withoutChannels(pair: Pair, down: ReadonlySet<ContactChannel>): Pair {
  return { ...pair, contacts: pair.contacts.filter(({ channel }) => !down.has(channel)) };
}

/** The guardians who inform one another: a common household, or all of the child's who have none named. */
export function householdOf(pair: Pair, pairs: Pair[]): Pair[] {
  return pairs.filter(
    (other) => other.studentId === pair.studentId && other.householdId === pair.householdId && isOwed(other),
  );
}

const firstOf = (pairs: Pair[]) => pairs[0];
