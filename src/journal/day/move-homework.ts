import type { Tx } from '../../platform/database/open.ts';
import type { SchoolDate } from '../../platform/school-time.ts';
import { moveStanding } from '../draft.ts';
import { readFacts } from '../facts.ts';
import type { Circumstances } from '../resolve.ts';
import { writeDraft } from '../write.ts';
import type { MovedHomework } from './consequences.ts';

/** Homework that is due on another day than it was. */
export interface HomeworkMove {
  entryId: number;
  from: SchoolDate;
  to: SchoolDate;
}

/** Who moves it: the desk in somebody's name, a school file in that of whoever gave it, where nobody is named. */
export interface Mover {
  source: 'desk' | 'school-file';
  byId: string | null;
}

/** What of homework that is due anew has a day to go to. */
export const movesOf = (homework: readonly MovedHomework[]): HomeworkMove[] =>
  homework.flatMap(({ id, date, to }) => (to === null ? [] : [{ entryId: id, from: date, to }]));

/**
 * Makes homework due on another day: the same entry, with its files and ticks, and one event, by which families are told once
 * what they knew otherwise. What was changed or taken back meanwhile stays as it is.
 */
export async function moveHomework(
  tx: Tx,
  on: Circumstances,
  moves: readonly HomeworkMove[],
  { source, byId }: Mover,
): Promise<void> {
  if (moves.length === 0) return;
  const entryIds = moves.map(({ entryId }) => entryId);
  const { draft } = await readFacts(tx, { source, keys: [], entryIds, targets: [] });
  for (const { entryId, from, to } of moves) {
    const entry = draft.entries.get(entryId);
    if (entry && !entry.withdrawnAt && entry.date === from) moveStanding(draft, on, entry, to, byId ?? entry.byId);
  }
  await writeDraft(tx, on, source, draft);
}
