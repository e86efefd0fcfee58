/** The absences of one day as a form, and what was sent with it. Pure. */

import { absenceCodes } from '../../src/journal/permissions.ts';
import type { ClassGrid, GridEntry } from '../../src/journal/read/class-grid.ts';
import type { SeenChange } from '../../src/journal/record.ts';
import type { RosterStaff } from '../../src/journal/roster.ts';
import type { SchoolDate } from '../../src/platform/school-time.ts';

export interface ReasonField {
  /** the sealed entry */
  key: string;
  entry: GridEntry;
  subject: string;
  /** what it may become; empty: it is only shown */
  codes: readonly string[];
}

export interface AbsentPupil {
  /** the sealed pupil */
  key: string;
  studentId: string;
  name: string;
  fields: ReasonField[];
  /** what all lessons of the day may become at once */
  codes: readonly string[];
}

/** Whoever is absent or late on the day, by surname. */
export function absentPupils(
  { roster, pupils, entries }: ClassGrid,
  { day, today, staff }: { day: SchoolDate; today: SchoolDate; staff: RosterStaff },
  seal: (purpose: 'entry' | 'student', id: string) => string,
): AbsentPupil[] {
  return pupils.flatMap(({ id, last, first }) => {
    const fields = entries
      .filter((entry) => entry.kind === 'absence' && entry.studentId === id && entry.date === day)
      .flatMap((entry): ReasonField[] => {
        const course = roster.courses.get(entry.courseId);
        if (!course) return [];
        const codes = absenceCodes(roster, staff, { course, date: day, value: entry.value }, today);
        return [{ key: seal('entry', String(entry.entryId)), entry, subject: course.subject.name, codes }];
      });
    const codes = REASON_CODES.filter((code) => fields.some((field) => field.codes.includes(code)));
    const key = seal('student', id);
    return fields.length > 0 ? [{ key, studentId: id, name: `${last} ${first}`, fields, codes }] : [];
  });
}

const REASON_CODES = ['Н', 'Б', 'У'] as const;

export type Sent = Readonly<Partial<Record<string, string>>>;

/** What is chosen for an absence: the day's reason goes before the lesson's, but never makes an absence of a late arrival. */
export function chosenFor(pupil: AbsentPupil, field: ReasonField, sent: Sent): string {
  const day = sent[`d-${pupil.key}`];
  if (day && field.codes.includes(day) && field.entry.value !== 'ОП') return day;
  return sent[`r-${field.key}`] ?? field.entry.value;
}

/** What the form showed: the code, and when the entry had changed last. */
export const shownState = ({ value, changedAt }: GridEntry): string => `${value} ${changedAt}`;

export interface WantedReason extends SeenChange {
  key: string;
  becomes: string;
}

/** The changes that a sent form asks for, of what the form had shown; entries that stand no longer among them. */
export function wantedReasons(
  absent: AbsentPupil[],
  sent: Sent,
  open: (purpose: 'entry', sealed: string) => string | null,
): WantedReason[] {
  const standing = new Map(absent.flatMap((pupil) => pupil.fields.map((field) => [field.key, { pupil, field }])));
  return Object.entries(sent).flatMap(([name, shown]): WantedReason[] => {
    const key = name.startsWith('w-') ? name.slice(2) : '';
    const [code = '', changedAt = ''] = (shown ?? '').split(' ');
    const entryId = Number(open('entry', key) ?? Number.NaN);
    if (!Number.isInteger(entryId) || !/^\d{1,15}$/.test(changedAt)) return [];
    const known = standing.get(key);
    const becomes = known ? chosenFor(known.pupil, known.field, sent) : (sent[`r-${key}`] ?? code);
    if (becomes === code || becomes === known?.field.entry.value) return [];
    return [{ key, becomes, entryId, value: { value: becomes }, seen: new Date(Number(changedAt)) }];
  });
}
