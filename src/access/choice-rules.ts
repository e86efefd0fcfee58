/** What the school's rules leave to a guardian's choice. Pure. */
import type { Rhythm } from '../platform/database/generated/enums.ts';
import type { SchoolRules } from '../platform/school-rules.ts';

/** Kinds of event that a guardian chooses a rhythm for, in the order in which they are shown. */
export const CHOICE_KINDS = ['absence', 'mark', 'homework', 'message', 'periodMark'] as const;
export type ChoiceKind = (typeof CHOICE_KINDS)[number];

export const RHYTHMS = ['now', 'evening', 'week', 'diary'] as const satisfies readonly Rhythm[];

/** Orders of channels that are offered; paper is everybody's last resort, and alone the choice of no electronics. */
export const ORDERS = [
  ['telegram', 'paper'],
  ['telegram', 'email', 'paper'],
  ['email', 'telegram', 'paper'],
  ['email', 'paper'],
  ['paper'],
] as const;

type Rules = Pick<SchoolRules, 'mandatory' | 'heldBack'>;

/** mandatory: told the same day whatever is chosen; held: in the weekly summary at the earliest (design: mandatory goes before) */
type KindRule = 'free' | 'mandatory' | 'held';

function ruleOf(kind: ChoiceKind, { mandatory, heldBack }: Rules): KindRule {
  if (mandatory.includes(kind)) return 'mandatory';
  return heldBack.includes(kind) ? 'held' : 'free';
}

/** The rhythms that a guardian may choose for a kind. */
export function allowedRhythms(kind: ChoiceKind, rules: Rules): readonly Rhythm[] {
  return { mandatory: RHYTHMS.slice(0, 2), held: RHYTHMS.slice(2), free: RHYTHMS }[ruleOf(kind, rules)];
}

/** The kinds that concern a child: grade 1 has neither marks nor homework (Б 5.6; Д 3.2.3). */
export function kindsOf(grade: number): readonly ChoiceKind[] {
  return grade === 1 ? ['absence', 'message'] : CHOICE_KINDS;
}
