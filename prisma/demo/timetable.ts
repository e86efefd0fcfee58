import { CLASSES, type DemoClass } from './curriculum.ts';
import { type Random, randomFor } from './random.ts';

/** A subject's lesson in the week of a class. */
export interface DemoSlot {
  class: string;
  subject: string;
  weekday: number;
  lesson: number;
}

type TeachersOf = (className: string, subject: string) => string[];

const TRIES = 200;

/**
 * A week without a teacher in two places and without gaps for a class.
 * @throws when chance finds none in many tries: the curriculum asks too much of somebody
 */
export function makeTimetable(seed: number, teachersOf: TeachersOf): DemoSlot[] {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const random = randomFor(seed, 'timetable', attempt);
    const busy = new Set<string>();
    const slots: DemoSlot[] = [];
    // those with the most hours have the least choice
    const order = random.shuffle(CLASSES).toSorted((a, b) => hoursOf(b) - hoursOf(a));
    if (order.every((schoolClass) => fillWeek(schoolClass, teachersOf, random, busy, slots))) return slots;
  }
  throw new Error('demo: no timetable without clashes was found');
}

const hoursOf = ({ hours }: DemoClass): number => Object.values(hours).reduce((sum, count) => sum + count, 0);

/** Places of the week with equally long days, day by day. */
function placesOf(schoolClass: DemoClass): { weekday: number; lesson: number }[] {
  const total = hoursOf(schoolClass);
  const { days } = schoolClass;
  return Array.from({ length: days }, (_, day) => {
    const length = Math.floor(total / days) + (day < total % days ? 1 : 0);
    return Array.from({ length }, (__, at) => ({ weekday: day + 1, lesson: at + 1 }));
  }).flat();
}

/** Fills one class's week, going back where a place cannot be filled, but not for ever. */
function fillWeek(
  schoolClass: DemoClass,
  teachersOf: TeachersOf,
  random: Random,
  busy: Set<string>,
  slots: DemoSlot[],
): boolean {
  const places = placesOf(schoolClass);
  const left = { ...schoolClass.hours };
  const chosen: string[] = [];
  const timesOf = (subject: string, at: number) =>
    teachersOf(schoolClass.name, subject).map((id) => `${id} ${places[at]!.weekday} ${places[at]!.lesson}`);
  let steps = 20_000;
  const fill = (at: number): boolean => {
    if (at === places.length) return true;
    if (--steps < 0) return false;
    for (const subject of candidates(schoolClass, left, places, chosen, at, random)) {
      const times = timesOf(subject, at);
      if (times.some((time) => busy.has(time))) continue;
      for (const time of times) busy.add(time);
      left[subject]! -= 1;
      chosen[at] = subject;
      if (fill(at + 1)) return true;
      left[subject]! += 1;
      for (const time of times) busy.delete(time);
      if (steps < 0) return false;
    }
    return false;
  };
  if (!fill(0)) return false;
  for (const [at, place] of places.entries()) slots.push({ class: schoolClass.name, subject: chosen[at]!, ...place });
  return true;
}

/** Subjects that still have hours and not yet stand in that day, the fullest first. */
function candidates(
  { days }: DemoClass,
  left: Record<string, number>,
  places: { weekday: number }[],
  chosen: string[],
  at: number,
  random: Random,
): string[] {
  const { weekday } = places[at]!;
  const today = chosen.slice(0, at).filter((_, index) => places[index]!.weekday === weekday);
  const open = Object.keys(left).filter((subject) => left[subject]! > 0 && !today.includes(subject));
  const daysLeft = days - weekday + 1;
  const rank = new Map(open.map((subject) => [subject, left[subject]! / daysLeft + random.next() * 0.9]));
  return open.sort((a, b) => rank.get(b)! - rank.get(a)!);
}
