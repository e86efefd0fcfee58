/** The part of the journal that one call is about, as it was read and as the call leaves it. No database here. */
import type { SchoolDate } from '../platform/school-time.ts';
import type { EntryContent } from './content.ts';
import type { EntryValue } from './entry.ts';
import type { PlannedLesson } from './lessons.ts';
import type { Circumstances, Target } from './resolve.ts';
import { entryValue, placeOf, type StandingEntry, slotOf } from './standing.ts';

export interface DraftEvent {
  entry: StandingEntry;
  change: 'recorded' | 'corrected' | 'withdrawn';
  before: EntryValue | null;
  after: EntryValue | null;
  byId: string;
  at: Date;
}

/** What is known under a key of the source. */
export interface KeyState {
  entry: StandingEntry;
  /** of the value the source gave last, see content.ts */
  hash: string;
  /** the moment of that value: an older word under this key is a delayed copy */
  saidAt: Date;
}

/** A row of `lesson`; `id` is null until it is written. */
export interface LessonState {
  id: number | null;
  courseId: number;
  date: string;
  number: number;
  teacherId: string;
  substituted: boolean;
}

export interface Draft {
  keys: Map<string, KeyState>;
  /** the keys that were there before, as they were */
  keysBefore: ReadonlyMap<string, { entryId: number; hash: string }>;
  entries: Map<number, StandingEntry>;
  /** live entries by their natural place */
  slots: Map<string, StandingEntry>;
  lessons: Map<string, LessonState>;
  created: StandingEntry[];
  /** changed entries that were there before, with the change they had last */
  changed: Map<StandingEntry, Date>;
  events: DraftEvent[];
}

export const lessonKey = (courseId: number, date: string, number: number): string => `${courseId} ${date} ${number}`;

/** Adds an entry to the journal. */
export function createEntry(
  draft: Draft,
  on: Circumstances,
  target: Target,
  content: EntryContent,
  at: Date,
): StandingEntry {
  const byId = target.staff.id;
  const entry: StandingEntry = { id: null, ...placeOf(target), ...content, byId, changedAt: at, withdrawnAt: null };
  if (target.lesson) keepLesson(draft, target.lesson);
  draft.created.push(entry);
  const slot = slotOf(entry);
  if (slot) draft.slots.set(slot, entry);
  draft.events.push({ entry, change: 'recorded', before: null, after: entryValue(on.roster, entry), byId, at });
  return entry;
}

/** The lesson's row is made with the first entry; that somebody stood in is kept there (К-Р 2.10). */
function keepLesson(draft: Draft, { course, date, number, teacherId, substituted }: PlannedLesson): void {
  const key = lessonKey(course.id, date, number);
  const known = draft.lessons.get(key);
  if (known && (known.substituted || !substituted)) return;
  draft.lessons.set(key, { id: null, courseId: course.id, date, number, teacherId, substituted });
}

/** What an entry is given: its value; homework another day too. */
export type NewContent = EntryContent & { date?: SchoolDate };

/** Gives a standing entry another value. */
export function correctStanding(
  draft: Draft,
  on: Circumstances,
  entry: StandingEntry,
  content: NewContent,
  byId: string,
  at: Date,
): void {
  touch(draft, entry);
  const before = entryValue(on.roster, entry);
  Object.assign(entry, content, { changedAt: at });
  draft.events.push({ entry, change: 'corrected', before, after: entryValue(on.roster, entry), byId, at });
}

/** Makes standing homework due on another day. */
export function moveStanding(draft: Draft, on: Circumstances, entry: StandingEntry, date: string, byId: string): void {
  touch(draft, entry);
  const before = entryValue(on.roster, entry);
  const at = new Date(Math.max(on.now.getTime(), entry.changedAt.getTime() + 1));
  Object.assign(entry, { date, changedAt: at });
  draft.events.push({ entry, change: 'corrected', before, after: entryValue(on.roster, entry), byId, at });
}

/** Takes a standing entry back; its row and its history stay. */
export function withdrawStanding(draft: Draft, on: Circumstances, entry: StandingEntry, byId: string, at: Date): void {
  touch(draft, entry);
  Object.assign(entry, { changedAt: at, withdrawnAt: at });
  const slot = slotOf(entry);
  if (slot && draft.slots.get(slot) === entry) draft.slots.delete(slot);
  draft.events.push({ entry, change: 'withdrawn', before: entryValue(on.roster, entry), after: null, byId, at });
}

/** Makes an entry that was taken back stand again, with this value: as news, for its withdrawal may have been told. */
export function putBackStanding(
  draft: Draft,
  on: Circumstances,
  entry: StandingEntry,
  content: NewContent,
  byId: string,
  at: Date,
): void {
  touch(draft, entry);
  Object.assign(entry, content, { changedAt: at, withdrawnAt: null });
  const slot = slotOf(entry);
  if (slot) draft.slots.set(slot, entry);
  draft.events.push({ entry, change: 'recorded', before: null, after: entryValue(on.roster, entry), byId, at });
}

function touch(draft: Draft, entry: StandingEntry): void {
  if (entry.id !== null && !draft.changed.has(entry)) draft.changed.set(entry, entry.changedAt);
}
