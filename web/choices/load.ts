/** What a page of choices shows: of each child what comes how, where somebody can be reached, and who chose it when. */
import type { SchoolNow } from '../../src/access/actor.ts';
import { type ChoiceKind, kindsOf } from '../../src/access/choice-rules.ts';
import { type Address, addressesOf, choiceHistory, type HistoryEntry } from '../../src/access/choice-view.ts';
import { sealId } from '../../src/access/public-ids.ts';
import type { Child } from '../../src/access/relations.ts';
import { loadComing } from '../../src/delivery/coming.ts';
import type { Coming } from '../../src/notify/coming.ts';
import type { Db } from '../../src/platform/database/open.ts';
import type { SchoolRules } from '../../src/platform/school-rules.ts';
import type { SchoolDate } from '../../src/platform/school-time.ts';

export interface ChildChoices {
  child: Child;
  /** for the form */
  sealed: string;
  coming: Coming;
  kinds: readonly ChoiceKind[];
}

export interface Choices {
  guardianIds: string[];
  children: ChildChoices[];
  addresses: Address[];
  rules: SchoolRules;
  zone: string;
  today: SchoolDate;
  history: HistoryEntry[];
}

/**
 * The choices of guardians who choose together. Three queries.
 * @param children those that may be spoken of; who has no pair with these guardians is left out
 */
export async function loadChoices(
  db: Db,
  { guardianIds, children }: { guardianIds: string[]; children: readonly Child[] },
  { zone, today, rules, secret }: Pick<SchoolNow, 'zone' | 'today' | 'rules' | 'secret'>,
): Promise<Choices> {
  const studentIds = children.map(({ studentId }) => studentId);
  const coming = await loadComing(db, { guardianIds, studentIds }, { rules, today });
  return {
    guardianIds,
    children: children.flatMap((child) => {
      const own = coming.get(child.studentId);
      const sealed = sealId(secret, 'student', child.studentId);
      return own ? [{ child, sealed, coming: own, kinds: kindsOf(child.grade) }] : [];
    }),
    addresses: await addressesOf(db, guardianIds),
    rules,
    zone,
    today,
    history: await choiceHistory(db, { guardianIds, studentIds }),
  };
}

/** Quiet hours and pause as they are chosen, whatever the child. */
export function restOf({ children: [first] }: Choices): Pick<Coming, 'quiet' | 'pausedUntil'> {
  return first?.coming ?? {};
}
