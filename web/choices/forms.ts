/** From the fields of a form to changes: only what differs from what stands, so that a default stays a default. */
import { z } from 'zod';
import type { Change } from '../../src/access/choice-check.ts';
import { CHOICE_KINDS, ORDERS, RHYTHMS } from '../../src/access/choice-rules.ts';
import { type ChildChoices, type Choices, restOf } from './load.ts';

export type Order = (typeof ORDERS)[number];
/** «telegram,email»: an order as a form names it; paper stands behind each and alone is «paper». */
export const orderKey = (order: readonly string[]): string => order.filter((one) => one !== 'paper').join() || 'paper';

const rhythm = z.enum(RHYTHMS).optional();
const childFields = z.object({
  order: z.enum(ORDERS.map(orderKey) as [string, ...string[]]),
  paper: z.literal('on').optional(),
  absence: rhythm,
  mark: rhythm,
  homework: rhythm,
  message: rhythm,
  periodMark: rhythm,
});
const restFields = z.object({
  quiet: z.enum(['school', 'own', 'none']),
  from: z.string().max(5).default(''),
  to: z.string().max(5).default(''),
  until: z.string().max(10).default(''),
});

/** The forms of the own page, one for each child and for what concerns the person. */
export const ownForm = z.discriminatedUnion('part', [
  childFields.extend({ part: z.literal('child'), child: z.string().max(400) }),
  restFields.extend({ part: z.literal('rest') }),
  z.object({ part: z.literal('resume') }),
  z.object({ part: z.literal('links') }),
]);
export type OwnForm = z.infer<typeof ownForm>;

/** The form of a written application: everything of one guardian and child at once. */
export const applicationForm = childFields.extend(restFields.shape).extend({
  number: z.string().trim().max(40),
  date: z.string().max(10),
  consent: z.enum(['given', 'none']),
  links: z.literal('on').optional(),
});
export type ApplicationForm = z.infer<typeof applicationForm>;

type ChildFields = z.infer<typeof childFields>;

/** What differs from how one child's news come. */
export function childChanges({ child: { studentId }, coming, kinds }: ChildChoices, filled: ChildFields): Change[] {
  const order = ORDERS.find((one) => orderKey(one) === filled.order) ?? ['paper'];
  const wished = filled.paper === 'on';
  return [
    ...(filled.order === orderKey(coming.order)
      ? []
      : [{ what: 'channels' as const, studentId, channels: [...order] }]),
    ...(wished === coming.paperToo ? [] : [{ what: 'paper' as const, studentId, wished }]),
    ...CHOICE_KINDS.filter((kind) => kinds.includes(kind)).flatMap((kind) => {
      const chosen = filled[kind];
      const standing = coming.rhythms[kind];
      return chosen === undefined || standing === undefined || chosen === standing
        ? []
        : [{ what: 'rhythm' as const, studentId, kind, rhythm: chosen }];
    }),
  ];
}

/** What differs from the quiet hours and the pause that stand. */
export function restChanges(choices: Choices, filled: z.infer<typeof restFields>): Change[] {
  const { quiet, pausedUntil } = restOf(choices);
  const standing = quiet ? (quiet.from === quiet.to ? 'none' : 'own') : 'school';
  const { from, to } = filled;
  const same = filled.quiet === standing && (standing !== 'own' || (quiet?.from === from && quiet.to === to));
  const until = filled.until === '' ? null : filled.until;
  return [
    ...(same ? [] : [{ what: 'quiet' as const, hours: filled.quiet === 'own' ? { from, to } : filled.quiet }]),
    ...(until === (pausedUntil ?? null) ? [] : [{ what: 'pause' as const, until }]),
  ];
}

/** The changes of an application; consent goes with the rest, for one paper may hold both. */
export function applicationChanges(
  choices: Choices,
  one: ChildChoices,
  standing: { consent: boolean },
  filled: ApplicationForm,
): Change[] {
  const { studentId } = one.child;
  const given = filled.consent === 'given';
  return [
    ...(given === standing.consent ? [] : [{ what: 'consent' as const, studentId, given }]),
    // who withdraws consent chooses nothing electronic in the same breath; what stood is kept for later
    ...(given ? childChanges(one, filled) : childChanges(one, filled).filter(({ what }) => what === 'paper')),
    ...restChanges(choices, filled),
    ...(filled.links === 'on' ? [{ what: 'links' as const }] : []),
  ];
}
