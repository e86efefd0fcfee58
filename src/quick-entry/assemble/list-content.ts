import type { AbsenceCode, Refusal } from '../answer.ts';

/** A pupil as named in a list; `fit` holds the ids of all whom the words fit. */
export interface Who {
  fit: string[];
  /** Recognised as a name at all; false for a word that is nobody's. */
  known: boolean;
  words: string;
  /** Where in the message the words stand. */
  at: number;
}

/** What a list of marks and absences says, before anything is checked against dates and courses. */
export interface ListContent {
  marks: { who: Who; values: string[] }[];
  absences: { who: Who; code: AbsenceCode }[];
  /** `всем`: marks or a code for everybody but those excepted and those who have marks of their own. */
  all: { values: string[]; code: AbsenceCode | null; except: Who[] } | null;
  /** The fault that stands first in the text. */
  fault: Refusal | null;
  /** Something like a mark is in the list, good or bad. */
  marksMeant: boolean;
}
