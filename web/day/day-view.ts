/** What the parts of the day's page share: its address, what it shows, how a lesson stands. */
import { sealId } from '../../src/access/public-ids.ts';
import type { DeedFault, DeedField } from '../../src/journal/day/plan-deed.ts';
import type { PlannedLesson } from '../../src/journal/lessons.ts';
import type { Roster, RosterClass } from '../../src/journal/roster.ts';
import type { Frame } from '../page.ts';
import { withQuery } from '../paths.ts';
import type { DayForm } from './day-form.ts';
import type { HistoryProps } from './history.tsx';

/** What a form could not do, with what it brought. */
export interface DayRefused {
  code: DeedFault | 'unknown-what';
  field: DeedField | 'what';
  form: DayForm;
}

export interface DayPageProps {
  frame: Frame;
  secret: string;
  roster: Roster;
  date: string;
  /** only this class, with all that can be done to its lessons */
  schoolClass: RosterClass | null;
  /** only this teacher's lessons */
  teacherId: string | null;
  history: Pick<HistoryProps, 'deeds' | 'zone'>;
  /** what was just done or undone */
  notice: string | undefined;
  refused: DayRefused | undefined;
}

/** Address of a day, a class's or a teacher's. */
export function dayPath(
  secret: string,
  { date, classId, teacherId }: { date: string; classId?: number | null; teacherId?: string | null },
  query: Record<string, string | undefined> = {},
): string {
  return withQuery('/desk/day', {
    date,
    class: classId ? sealId(secret, 'class', String(classId)) : undefined,
    teacher: teacherId ? sealId(secret, 'staff', teacherId) : undefined,
    ...query,
  });
}

export interface ClassLessons {
  schoolClass: RosterClass;
  lessons: readonly PlannedLesson[];
}

export function stateOf({ cancelled, substituted }: PlannedLesson): string | undefined {
  return cancelled ? 'gone' : substituted ? 'changed' : undefined;
}
