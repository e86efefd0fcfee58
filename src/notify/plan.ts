/** Journal events → who is told, by which contact, in which rhythm. Pure; due times are rhythm.ts's. */
import type { SchoolRules } from '../platform/school-rules.ts';
import { addDays, type SchoolDate } from '../platform/school-time.ts';
import { chosenReach, mandatoryRhythm, type Pair, type Reach, rhythmOf } from './audience.ts';
import type { NoticeKind } from './notice.ts';
import { type Haste, nightHold } from './rhythm.ts';

/** What the planner reads of a journal event. */
export interface PlannedEvent {
  id: number;
  entryId: number;
  kind: NoticeKind;
  change: 'recorded' | 'corrected' | 'withdrawn';
  /** when it was recorded: settle time counts from there, however late it is planned */
  at: Date;
  /** the day it is about: the lesson's, or the day homework is due */
  date: SchoolDate;
  urgent: boolean;
  /** the school tells it whatever was chosen (mandatory.ts) */
  mandatory: boolean;
  /** an absence of which only the reason changed (Н, Б, У into one another) */
  reasonOnly?: boolean;
  /** a lesson of an illness from–to, of which one message tells the family */
  ofIllness?: boolean;
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
  mandatory: boolean;
  /** told no earlier: a mark entered at night, an evening list made ahead */
  notBefore: Date | null;
  /** homework that the guardian wants in the evening list of its day */
  forList: boolean;
  /** of the evening list, which names all that is due: told again, though it was told */
  listed: boolean;
}

/** The school on the day of planning. */
export interface PlanningDay {
  rules: SchoolRules;
  zone: string;
  today: SchoolDate;
}

/**
 * The items of one event. Nobody is forgotten by an empty answer: whatever is not told at once stands in the week's record.
 * @param pairs guardians of the event's children
 * @param lessonsEnd when the child's class has had its last lesson of a date, null: it has none then
 */
export function planEvent(
  event: PlannedEvent,
  pairs: Pair[],
  day: PlanningDay,
  lessonsEnd: (date: SchoolDate) => Date | null = () => null,
): PlannedItem[] {
  if (event.kind === 'topic') return [];
  // a corrected reason of absence is a line of the week (design: corrections)
  if (event.reasonOnly || event.ofIllness) return [];
  if (event.date < addDays(day.today, -day.rules.tellWithinDays)) return [];
  const items = pairs
    .filter((pair) => event.students.includes(pair.studentId))
    .flatMap((pair) => planFor(event, pair, day, lessonsEnd));
  return oneMessageEach(items);
}

function planFor(
  event: PlannedEvent,
  pair: Pair,
  day: PlanningDay,
  lessonsEnd: (date: SchoolDate) => Date | null,
): PlannedItem[] {
  const reach = chosenReach(pair);
  if (!reach) return [];
  const wanted = wantedRhythm(event, pair, reach.channel, day);
  if (wanted === 'week' || wanted === 'diary') return [];
  const forList = event.kind === 'homework' && wanted === 'evening';
  // no list can come in time any more
  const rhythm = forList && event.date <= day.today ? 'now' : wanted;
  const { id: eventId, at, mandatory } = event;
  const { guardianId, studentId } = pair;
  const haste = hasteOf(event, rhythm);
  const night = event.kind === 'mark' && rhythm === 'now';
  const timing = { rules: day.rules, zone: day.zone, ...(pair.quiet && { quiets: [pair.quiet] }) };
  const notBefore = night ? nightHold(at, timing, lessonsEnd) : null;
  return [{ eventId, at, guardianId, studentId, reach, rhythm, haste, mandatory, notBefore, forList, listed: false }];
}

function wantedRhythm(event: PlannedEvent, pair: Pair, channel: Reach['channel'], { rules, today }: PlanningDay) {
  if (event.mandatory) return isUrgent(event) ? 'now' : mandatoryRhythm(pair, event.kind, channel);
  if (pair.pausedUntil && today <= pair.pausedUntil) return 'week';
  return rhythmOf(pair, event.kind, channel, rules);
}

const isUrgent = ({ kind, urgent }: PlannedEvent) => kind === 'message' && urgent;

function hasteOf(event: PlannedEvent, rhythm: 'now' | 'evening'): Haste {
  if (rhythm === 'now' && isUrgent(event)) return 'urgent';
  return event.kind === 'absence' ? 'prompt' : 'routine';
}

/** Two guardians of a child in one chat read one message: the sooner of their rhythms is both's. */
function oneMessageEach(items: PlannedItem[]): PlannedItem[] {
  const soonest = items.filter(({ rhythm }) => rhythm === 'now');
  return items.map((item) => {
    if (item.rhythm === 'now') return item;
    const mate = soonest.find(
      ({ reach, studentId }) => reach.contactId === item.reach.contactId && studentId === item.studentId,
    );
    return mate ? { ...item, rhythm: mate.rhythm, haste: mate.haste, notBefore: mate.notBefore, forList: false } : item;
  });
}

/**
 * Does a delivery that is about to leave still tell an item?
 * @param again the item as it would be planned now
 */
export function stillTells(
  delivery: { contactId: number; rhythm: string; urgent: boolean },
  again: PlannedItem | undefined,
  notBefore: Date | null,
  now: Date,
): boolean {
  if (!again || again.reach.contactId !== delivery.contactId) return false;
  if ((again.haste === 'urgent') !== delivery.urgent) return false;
  if (notBefore && notBefore > now) return false;
  // the evening message carries whatever waited for it
  return delivery.rhythm === 'evening' || again.rhythm === 'now';
}
