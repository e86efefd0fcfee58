import type { AbsenceCode } from '../answer.ts';
import type { NameIndex } from '../names/name-index.ts';
import type { Roster } from '../roster.ts';
import type { Line } from '../text/tokens.ts';

/** A day as it was named; `fault` when the school year has no such day or the words are not taken. */
export type NamedDay = { date: string } | { fault: 'date-out-of-year' | 'unreadable' };

/** A day for homework: a date, or so many lessons ahead. */
export type NamedDue = NamedDay | { lessonsAhead: 1 | 2 };

export type NamedPeriod =
  | { period: 'year' }
  | { period: 'running'; noun: string | null }
  | { period: 'numbered'; noun: string; number: number };

/** What a run of words was recognised as. */
export type Part =
  | { is: 'class'; name: string }
  | { is: 'unknownClass' }
  | { is: 'doubtfulClass' }
  | { is: 'subject'; names: string[]; exact: boolean }
  | { is: 'unknownSubject' }
  | { is: 'date'; day: NamedDay }
  | { is: 'due'; due: NamedDue }
  | { is: 'period'; period: NamedPeriod }
  | { is: 'work'; work: string }
  | { is: 'text'; command: TextCommand }
  | { is: 'marks' }
  | { is: 'code'; code: AbsenceCode; command: boolean }
  | { is: 'mark'; values: string[]; counting: boolean }
  | { is: 'badMark'; alone: boolean }
  | { is: 'pupil'; fit: string[]; slip: boolean; surname: boolean }
  | { is: 'all' }
  | { is: 'except' }
  | { is: 'per' }
  | { is: 'break'; hard: boolean }
  | { is: 'filler' }
  | { is: 'unclear' }
  | { is: 'unknown' };

export type TextCommand = 'homework' | 'topic' | 'message';

/** A part with the tokens it covers. */
export interface Placed {
  part: Part;
  line: Line;
  from: number;
  to: number;
}

/** What recognisers may look at. */
export interface Reading {
  roster: Roster;
  line: Line;
  /** `YYYY-MM-DD`. */
  today: string;
  names: NameIndex;
  /** Whether a pupil counts here: in the group, in the class on that day. */
  counts: (student: string) => boolean;
  /** What has been recognised so far on this line. */
  before: Trail;
}

/** What recognisers may ask about the parts before them. */
export interface Trail {
  /** The part right before, whatever it is. */
  last: Part['is'] | null;
  /** The last part that is neither punctuation nor filler. */
  word: Part['is'] | null;
  /** A subject has been named on this line. */
  subject: boolean;
}

export const NOTHING_BEFORE: Trail = { last: null, word: null, subject: false };

export interface Found {
  part: Part;
  /** The token after those covered. */
  next: number;
}

export type Recogniser = (reading: Reading, at: number) => Found | null;
