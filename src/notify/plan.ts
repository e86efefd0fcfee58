/** Journal events → who is told, by which contact, in which rhythm. Pure; due times are rhythm.ts's. */
import type { SchoolRules } from '../platform/school-rules.ts';
import { addDays } from '../platform/school-time.ts';
import { chosenReach, type Pair, type Reach, rhythmOf } from './audience.ts';
import type { NoticeKind } from './notice.ts';
import type { Haste } from './rhythm.ts';

/** What the planner reads of a journal event. */
export interface PlannedEvent {
  id: number;
  entryId: number;
  kind: NoticeKind;
  change: 'recorded' | 'corrected' | 'withdrawn';
  /** when it was recorded: settle time counts from there, however late it is planned */
  at: Date;
  /** the day it is about: the lesson's, or the day homework is due */
  date: string;
  urgent: boolean;
  /** the children it concerns */
  students: string[];
}

/** One event for one guardian of one child, on its way to a contact. */
export interface PlannedItem {
  eventId: number;
  at: Date;
  guardianId: string;
  studentId: string;
  reach: Reach;
  rhythm: 'now' | 'evening';
  haste: Haste;
}

/**
 * The items of one event. Nobody is forgotten by an empty answer: whatever is not told at once stands in the week's record.
 * @param today the school's date
 */
export function planEvent(event: PlannedEvent, pairs: Pair[], rules: SchoolRules, today: string): PlannedItem[] {
  if (event.kind === 'topic') return [];
  // a corrected reason of absence (Н→Б) is a line of the week (design: corrections)
  if (event.kind === 'absence' && event.change === 'corrected') return [];
  if (event.date < addDays(today, -rules.tellWithinDays)) return [];
  return pairs.filter((pair) => event.students.includes(pair.studentId)).flatMap((pair) => planFor(event, pair, today));
}

function planFor(event: PlannedEvent, pair: Pair, today: string): PlannedItem[] {
  const reach = chosenReach(pair);
  if (!reach) return [];
  const haste = hasteOf(event);
  const rhythm = haste === 'urgent' ? 'now' : rhythmOf(pair, event.kind, reach.channel);
  if (rhythm === 'week' || rhythm === 'diary') return [];
  if (haste !== 'urgent' && pair.pausedUntil && today <= pair.pausedUntil) return [];
  return [
    { eventId: event.id, at: event.at, guardianId: pair.guardianId, studentId: pair.studentId, reach, rhythm, haste },
  ];
}

function hasteOf(event: PlannedEvent): Haste {
  if (event.kind === 'message' && event.urgent) return 'urgent';
  return event.kind === 'absence' ? 'prompt' : 'routine';
}
