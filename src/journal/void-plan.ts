/** What somebody else wrote in a stolen name is void (К-Р 4; К-И 4.7): what stands again in its place. Pure. */
import type { EntryValue } from './entry.ts';

/** One event of an entry, in order. */
export interface WrittenEvent {
  byId: string;
  source: string;
  /** when we wrote it down, whatever moment its source told */
  recordedAt: Date;
  before: EntryValue | null;
  after: EntryValue | null;
}

/** Whose writes are void, and from when on. */
export interface Void {
  byIds: readonly string[];
  since: Date;
  /** those of these sources alone; null: of all */
  sources: readonly string[] | null;
}

export type VoidState =
  /** what they added goes */
  | 'takenBack'
  /** what they changed is as it was */
  | 'restored'
  /** what they took out stands again */
  | 'putBack'
  /** somebody else changed it since, or it stands as it did before them: nothing is to be done */
  | 'stays'
  /** its place holds another entry since */
  | 'taken';

export interface VoidPlan {
  state: VoidState;
  /** the value that they left; null: they took it out */
  wrote: EntryValue | null;
  /** the value that stands again; null: none */
  stands: EntryValue | null;
  source: string;
  at: Date;
}

export const isVoid = ({ byId, source, recordedAt }: WrittenEvent, { byIds, since, sources }: Void): boolean =>
  byIds.includes(byId) && recordedAt >= since && (sources === null || sources.includes(source));

/**
 * Goes back over the void events at the end of an entry's history. What others wrote after them stands.
 * @param events of one entry, all of them, in order
 * @param taken its natural place holds another live entry
 * @returns null when none of them is void
 */
export function planVoid(events: readonly WrittenEvent[], which: Void, taken: boolean): VoidPlan | null {
  const theirs = events.filter((event) => isVoid(event, which));
  const lastOfTheirs = theirs.at(-1);
  if (!lastOfTheirs) return null;
  const { after: wrote, source, recordedAt: at } = lastOfTheirs;
  const about = { wrote, source, at };
  if (events.at(-1) !== lastOfTheirs) return { state: 'stays', stands: events.at(-1)?.after ?? null, ...about };
  const from = events.findLastIndex((event) => !isVoid(event, which)) + 1;
  const stands = events[from]?.before ?? null;
  if (JSON.stringify(stands) === JSON.stringify(wrote)) return { state: 'stays', stands, ...about };
  if (!stands) return { state: 'takenBack', stands, ...about };
  if (wrote) return { state: 'restored', stands, ...about };
  return { state: taken ? 'taken' : 'putBack', stands, ...about };
}
