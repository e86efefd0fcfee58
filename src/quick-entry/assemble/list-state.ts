import type { AbsenceCode, RefusalCode } from '../answer.ts';
import type { Placed } from '../recognise/part.ts';
import { wordsOf } from '../text/tokens.ts';
import type { ListContent, Who } from './list-content.ts';

export type Gap = 'none' | 'soft' | 'hard';

/** A list half read. */
export interface State {
  content: ListContent;
  parts: Placed[];
  /** The code that a list was opened with, for pupils who get no value of their own. */
  opener: { code: AbsenceCode; names: number } | null;
  /** A semicolon has set the pupils at hand apart from the list that was opened. */
  apart: boolean;
  pending: Who[];
  awaitingAll: boolean;
  excepting: boolean;
  /** Who got the last value: another may follow it. */
  last: Who[] | 'all' | null;
  /** What stands between this part and the one before it. */
  gap: Gap;
  faults: { at: number; code: RefusalCode; words: string }[];
}

/** Where in the message a part begins. */
export function positionOf(placed: Placed): number {
  return placed.line.offset + (placed.line.tokens[placed.from]?.start ?? 0);
}

/** Notes a fault; false, so that reading stops. */
export function fail(state: State, code: RefusalCode, placed: Placed): boolean {
  state.faults.push({ code, at: positionOf(placed), words: wordsOf(placed.line, placed.from, placed.to) });
  return false;
}

/** Gives the code of the opened list to those who wait. */
export function flush(state: State): void {
  const { opener } = state;
  if (opener) state.content.absences.push(...state.pending.map((who) => ({ who, code: opener.code })));
  state.pending = [];
}

export function open(state: State, code: AbsenceCode): boolean {
  state.opener = { code, names: 0 };
  state.apart = false;
  state.last = null;
  return true;
}

/** A list that was opened must have held somebody. */
export function closeOpener(state: State, placed: Placed): boolean {
  if (state.opener && state.opener.names === 0) return fail(state, 'empty', placed);
  flush(state);
  return true;
}
