import { planCalendar } from './plan/calendar.ts';
import { planClasses } from './plan/classes.ts';
import { planContacts } from './plan/contacts.ts';
import { type ImportPlan, planContext } from './plan/context.ts';
import { planCourses } from './plan/courses.ts';
import { planDated } from './plan/dated.ts';
import { planLinks } from './plan/links.ts';
import { planPeople } from './plan/people.ts';
import type { Current, Said } from './rows.ts';
import type { SchoolFile } from './schema.ts';

/** An import that would mark more than this share of the children as left asks for a confirmation. */
const MASS_LEAVING = 0.05;

/**
 * What importing a sound file would change. Pure: the same state, file and moment give the same plan.
 * The order of parts matters: contacts depend on the consents planned before, courses on the classes.
 */
export function planImport(current: Current, file: SchoolFile, now: Date): ImportPlan {
  const context = planContext(current, file, now);
  planCalendar(context);
  planPeople(context);
  planLinks(context);
  planContacts(context);
  const ground = planClasses(context);
  planCourses(context, ground);
  planDated(context, ground);
  context.plan.saidAnew = !sameSaid(current.said, context.plan.said);
  return context.plan;
}

function sameSaid(before: Said | null, after: Said): boolean {
  const parts = ['contacts', 'days', 'changes'] as const;
  return before !== null && parts.every((part) => flat(before[part]) === flat(after[part]));
}

const flat = (said: Record<string, string>): string =>
  JSON.stringify(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)));

/** How many children must be confirmed as leaving before the import may go on; null: none need be. */
export function leavingToConfirm({ leaving }: ImportPlan): number | null {
  return leaving.count > leaving.of * MASS_LEAVING ? leaving.count : null;
}
