/** The facts of one notice, before any words: what a channel's text is made of. Pure data. */
import type { EntryValue } from '../journal/entry.ts';

export type NoticeKind = 'mark' | 'absence' | 'homework' | 'topic' | 'message' | 'periodMark';

export interface NoticeLine {
  kind: NoticeKind;
  /** as it is now; null: withdrawn after it was told */
  now: EntryValue | null;
  /** as this guardian was told before, when that was something else */
  told?: EntryValue;
  /** the day it was entered, when that is not the day it is about (late entries) */
  entered?: string;
}

export interface NoticeChild {
  studentId: string;
  first: string;
  last: string;
  class: string;
  grade: number;
  /** whom to call about an absence */
  classTeacher: { name: string; phone?: string };
  lines: NoticeLine[];
}

export interface Notice {
  /** one message for all children of the contact's holders */
  children: NoticeChild[];
  /** today in the school, YYYY-MM-DD: a text says «завтра» only by it */
  today: string;
  /** the evening list, or what came since the last notice */
  rhythm: 'now' | 'evening';
  detail: 'full' | 'minimal';
  /** too many entries for single lines: a summary by child and subject */
  flood: boolean;
  /** the same bytes were perhaps received already */
  uncertain?: boolean;
}
