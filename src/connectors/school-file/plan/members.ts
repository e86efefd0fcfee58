import { addDays, type SchoolDate } from '../../../platform/school-time.ts';
import type { ClassRow, MembershipRow } from '../rows.ts';
import type { SchoolFile } from '../schema.ts';
import type { PlanContext } from './context.ts';
import { goingOn, type Span, stopping } from './spans.ts';

export interface ClassSpan extends Span {
  classId: number;
}

type SaidMember = NonNullable<SchoolFile['members']>[number];

/**
 * The memberships of one child in the year's classes as they should be.
 * Without a word in `members`, a child who moves changes class today; one who is new has been here since the year began.
 * @param listed the class whose list names the child; null: the child is gone
 */
export function wantedMemberships(
  context: PlanContext,
  before: MembershipRow[],
  listed: number | null,
  said: SaidMember[],
  classes: Map<string, ClassRow>,
): ClassSpan[] {
  if (listed === null) return stopping(before, context);
  if (said.length > 0) return asSaid(context, before, listed, said, classes);
  const here = before.filter((row) => row.classId === listed);
  const elsewhere = before.filter((row) => row.classId !== listed);
  const first = elsewhere.length === 0 ? context.year.starts : context.from;
  return [
    ...stopping(elsewhere, context),
    ...goingOn(here, context, first).map((span) => ({ ...span, classId: listed })),
  ];
}

/** What `members` says, what was before that, and the listed class for the days left open. */
function asSaid(
  context: PlanContext,
  before: MembershipRow[],
  listed: number,
  said: SaidMember[],
  classes: Map<string, ClassRow>,
): ClassSpan[] {
  const spans = said
    .map(({ class: name, from, to = null }) => ({ classId: classes.get(name)!.id, from, to }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const first = spans[0]!;
  const last = spans.at(-1)!;
  const history = before.filter((row) => row.from < first.from).map((row) => upTo(row, addDays(first.from, -1)));
  if (last.to !== null) {
    const rest = last.classId === listed ? [] : [{ classId: listed, from: addDays(last.to, 1), to: null }];
    return [...history, ...spans, ...rest];
  }
  // a move that lies ahead: until then the child is in the class that lists it
  const closed = spans.slice(0, -1);
  const since = closed.at(-1)?.to;
  const from = since ? addDays(since, 1) : context.year.starts;
  const to = addDays(last.from, -1);
  const here = last.classId !== listed && history.length === 0 && from <= to ? [{ classId: listed, from, to }] : [];
  return [...history, ...closed, ...here, last];
}

function upTo(row: MembershipRow, day: SchoolDate): ClassSpan {
  const { classId, from } = row;
  return { classId, from, to: row.to === null || row.to > day ? day : row.to };
}
