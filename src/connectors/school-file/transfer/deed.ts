import type { SchoolDate } from '../../../platform/school-time.ts';

/** What the desk asks of a pupil: another class from a day on, no longer of the school, or new. */
export type Transfer =
  | { kind: 'move'; studentId: string; date: SchoolDate; ground: string; classId: number; courseIds: number[] }
  | { kind: 'leave'; studentId: string; date: SchoolDate; ground: string }
  | {
      kind: 'enter';
      /** as the school file will name the pupil; empty: one of ours */
      studentId: string;
      date: SchoolDate;
      ground: string;
      classId: number;
      courseIds: number[];
      name: string;
      guardians: NewGuardian[];
    };

export interface NewGuardian {
  /** the id of somebody whom the school knows already: a sibling's parent, a teacher; null: a new person */
  known: string | null;
  /** of a new person */
  name: string;
  relation: string;
  /** the day of the signed consent; absent: none was given */
  consentDate: SchoolDate | null;
}

export interface Refused {
  ok: false;
  code:
    | 'bad-date'
    | 'outside-year'
    | 'leave-ahead'
    | 'later-move'
    | 'unknown-student'
    | 'has-left'
    | 'unknown-class'
    | 'same-class'
    | 'two-groups'
    | 'no-ground'
    | 'no-name'
    | 'id-taken'
    | 'bad-id'
    | 'no-relation'
    | 'unknown-guardian'
    | 'same-guardian'
    | 'not-last'
    | 'settled'
    | 'changed-since'
    | 'entries-since';
  field: string;
}

export const refuse = (code: Refused['code'], field: string): Refused => ({ ok: false, code, field });
