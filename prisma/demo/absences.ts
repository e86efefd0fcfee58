import { addDays, type SchoolDate, weekdayOf } from '../../src/platform/school-time.ts';
import type { DemoLesson } from './days.ts';
import { randomFor } from './random.ts';

type Code = 'Н' | 'Б' | 'У' | 'ОП';

/**
 * Whether a pupil misses a lesson: ill for some days, excused for one, late for the first, gone from a single one. What
 * the class teacher does not know yet, of the last day or two, has no reason.
 * @param lastDay the last day with lessons
 */
export function absenceAt(seed: number, pupil: string, lesson: DemoLesson, lastDay: SchoolDate): Code | null {
  const { date, number } = lesson;
  const monday = addDays(date, 1 - weekdayOf(date));
  const week = randomFor(seed, 'absent', pupil, monday);
  const draw = week.next();
  const first = 1 + week.below(5);
  const length = 1 + week.below(4);
  const day = weekdayOf(date);
  const away = day >= first && day < first + length;
  if (draw < 0.05 && away) return addDays(date, 1) >= lastDay ? 'Н' : 'Б';
  if (draw >= 0.05 && draw < 0.065 && day === first) return 'У';
  const single = randomFor(seed, 'single', pupil, date, number).next();
  if (number === 1 && single < 0.012) return 'ОП';
  return single > 0.997 ? 'Н' : null;
}
