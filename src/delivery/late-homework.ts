import type { Roster } from '../journal/roster.ts';
import type { PlannedEvent, PlannedItem } from '../notify/plan.ts';
import type { Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { fromDbDate, type SchoolDate } from '../platform/school-time.ts';
import { listFor } from './evening-days.ts';
import type { SchoolRow } from './school.ts';

/** An event with the class that its place says. */
export interface ClaimedEvent extends PlannedEvent {
  classId: number;
}

/**
 * Takes out homework that the evening list of its day will tell, and changes of what was due before today. What stays:
 * homework of a list that has left, and changes of homework that the guardian was told already.
 */
export async function leaveToLists(
  tx: Tx,
  roster: Roster,
  { importedAt }: SchoolRow,
  today: SchoolDate,
  events: ClaimedEvent[],
  items: PlannedItem[],
): Promise<PlannedItem[]> {
  const homework = new Map(events.filter(({ kind }) => kind === 'homework').map((event) => [event.id, event]));
  const concerned = items.flatMap(({ eventId }) => homework.get(eventId) ?? []);
  if (!concerned.length) return items;
  const left = await listsLeft(tx, roster, importedAt, concerned);
  const told = await toldBefore(tx, concerned);
  return items.filter((item) => {
    const event = homework.get(item.eventId);
    if (!event || told.has(`${item.guardianId} ${event.entryId}`)) return true;
    if (item.forList && event.date >= today) return left.has(event.id);
    return event.date >= today || event.change === 'recorded';
  });
}

/** The events whose list was made, or belongs to the time before the school began here. */
async function listsLeft(
  tx: Tx,
  roster: Roster,
  importedAt: Date | null,
  events: ClaimedEvent[],
): Promise<Set<number>> {
  const classIds = [...new Set(events.map(({ classId }) => classId))];
  // whoever makes a list of these classes now ends first, or begins when this is committed
  await tx.$executeRaw`SELECT FROM school_class WHERE id = ANY(${classIds}) ORDER BY id FOR SHARE`;
  const rows = await tx.$queryRaw<{ class_id: number; due: Date }[]>`
    SELECT class_id, due FROM evening_list WHERE class_id = ANY(${classIds})
       AND due >= (SELECT min(d) FROM unnest(${events.map(({ date }) => date)}::date[]) AS d)`;
  const made = groupBy(rows, ({ class_id, due }) => `${class_id} ${fromDbDate(due)}`);
  return new Set(
    events
      .filter(({ classId, date }) => {
        const { due, leavesAt } = listFor(roster, classId, date);
        return made.has(`${classId} ${due}`) || (importedAt !== null && leavesAt <= importedAt);
      })
      .map(({ id }) => id),
  );
}

/** Guardian and entry, for homework that was changed. */
async function toldBefore(tx: Tx, events: ClaimedEvent[]): Promise<Set<string>> {
  const changed = events.filter(({ change }) => change !== 'recorded').map(({ entryId }) => entryId);
  if (!changed.length) return new Set();
  const rows = await tx.$queryRaw<{ guardian_id: string; entry_id: number }[]>`
    SELECT DISTINCT guardian_id, entry_id FROM told WHERE entry_id = ANY(${changed})`;
  return new Set(rows.map(({ guardian_id, entry_id }) => `${guardian_id} ${entry_id}`));
}
