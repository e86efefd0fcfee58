import type { SchoolDate } from '../../../platform/school-time.ts';
import type { PlanContext } from './context.ts';

/** Days of something, `to` inclusive, null while it lasts. */
export interface Span {
  from: SchoolDate;
  to: SchoolDate | null;
}

type Moment = Pick<PlanContext, 'from' | 'until'>;

/** The span as it is when it ends before the day from which changes count; null: nothing of it is left. */
export function ended<S extends { from: SchoolDate | null; to: SchoolDate | null }>(
  span: S,
  { until }: Moment,
): S | null {
  if (span.from !== null && span.from > until) return null;
  return span.to !== null && span.to <= until ? span : { ...span, to: until };
}

/** Still lasting, or ended so lately that going on leaves no gap. */
export function lasting(span: { from: SchoolDate | null; to: SchoolDate | null }, { from, until }: Moment): boolean {
  return (span.from === null || span.from <= from) && (span.to === null || span.to >= until);
}

/**
 * The spans of one thing that someone should belong to from now on: the lasting one goes on, else a new one begins;
 * history stays.
 * @param first where a new span begins when there was none before
 */
export function goingOn<S extends Span>(before: S[], now: Moment, first: SchoolDate): (S | Span)[] {
  const last = before.findLast((span) => lasting(span, now));
  const others = before.filter((span) => span !== last).flatMap((span) => ended(span, now) ?? []);
  if (last) return [...others, { ...last, to: null }];
  return [...others, { from: before.length === 0 ? first : now.from, to: null }];
}

/** All spans ended. */
export function stopping<S extends Span>(before: S[], now: Moment): S[] {
  return before.flatMap((span) => ended(span, now) ?? []);
}
