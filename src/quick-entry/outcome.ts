import type { Entry, Question, Refusal } from './answer.ts';

/** What one statement of a message comes to. */
export interface Outcome {
  refusal: Refusal | null;
  /** In the order in which they are to be asked. */
  questions: Question[];
  entries: DraftEntry[];
  /** Kinds of work named: they hold for the marks of the whole message. */
  works: string[];
}

/** An entry, and whether its pupil was named or is one of "всем". */
export interface DraftEntry {
  entry: Entry;
  everybody: boolean;
}

export const NOTHING: Outcome = { refusal: null, questions: [], entries: [], works: [] };

export function refused(refusal: Refusal): Outcome {
  return { ...NOTHING, refusal };
}

/** A question or a refusal that keeps a statement from being entered. */
export function stopped(stop: Question | Refusal): Outcome {
  return stop.status === 'ask' ? { ...NOTHING, questions: [stop] } : refused(stop);
}
